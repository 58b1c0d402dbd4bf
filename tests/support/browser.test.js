/** What the tests rely on, in each browser: however it is driven, it behaves alike. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { BROWSERS, launchBrowser } from "./browser.js";
import { temporaryFolder } from "./folder.js";
import { eventually } from "./poll.js";
import { fileScope } from "./scope.js";
import { serveFolder } from "./site.js";

const file = fileScope();
const folder = await temporaryFolder(file);

/** A host with buttons and a text box in its shadow root, which writes down what happens to them. */
const PAGE = `<!doctype html><html lang="en"><title>Own page</title><body>
  <h1 id="before">Before</h1><div id="host" class="a"></div><p hidden>Away</p>
  <script src="/script.js"></script>`;
const SCRIPT = `
  const root = document.querySelector("#host").attachShadow({ mode: "open" });
  root.innerHTML = '<p class="b"><button class="x" aria-label="Good one">x</button><button disabled>y</button></p><textarea></textarea>';
  window.heard = [];
  for (const name of ["click", "keydown", "input"]) {
    root.addEventListener(name, (event) => heard.push([name, event.key ?? event.target.localName, event.isTrusted]));
  }
  window.ofInit = window.init;
`;

/**
 * @param {import("node:test").TestContext} t
 * @param {{ headers?: Record<string, string>, pages?: Record<string, string> }} [options]
 */
const site = (t, { pages = {}, headers = {} } = {}) =>
  serveFolder(t, folder, { pages: { "/index.html": PAGE, "/script.js": SCRIPT, ...pages }, headers });

/** @typedef {import("playwright-core").Page} Page */

/** In the page. */
const heard = () => /** @type {any} */ (window).heard;

