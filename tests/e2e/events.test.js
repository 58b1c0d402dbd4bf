/** The element's events and methods, as a host page uses them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { fileScope } from "../support/scope.js";
import { OWN, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const ELEMENT = '<llm-feedback id="it" span-id="42" relay="{{relay}}"></llm-feedback>';
const html = `<!doctype html><title>Page</title>${OWN}<body>${ELEMENT}`;

test("a vote is change, submit and sent, all at the element itself", async (t) => {
  const relay = await startFakeRelay(t);
  const opened = await open(t, { browser, html, relay });
  await opened.page.evaluate(() => {
    const paths = /** @type {unknown[]} */ ([]);
    Object.assign(window, { paths });
    for (const name of ["feedback-change", "feedback-submit", "feedback-sent"]) {
      document.addEventListener(name, (event) => {
        const [first] = event.composedPath();
        paths.push([name, event.bubbles, event.composed, event.cancelable, first === event.target, first === document.querySelector("#it")]);
      });
    }
  });
  await opened.widget.up.click();
  await opened.widget.phase("thanks");
  assert.deepEqual(await opened.page.evaluate(() => /** @type {any} */ (window).paths), [
    ["feedback-change", true, true, false, true, true],
    ["feedback-submit", true, true, true, true, true],
    ["feedback-sent", true, true, false, true, true],
  ]);
  const [change, submit, sent] = await opened.seen();
  assert.deepEqual(change?.detail, { label: "user_thumbs", value: "up" });
  assert.deepEqual(submit?.detail, relay.posts[0]?.events[0]);
  assert.deepEqual(sent?.detail, submit?.detail);
});

test("feedback-change says each control's new value, null for a withdrawal", async (t) => {
  const relay = await startFakeRelay(t);
  const all = html.replace("span-id", 'controls="thumbs rating comment" span-id');
  const opened = await open(t, { browser, html: all, relay });
  await opened.widget.up.click();
  // By key: two quick clicks are one, as a double click.
  await opened.widget.up.press("Enter");
  await opened.widget.star(2).click();
  await opened.widget.say(" Why? ");
  assert.deepEqual(await opened.events("change", 4), [
    { label: "user_thumbs", value: "up" },
    { label: "user_thumbs", value: null },
    { label: "user_rating", value: 2 },
    { label: "user_comment", value: "Why?" },
  ]);
});

test("feedback-change fires for a change only", async (t) => {
  const relay = await startFakeRelay(t);
  const all = html.replace("span-id", 'controls="comment rating" span-id');
  const opened = await open(t, { browser, html: all, relay });
  await opened.widget.star(3).click();
  await opened.event("sent");
  await opened.widget.send.click();
  await opened.widget.star(4).click();
  await opened.events("sent", 2);
  assert.deepEqual(await opened.events("change", 2), [
    { label: "user_rating", value: 3 },
    { label: "user_rating", value: 4 },
  ]);
});

test("from inside of another shadow root, the outer page sees the outer element", async (t) => {
  const relay = await startFakeRelay(t);
  const inner = `<section id="outer"><template shadowrootmode="open">${ELEMENT}</template></section>`;
  const opened = await open(t, { browser, html: html.replace(ELEMENT, inner), relay });
  await opened.widget.up.click();
  await opened.event("sent");
  assert.deepEqual([...new Set((await opened.seen()).map(({ target }) => target))], ["outer"]);
});

test("feedback-submit with preventDefault: the host has the event, and nothing is posted", async (t) => {
  const relay = await startFakeRelay(t);
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  await opened.page.evaluate(() => {
    Object.assign(window, { take: true });
    document.addEventListener("feedback-submit", (event) => /** @type {any} */ (window).take && event.preventDefault());
  });
  await widget.up.click();
  const taken = await opened.event("submit");
  assert.equal(await widget.phase("idle"), "");
  assert.equal(await widget.thumb(), "up");
  assert.deepEqual(taken.signals, [{ label: "user_thumbs", metric_type: "categorical", value: "up" }]);

  // The next vote goes to the relay, and knows of the one that was taken.
  await opened.page.evaluate(() => Object.assign(window, { take: false }));
  await widget.down.click();
  assert.equal((await opened.event("sent")).revises, taken.id);
  assert.equal(relay.posts.length, 1);
});

