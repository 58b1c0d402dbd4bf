/**
 * Generated folders: filled under another name, renamed when complete, and known to be current by
 * a stamp that holds the key of what went in and the digest of every file that came out.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { target } from "./paths.js";

/**
 * The SHA-256 of some parts, told apart by their lengths.
 *
 * @param {...(string | Buffer)} parts
 * @returns {string} 64 hex digits
 */
export function digest(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) {
    const bytes = Buffer.from(part);
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest("hex");
}

/**
 * Fills `folder` unless it already holds what `key` makes.
 *
 * @param {string} folder a flat folder, replaced as a whole
 * @param {string} key digest of everything that the content depends on
 * @param {(staging: string) => void} fill writes the files into the folder that it is given
 * @param {string} [stamps] where the stamps are kept
 * @returns {boolean} whether it was filled anew
 */
export function generate(folder, key, fill, stamps = join(target, "stamps")) {
  const stamp = join(stamps, `${basename(folder)}.json`);
  if (read(stamp) === describe(folder, key)) return false;
  rmSync(stamp, { force: true });
  const staging = join(dirname(folder), ".staging", basename(folder));
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  fill(staging);
  rmSync(folder, { recursive: true, force: true });
  renameSync(staging, folder);
  rmSync(dirname(staging), { recursive: true, force: true });
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, describe(folder, key));
  return true;
}

/** @param {string} file */
function read(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/**
 * @param {string} folder
 * @param {string} key
 */
function describe(folder, key) {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const files = names.map((name) => [name, digest(readFileSync(join(folder, name)))]);
  return `${JSON.stringify({ key, files: Object.fromEntries(files) }, undefined, 2)}\n`;
}
