/** Elements that are taken away: what was cast still arrives, and nothing is left behind. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { held, startFakeRelay } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { gated } from "./page/gated.js";
import { EMBED, OWN, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const element = (span = "42") => `<llm-feedback span-id="${span}" relay="{{relay}}"></llm-feedback>`;

/** @param {string} script @param {string} body */
const page = (script, body) => `<!doctype html><title>Page</title>${script}<body>${body}`;

test("removed while a vote is on its way and another waits: both arrive", async (t) => {
  const answer = held();
  const relay = await startFakeRelay(t, answer);
  const opened = await open(t, { browser, html: page(OWN, element()), relay });
  await opened.widget.up.click();
  await eventually("the first post", () => relay.posts.length === 1);
  await opened.widget.down.click();
  await opened.page.evaluate(() => document.querySelector("llm-feedback")?.remove());
  answer.letGo();
  await eventually("the second post", () => relay.posts.length === 2);
  assert.deepEqual(relay.posts.map(({ events }) => events[0].signals[0].value), ["up", "down"]);
});

test("removed by the host at the first sign of a vote: it arrives", async (t) => {
  const relay = await startRelay(t);
  const opened = await open(t, { browser, html: page(EMBED, element("1002")), relay });
  await opened.page.evaluate(() => {
    document.addEventListener("feedback-change", ({ target }) => /** @type {Element} */ (target).remove());
  });
  await opened.widget.up.click();
  await eventually("the vote", async () => (await relay.delivered()).find(({ target }) => target.span_id === "1002"));
});

test("the page is left right after the click: the vote arrives", async (t) => {
  const relay = await startRelay(t);
  const opened = await open(t, { browser, html: page(EMBED, element("1003")), relay });
  await opened.widget.wake();
  // In a task of its own: a driver's script must not be cut off by the page's end.
  await opened.page.evaluate(() => {
    setTimeout(() => {
      document.querySelector("llm-feedback")?.shadowRoot?.querySelector("button")?.click();
      location.href = "about:blank";
    });
  });
  await eventually("the vote", async () => (await relay.delivered()).find(({ target }) => target.span_id === "1003"));
  // A driver asks nothing of a page that is on its way.
  await eventually("the page to be left", () => opened.page.evaluate(() => location.href === "about:blank").catch(() => false));
});

test("removed before its wasm is there, and put back after the vote: a fresh element", async (t) => {
  const relay = await startFakeRelay(t);
  const { opened, arrive } = await gated(t, { browser, html: page(OWN, element()), relay });
  await opened.widget.up.click();
  await opened.page.evaluate(() => {
    const taken = document.querySelector("llm-feedback");
    taken?.remove();
    Object.assign(window, { taken });
  });
  arrive();
  await eventually("the vote", () => relay.posts.length === 1);
  await opened.page.evaluate(() => document.body.append(/** @type {any} */ (window).taken));
  await opened.widget.enabled();
  assert.equal(await opened.widget.thumb(), "");
  assert.equal(await opened.widget.frame.count(), 1);
  await opened.widget.down.click();
  await opened.widget.phase("thanks");
  assert.equal(await opened.widget.thumb(), "down");
  const [, second] = relay.posts.flatMap(({ events }) => events);
  assert.deepEqual([second.signals[0].value, second.revises ?? null], ["down", null]);
});

test("removed and put back later: a fresh element", async (t) => {
  const relay = await startFakeRelay(t);
  const opened = await open(t, { browser, html: page(OWN, element()), relay });
  await opened.widget.up.click();
  await opened.widget.phase("thanks");
  await opened.page.evaluate(async () => {
    const it = document.querySelector("llm-feedback") ?? document.body;
    it.remove();
    await new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
    document.body.append(it);
  });
  await opened.widget.enabled();
  assert.equal(await opened.widget.thumb(), "");
  assert.equal(await opened.widget.frame.count(), 1);
  await opened.widget.up.click();
  await opened.events("sent", 2);
});
