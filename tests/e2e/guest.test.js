/** A guest that leaves no trace: the page's keys, focus, scroll, globals, console and styles stay its own. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { held, startFakeRelay } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { OWN, open } from "./page/open.js";
import { Widget } from "./page/widget.js";

/** @typedef {import("./page/open.js").Opened} Opened */

const file = fileScope();
const browser = await launchBrowser(file);

const FEEDBACK = '<llm-feedback span-id="42" relay="{{relay}}" controls="thumbs rating comment"></llm-feedback>';

/** @param {import("node:test").TestContext} t @param {string} body @param {(page: import("playwright-core").Page) => Promise<unknown>} [before] */
async function openWith(t, body, before = () => Promise.resolve()) {
  const relay = await startFakeRelay(t);
  const html = `<!doctype html><html lang="en"><title>Page</title>${OWN}${body}`;
  const opened = await open(t, { browser, html, relay, before });
  return { ...opened, opened, relay, page: opened.page, widget: opened.widget };
}

/** A vote with a comment. @param {Opened} opened @param {Widget} [widget] */
async function use(opened, widget = opened.widget) {
  await widget.down.click();
  await widget.phase("thanks");
  await widget.say("A comment");
  await widget.more.waitFor({ state: "hidden" });
  await widget.phase("thanks");
}

test("typing never fires the page's shortcuts; the keys of the follow-up stay in it", async (t) => {
  const { page, widget } = await openWith(t, FEEDBACK);
  await page.evaluate(() => {
    /** @type {string[]} */
    const keys = [];
    Object.assign(window, { keys });
    for (const type of ["keydown", "keypress", "keyup"]) {
      addEventListener(type, (event) => {
        keys.push(`${type} ${/** @type {KeyboardEvent} */ (event).key}`);
        // As pages do that look whether somebody is writing: here they see only the element.
        if (!document.activeElement?.matches("input, textarea")) event.preventDefault();
      });
    }
  });
  await widget.down.click();
  await widget.phase("thanks");
  await widget.text.pressSequentially("j/k g");
  assert.equal(await widget.text.inputValue(), "j/k g");
  const keys = () => page.evaluate(() => /** @type {any} */ (window).keys);
  assert.deepEqual(await keys(), []);
  await page.keyboard.press("Control+Enter");
  await widget.more.waitFor({ state: "hidden" });
  // The box is gone before these keys are let go.
  assert.deepEqual((await keys()).filter((/** @type {string} */ key) => !key.startsWith("keyup")), []);
});

test("typing into a comment box alone fires none either, from the first key on", async (t) => {
  const { page, widget } = await openWith(t, FEEDBACK.replace("thumbs rating comment", "comment"));
  await page.evaluate(() => {
    Object.assign(window, { keys: 0 });
    for (const type of ["keydown", "keypress", "keyup"]) addEventListener(type, () => void ((/** @type {any} */ (window).keys) += 1));
  });
  await widget.text.pressSequentially("jk");
  await widget.status.waitFor({ state: "attached" });
  await page.keyboard.type("l");
  assert.equal(await widget.text.inputValue(), "jkl");
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).keys), 0);
});

test("no focus is taken on load, however it loads; nothing scrolls, and the page can scroll while it is open", async (t) => {
  const body = `<input id="mine" autofocus><div style="height: 3000px">${FEEDBACK.replace("<llm-feedback", '<llm-feedback load="eager" required restore')}</div>`;
  const { page, widget } = await openWith(t, body);
  await widget.status.waitFor({ state: "attached" });
  assert.equal(await page.evaluate(() => document.activeElement?.id), "mine");
  assert.equal(await page.evaluate(() => scrollY), 0);
  await widget.down.click();
  await widget.text.waitFor({ state: "visible" });
  assert.equal(await page.evaluate(() => scrollY), 0);
  const styled = await page.evaluate(() => [document.documentElement, document.body].map((one) => one.getAttribute("style") ?? ""));
  assert.deepEqual(styled, ["", ""]);
  await page.evaluate(() => scrollTo(0, 40));
  assert.equal(await page.evaluate(() => scrollY), 40);
});

