/** One vote on a page, followed to the relay's disk. */

import assert from "node:assert/strict";

import { eventually } from "../support/poll.js";

/** The target of the element on the page: a span id above 2^64. */
export const SPAN_ID = "20245611112024561111";

/**
 * The element as a page writes it.
 *
 * @param {string} [attributes] further ones
 */
export function element(attributes = "") {
  return `<llm-feedback span-id="${SPAN_ID}" ml-app="packaging" ${attributes}></llm-feedback>`;
}

/**
 * Opens the page, votes thumbs down, and sees that vote accepted by the relay and delivered.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {import("../support/relay.js").Relay} relay
 * @param {string} url
 */
export async function voteOn(browser, relay, url) {
  const page = await browser.newPage();
  /** @type {string[]} */
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
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
  await page.close();
}