test("a listener that throws takes nothing away", async (t) => {
  const relay = await startFakeRelay(t);
  const opened = await open(t, { browser, html, relay });
  await opened.page.evaluate(() => {
    for (const name of ["feedback-change", "feedback-submit", "feedback-sent"]) {
      document.addEventListener(name, () => {
        throw new Error("the host's own fault");
      });
    }
  });
  await opened.widget.up.click();
  await opened.widget.phase("thanks");
  await opened.widget.down.click();
  await opened.events("sent", 2);
  const own = opened.faults.splice(0);
  assert.deepEqual(new Set(own), new Set(["the host's own fault"]));
});

test("a host that calls the element from its events is answered", async (t) => {
  const relay = await startFakeRelay(t);
  const opened = await open(t, { browser, html, relay });
  await opened.page.evaluate(() => {
    const values = /** @type {unknown[]} */ ([]);
    Object.assign(window, { values });
    for (const name of ["feedback-change", "feedback-submit", "feedback-sent"]) {
      document.addEventListener(name, ({ target }) => values.push(/** @type {any} */ (target).value.thumbs));
    }
    document.addEventListener("feedback-sent", ({ target }) => /** @type {any} */ (target).reset());
  });
  await opened.widget.up.click();
  await opened.event("sent");
  await opened.widget.phase("idle");
  assert.equal(await opened.widget.thumb(), "");
  assert.deepEqual(await opened.page.evaluate(() => /** @type {any} */ (window).values), ["up", "up", "up"]);
});

test("submit() sends the comment that is being written, and says whether anything is on its way", async (t) => {
  const relay = await startFakeRelay(t);
  const opened = await open(t, { browser, html: html.replace("span-id", 'controls="comment" span-id'), relay });
  const submit = () => opened.widget.host.evaluate((host) => /** @type {any} */ (host).submit());
  await opened.widget.wake();
  assert.equal(await submit(), false);
  await opened.widget.text.fill("From the host's own button");
  assert.equal(await submit(), true);
  await opened.widget.phase("thanks");
  assert.equal(relay.posts[0]?.events[0].signals[0].value, "From the host's own button");
  assert.equal(await submit(), false);
  assert.equal(relay.posts.length, 1);
});

test("submit() sends again what failed, under the same id", async (t) => {
  const relay = await startFakeRelay(t, { status: 503, headers: { "retry-after": "600" } });
  const opened = await open(t, { browser, html, relay });
  await opened.widget.up.click();
  await opened.widget.phase("failed");
  assert.equal(await opened.widget.host.evaluate((host) => /** @type {any} */ (host).submit()), true);
  await opened.widget.phase("thanks");
  assert.equal(new Set(relay.posts.map(({ events }) => events[0].id)).size, 1);
});

test("reset() shows a fresh element, whose next vote revises nothing", async (t) => {
  const relay = await startFakeRelay(t);
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  await widget.up.click();
  await widget.phase("thanks");
  await widget.text.fill("half a thought");
  await widget.host.evaluate((host) => /** @type {any} */ (host).reset());
  assert.equal(await widget.phase("idle"), "");
  assert.deepEqual(await widget.value(), { thumbs: null, rating: null, nps: null, reasons: [], comment: "", correction: "" });
  assert.equal(await widget.thumb(), "");
  assert.equal(await widget.text.inputValue(), "");
  assert.equal(await widget.box.isVisible(), false);
  await widget.up.press("Enter");
  const [, second] = await opened.events("sent", 2);
  assert.equal(second.revises, undefined);
});
