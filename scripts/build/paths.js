/** Where things are in the checkout. */

import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** The checkout's root folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The npm package. */
export const pkg = join(root, "pkg");

/** The generated half of the npm package: wasm-bindgen's output. */
export const wasmFolder = join(pkg, "wasm");

/** The same as JavaScript, for pages whose policy forbids wasm. */
export const plainFolder = join(pkg, "plain");

/** What the relay serves: the script of one file, and its wasm. */
export const distFolder = join(pkg, "dist");

/** Cargo's folder for the native builds. */
export const target = join(root, "target");