test("no globals, no console, nothing in the page outside of the element", async (t) => {
  /** @type {string[]} */
  const lines = [];
  const { opened, page } = await openWith(t, `<link rel="icon" href="data:,"><p>Answer</p>${FEEDBACK}`, async (blank) => {
    blank.on("console", (message) => lines.push(`${message.type()} ${message.text()}`));
    await blank.addInitScript(() => Object.assign(window, { known: new Set(Object.getOwnPropertyNames(window)) }));
  });
  const outside = () => page.evaluate(() => [...document.querySelectorAll("*")].filter((one) => one.localName !== "llm-feedback").map((one) => /** @type {Element} */ (one.cloneNode()).outerHTML));
  await opened.widget.enabled();
  await opened.widget.up.waitFor();
  const before = await outside();
  await use(opened);
  assert.deepEqual(await outside(), before);
  const added = await page.evaluate(() => {
    const { known } = /** @type {any} */ (window);
    return Object.getOwnPropertyNames(window).filter((name) => !known.has(name));
  });
  // The tests' own, and what WebKit's driver keeps.
  assert.deepEqual(added.filter((name) => !/^(known|seen|__.*|\$.*)$/.test(name)), []);
  assert.deepEqual(lines, []);
});

const HOSTILE = `<style>
  * { all: unset !important; display: none !important; color: red !important; font-size: 99px !important }
  html, body, llm-feedback { display: block !important; font-size: 16px !important; color: black !important }
  button, textarea, fieldset, svg, label, [part], .thumbs, .up, .more { display: none !important; visibility: hidden !important; width: 500px !important; pointer-events: none !important }
  fieldset { border: 9px solid red !important }
</style>`;

test("the page's styles do not reach inside, whatever they say", async (t) => {
  const { opened, page, widget } = await openWith(t, `${HOSTILE}${FEEDBACK}`);
  const looks = () =>
    widget.host.evaluate((host) => ["fieldset", ".up", "svg"].map((one) => {
      const { display, borderTopWidth, fontSize, width } = getComputedStyle(/** @type {Element} */ (host.shadowRoot?.querySelector(one)));
      return [display, borderTopWidth, fontSize, one === "fieldset" ? "" : width];
    }));
  await widget.enabled();
  const hostile = await looks();
  await use(opened);
  await page.evaluate(() => document.querySelector("style")?.remove());
  await page.evaluate(() => document.body.setAttribute("style", "font-size: 16px"));
  const own = await looks();
  assert.deepEqual(hostile.map((one) => one.filter((_, at) => at !== 2)), own.map((one) => one.filter((_, at) => at !== 2)));
});

test("in a modal dialog: it works, and Escape closes the follow-up first, the dialog second", async (t) => {
  const { page, widget } = await openWith(t, `<dialog><p>Answer</p>${FEEDBACK}</dialog>`);
  await page.evaluate(() => document.querySelector("dialog")?.showModal());
  const isOpen = () => page.evaluate(() => document.querySelector("dialog")?.open);
  await widget.down.click();
  await widget.phase("thanks");
  await widget.text.fill("Draft");
  await page.keyboard.press("Escape");
  await widget.more.waitFor({ state: "hidden" });
  assert.equal(await isOpen(), true);
  await page.keyboard.press("Escape");
  await eventually("the dialog closed", async () => (await isOpen()) === false);
  await page.evaluate(() => document.querySelector("dialog")?.showModal());
  await widget.ask.click();
  assert.equal(await widget.text.inputValue(), "Draft");
  await widget.send.click();
  await widget.more.waitFor({ state: "hidden" });
});

test("in another component's shadow root: it works, and its events reach the page", async (t) => {
  const { opened, relay, page } = await openWith(t, '<div id="card"></div>');
  await page.evaluate((url) => {
    const root = document.querySelector("#card")?.attachShadow({ mode: "open" });
    if (root) root.innerHTML = `<style>button { display: none }</style><llm-feedback span-id="42" relay="${url}"></llm-feedback>`;
  }, relay.url);
  await use(opened);
  const sent = await opened.events("sent", 2);
  assert.deepEqual(sent.map(({ signals }) => signals[0].value), ["down", "A comment"]);
});

test("in a sandboxed iframe that may run scripts only: it works, without storage", async (t) => {
  const relay = await startFakeRelay(t);
  const inner = `<!doctype html><html lang='en'>${OWN}${FEEDBACK}`.replaceAll('"', "'");
  const html = `<!doctype html><title>Page</title><iframe sandbox="allow-scripts" width="600" height="400" srcdoc="${inner}"></iframe>`;
  const opened = await open(t, { browser, html, relay, headers: { "access-control-allow-origin": "*" } });
  const widget = new Widget(opened.page.frameLocator("iframe").locator("llm-feedback"));
  await use(opened, widget);
  await eventually("both posts", () => relay.posts.length === 2);
  const said = relay.posts.flatMap(({ events }) => events.map(({ signals }) => signals[0].value));
  assert.deepEqual(said, ["down", "A comment"]);
});

