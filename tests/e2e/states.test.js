/** What a person sees and hears while a vote is on its way, and what it takes to say thanks. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { held, startFakeRelay } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { stopClock } from "./page/clock.js";
import { OWN, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const html = `<!doctype html><title>Page</title>${OWN}<llm-feedback span-id="42" relay="{{relay}}"></llm-feedback>`;

test("idle, sending while the relay thinks, thanks only after its 202", async (t) => {
  const answer = held();
  const relay = await startFakeRelay(t, answer);
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  await widget.wake();
  assert.equal(await widget.phase("idle"), "");
  await widget.up.click();
  assert.equal(await widget.phase("sending"), "Sending…");
  await eventually("the post", () => relay.posts.length === 1);
  const names = (await opened.seen()).map(({ name }) => name);
  assert.deepEqual(names, ["feedback-change", "feedback-submit"]);
  assert.equal(await widget.thumb(), "up");

  answer.letGo();
  assert.equal(await widget.phase("thanks"), "Thank you");
  assert.equal((await opened.event("sent")).id, relay.posts[0]?.events[0].id);
});

/** @type {[string, import("../support/fake-relay.js").Answer][]} */
const nearly = [
  ["200", { status: 200, body: { status: "ok" } }],
  ["204", { status: 204 }],
  ["202 without a body", { status: 202 }],
  ["202 of a page that is no relay", { status: 202, body: "<html>" }],
  ["202 that accepts another event", { status: 202, body: { accepted: ["019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11"], rejected: [] } }],
];

for (const [name, answer] of nearly) {
  test(`${name} is no thanks`, async (t) => {
    const relay = await startFakeRelay(t, answer);
    // The next try must not come while this one is looked at.
    const opened = await open(t, { browser, html, relay, before: (page) => page.addInitScript(stopClock) });
    await opened.widget.up.click();
    assert.equal((await opened.event("error")).code, "bad_reply");
    const phase = await opened.widget.status.getAttribute("data-phase");
    assert.match(phase ?? "", /^(failed|refused)$/);
    const names = (await opened.seen()).map((seen) => seen.name);
    assert.equal(names.includes("feedback-sent"), false);
  });
}

test("a change while a vote is on its way follows it, and thanks waits for both", async (t) => {
  const [first, second] = [held(), held()];
  const relay = await startFakeRelay(t, first, second);
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  await widget.up.click();
  await eventually("the first post", () => relay.posts.length === 1);
  await widget.down.click();
  first.letGo();
  await eventually("the second post", () => relay.posts.length === 2);
  assert.equal(await widget.phase("sending"), "Sending…");
  second.letGo();
  await widget.phase("thanks");
  const [up, down] = relay.posts.map(({ events }) => events[0]);
  assert.deepEqual([up.signals[0].value, down.signals[0].value], ["up", "down"]);
  assert.equal(down.revises, up.id);
});

test("clicks faster than the relay: what is on its way, and the last word", async (t) => {
  const first = held();
  const relay = await startFakeRelay(t, first);
  const opened = await open(t, { browser, html, relay });
  await opened.widget.up.click();
  await eventually("the first post", () => relay.posts.length === 1);
  for (const thumb of ["down", "up", "down"]) await opened.widget.host.locator(`.${thumb}`).click();
  first.letGo();
  await opened.widget.phase("thanks");
  const values = relay.posts.map(({ events }) => events[0].signals[0].value);
  assert.deepEqual(values, ["up", "down"]);
});

test("the live region is in the page before it speaks", async (t) => {
  const relay = await startFakeRelay(t);
  const opened = await open(t, { browser, html, relay });
  await opened.widget.wake();
  const before = await opened.widget.status.elementHandle();
  await opened.widget.up.click();
  await opened.widget.phase("thanks");
  assert.ok(await before?.evaluate((status) => status.isConnected && status.textContent !== ""));
});
