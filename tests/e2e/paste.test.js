/** A megabyte pasted into the comment: the page stays responsive, the person is told, nothing is sent. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { fileScope } from "../support/scope.js";
import { OWN, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);

const MEGABYTE = 1_048_576;

/** No task may hold the page longer, in milliseconds. */
const LONGEST = 200;

test("1 MB is too long, said in words and in the counter; the draft stays; the page stays responsive", async (t) => {
  const relay = await startFakeRelay(t);
  const html = `<!doctype html><html lang="en"><title>Page</title>${OWN}<llm-feedback span-id="42" relay="{{relay}}"></llm-feedback>`;
  const opened = await open(t, { browser, html, relay });
  const { widget, page } = opened;
  await widget.down.click();
  await widget.phase("thanks");
  await page.evaluate(() => {
    if (!PerformanceObserver.supportedEntryTypes.includes("longtask")) return;
    /** @type {number[]} */
    const tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ["longtask"] });
    Object.assign(window, { tasks });
  });
  // As a paste is: the browser puts the text in, and says so once.
  const [own] = await widget.text.evaluate((box, length) => {
    const area = /** @type {HTMLTextAreaElement} */ (box);
    area.setRangeText("lorem ipsum ".repeat(Math.ceil(length / 12)).slice(0, length));
    const begun = performance.now();
    area.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, inputType: "insertFromPaste" }));
    return [performance.now() - begun];
  }, MEGABYTE);
  await page.waitForFunction(() => document.querySelector("llm-feedback")?.shadowRoot?.querySelector(".comment small")?.textContent !== "");
  assert.equal(await widget.counter.textContent(), `Characters left: −${MEGABYTE - 4_000}`);
  await widget.send.click();
  assert.equal(await widget.phase("too-long"), "Please shorten this to 4,000 characters");
  assert.equal((await opened.event("error")).code, "text_too_long");
  assert.equal(opened.posts.length, 1);
  assert.equal((await widget.text.inputValue()).length, MEGABYTE);
  const tasks = await page.evaluate(() => /** @type {any} */ (window).tasks ?? []);
  t.diagnostic(`the widget took ${own.toFixed(1)} ms of the paste; long tasks: ${tasks.join(", ") || "none"}`);
  assert.ok(own < LONGEST, `${own} ms`);
  assert.deepEqual(tasks.filter((/** @type {number} */ duration) => duration > LONGEST), []);
});
