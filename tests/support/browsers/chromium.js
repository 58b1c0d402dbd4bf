/** Chromium, by its own protocol. */

import { chromium } from "playwright-core";

import { find } from "./find.js";

/** Without these, Chromium looks for its vendor's hosts at every start. */
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
];

/** @returns {Promise<import("playwright-core").Browser>} */
export function launchChromium() {
  // Chromium's sandbox refuses to run as root.
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({
    executablePath: find(["chromium", "chromium-browser", "google-chrome"], { setting: "THUMBSPAN_CHROMIUM" }),
    args: [...QUIET, ...asRoot],
  });
}
