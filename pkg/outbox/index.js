// The page's outbox. Importing has no effect; sending starts with open() or add().

import { create } from "./create.js";

/** @typedef {import("./reply.js").Fault} Fault */
/** @typedef {import("./queue.js").Listener} Listener */

/**
 * - `add(url, event, listener, replaced?)` takes an event in its wire form: stored in the same task
 *   once `open()` has opened the store, then sent as soon as nothing before it is under way.
 *   `replaced` are ids of events that it stands for: those that no request held yet are dropped.
 *   Throws where the event cannot be written as JSON.
 * - `flush()` tries everything now, whatever its back-off says, and takes over what dead pages left.
 * - `remove(ids)` drops events that no request held yet.
 * - `open()` opens the store ahead of the first click and flushes; a second call does nothing.
 */
export const { add, flush, open, remove } = create(globalThis);
