/** A page whose wasm arrives when the test says so: what happens on it meets the resting buttons. */

import { open } from "./open.js";

/**
 * @param {import("../../support/scope.js").Scope} scope
 * @param {import("./open.js").Options} options
 */
export async function gated(scope, options) {
  /** @type {(how?: "continue" | "abort") => void} */
  let arrive = () => {};
  const isThere = /** @type {Promise<"continue" | "abort">} */ (
    new Promise((resolve) => {
      arrive = (how = "continue") => resolve(how);
    })
  );
  const opened = await open(scope, {
    ...options,
    before: async (tab) => {
      await options.before?.(tab);
      await tab.route(/\.wasm$/, (route) => isThere.then((how) => route[how]()));
    },
  });
  return { opened, arrive };
}
