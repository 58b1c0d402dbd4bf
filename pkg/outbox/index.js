// The page's outbox. Importing has no effect.

import { create } from "./create.js";

/** @typedef {import("./reply.js").Fault} Fault */
/** @typedef {import("./queue.js").Listener} Listener */

export const { add, flush, open } = create(globalThis);
