/** Chromium, without a window. */

import { chromium } from "playwright-core";

import { atEnd } from "./scope.js";

/** Without these, Chromium looks for its vendor's hosts at every start. */
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
];

/**
 * Starts the browser; it ends with its scope. `THUMBSPAN_CHROMIUM` names another than Debian's.
 *
 * @param {import("./scope.js").Scope} scope
 * @returns {Promise<import("playwright-core").Browser>}
 */
export async function launchBrowser(scope) {
  // Chromium's sandbox refuses to run as root.
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({
    executablePath: process.env["THUMBSPAN_CHROMIUM"] ?? "/usr/bin/chromium",
    args: [...QUIET, ...asRoot],
  });
  atEnd(scope, () => browser.close());
  return browser;
}
