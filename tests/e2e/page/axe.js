/** What axe-core finds on a whole page: https://github.com/dequelabs/axe-core */

import { readFile } from "node:fs/promises";

import { inCheckout } from "../../support/checkout.js";

const axe = await readFile(inCheckout("node_modules/axe-core/axe.min.js"), "utf8");

/** Puts axe into the pages to come. @param {import("playwright-core").Page} page */
export const withAxe = (page) => page.addInitScript(axe);

/**
 * Every violation, as a line.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>}
 */
export async function violations(page) {
  const { violations: found } = await page.evaluate(() => /** @type {any} */ (window).axe.run({ iframes: false }));
  return found.flatMap((/** @type {any} */ { id, nodes }) =>
    nodes.map((/** @type {any} */ { target, failureSummary }) => `${id} ${JSON.stringify(target)} ${failureSummary}`),
  );
}
