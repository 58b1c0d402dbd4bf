/** By keyboard alone: every path, the focus never lost, and always seen. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { fileScope } from "../support/scope.js";
import { OWN, open } from "./page/open.js";

/** @typedef {import("./page/open.js").Opened} Opened */

const file = fileScope();
const browser = await launchBrowser(file);

const LATER = { status: 503, headers: { "retry-after": "600" } };

/**
 * @param {import("node:test").TestContext} t
 * @param {string} attributes
 * @param {import("../support/fake-relay.js").Answer[]} answers
 */
async function openWith(t, attributes, ...answers) {
  const relay = await startFakeRelay(t, ...answers);
  const html = `<!doctype html><html lang="en"><title>Page</title>${OWN}<button id="before">Before</button>
    <llm-feedback span-id="42" relay="{{relay}}" ${attributes}></llm-feedback><button id="after">After</button>`;
  const opened = await open(t, { browser, html, relay, before: (blank) => blank.addInitScript(watchFocus) });
  await opened.widget.host.locator("button").first().waitFor();
  await opened.page.locator("#before").focus();
  return opened;
}

/** In the page: whether the focus ever fell to the body, once something had it. */
function watchFocus() {
  Object.assign(window, { lost: 0 });
  const look = () => {
    const { activeElement, body } = document;
    if (activeElement === body || activeElement?.localName === "llm-feedback" && !activeElement.shadowRoot?.activeElement) {
      /** @type {any} */ (window).lost += 1;
    }
  };
  addEventListener("focusout", () => setTimeout(look, 0), true);
}

/** What has the focus: inside by class or label, outside by id. @param {Opened} opened @returns {Promise<string>} */
const focused = ({ page }) =>
  page.evaluate(() => {
    const inside = document.activeElement?.shadowRoot?.activeElement;
    if (inside?.localName === "textarea") return `${inside.parentElement?.className} box`;
    const name = inside?.className === "reason" ? inside.textContent : inside?.className;
    return name ?? (document.activeElement?.id || document.activeElement?.localName || "nothing");
  });

/** Presses keys one after the other, and says where the focus went. @param {Opened} opened @param {...string} keys */
async function press(opened, ...keys) {
  const path = [];
  for (const key of keys) {
    await opened.page.keyboard.press(key);
    path.push(await focused(opened));
  }
  return path;
}

/** @param {Opened} opened */
async function neverLost({ page }) {
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).lost), 0, "the focus fell to the body");
}

/** Whether a ring is drawn around what has the focus. @param {Opened} opened */
const ringed = ({ page }) =>
  page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(/** @type {Element} */ (document.activeElement?.shadowRoot?.activeElement));
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });

test("thumbs, reasons, comment, correction, Send, Edit: all by Tab, Space and Enter", async (t) => {
  const opened = await openWith(t, 'controls="thumbs reasons comment correction" reasons=\'["One","Two"]\'');
  const { widget, page } = opened;
  assert.deepEqual(await press(opened, "Tab"), ["up"]);
  assert.equal(await ringed(opened), true);
  assert.deepEqual(await press(opened, "Tab", "Space"), ["down", "down"]);
  await widget.phase("thanks");
  assert.equal(await focused(opened), "down", "a vote moves no focus");

  assert.deepEqual(await press(opened, "Tab"), ["One"]);
  assert.equal(await ringed(opened), true);
  assert.deepEqual(await press(opened, "Space", "Tab", "Enter", "Tab"), ["One", "Two", "Two", "comment box"]);
  await opened.events("sent", 3);
  assert.deepEqual((await widget.value()).reasons, ["one", "two"]);
  await page.keyboard.type("By keys");
  assert.equal(await ringed(opened), true);
  assert.deepEqual(await press(opened, "Tab"), ["correction box"]);
  await page.keyboard.type("Better");
  assert.deepEqual(await press(opened, "Tab"), ["send"]);
  await page.keyboard.press("Enter");
  await opened.events("sent", 5);
  await widget.more.waitFor({ state: "hidden" });
  assert.equal(await focused(opened), "down", "what closes gives the focus back to the vote");

  assert.deepEqual(await press(opened, "Tab"), ["edit"]);
  await press(opened, "Enter");
  await widget.text.waitFor({ state: "visible" });
  assert.equal(await focused(opened), "comment box", "Edit goes where one edits");
  await page.keyboard.press("End");
  await page.keyboard.type(", edited");
  await press(opened, "Control+Enter");
  const all = await opened.events("sent", 6);
  assert.equal(all[5].signals[0].value, "By keys, edited");
  await widget.more.waitFor({ state: "hidden" });
  assert.equal(await focused(opened), "down");
  await neverLost(opened);
});

test("Tab goes through the open follow-up in the order that is seen, and on to the page", async (t) => {
  const opened = await openWith(t, "");
  await press(opened, "Tab", "Enter");
  await opened.widget.phase("thanks");
  assert.deepEqual(await press(opened, "Tab", "Tab", "Tab", "Tab", "Tab"), ["down", "comment box", "send", "close", "after"]);
  assert.deepEqual(await press(opened, "Shift+Tab"), ["close"]);
  await neverLost(opened);
});

