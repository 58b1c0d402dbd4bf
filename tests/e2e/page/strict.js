/** Pages with a strict policy, and what such a policy said no to. */

import { fixture, open } from "./open.js";

/** A nonce must be new for each answer; a test's page is answered once. */
const NONCE = "cGFnZQ";

/**
 * What stands for a page's own values in what is written about it.
 *
 * @param {string} text
 * @param {{ url: string }} relay that serves the scripts
 */
export async function filled(text, relay) {
  const answer = await fetch(`${relay.url}/integrity.json`);
  const all = /** @type {Record<string, string>} */ (await answer.json());
  const hashes = Object.values(all).map((hash) => `'${hash}'`).join(" ");
  return text.replaceAll("{{nonce}}", NONCE).replaceAll("{{hashes}}", hashes).replaceAll("{{integrity}}", all["thumbspan.js"] ?? "");
}

/** In the page: what its policy refuses. */
function watchPolicy() {
  const refused = /** @type {string[]} */ ([]);
  Object.assign(window, { refused });
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
    refused.push(`${violatedDirective} ${blockedURI} ${sample}`);
  });
}

/**
 * Opens a page of tests/e2e/pages/strict-*.html.
 *
 * @param {import("../../support/scope.js").Scope} scope
 * @param {string} name
 * @param {Omit<import("./open.js").Options, "html"> & { relay: { url: string } }} options
 */
export async function openStrict(scope, name, { before, ...options }) {
  const html = await filled(await fixture(`strict-${name}`), options.relay);
  return open(scope, {
    ...options,
    html,
    before: async (page) => {
      await page.addInitScript(watchPolicy);
      await before?.(page);
    },
  });
}

/** What the page's policy refused so far. @param {import("./open.js").Opened} opened @returns {Promise<string[]>} */
export function violations({ page }) {
  return page.evaluate(() => /** @type {any} */ (window).refused);
}
