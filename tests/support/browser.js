/** The browser that this run of the tests is in, without a window on the screen. */

import { launchChromium } from "./browsers/chromium.js";
import { launchFirefox } from "./browsers/firefox.js";
import { launchWebKit } from "./browsers/webkit.js";
import { atEnd } from "./scope.js";

/** @type {Readonly<Record<string, () => Promise<import("playwright-core").Browser>>>} */
const LAUNCH = { chromium: launchChromium, firefox: launchFirefox, webkit: launchWebKit };

/** Every browser that the suite runs in. */
export const BROWSERS = Object.keys(LAUNCH);

/** `THUMBSPAN_BROWSER`, else Chromium. */
export const BROWSER = process.env["THUMBSPAN_BROWSER"] ?? "chromium";

/**
 * Starts a browser; it ends with its scope.
 *
 * @param {import("./scope.js").Scope} scope
 * @param {string} [name] of {@link BROWSERS}
 * @returns {Promise<import("playwright-core").Browser>}
 */
export async function launchBrowser(scope, name = BROWSER) {
  const launch = LAUNCH[name];
  if (launch === undefined) throw new Error(`THUMBSPAN_BROWSER is one of ${BROWSERS.join(", ")}, not ${name}`);
  const browser = await launch();
  atEnd(scope, () => browser.close());
  return browser;
}
