// The only place where the wasm is fetched: once a page, however many elements there are.

import init, { Feedback } from "./wasm/thumbspan.js";
import { wasmUrl } from "./wasm-url.js";

/** @type {Promise<typeof Feedback> | undefined} */
let loading;

/**
 * Fetches and compiles the wasm. A failed load is forgotten, so that the next call tries again.
 *
 * @returns {Promise<typeof Feedback>}
 */
export function load() {
  loading ??= init({ module_or_path: wasmUrl }).then(
    () => Feedback,
    (error) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}
