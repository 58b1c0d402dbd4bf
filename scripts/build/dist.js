/** Builds pkg/dist: the element in one script, and the wasm beside it under a name of its content. */

import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { build } from "esbuild";

import { digest, generate } from "./folder.js";
import { distFolder, pkg, wasmFolder } from "./paths.js";
import { wasmBeside } from "./wasm-url-plugin.js";

/** The script that a page embeds. */
const SCRIPT = "thumbspan.js";

/** Brings pkg/dist up to date with pkg and pkg/wasm. */
export async function buildDist() {
  const wasm = join(wasmFolder, "thumbspan_bg.wasm");
  const wasmName = nameByContent(readFileSync(wasm));
  const script = await bundle(wasmName);
  const made = generate(distFolder, digest(script, wasmName), (staging) => {
    writeFileSync(join(staging, SCRIPT), script);
    copyFileSync(wasm, join(staging, wasmName));
  });
  console.log(made ? "pkg/dist: built" : "pkg/dist: up to date");
}

/**
 * A name that changes with the content, so that browsers may keep the file for ever.
 *
 * @param {Buffer} wasm
 */
function nameByContent(wasm) {
  const sha256 = createHash("sha256").update(wasm).digest("hex");
  return `thumbspan-${sha256.slice(0, 16)}.wasm`;
}

/**
 * @param {string} wasmName
 * @returns {Promise<string>} the script
 */
async function bundle(wasmName) {
  const { outputFiles } = await build({
    absWorkingDir: pkg,
    entryPoints: ["./define.js"],
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    write: false,
    logLevel: "warning",
    plugins: [wasmBeside(wasmName)],
  });
  const [script] = outputFiles;
  if (!script) throw new Error("esbuild made no script");
  return script.text;
}