test("SPA navigation: taken out and put in again, it works again; nothing stays behind", async (t) => {
  const { opened, page, widget } = await openWith(t, `<main>${FEEDBACK}</main>`);
  for (const visit of [1, 2, 3]) {
    await use(opened);
    await opened.events("sent", 2 * visit);
    await page.evaluate(async () => {
      const main = /** @type {Element} */ (document.querySelector("main"));
      const element = /** @type {Element} */ (main.firstElementChild);
      element.remove();
      await new Promise((resolve) => {
        requestAnimationFrame(resolve);
      });
      main.append(element);
    });
    assert.equal(await widget.thumb(), "");
  }
});

/** In the page: what of the widget listens to presses anywhere on it; drivers listen too. */
function watchPresses() {
  const presses = new Set();
  Object.assign(window, { presses });
  const { addEventListener: add, removeEventListener: remove } = window;
  /** @param {any[]} given */
  window.addEventListener = (...given) => {
    if (given[0] === "pointerdown" && /thumbspan/.test(new Error().stack ?? "")) presses.add(given[1]);
    return Reflect.apply(add, window, given);
  };
  /** @param {any[]} given */
  window.removeEventListener = (...given) => {
    if (given[0] === "pointerdown") presses.delete(given[1]);
    return Reflect.apply(remove, window, given);
  };
}

test("an open follow-up goes with the element", async (t) => {
  const { page, widget } = await openWith(t, `<main>${FEEDBACK}</main>`, (blank) => blank.addInitScript(watchPresses));
  const listeners = () => page.evaluate(() => /** @type {any} */ (window).presses.size);
  await widget.down.click();
  await widget.text.waitFor({ state: "visible" });
  const floats = await page.evaluate(() => CSS.supports("position-area: bottom") && "popover" in HTMLElement.prototype);
  // A press elsewhere closes what lies over the page.
  assert.equal(await listeners(), floats ? 1 : 0);
  await page.evaluate(() => document.querySelector("main")?.replaceChildren());
  await page.mouse.click(100, 300);
  assert.equal(await listeners(), 0);
});

test("a list that virtualises its rows: another answer shows a fresh state, and the last one's vote is still sent", async (t) => {
  const answer = held();
  const relay = await startFakeRelay(t, answer);
  const opened = await open(t, { browser, html: `<!doctype html><html lang="en"><title>Page</title>${OWN}${FEEDBACK}`, relay });
  const { widget } = opened;
  await widget.down.click();
  await widget.text.fill("Draft of the first");
  await widget.host.evaluate((host) => host.setAttribute("span-id", "43"));
  await eventually("a fresh state", async () => (await widget.thumb()) === "");
  await widget.more.waitFor({ state: "hidden" });
  assert.equal(await widget.text.inputValue(), "");
  assert.deepEqual(await widget.value(), { thumbs: null, rating: null, nps: null, reasons: [], comment: "", correction: "" });
  await widget.up.click();
  answer.letGo();
  const sent = await opened.events("sent", 2);
  assert.deepEqual(sent.map(({ target, signals }) => [target.span_id, signals[0].value]), [["42", "down"], ["43", "up"]]);
  assert.deepEqual(sent.map(({ revises }) => revises ?? null), [null, null]);
});

test("rows with overflow: hidden and a transform: the follow-up is whole, and below its row", async (t) => {
  const rows = [1, 2, 3].map((row) => `<div style="position: absolute; top: 0; width: 400px; height: 40px; overflow: hidden; contain: paint; transform: translateY(${row * 40}px)">${FEEDBACK.replace("<llm", `<llm-feedback id="row-${row}" data-x`).replace("data-x-feedback", "")}</div>`);
  const { opened, page } = await openWith(t, `<style>body { margin: 0 }</style><div style="position: relative; height: 200px; overflow: auto">${rows.join("")}</div>`);
  const widget = opened.widgetAt("#row-2");
  await widget.down.click();
  await widget.text.waitFor({ state: "visible" });
  const [panel, vote] = await Promise.all([widget.more.boundingBox(), widget.down.boundingBox()]);
  assert.ok(panel && vote);
  assert.ok(panel.y >= vote.y + vote.height && panel.y < vote.y + vote.height + 24, `${panel.y} after ${vote.y + vote.height}`);
  const corners = [[panel.x + 9, panel.y + 9], [panel.x + panel.width - 9, panel.y + panel.height - 9]];
  const hit = await page.evaluate((points) => points.map(([x = 0, y = 0]) => document.elementFromPoint(x, y)?.id), corners);
  assert.deepEqual(hit, ["row-2", "row-2"]);
});
