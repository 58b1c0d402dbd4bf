/**
 * Prints what a page loads, raw and compressed, and fails above the budget.
 *
 *     node scripts/size.js [folder]
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { distFolder } from "./build/paths.js";

/** Brotli bytes of wasm, JavaScript and CSS together. */
const BUDGET = 44_000;

const folder = process.argv[2] ?? distFolder;

/** @typedef {{ name: string, raw: number, gzip: number, brotli: number }} Size */

/**
 * @param {string} name
 * @returns {Size}
 */
function measure(name) {
  const bytes = readFileSync(join(folder, name));
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  return {
    name,
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, brotli).length,
  };
}

/**
 * @param {Size[]} sizes
 * @returns {Size}
 */
function sum(sizes) {
  const add = (/** @type {"raw" | "gzip" | "brotli"} */ key) => sizes.reduce((total, size) => total + size[key], 0);
  return { name: "sum", raw: add("raw"), gzip: add("gzip"), brotli: add("brotli") };
}

/** @param {(string | number)[]} cells */
function line([name, ...numbers]) {
  return `${String(name).padEnd(32)}${numbers.map((number) => number.toLocaleString("en").padStart(10)).join("")}`;
}

const sizes = readdirSync(folder).filter((name) => /\.(js|wasm|css)$/.test(name)).sort().map(measure);
const total = sum(sizes);
console.log(line(["file", "raw", "gzip -9", "brotli 11"]));
for (const { name, raw, gzip, brotli } of [...sizes, total]) console.log(line([name, raw, gzip, brotli]));
console.log(line(["budget", "", "", BUDGET]));
if (total.brotli > BUDGET) {
  console.error(`thumbspan: ${total.brotli - BUDGET} bytes over the budget; make the widget smaller or argue for more in scripts/size.js`);
  process.exitCode = 1;
}
