/** Chromium, without a window. */

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

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

/** Chromium as distributions name it. */
const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** `THUMBSPAN_CHROMIUM`, else the first on the PATH. */
function program() {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = process.env["THUMBSPAN_CHROMIUM"] ?? paths.find((path) => existsSync(path));
  if (found === undefined) throw new Error("there is no Chromium; run: scripts/setup-tests.sh");
  return found;
}

/**
 * Starts the browser; it ends with its scope.
 *
 * @param {import("./scope.js").Scope} scope
 * @returns {Promise<import("playwright-core").Browser>}
 */
export async function launchBrowser(scope) {
  // Chromium's sandbox refuses to run as root.
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({
    executablePath: program(),
    args: [...QUIET, ...asRoot],
  });
  atEnd(scope, () => browser.close());
  return browser;
}
