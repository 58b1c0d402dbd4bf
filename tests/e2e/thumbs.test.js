/** Thumbs: sent at the first click, changed, withdrawn; and the comment box that opens after them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { arrived } from "./page/arrived.js";
import { EMBED, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const relay = await startRelay(file);
const html = `<!doctype html><title>Page</title>${EMBED}<llm-feedback span-id="42"></llm-feedback>`;

/** @param {string | null} value */
const thumbs = (value) => [{ label: "user_thumbs", metric_type: "categorical", value }];

test("the first click is sent at once; the comment box opens after it and has its own Send", async (t) => {
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  assert.equal(await widget.box.isVisible(), false);
  await widget.down.click();
  const vote = await opened.event("sent");
  assert.deepEqual((await arrived(relay, vote)).signals, thumbs("down"));
  assert.equal(await widget.thumb(), "down");
  await widget.text.waitFor({ state: "visible" });

  await widget.say("  Missed page 3.\n");
  const [, comment] = await opened.events("sent", 2);
  const line = await arrived(relay, comment);
  assert.deepEqual(line.signals, [{ label: "user_comment", metric_type: "text", value: "Missed page 3." }]);
  assert.equal(line.revises ?? null, null);
  assert.notEqual(line.id, vote.id);
  // The box empties and closes; the thumb stays, and what was said is the element's value.
  await widget.box.waitFor({ state: "hidden" });
  assert.equal(await widget.text.inputValue(), "");
  assert.deepEqual(await widget.value(), { thumbs: "down", rating: null, nps: null, reasons: [], comment: "Missed page 3.", correction: "" });
});

test("the other thumb changes the vote", async (t) => {
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  await widget.up.click();
  const first = await opened.event("sent");
  await widget.down.click();
  const [, second] = await opened.events("sent", 2);
  const line = await arrived(relay, second);
  assert.deepEqual(line.signals, thumbs("down"));
  assert.equal(line.revises, first.id);
  assert.equal(await widget.thumb(), "down");
});

test("the same thumb again withdraws the vote, and closes the box", async (t) => {
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  await widget.up.click();
  const first = await opened.event("sent");
  await widget.up.press("Enter");
  const [, second] = await opened.events("sent", 2);
  const line = await arrived(relay, second);
  assert.deepEqual(line.signals, thumbs(null));
  assert.equal(line.revises, first.id);
  assert.equal(await widget.thumb(), "");
  await widget.box.waitFor({ state: "hidden" });
});

test("a vote after a withdrawal revises the withdrawal", async (t) => {
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  for (const count of [1, 2, 3]) {
    await widget.up.press("Enter");
    await opened.events("sent", count);
  }
  const [, second, third] = await opened.events("sent", 3);
  const line = await arrived(relay, third);
  assert.deepEqual(line.signals, thumbs("up"));
  assert.equal(line.revises, second.id);
});

test("the thumbs work by keyboard", async (t) => {
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  await widget.enabled();
  await opened.page.keyboard.press("Tab");
  await opened.page.keyboard.press("Tab");
  await opened.page.keyboard.press("Space");
  assert.deepEqual((await opened.event("sent")).signals, thumbs("down"));
  await opened.page.keyboard.press("Tab");
  await opened.page.keyboard.insertText("By keyboard");
  await opened.page.keyboard.press("Control+Enter");
  const [, comment] = await opened.events("sent", 2);
  assert.equal(comment.signals[0].value, "By keyboard");
});

test("a page's shortcuts do not hear what is typed in the comment box", async (t) => {
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  await opened.page.evaluate(() => {
    const heard = /** @type {string[]} */ ([]);
    Object.assign(window, { heard });
    document.addEventListener("keydown", (event) => heard.push(event.key));
  });
  await widget.up.click();
  await widget.text.pressSequentially("jk");
  await opened.page.keyboard.press("Tab");
  await opened.page.keyboard.press("x");
  assert.deepEqual(await opened.page.evaluate(() => /** @type {any} */ (window).heard), ["x"]);
});

test("an empty comment is not sent", async (t) => {
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  await widget.up.click();
  await opened.events("sent");
  await widget.say(" \n ");
  await widget.say("now");
  const [, comment] = await opened.events("sent", 2);
  assert.equal(comment.signals[0].value, "now");
  assert.equal(opened.posts.length, 2);
});
