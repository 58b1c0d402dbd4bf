/** Where the tests find what was built. */

import { fileURLToPath } from "node:url";

/**
 * @param {string} path from the checkout's root
 * @returns {string} the absolute path
 */
export function inCheckout(path) {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
