/** What the package's README says that a bundler needs. */

import { readFile } from "node:fs/promises";

import { inCheckout } from "../support/checkout.js";

/**
 * @param {string} bundler as the README writes it
 * @returns {Promise<string | undefined>} the one line of its item; undefined when it needs none
 */
export async function lineFor(bundler) {
  const readme = await readFile(inCheckout("pkg/README.md"), "utf8");
  const [, line] = new RegExp(`^- ${bundler}: \`([^\`]+)\``, "m").exec(readme) ?? [];
  return line;
}
