/** One vote on a page, followed to the relay's disk. */

import assert from "node:assert/strict";

import { eventually } from "../support/poll.js";

/** The target on every page: a span id above 2^64. */
const SPAN_ID = "20245611112024561111";

/** A policy under which the page's own scripts run, and no wasm. */
export const WITHOUT_WASM = { "content-security-policy": "script-src 'self' 'unsafe-inline'" };

/**
 * Opens the page, votes thumbs down, and sees that vote accepted by the relay and delivered.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {import("../support/relay.js").Relay} relay
 * @param {string} url
 * @param {object} [options]
 * @param {boolean} [options.hasWasm] false where the page's policy forbids wasm: then none is fetched
 * @param {(page: import("playwright-core").Page, event: any) => Promise<void>} [options.also] what else must be so then
 */
export async function voteOn(browser, relay, url, { hasWasm = true, also } = {}) {
  const page = await browser.newPage();
  const { faults, wasm } = listen(page);
  await page.goto(url);
  const accepted = page.waitForResponse((response) => response.url() === `${relay.url}/v1/feedback`);
  await page.locator("llm-feedback button").nth(1).click();
  const response = await accepted;
  assert.equal(response.status(), 202);
  const { accepted: ids } = await response.json();
  const event = await eventually("the vote at the sink", async () =>
    (await relay.delivered()).find(({ id }) => ids.includes(id)),
  );
  assert.equal(event.target.span_id, SPAN_ID);
  assert.deepEqual(event.signals, [{ label: "user_thumbs", metric_type: "categorical", value: "down" }]);
  assert.deepEqual(faults, []);
  // Another answer is not compiled, and the widget would run as JavaScript, which hides that the wasm is missing.
  assert.deepEqual(wasm, hasWasm ? ["200 application/wasm"] : []);
  await also?.(page, event);
  await page.close();
}

/** @param {import("playwright-core").Page} page */
function listen(page) {
  /** @type {string[]} */
  const faults = [];
  /** @type {string[]} */
  const wasm = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith(".wasm")) wasm.push(`${response.status()} ${response.headers()["content-type"]}`);
  });
  return { faults, wasm };
}
