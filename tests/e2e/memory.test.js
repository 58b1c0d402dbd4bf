/** Elements come and go with the answers of a long chat: the page must not grow with them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);

/** How many elements a round mounts. */
const EACH = 20;
/** How many rounds go between two sweeps, and sweeps between two looks at the memory. */
const ROUNDS = 5;
const SWEEPS = 5;

/** In the page: mounts elements, votes on each, and removes them. @param {{ url: string, each: number }} what */
async function round({ url, each }) {
  const frame = () =>
    new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
  const all = Array.from({ length: each }, (_, index) =>
    Object.assign(document.createElement("llm-feedback"), {
      spanId: `${index}`,
      relay: url,
      controls: index % 2 ? "thumbs rating comment" : "thumbs comment",
      // Not all open their panels: in Chromium the cost of opening one grows with those that are open.
      ask: index % 4 ? "never" : "always",
    }),
  );
  document.body.append(...all);
  while (all.some(({ shadowRoot }) => !shadowRoot?.querySelector(".up"))) await frame();
  for (const { shadowRoot } of all) shadowRoot?.querySelector("button")?.click();
  // The widget itself, in the place of the resting buttons: one that is removed sooner is never mounted.
  while (all.some(({ shadowRoot }) => !shadowRoot?.querySelector(".status"))) await frame();
  for (const element of all) element.remove();
  await frame();
}

/** In the page: something to be swept, which says when it was. */
function lay() {
  const registry = new FinalizationRegistry(() => Object.assign(window, { swept: true }));
  registry.register({}, undefined);
  Object.assign(window, { swept: false, registry });
}

/**
 * Waits until the page's collector has swept, and so has freed the wasm's side of what is gone: on
 * a busy machine that is later than the collection itself.
 *
 * @param {import("playwright-core").Page} page
 */
async function sweep(page) {
  await page.evaluate(lay);
  await eventually("the page's collector to sweep", async () => {
    await page.requestGC();
    return page.evaluate(() => "swept" in window && window.swept);
  });
}

/**
 * @param {import("./page/open.js").Opened} opened
 * @param {string} url
 * @returns {Promise<number>} the bytes of the wasm's memory after 500 more elements
 */
async function after({ page }, url) {
  for (let sweeps = 0; sweeps < SWEEPS; sweeps += 1) {
    for (let rounds = 0; rounds < ROUNDS; rounds += 1) await page.evaluate(round, { url, each: EACH });
    // What the page's own collector has yet to find is no leak.
    await sweep(page);
  }
  return page.evaluate(async () => {
    const module = `${location.origin}/wasm/thumbspan.js`;
    const { memory } = await (await import(module)).default();
    return memory.buffer.byteLength;
  });
}

test("thousands of elements, mounted, voted on and removed, leave the wasm's memory as it was", async (t) => {
  const relay = await startFakeRelay(t);
  const html = '<!doctype html><title>Page</title><script type="module" src="/define.js"></script><body>';
  const opened = await open(t, { browser, html, relay, folder: "pkg" });
  // The host takes the votes, so that no network is in the way.
  await opened.page.evaluate(() => document.addEventListener("feedback-submit", (event) => event.preventDefault()));
  // Memory grows by 64 KiB at a time and never shrinks, and what a busy machine sweeps late is still
  // there when the next round is mounted. So it must come to rest: 1,500 elements without one step,
  // which a leak of 44 bytes an element never has.
  /** @type {number[]} */
  const sizes = [];
  const isAtRest = () => sizes.length > 3 && new Set(sizes.slice(-4)).size === 1;
  while (!isAtRest() && sizes.length < 16) sizes.push(await after(opened, relay.url));
  assert.ok(isAtRest(), `bytes after each ${SWEEPS * ROUNDS * EACH} elements: ${sizes.join(", ")}`);
  assert.deepEqual(opened.warnings, []);
});