test("Escape closes from anywhere in the follow-up, and from the vote; the draft stays", async (t) => {
  const opened = await openWith(t, "");
  const { widget, page } = opened;
  await press(opened, "Tab", "Enter");
  await widget.phase("thanks");
  await press(opened, "Tab", "Tab");
  await page.keyboard.type("A draft");
  await press(opened, "Escape");
  await widget.more.waitFor({ state: "hidden" });
  assert.equal(await focused(opened), "up");
  assert.deepEqual(await press(opened, "Tab", "Tab"), ["down", "ask"]);
  await press(opened, "Enter");
  await widget.text.waitFor({ state: "visible" });
  assert.equal(await focused(opened), "comment box");
  assert.equal(await widget.text.inputValue(), "A draft");
  assert.deepEqual(await press(opened, "Tab", "Tab"), ["send", "close"]);
  await press(opened, "Enter");
  await widget.more.waitFor({ state: "hidden" });
  assert.equal(await focused(opened), "up");
  await press(opened, "Tab", "Tab", "Enter");
  await widget.text.waitFor({ state: "visible" });
  assert.deepEqual(await press(opened, "Shift+Tab", "Escape"), ["down", "down"]);
  await widget.more.waitFor({ state: "hidden" });
  await neverLost(opened);
});

test("Retry by keys; the focus does not go with the button", async (t) => {
  const opened = await openWith(t, 'controls="thumbs"', LATER);
  await press(opened, "Tab", "Enter");
  await opened.widget.phase("failed");
  assert.deepEqual(await press(opened, "Tab", "Tab"), ["down", "retry"]);
  assert.equal(await ringed(opened), true);
  await press(opened, "Enter");
  await opened.widget.phase("thanks");
  await opened.widget.retry.waitFor({ state: "hidden" });
  assert.equal(await focused(opened), "up");
  await neverLost(opened);
});

test("too long: the focus stays in the box", async (t) => {
  const opened = await openWith(t, "");
  await press(opened, "Tab", "Enter");
  await opened.widget.phase("thanks");
  await press(opened, "Tab", "Tab");
  await opened.widget.text.fill("x".repeat(4_001));
  await press(opened, "Control+Enter");
  await opened.widget.phase("too-long");
  assert.equal(await focused(opened), "comment box");
  await neverLost(opened);
});

for (const scale of ["stars", "faces", "nps"]) {
  test(`${scale}: one stop of Tab, arrows within, then the follow-up`, async (t) => {
    const opened = await openWith(t, `controls="rating comment" scale="${scale}"`);
    assert.deepEqual(await press(opened, "Tab"), ["point"]);
    assert.deepEqual(await press(opened, "Tab"), ["after"]);
    assert.deepEqual(await press(opened, "Shift+Tab", "ArrowRight"), ["point", "point"]);
    assert.equal(await ringed(opened), true);
    await opened.widget.phase("thanks");
    await opened.widget.text.waitFor({ state: "visible" });
    assert.deepEqual(await press(opened, "Tab"), ["comment box"]);
    assert.deepEqual(await press(opened, "Shift+Tab"), ["point"]);
    await neverLost(opened);
  });
}

test("the resting buttons are replaced under the focus: it stays where it was", async (t) => {
  const opened = await openWith(t, 'controls="thumbs rating"');
  assert.deepEqual(await press(opened, "Tab", "Tab"), ["up", "down"]);
  await opened.widget.status.waitFor({ state: "attached" });
  assert.equal(await focused(opened), "down");
  assert.equal(await ringed(opened), true);
  assert.deepEqual(await press(opened, "Tab"), ["point"]);
  await neverLost(opened);
});

test("a vote withdrawn by keys: the focus stays on it", async (t) => {
  const opened = await openWith(t, "");
  await press(opened, "Tab", "Space");
  await opened.widget.phase("thanks");
  await press(opened, "Space");
  await opened.widget.phase("withdrawn");
  assert.equal(await focused(opened), "up");
  await neverLost(opened);
});

test("refused: the vote goes, the focus stays", async (t) => {
  const opened = await openWith(t, "", { status: 400 });
  await press(opened, "Tab", "Space");
  await opened.widget.phase("refused");
  assert.equal(await focused(opened), "up");
  await neverLost(opened);
});

test("the widget arrives while the space bar is down: the vote is cast at the release", async (t) => {
  const opened = await openWith(t, "");
  const { page, widget } = opened;
  await page.evaluate(() => {
    const { fetch } = window;
    const go = new Promise((resolve) => {
      Object.assign(window, { go: resolve });
    });
    window.fetch = async (...request) => [await go, fetch(...request)][1];
  });
  await press(opened, "Tab");
  await page.keyboard.down("Space");
  await page.evaluate(async () => {
    const other = Object.assign(document.createElement("llm-feedback"), { spanId: "43", load: "eager" });
    document.body.append(other);
    /** @type {any} */ (window).go();
    const frame = () =>
      new Promise((resolve) => {
        requestAnimationFrame(resolve);
      });
    while (!other.shadowRoot?.querySelector(".status")) await frame();
    await frame();
    await frame();
  });
  assert.equal(await widget.host.locator(".status").count(), 0, "the button that is pressed stays");
  await page.keyboard.up("Space");
  await widget.phase("thanks");
  await neverLost(opened);
});
