/** What opens after a vote: when, where, how it closes, and what becomes of what is in it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { OWN, open } from "./page/open.js";
import { doubleClick } from "./page/widget.js";

const file = fileScope();
const browser = await launchBrowser(file);

/**
 * @param {import("node:test").TestContext} t
 * @param {string} [attributes]
 * @param {import("../support/fake-relay.js").Answer[]} answers
 */
async function openWith(t, attributes = "", ...answers) {
  const relay = await startFakeRelay(t, ...answers);
  const html = `<!doctype html><html lang="en"><title>Page</title>${OWN}<p>Answer</p>
    <llm-feedback span-id="42" relay="{{relay}}" ${attributes}></llm-feedback><p id="next">Next</p><button id="last">Last</button>`;
  return open(t, { browser, html, relay });
}

/** @param {import("./page/open.js").Opened} opened */
const boxes = ({ page }) =>
  page.evaluate(() => ["llm-feedback", "#next", "#last"].map((one) => {
    const { x, y, width, height } = /** @type {Element} */ (document.querySelector(one)).getBoundingClientRect();
    return [x, y, width, height];
  }));

/** The class of what has the focus inside, or the id or tag outside. @param {import("./page/open.js").Opened} opened */
const focused = ({ page }) =>
  page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.shadowRoot?.activeElement?.className ?? (activeElement?.id || activeElement?.localName);
  });

/** @type {[string, string, { up: boolean, down: boolean }][]} */
const asked = [
  ["by default", "", { up: true, down: true }],
  ["always", 'ask="always"', { up: true, down: true }],
  ["down", 'ask="down"', { up: false, down: true }],
  ["never", 'ask="never"', { up: false, down: false }],
];

for (const [name, attributes, opens] of asked) {
  test(`ask ${name}: whether it opens by itself, and the way to open it when it does not`, async (t) => {
    const opened = await openWith(t, attributes);
    const { widget } = opened;
    for (const thumb of /** @type {const} */ (["up", "down"])) {
      await widget[thumb].click();
      await widget.phase("thanks");
      await widget.more.waitFor({ state: opens[thumb] ? "visible" : "hidden" });
      assert.equal(await widget.ask.isVisible(), !opens[thumb], thumb);
      if (opens[thumb]) continue;
      await widget.ask.click();
      await widget.text.waitFor({ state: "visible" });
      await widget.close.click();
      await widget.more.waitFor({ state: "hidden" });
    }
  });
}

test("ask=down on a scale: two stars ask, three do not; six of ten ask, seven do not", async (t) => {
  for (const [scale, low] of /** @type {const} */ ([["stars", 1], ["faces", 1], ["nps", 6]])) {
    const opened = await openWith(t, `ask="down" controls="rating comment" scale="${scale}"`);
    await opened.widget.points.nth(low + 1).click();
    await opened.widget.phase("thanks");
    assert.equal(await opened.widget.more.isVisible(), false, scale);
    await opened.widget.points.nth(low).click();
    await opened.widget.more.waitFor({ state: "visible" });
  }
});

test("it opens over the page and moves nothing; where a browser cannot, in the flow", async (t) => {
  const opened = await openWith(t, 'controls="thumbs reasons comment correction" reasons=\'["One","Two"]\'');
  const before = await boxes(opened);
  await opened.widget.down.click();
  await opened.widget.phase("thanks");
  await opened.widget.more.waitFor({ state: "visible" });
  const floats = await opened.page.evaluate(() => CSS.supports("position-area: bottom") && "popover" in HTMLElement.prototype);
  const after = await boxes(opened);
  const panel = await opened.widget.more.boundingBox();
  const votes = await opened.widget.down.boundingBox();
  assert.ok(panel && votes);
  assert.ok(panel.y >= votes.y + votes.height, "below the votes");
  if (floats) assert.deepEqual(after, before);
  else assert.ok((after[1]?.[1] ?? 0) >= panel.y + panel.height, "what follows is below it");
  await opened.widget.close.click();
  await opened.widget.more.waitFor({ state: "hidden" });
  assert.deepEqual(await boxes(opened), before);
});

/** @type {[string, (opened: import("./page/open.js").Opened) => Promise<unknown>][]} */
const ways = [
  ["Escape", (opened) => opened.page.keyboard.press("Escape")],
  ["Close", (opened) => opened.widget.close.click()],
];

for (const [name, close] of ways) {
  test(`${name} closes it; the draft stays, and the focus returns to the vote`, async (t) => {
    const opened = await openWith(t);
    const { widget } = opened;
    await widget.down.click();
    await widget.text.fill("A draft");
    await close(opened);
    await widget.more.waitFor({ state: "hidden" });
    assert.equal(await focused(opened), "down");
    await widget.ask.click();
    await widget.text.waitFor({ state: "visible" });
    assert.equal(await widget.text.inputValue(), "A draft");
    assert.equal(opened.posts.length, 1);
  });
}

test("a click elsewhere closes it where it lies over the page; the draft stays, and the click has its effect", async (t) => {
  const opened = await openWith(t);
  const { widget } = opened;
  await widget.down.click();
  await widget.text.fill("A draft");
  const floats = await widget.more.evaluate((panel) => panel.hasAttribute("popover"));
  await opened.page.evaluate(() => {
    const last = /** @type {HTMLElement} */ (document.querySelector("#last"));
    last.style.cssText = "position: fixed; right: 0; bottom: 0";
    last.addEventListener("click", () => last.setAttribute("title", "clicked"));
  });
  await opened.page.locator("#last").click();
  await widget.more.waitFor({ state: floats ? "hidden" : "visible" });
  assert.equal(await opened.page.locator("#last").getAttribute("title"), "clicked");
  if (floats) await widget.ask.click();
  assert.equal(await widget.text.inputValue(), "A draft");
});