for (const name of BROWSERS) {
  const browser = await launchBrowser(file, name);

  test(`${name}: the answer of a page of a folder, and of a test`, async (t) => {
    const url = await site(t, { headers: { "x-from": "test" } });
    const page = await browser.newPage();
    const answer = await page.goto(url);
    assert.equal(answer?.status(), 200);
    assert.equal(answer?.headers()["x-from"], "test");
    assert.equal(await page.title(), "Own page");
    assert.equal((await fetch(`${url}/absent.html`)).status, 404);
    await page.close();
  });

  test(`${name}: presses and keys are a person's, into shadow roots`, async (t) => {
    const page = await browser.newPage();
    await page.goto(await site(t));
    await page.locator(".a .b > button.x").click();
    await page.locator("#host textarea").pressSequentially("k");
    await page.keyboard.insertText("é😀");
    assert.equal(await page.locator("textarea").inputValue(), "ké😀");
    await page.keyboard.press("Control+Enter");
    const all = /** @type {[string, string, boolean][]} */ (await page.evaluate(heard));
    const keys = all.filter(([event]) => event === "keydown").map(([, key]) => key);
    assert.deepEqual(keys, ["k", "Control", "Enter"]);
    assert.deepEqual(all.find(([event]) => event === "click"), ["click", "button", true]);
    await page.close();
  });

  test(`${name}: texts of any kind fill a box; Tab goes on from there`, async (t) => {
    const page = await browser.newPage();
    await page.goto(await site(t));
    const box = page.locator("textarea");
    for (const text of ["first", 'a\n\tb <i>"\\u0000" שלום‎ 👩‍👩‍👧‍👦', "😀".repeat(4_000), ""]) {
      await box.fill(text);
      assert.equal(await box.inputValue(), text);
    }
    await page.locator(".x").focus();
    await page.keyboard.press("Tab");
    const focused = () => document.activeElement?.shadowRoot?.activeElement;
    assert.equal(await page.evaluate(`(${focused})().localName`), "textarea");
    assert.equal(await page.evaluate(`(${focused})().matches(":focus-visible") && document.hasFocus()`), true);
    await page.close();
  });

  test(`${name}: what is there, in sight, enabled, and by which name`, async (t) => {
    const page = await browser.newPage();
    await page.goto(await site(t));
    page.setDefaultTimeout(300);
    assert.equal(await page.locator("button").count(), 2);
    assert.equal(await page.locator("p", { hasText: "Away" }).isVisible(), false);
    assert.equal(await page.locator("button:enabled").count(), 1);
    assert.equal(await page.getByRole("button", { name: "good one" }).getAttribute("class"), "x");
    assert.equal(await page.getByRole("button", { name: "x", exact: true }).count(), 0);
    await assert.rejects(page.locator("button").nth(1).click(), /enabled/);
    await assert.rejects(page.locator("button").click(), /strict mode violation/);
    await assert.rejects(page.locator(".nowhere").waitFor(), /nowhere/);
    await page.close();
  });

  test(`${name}: values and elements go into the page and come back`, async (t) => {
    const page = await browser.newPage();
    await page.goto(await site(t));
    const given = { a: [1, "2", null], b: { c: true } };
    assert.deepEqual(await page.evaluate((value) => ({ ...value, d: undefined, e: NaN }), given), { ...given, d: undefined, e: NaN });
    assert.equal(await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => resolve("later")); })), "later");
    const known = await page.locator(".x").elementHandle();
    assert.equal(await page.locator(".x").evaluate((element, other) => element === other, known), true);
    await assert.rejects(page.evaluate(() => { throw new TypeError("of the page"); }), /of the page/);
    await page.close();
  });

  test(`${name}: init scripts run first, under a strict policy and out of its sight`, async (t) => {
    const headers = { "content-security-policy": "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'" };
    const page = await browser.newPage();
    await page.addInitScript((value) => {
      const broken = /** @type {string[]} */ ([]);
      Object.assign(window, { init: value, broken });
      addEventListener("securitypolicyviolation", ({ blockedURI }) => broken.push(blockedURI));
    }, "given");
    await page.goto(await site(t, { headers, pages: { "/script.js": "window.ofInit = window.init" } }));
    assert.deepEqual(await page.evaluate(() => [Reflect.get(window, "ofInit"), Reflect.get(window, "broken")]), ["given", []]);
    assert.equal(await page.locator("script").count(), 1);
    await page.close();
  });

  test(`${name}: what the page says and throws is told`, async (t) => {
    const page = await browser.newPage();
    /** @type {string[]} */
    const told = [];
    // Chromium has errors of its own there, such as for an icon that is not there.
    page.on("console", (message) => message.type() === "warning" && told.push(`warning: ${message.text()}`));
    page.on("pageerror", (error) => told.push(`thrown: ${error.message}`));
    await page.goto(await site(t, { pages: { "/script.js": 'console.warn("careful"); setTimeout(() => { throw new Error("late"); }); Promise.reject(new Error("unheard"));' } }));
    await eventually("all three", async () => (await page.evaluate("1")) && told.length >= 3);
    assert.deepEqual(told.sort(), ["thrown: late", "thrown: unheard", "warning: careful"]);
    await page.close();
  });

  test(`${name}: requests are told, stopped and answered`, async (t) => {
    const page = await browser.newPage();
    /** @type {string[]} */
    const asked = [];
    page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await page.route(/stopped/, (route) => route.abort());
    await page.route("**/made", (route) => route.fulfill({ status: 418, contentType: "text/plain", body: "tea" }));
    await page.goto(await site(t));
    const fetched = (/** @type {string} */ path) =>
      page.evaluate((way) => fetch(way).then(async (answer) => [answer.status, await answer.text()], () => "failed"), path);
    assert.equal(await fetched("/stopped"), "failed");
    assert.deepEqual(await fetched("/made"), [418, "tea"]);
    await page.unroute(/stopped/);
    assert.deepEqual(await fetched("/stopped"), [404, ""]);
    assert.deepEqual(asked, ["GET /", "GET /script.js", "GET /stopped", "GET /made", "GET /stopped"]);
    await page.close();
  });

  test(`${name}: pages of a context share storage, others do not; each has its scripts; a context goes offline`, async (t) => {
    const url = await site(t);
    const context = await browser.newContext();
    const [one, two] = [await context.newPage(), await context.newPage()];
    const stranger = await browser.newPage();
    await two.addInitScript(() => Object.assign(window, { init: "of the second" }));
    for (const page of [one, two, stranger]) await page.goto(url);
    const inits = await Promise.all([one, two, stranger].map((page) => page.evaluate(() => Reflect.get(window, "ofInit"))));
    assert.deepEqual(inits, [undefined, "of the second", undefined]);
    await one.evaluate(() => localStorage.setItem("vote", "up"));
    await one.close();
    const read = () => localStorage.getItem("vote");
    assert.deepEqual([await two.evaluate(read), await stranger.evaluate(read)], ["up", null]);
    await context.setOffline(true);
    const reach = () => fetch("/script.js").then(({ ok }) => [ok, navigator.onLine], () => ["failed", navigator.onLine]);
    assert.deepEqual(await two.evaluate(reach), ["failed", false]);
    await context.setOffline(false);
    assert.deepEqual(await two.evaluate(reach), [true, true]);
    await context.close();
    await stranger.close();
  });

  test(`${name}: the size of a page, and what its system prefers`, async (t) => {
    const url = await site(t);
    const size = { width: 320, height: 568 };
    const sees = () => [matchMedia("(prefers-color-scheme: dark)").matches, matchMedia("(prefers-reduced-motion: reduce)").matches];
    const inner = () => ({ width: innerWidth, height: innerHeight });
    const page = await browser.newPage({ viewport: size });
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await page.goto(url);
    assert.deepEqual([await page.evaluate(inner), await page.evaluate(sees)], [size, [true, true]]);
    await page.setViewportSize({ width: 1600, height: 1700 });
    assert.deepEqual(await page.evaluate(inner), { width: 1600, height: 1700 });
    await page.close();
    const next = await browser.newPage();
    await next.goto(url);
    assert.deepEqual([await next.evaluate(inner), await next.evaluate(sees)], [{ width: 1280, height: 720 }, [false, false]]);
    await next.close();
  });
}
