/** How the script comes into a page: without effect until it is asked, and again after a failure. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { gated } from "./page/gated.js";
import { OWN, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const relay = await startFakeRelay(file);
const ELEMENT = '<llm-feedback span-id="42" relay="{{relay}}"></llm-feedback>';
const html = `<!doctype html><title>Page</title>${OWN}<body>${ELEMENT}`;

/** A page that knows the package by its names, as a bundler would. */
const named = `<!doctype html><title>Page</title>
  <script type="importmap">{"imports": {"thumbspan": "/element.js", "thumbspan/define": "/define.js"}}</script>
  <body>${ELEMENT}`;

/** In the page: everything that an import could leave behind. What drives the browser has names of its own. */
const traces = () => ({
  globals: Object.getOwnPropertyNames(window).filter((name) => !name.startsWith("__pw")).sort(),
  html: document.documentElement.outerHTML,
  sheets: document.adoptedStyleSheets.length,
  isDefined: customElements.get("llm-feedback") !== undefined,
});

test('import "thumbspan" has no effect on the page', async (t) => {
  const opened = await open(t, { browser, html: named, relay, folder: "pkg" });
  const before = await opened.page.evaluate(traces);
  const name = await opened.page.evaluate(async (specifier) => (await import(specifier)).LlmFeedback.name, "thumbspan");
  assert.equal(name, "LlmFeedback");
  assert.deepEqual(await opened.page.evaluate(traces), before);
  assert.equal(before.isDefined, false);
  assert.equal(opened.requests.some((request) => request.endsWith(".wasm")), false);
});

test('import "thumbspan/define" registers the element, and a second import changes nothing', async (t) => {
  const opened = await open(t, { browser, html: named, relay, folder: "pkg" });
  await opened.page.evaluate((specifier) => import(specifier), "thumbspan/define");
  await opened.page.evaluate((specifier) => import(specifier), "/define.js?copy");
  await opened.widget.up.click();
  await opened.widget.phase("thanks");
  assert.equal(await opened.widget.frame.count(), 1);
});

test("a class under a name of the host's choice", async (t) => {
  const opened = await open(t, { browser, html: named.replaceAll("llm-feedback", "my-feedback"), relay, folder: "pkg" });
  await opened.page.evaluate(async (specifier) => (await import(specifier)).LlmFeedback.define("my-feedback"), "thumbspan");
  const widget = opened.widgetAt("my-feedback");
  await widget.up.click();
  await widget.phase("thanks");
});

test("on a server without a DOM the package can be imported", () => {
  const source = 'const { LlmFeedback } = await import(process.argv[1]); LlmFeedback.define(); console.log("imported");';
  for (const path of ["pkg/element.js", "pkg/define.js"]) {
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", source, inCheckout(path)], { encoding: "utf8" });
    assert.equal(stdout, "imported\n", stderr);
  }
});

test("the script adds nothing to the page's globals but the element", async (t) => {
  const opened = await open(t, { browser, html, relay });
  await opened.widget.enabled();
  const added = await opened.page.evaluate(() => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    const fresh = new Set(Object.getOwnPropertyNames(frame.contentWindow));
    frame.remove();
    return Object.getOwnPropertyNames(window).filter((name) => !fresh.has(name) && !/^\d+$/.test(name));
  });
  // `seen` is this test's own record of events.
  assert.deepEqual(added.filter((name) => name !== "seen" && !/^__(pw|playwright)/.test(name)), []);
});

test("a wasm that does not load is said, and Retry loads it", async (t) => {
  const opened = await open(t, {
    browser,
    html,
    relay,
    before: (page) => page.route(/\.wasm$/, (route) => route.abort()),
  });
  await opened.widget.frame.hover();
  const fault = await opened.event("error");
  assert.deepEqual({ code: fault.code, retryable: fault.retryable }, { code: "load_failed", retryable: true });
  await opened.widget.retry.waitFor();
  await opened.page.unroute(/\.wasm$/);
  await opened.widget.retry.click();
  await opened.widget.up.click();
  await opened.widget.phase("thanks");
  assert.equal(opened.requests.filter((request) => request.endsWith(".wasm")).length, 2);
});

