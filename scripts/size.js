/**
 * Prints what a page loads, raw and compressed, and fails above the budget.
 *
 *     node scripts/size.js [folder]
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { distFolder } from "./build/paths.js";

/**
 * What a page fetches, and how many bytes of brotli that may be. Where a budget is above its goal, it
 * grows for nothing but what would else lose a vote or file it wrongly: docs/size.md has the reason. Some 30 bytes are chance:
 * the files hold each other's hashes. That a page fetches just these is tests/e2e/bytes.test.js.
 *
 * @type {{ name: string, files: string[], budget: number, goal: number }[]}
 */
export const CASES = [
  { name: "before the controls are painted", files: ["thumbspan"], budget: 3_420, goal: 3_000 },
  { name: "after use, default controls", files: ["thumbspan", "widget", "outbox", "wasm"], budget: 46_800, goal: 38_000 },
  { name: "after use, every control", files: ["thumbspan", "widget", "outbox", "wasm", "more"], budget: 50_650, goal: 46_000 },
];

/** @typedef {{ name: string, raw: number, gzip: number, brotli: number }} Size */

/** Bytes of brotli, as small as it gets. @param {Buffer} bytes */
export const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

/**
 * @param {string} folder
 * @param {string} name
 * @returns {Size}
 */
function measure(folder, name) {
  const bytes = readFileSync(join(folder, name));
  return { name, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes) };
}

/** What a file is, by its name: `thumbspan-more-0123456789abcdef.js` is `more`. @param {string} name */
export const kind = (name) => (name.endsWith(".wasm") ? "wasm" : name.replace(/^thumbspan-/, "").replace(/(-[0-9a-f]{16})?\.js$/, ""));

/** @param {(string | number)[]} cells */
function line([name, ...numbers]) {
  return `${String(name).padEnd(42)}${numbers.map((number) => number.toLocaleString("en").padStart(10)).join("")}`;
}

/** @param {string} folder */
function report(folder) {
  const sizes = readdirSync(folder).filter((name) => /\.(js|wasm)$/.test(name)).sort().map((name) => measure(folder, name));
  console.log(line(["file", "raw", "gzip -9", "brotli 11"]));
  for (const size of sizes) console.log(line([size.name, size.raw, size.gzip, size.brotli]));
  console.log(`\n${line(["what a page fetches", "brotli 11", "budget", "goal"])}`);
  for (const { name, files, budget, goal } of CASES) {
    const fetched = sizes.filter((size) => files.includes(kind(size.name)));
    const total = fetched.reduce((sum, size) => sum + size.brotli, 0);
    console.log(line([name, total, budget, goal]));
    if (total <= budget) continue;
    console.error(`thumbspan: ${name}: ${total - budget} bytes over the budget; make the widget smaller or argue for more in scripts/size.js`);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) report(process.argv[2] ?? distFolder);
