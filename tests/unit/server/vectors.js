/** The tickets that every implementation agrees on: crates/contract/fixtures/tickets. */

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import { inCheckout } from "../../support/checkout.js";

/**
 * @typedef {object} Vector
 * @property {string} name
 * @property {string} why
 * @property {string[]} keys
 * @property {string} audience
 * @property {number} now
 * @property {number} grace
 * @property {string} token
 * @property {Record<string, unknown>} [claims] of a valid one
 * @property {string} [code] of an invalid one
 */

const FOLDER = inCheckout("crates/contract/fixtures/tickets");

/** @returns {Promise<Vector[]>} */
export async function vectors() {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(names.map(async (name) => ({ name, ...JSON.parse(await readFile(join(FOLDER, name), "utf8")) })));
}

/**
 * The header or the claims of a token.
 *
 * @param {string} token
 * @param {0 | 1} at
 * @returns {any}
 */
export const part = (token, at) => JSON.parse(Buffer.from(token.split(".")[at] ?? "", "base64url").toString());
