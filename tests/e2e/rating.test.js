/** Stars: by click and by keys; what the keys pass on the way is no opinion. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { eventually } from "../support/poll.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { arrived } from "./page/arrived.js";
import { pass, stopClock } from "./page/clock.js";
import { EMBED, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const relay = await startRelay(file);

const page = (span = "42") =>
  `<!doctype html><title>Page</title>${EMBED}<llm-feedback span-id="${span}" controls="rating comment"></llm-feedback>`;
const html = page();

/** How long the keys must rest, in milliseconds. */
const REST = 700;

/** @param {number | null} value */
const stars = (value) => [{ label: "user_rating", metric_type: "score", value }];

/**
 * The page with a clock that only the test moves.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} [span]
 */
const openStopped = (t, span) =>
  open(t, { browser, html: page(span), relay, before: (blank) => blank.addInitScript(stopClock) });

/** The name of what has the focus. @param {import("./page/open.js").Opened} opened */
const focused = (opened) =>
  opened.page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute("title"));

test("a click on a star is sent at once", async (t) => {
  const opened = await open(t, { browser, html, relay });
  await opened.widget.star(4).click();
  const line = await arrived(relay, await opened.event("sent"));
  assert.deepEqual(line.signals, stars(4));
  assert.equal(await opened.widget.rating(), "4 stars");
  assert.deepEqual(await opened.widget.value(), { thumbs: null, rating: 4, nps: null, reasons: [], comment: "", correction: "" });
  await opened.widget.box.waitFor({ state: "visible" });
});

test("another star revises; the same star again withdraws", async (t) => {
  const opened = await open(t, { browser, html, relay });
  await opened.widget.star(2).click();
  const first = await opened.event("sent");
  await opened.widget.star(5).click();
  const [, second] = await opened.events("sent", 2);
  const line = await arrived(relay, second);
  assert.deepEqual(line.signals, stars(5));
  assert.equal(line.revises, first.id);
  await opened.widget.star(5).press("Enter");
  const [, , third] = await opened.events("sent", 3);
  assert.deepEqual([third.signals[0].value, third.revises], [null, second.id]);
  assert.equal(await opened.widget.rating(), null);
});

test("arrow keys: one vote, after they rest; the focus follows", async (t) => {
  const opened = await openStopped(t);
  const { widget } = opened;
  await widget.wake();
  await widget.star(1).focus();
  /** @type {[string, string][]} */
  const steps = [
    ["ArrowRight", "2 stars"],
    ["ArrowUp", "3 stars"],
    ["ArrowRight", "4 stars"],
    ["ArrowLeft", "3 stars"],
  ];
  for (const [key, name] of steps) {
    await pass(opened.page, REST - 100);
    await opened.page.keyboard.press(key);
    assert.equal(await focused(opened), name);
    assert.equal(await widget.rating(), name);
  }
  assert.deepEqual(await opened.seen(), []);
  await pass(opened.page, REST);
  const line = await arrived(relay, await opened.event("sent"));
  assert.deepEqual(line.signals, stars(3));
  assert.equal(opened.posts.length, 1);
});

test("Home, End, and round the ends", async (t) => {
  const opened = await openStopped(t);
  const { widget } = opened;
  await widget.wake();
  await widget.star(1).focus();
  /** @type {[string, string][]} */
  const steps = [
    ["End", "5 stars"],
    ["Home", "1 star"],
    ["ArrowLeft", "5 stars"],
    ["ArrowRight", "1 star"],
    ["ArrowDown", "5 stars"],
  ];
  for (const [key, name] of steps) {
    await opened.page.keyboard.press(key);
    assert.equal(await focused(opened), name);
  }
  await pass(opened.page, REST);
  assert.deepEqual((await opened.event("sent")).signals, stars(5));
});

test("a click while keys rest is the one vote", async (t) => {
  const opened = await openStopped(t);
  await opened.widget.wake();
  await opened.widget.star(1).focus();
  await opened.page.keyboard.press("End");
  await opened.widget.star(2).click();
  await pass(opened.page, 2 * REST);
  assert.deepEqual((await opened.event("sent")).signals, stars(2));
  assert.equal(opened.posts.length, 1);
});

test("Tab meets the group once: the chosen star, else the first", async (t) => {
  const opened = await open(t, { browser, html, relay });
  await opened.widget.enabled();
  await opened.page.keyboard.press("Tab");
  assert.equal(await focused(opened), "1 star");
  await opened.widget.star(3).click();
  await opened.event("sent");
  const indices = await opened.widget.stars.evaluateAll((all) => all.map((star) => star.getAttribute("tabindex")));
  assert.deepEqual(indices, ["-1", "-1", "0", "-1", "-1"]);
});

test("the keys' vote is cast although the element is taken away while they rest", async (t) => {
  const opened = await openStopped(t, "1001");
  await opened.widget.wake();
  await opened.widget.star(1).focus();
  await opened.page.keyboard.press("End");
  await opened.page.evaluate(() => document.querySelector("llm-feedback")?.remove());
  await pass(opened.page, REST);
  const line = await eventually("the vote", async () =>
    (await relay.delivered()).find(({ target }) => target.span_id === "1001"),
  );
  assert.deepEqual(line.signals, stars(5));
});

test("another answer comes while the keys rest: their vote is the first one's", async (t) => {
  const opened = await openStopped(t);
  await opened.widget.wake();
  await opened.widget.star(1).focus();
  await opened.page.keyboard.press("End");
  await opened.page.evaluate(() => document.querySelector("llm-feedback")?.setAttribute("span-id", "43"));
  await pass(opened.page, REST);
  await opened.widget.star(2).click();
  await opened.page.waitForFunction(() => {
    const { seen } = /** @type {any} */ (window);
    return seen.some((/** @type {any} */ { name, detail }) => name === "feedback-sent" && detail.signals[0].value === 2);
  });
  const votes = (await opened.events("sent")).map(({ target, signals }) => [target.span_id, signals[0].value]);
  assert.deepEqual(votes, [["42", 5], ["43", 2]]);
});

test("reset() while the keys rest: nothing is chosen afterwards", async (t) => {
  const opened = await openStopped(t);
  await opened.widget.wake();
  await opened.widget.star(1).focus();
  await opened.page.keyboard.press("End");
  await opened.widget.host.evaluate((host) => /** @type {any} */ (host).reset());
  await pass(opened.page, REST);
  assert.equal((await opened.widget.value()).rating, null);
  assert.equal(await opened.widget.rating(), null);
});
