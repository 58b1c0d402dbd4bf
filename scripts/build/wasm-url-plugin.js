/**
 * The one module in which the bundle differs from the npm package: where the wasm lies, and which
 * relay a page means that names none. A script tag's relay is the script's own origin.
 */

import { join } from "node:path";

import { pkg } from "./paths.js";

/**
 * An esbuild plugin that puts the bundle's form in the place of pkg/wasm-url.js.
 *
 * @param {string} wasmName the wasm's file name, beside the script
 * @returns {import("esbuild").Plugin}
 */
export function wasmBeside(wasmName) {
  return {
    name: "wasm-beside",
    setup(build) {
      let replaced = false;
      build.onLoad({ filter: /[/\\]wasm-url\.js$/ }, ({ path }) => {
        if (path !== join(pkg, "wasm-url.js")) return undefined;
        replaced = true;
        return { contents: source(wasmName) };
      });
      build.onEnd(() => (replaced ? {} : { errors: [{ text: "pkg/define.js no longer reaches pkg/wasm-url.js" }] }));
    },
  };
}

/** @param {string} wasmName */
function source(wasmName) {
  return `
    export const wasmUrl = new URL(${JSON.stringify(`./${wasmName}`)}, import.meta.url);
    export const relayUrl = new URL(".", import.meta.url).href;
  `;
}