test("Edit after sending: the box has what was sent; the change revises it, and an emptied box withdraws it", async (t) => {
  const opened = await openWith(t);
  const { widget } = opened;
  await widget.down.click();
  await widget.say("Too long");
  const [, first] = await opened.events("sent", 2);
  await widget.more.waitFor({ state: "hidden" });

  await widget.edit.click();
  await widget.text.waitFor({ state: "visible" });
  assert.equal(await widget.text.inputValue(), "Too long");
  await widget.say("Too long, and late");
  const [, , second] = await opened.events("sent", 3);
  assert.deepEqual([second.signals[0].value, second.revises], ["Too long, and late", first.id]);
  assert.equal((await widget.value()).comment, "Too long, and late");

  await widget.edit.click();
  await widget.say("");
  const [, , , third] = await opened.events("sent", 4);
  assert.deepEqual(third.signals, [{ label: "user_comment", metric_type: "text", value: null }]);
  assert.equal(third.revises, second.id);
  assert.equal((await widget.value()).comment, "");
  assert.equal(await widget.edit.isVisible(), false);
});

test("a comment never outlives a withdrawn vote: both are withdrawn", async (t) => {
  const opened = await openWith(t, 'controls="thumbs comment correction"');
  const { widget } = opened;
  await widget.down.click();
  await widget.text.fill("Wrong page");
  await widget.correction.fill("Page 4");
  await widget.send.click();
  const cast = await opened.events("sent", 3);
  await widget.down.click();
  const all = await opened.events("sent", 6);
  const withdrawn = all.slice(3).map(({ signals, revises }) => [signals[0].label, signals[0].value, revises]);
  const said = cast.map(({ signals, id }) => [signals[0].label, null, id]);
  assert.deepEqual(withdrawn.sort(), said.sort());
  assert.deepEqual(await widget.value(), { thumbs: null, rating: null, nps: null, reasons: [], comment: "", correction: "" });
  assert.equal(await widget.phase("withdrawn"), "Removed");
});

test("a comment stays when a bad vote becomes a good one; the correction goes", async (t) => {
  const opened = await openWith(t, 'controls="thumbs comment correction"');
  const { widget } = opened;
  await widget.down.click();
  await widget.text.fill("About it");
  await widget.correction.fill("Page 4");
  await widget.send.click();
  await opened.events("sent", 3);
  await widget.up.click();
  await opened.events("sent", 5);
  await widget.phase("thanks");
  const { comment, correction } = await widget.value();
  assert.deepEqual([comment, correction], ["About it", ""]);
});

test("the counter is silent, then counts down near 4,000, then says how many are too many", async (t) => {
  const opened = await openWith(t);
  const { widget } = opened;
  await widget.down.click();
  await widget.phase("thanks");
  /** @type {[number, string][]} */
  const counts = [[10, ""], [3_799, ""], [3_800, "Characters left: 200"], [4_000, "Characters left: 0"], [4_001, "Characters left: −1"]];
  for (const [length, said] of counts) {
    await widget.text.fill("é".repeat(length));
    await eventually(`${length}`, async () => (await widget.counter.textContent()) === said);
  }
  await widget.send.click();
  assert.equal(await widget.phase("too-long"), "Please shorten this to 4,000 characters");
  assert.equal((await opened.event("error")).code, "text_too_long");
  assert.equal(opened.posts.length, 1);
  await widget.text.fill("é".repeat(4_000));
  await opened.page.keyboard.press("Control+Enter");
  await opened.events("sent", 2);
  await widget.phase("thanks");
});

test("double clicks send one event: a vote at rest, Send, Close", async (t) => {
  const opened = await openWith(t);
  const { widget } = opened;
  await doubleClick(widget.down);
  await widget.phase("thanks");
  assert.equal(await widget.thumb(), "down");
  await widget.text.fill("Once");
  await doubleClick(widget.send);
  await opened.events("sent", 2);
  await widget.phase("thanks");
  await doubleClick(widget.up);
  await opened.events("sent", 3);
  assert.equal(await widget.thumb(), "up");
  await widget.text.fill("A draft");
  await doubleClick(widget.close);
  await widget.more.waitFor({ state: "hidden" });
  assert.equal(await widget.thumb(), "up");
  const said = (await opened.events("submit", 3)).map(({ signals }) => signals[0].value);
  assert.deepEqual(said, ["down", "Once", "up"]);
  assert.equal(opened.posts.length, 3);
});

for (const state of ["at rest", "mounted"]) {
  test(`the second half of a double click whose first half was elsewhere is a click: ${state}`, async (t) => {
    const opened = await openWith(t);
    if (state === "mounted") await opened.widget.wake();
    await opened.widget.down.evaluate((button) => button.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true, detail: 2 })));
    await opened.widget.phase("thanks");
    assert.equal(await opened.widget.thumb(), "down");
  });
}

test("the same words again are no news", async (t) => {
  const opened = await openWith(t);
  const { widget } = opened;
  await widget.down.click();
  await widget.say("Once");
  await opened.events("sent", 2);
  await widget.edit.click();
  await widget.send.click();
  await widget.more.waitFor({ state: "hidden" });
  assert.equal(opened.posts.length, 2);
});
