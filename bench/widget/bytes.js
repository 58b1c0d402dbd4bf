/** What files weigh on their way. */

import { brotli } from "../../scripts/size.js";

/** @param {Map<string, Buffer>} files */
export const total = (files) => [...files.values()].reduce((sum, bytes) => sum + brotli(bytes), 0);