test("a server that answers for the wasm with an error page is said, and Retry loads it", async (t) => {
  const opened = await open(t, {
    browser,
    html,
    relay,
    before: (page) => page.route(/\.wasm$/, (route) => route.fulfill({ status: 404, contentType: "text/html", body: "<h1>Not found" })),
  });
  await opened.widget.frame.hover();
  assert.equal((await opened.event("error")).code, "load_failed");
  await opened.page.unroute(/\.wasm$/);
  await opened.widget.retry.click();
  await opened.widget.status.waitFor({ state: "attached" });
});

test("a page that comes online again loads the wasm by itself", async (t) => {
  const opened = await open(t, {
    browser,
    html,
    relay,
    before: (page) => page.route(/\.wasm$/, (route) => route.abort()),
  });
  await opened.widget.frame.hover();
  await opened.event("error");
  await opened.page.unroute(/\.wasm$/);
  await opened.page.evaluate(() => dispatchEvent(new Event("online")));
  await opened.widget.status.waitFor({ state: "attached" });
});

/** @param {import("node:test").TestContext} t @param {{ html: string, script?: () => void }} page */
const openGated = (t, page) => gated(t, { browser, relay, html: page.html, before: async (tab) => page.script && tab.addInitScript(page.script) });

for (const attributes of ["", 'controls="rating thumbs" texts=\'{"down":"No"}\'']) {
  test(`the widget is ready between a release and its click: the click counts ${attributes}`, async (t) => {
    const { opened, arrive } = await openGated(t, { html: html.replace("<llm-feedback", `<llm-feedback ${attributes}`), script: holdFrames });
    await opened.widget.down.hover();
    await opened.page.mouse.down();
    arrive();
    // Not waitForFunction: that waits for frames.
    await eventually("the widget waits for a frame", () => opened.page.evaluate(() => /** @type {any} */ (window).held.length > 0));
    await opened.page.mouse.up();
    assert.deepEqual((await opened.events("sent")).map(({ signals }) => signals[0].value), ["down"]);
  });
}

/** In the page: no frame comes while a button is pressed, and the next one right before the click. */
function holdFrames() {
  const real = window.requestAnimationFrame.bind(window);
  /** @type {FrameRequestCallback[]} */
  const held = [];
  Object.assign(window, { held });
  let isHeld = false;
  window.requestAnimationFrame = (callback) => (isHeld ? held.push(callback) : real(callback));
  addEventListener("mousedown", () => (isHeld = true), true);
  const release = () => {
    isHeld = false;
    for (const callback of held.splice(0)) callback(performance.now());
  };
  addEventListener("mouseup", release, true);
}

test("a button that is pressed and not :active, as some are in Chromium, stays until its click", async (t) => {
  const { opened, arrive } = await openGated(t, { html });
  const { page, widget } = opened;
  await widget.frame.hover();
  await page.evaluate(noteFrames);
  // A made event presses nothing: the button does not become `:active`.
  const down = await widget.down.elementHandle();
  const isFresh = await down?.evaluate((button) => {
    const press = new MouseEvent("mousedown", { bubbles: true, composed: true });
    // As if pressed all the time that this machine takes.
    Object.defineProperty(press, "timeStamp", { value: Infinity });
    return button.dispatchEvent(press) && !button.matches(":active");
  });
  assert.ok(isFresh);
  arrive();
  await eventually("the widget waits", () => page.evaluate(() => /** @type {any} */ (window).asked > 3));
  await down?.evaluate((button) => /** @type {HTMLElement} */ (button).click());
  assert.deepEqual((await opened.events("sent")).map(({ signals }) => signals[0].value), ["down"]);
});

/** In the page: counts the frames that were asked for from now on. */
function noteFrames() {
  const real = window.requestAnimationFrame.bind(window);
  Object.assign(window, { asked: 0 });
  window.requestAnimationFrame = (callback) => {
    /** @type {any} */ (window).asked += 1;
    return real(callback);
  };
}
