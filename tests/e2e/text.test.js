/** What people write: it arrives as they wrote it, and is never more than text. */

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
const html = `<!doctype html><title>Page</title>${EMBED}<llm-feedback span-id="42" controls="comment"></llm-feedback>`;

/** @type {[string, string][]} */
const texts = [
  ["HTML", '<img src="/x" onerror="window.hit = true"><script>window.hit = true</script>&amp;'],
  ["4,000 emoji, which are 8,000 UTF-16 units", "😀".repeat(4_000)],
  ["joined emoji, marks above letters, and right to left", "👩‍👩‍👧‍👦 n̈ שלום‎ 🇩🇪"],
  ["quotes, backslashes and lines", 'He said "\\u0000"\n\tand \\ left'],
  ["what looks like the wire format", '{"events": [], "value": null}'],
];

for (const [name, text] of texts) {
  test(`${name}: arrives as it was written`, async (t) => {
    const opened = await open(t, { browser, html, relay });
    await opened.widget.say(text);
    const line = await arrived(relay, await opened.event("sent"));
    assert.equal(line.signals[0].value, text);
    assert.equal(await opened.page.evaluate(() => "hit" in window), false);
    assert.equal(await opened.widget.host.locator("img, script").count(), 0);
    assert.equal(opened.requests.some((request) => request.endsWith("/x")), false);
  });
}

test("5,000 emoji: too long, said and kept, not posted; shortened, they are sent", async (t) => {
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  const long = "😀".repeat(5_000);
  await widget.say(long);
  assert.equal(await widget.phase("too-long"), "Please shorten this to 4,000 characters");
  const { code, retryable } = await opened.event("error");
  assert.deepEqual({ code, retryable }, { code: "text_too_long", retryable: false });
  assert.equal(await widget.text.inputValue(), long);
  await widget.say("😀".repeat(3_999));
  await widget.phase("thanks");
  assert.equal(opened.posts.length, 1);
});

/**
 * Puts a text into the box that no keyboard and no protocol of a test can type.
 *
 * @param {import("./page/open.js").Opened} opened
 * @param {number[]} units UTF-16
 */
function put(opened, units) {
  return opened.widget.text.evaluate((box, codes) => {
    const textarea = /** @type {HTMLTextAreaElement} */ (box);
    textarea.value = String.fromCharCode(...codes);
    textarea.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  }, units);
}

const [A, B, HIGH, LOW, NUL] = [0x61, 0x62, 0xd83d, 0xde00, 0];

/** @type {[string, number[], string][]} */
const odd = [
  ["a lone high surrogate", [A, HIGH, B], "a\ufffdb"],
  ["a lone low surrogate", [A, LOW, B], "a\ufffdb"],
  ["a surrogate at the end, where an emoji was cut", [A, HIGH], "a\ufffd"],
  ["a NUL", [A, NUL, B], "ab"],
];

for (const [name, units, wanted] of odd) {
  test(`${name}: arrives as well-formed text`, async (t) => {
    const opened = await open(t, { browser, html, relay });
    await opened.widget.enabled();
    await put(opened, units);
    await opened.widget.send.click();
    const line = await arrived(relay, await opened.event("sent"));
    assert.equal(line.signals[0].value, wanted);
    await opened.widget.phase("thanks");
  });
}

test("a comment reaches no log of the relay", async (t) => {
  const own = await startRelay(t, { env: { THUMBSPAN_LOG: "trace" } });
  const opened = await open(t, { browser, html, relay: own });
  await opened.widget.say("My name is Rumpelstiltskin");
  await arrived(own, await opened.event("sent"));
  assert.match(own.program.said(), /listens on/);
  assert.doesNotMatch(own.program.said(), /Rumpelstiltskin|HeadlessChrome|Mozilla/);
});
