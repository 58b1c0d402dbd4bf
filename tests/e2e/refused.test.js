/** Votes that the relay refuses for good: the press is taken back, and nothing is said of thanks. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { EMBED, OWN, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const html = `<!doctype html><title>Page</title>${OWN}<llm-feedback span-id="42" relay="{{relay}}" controls="thumbs rating comment"></llm-feedback>`;

const BAD = { code: "bad_target", message: "Name one target." };
const REFUSAL = { status: 400, body: BAD };

test("400: refused, and the press is taken back", async (t) => {
  const relay = await startFakeRelay(t, REFUSAL);
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  await widget.up.click();
  assert.equal(await widget.phase("refused"), "This could not be saved");
  assert.deepEqual(await opened.event("error"), { ...BAD, retryable: false });
  assert.equal(await widget.thumb(), "");
  assert.equal((await widget.value()).thumbs, null);
  assert.equal(await widget.retry.isVisible(), false);
});

test("a refused change shows again what the relay has", async (t) => {
  const relay = await startFakeRelay(t, "accept", REFUSAL, "accept", REFUSAL);
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  await widget.up.click();
  await widget.phase("thanks");
  await widget.down.click();
  await widget.phase("refused");
  assert.equal(await widget.thumb(), "up");
  await widget.star(3).click();
  await widget.phase("thanks");
  await widget.star(5).click();
  await widget.phase("refused");
  assert.equal(await widget.rating(), "3 stars");
});

test("a vote after a refusal revises what the relay has, not what it refused", async (t) => {
  const relay = await startFakeRelay(t, "accept", REFUSAL);
  const opened = await open(t, { browser, html, relay });
  await opened.widget.up.click();
  await opened.widget.phase("thanks");
  await opened.widget.down.click();
  await opened.widget.phase("refused");
  await opened.widget.down.click();
  await opened.widget.phase("thanks");
  const [up, , down] = relay.posts.map(({ events }) => events[0]);
  assert.equal(down.revises, up.id);
});

test("a refused comment stays in the box: nothing that a person wrote is lost", async (t) => {
  const relay = await startFakeRelay(t, "accept", REFUSAL);
  const opened = await open(t, { browser, html, relay });
  await opened.widget.up.click();
  await opened.widget.phase("thanks");
  await opened.widget.say("Three paragraphs of work");
  await opened.widget.phase("refused");
  assert.equal(await opened.widget.text.inputValue(), "Three paragraphs of work");
  assert.equal(await opened.widget.text.isVisible(), true);
});

test("an event that is rejected inside a 202 is refused with its own code", async (t) => {
  const relay = await startFakeRelay(t, { status: 202, body: (/** @type {{ id: string }[]} */ events) => ({ accepted: [], rejected: events.map(({ id }) => ({ id, ...BAD })) }) });
  const opened = await open(t, { browser, html, relay });
  await opened.widget.up.click();
  await opened.widget.phase("refused");
  assert.deepEqual(await opened.event("error"), { ...BAD, retryable: false });
});

test("a refusal with HTML in its message is shown nowhere as HTML", async (t) => {
  const message = '<img src="/x" onerror="window.hit = true">';
  const relay = await startFakeRelay(t, { status: 400, body: { code: "bad_target", message } });
  const opened = await open(t, { browser, html, relay });
  await opened.widget.up.click();
  await opened.widget.phase("refused");
  assert.equal((await opened.event("error")).message, message);
  assert.equal(await opened.widget.host.locator("img").count(), 0);
  assert.equal(await opened.page.evaluate(() => "hit" in window), false);
});

/** @param {string} attributes */
const embedded = (attributes) =>
  `<!doctype html><title>Page</title>${EMBED}<llm-feedback span-id="42" ${attributes}></llm-feedback>`;

test("the real relay's refusal reaches the page with its code and what to do", async (t) => {
  const relay = await startRelay(t);
  const opened = await open(t, { browser, html: embedded(`ticket="${"x".repeat(5_000)}"`), relay });
  await opened.widget.up.click();
  await opened.widget.phase("refused");
  const { code, message, retryable } = await opened.event("error");
  assert.equal(retryable, false);
  assert.match(code, /^[a-z_]+$/);
  assert.match(message, /ticket/);
  assert.equal(await opened.widget.thumb(), "");
});

test("tags that the relay would refuse are left out with a warning, so that the vote still counts", async (t) => {
  const relay = await startRelay(t);
  const opened = await open(t, { browser, html: embedded("tags='{\"a:b\": \"c\"}'"), relay });
  await opened.widget.up.click();
  await opened.widget.phase("thanks");
  assert.equal((await opened.event("sent")).tags, undefined);
  assert.equal(opened.warnings.length, 1);
});
