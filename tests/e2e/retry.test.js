/** Votes that do not arrive at once: kept, said, and sent again under the same id. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { arrived } from "./page/arrived.js";
import { stopClock } from "./page/clock.js";
import { EMBED, OWN, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const html = `<!doctype html><title>Page</title>${OWN}<llm-feedback span-id="42" relay="{{relay}}"></llm-feedback>`;

/** So late that the page tries again only when somebody asks. */
const LATER = { "retry-after": "600" };
const FULL = { code: "store_full", message: "The store is full; send it again later." };

/**
 * A connection is closed twice, since the widget tries a second time without keepalive by itself.
 *
 * @type {[string, import("../support/fake-relay.js").Answer[], string][]}
 */
const failures = [
  ["503", [{ status: 503, headers: LATER, body: FULL }], "store_full"],
  ["429", [{ status: 429, headers: LATER, body: { ...FULL, code: "too_many" } }], "too_many"],
  ["502 of a proxy", [{ status: 502, headers: LATER, body: "<html>" }], "bad_reply"],
  ["a connection that is closed", ["close", "close"], "network"],
];

for (const [name, answers, code] of failures) {
  test(`${name}: failed, and Retry sends the same id`, async (t) => {
    const relay = await startFakeRelay(t, ...answers);
    const opened = await open(t, { browser, html, relay, before: (page) => page.addInitScript(stopClock) });
    const { widget } = opened;
    await widget.up.click();
    assert.equal(await widget.phase("failed"), "Not sent yet");
    const fault = await opened.event("error");
    assert.deepEqual({ code: fault.code, retryable: fault.retryable }, { code, retryable: true });
    assert.equal(await widget.thumb(), "up");
    const failed = relay.posts.length;

    await widget.retry.click();
    assert.equal(await widget.phase("thanks"), "Thank you");
    assert.equal(await widget.retry.isVisible(), false);
    assert.equal(relay.posts.length, failed + 1);
    assert.equal(new Set(relay.posts.map(({ text }) => text)).size, 1, "each try is the same to the byte");
  });
}

test("Retry after Retry: failed again, then thanks", async (t) => {
  const relay = await startFakeRelay(t, { status: 503, headers: LATER, body: FULL }, { status: 503, headers: LATER, body: FULL });
  const opened = await open(t, { browser, html, relay });
  await opened.widget.up.click();
  await opened.widget.phase("failed");
  await opened.widget.retry.click();
  await opened.events("error", 2);
  await opened.widget.phase("failed");
  await opened.widget.retry.click();
  await opened.widget.phase("thanks");
  assert.equal(new Set(relay.posts.map(({ events }) => events[0].id)).size, 1);
});

test("a change of mind after a failure: the failed vote goes first, the change revises it", async (t) => {
  const relay = await startFakeRelay(t, { status: 503, headers: LATER, body: FULL });
  const opened = await open(t, { browser, html, relay });
  await opened.widget.up.click();
  await opened.widget.phase("failed");
  await opened.widget.down.click();
  await opened.widget.phase("thanks");
  const [failed, again, changed] = relay.posts.flatMap(({ events }) => events);
  assert.equal(again.id, failed.id);
  assert.deepEqual([changed.signals[0].value, changed.revises], ["down", failed.id]);
});

test("a comment that failed stays in the box until it has arrived", async (t) => {
  const relay = await startFakeRelay(t, "accept", { status: 503, headers: LATER, body: FULL });
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  await widget.up.click();
  await widget.phase("thanks");
  await widget.say("Do not lose me");
  await widget.phase("failed");
  assert.equal(await widget.text.inputValue(), "Do not lose me");
  await widget.retry.click();
  await widget.phase("thanks");
  assert.equal(relay.posts[2]?.events[0].signals[0].value, "Do not lose me");
  assert.equal(await widget.text.inputValue(), "");
});

test("a relay that is down when the vote is cast has it after Retry, under the id of the first try", async (t) => {
  const first = await startRelay(t);
  const page = `<!doctype html><title>Page</title>${EMBED}<llm-feedback span-id="20245611112024561111"></llm-feedback>`;
  const opened = await open(t, { browser, html: page, relay: first, before: (each) => each.addInitScript(stopClock) });
  await opened.widget.wake();
  await first.program.stop();
  await opened.widget.down.click();
  assert.equal(await opened.widget.phase("failed"), "Not sent yet");
  assert.equal((await opened.event("error")).code, "network");
  const cast = await opened.event("submit");

  const env = { THUMBSPAN_LISTEN: new URL(first.url).host };
  const second = await startRelay(t, { data: first.data, env });
  await opened.widget.retry.click();
  await opened.widget.phase("thanks");
  const line = await arrived(second, cast);
  assert.equal(line.target.span_id, "20245611112024561111");
  assert.equal((await second.delivered()).length, 1);
});
