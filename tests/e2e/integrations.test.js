/** The demo's page of each integration: it runs as it stands there, and its vote reaches the relay. */

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { startDemo } from "../support/demo.js";
import { fileScope } from "../support/scope.js";
import { violations, withAxe } from "./page/axe.js";
import { followDelivered } from "./page/delivered.js";

const file = fileScope();
const browser = await launchBrowser(file);
const { url } = await startDemo(file);
const delivered = await followDelivered(file, url);

const pages = (await readdir(inCheckout("www/integrations"))).filter((name) => /^(?!index).*\.html$/.test(name)).map((name) => basename(name, ".html"));
const SPAN = "20245611112024561111";

/** Whose page has the element driven as the framework drives it. */
const FRAMEWORKS = ["angular", "next", "react", "svelte", "vue"];

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page @returns {import("playwright-core").Locator} */
const first = (page) => page.locator("llm-feedback").first();

/** What a page needs before somebody can vote on it, and where that is. */
const WAYS = /** @type {Record<string, (page: Page) => Promise<any>>} */ ({
  dialog: async (page) => {
    await page.locator("#open").click();
    return first(page).locator(".down");
  },
  streamed: async (page) => {
    await page.locator("#ask").click();
    await first(page).locator("fieldset[part=frame]:enabled").waitFor();
    return first(page).locator(".down");
  },
  strict: async (page) => page.frameLocator("iframe[src$='/nonce.html']").locator("llm-feedback .down"),
  "no-script": async (page) => page.locator("button[value=down]"),
});

/** @param {import("node:test").TestContext} t @param {string} path @param {import("playwright-core").BrowserContextOptions} [options] */
async function open(t, path, options) {
  const page = await browser.newPage(options);
  t.after(() => page.close());
  const said = { error: /** @type {string[]} */ ([]), warning: /** @type {string[]} */ ([]) };
  page.on("pageerror", (error) => said.error.push(error.message));
  page.on("console", (message) => said[/** @type {"error"} */ (message.type())]?.push(message.text()));
  await withAxe(page);
  await page.goto(url + path);
  await page.locator("h1").waitFor();
  return { page, said };
}

/**
 * Votes, and finds the vote at the relay's sink.
 *
 * @param {import("playwright-core").Locator} button
 * @param {boolean} [isFramed] then by a script: WebKit's driver points past what is in these frames
 */
async function vote(button, isFramed = false) {
  const before = delivered.count();
  await (isFramed ? button.evaluate((it) => /** @type {HTMLElement} */ (it).click()) : button.click());
  return delivered.next(before);
}

/** @param {any} line */
const thumbs = (line) => line.signals.find((/** @type {any} */ { label }) => label === "user_thumbs").value;

for (const name of pages) {
  test(`${name}: no warning, no error, nothing for axe, and a vote reaches the relay`, async (t) => {
    const { page, said } = await open(t, `/integrations/${name}.html`);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(said.warning, []);
    const line = await vote(await (WAYS[name]?.(page) ?? first(page).locator(".down")), name === "strict");
    assert.deepEqual([line.target.span_id, thumbs(line)], [SPAN, "down"]);
    if (FRAMEWORKS.includes(name)) {
      assert.equal(line.tags.page, name);
      await page.locator(".live output").filter({ hasText: line.id }).waitFor();
    }
    assert.deepEqual(said.error, []);
  });
}

test("the script of another origin is from another origin", async (t) => {
  const { page } = await open(t, "/integrations/cross-origin.html");
  const src = await page.locator("script[src$='/thumbspan.js']").getAttribute("src");
  assert.notEqual(new URL(src ?? "", url).origin, url);
});

test("the page without wasm votes too, and so does the element in the shadow root", async (t) => {
  const strict = await open(t, "/integrations/strict.html");
  const line = await vote(strict.page.frameLocator("iframe[src$='no-wasm.html']").locator("llm-feedback .up"), true);
  assert.equal(thumbs(line), "up");
  const dialog = await open(t, "/integrations/dialog.html");
  assert.equal((await vote(dialog.page.locator("[data-llm-span-id] llm-feedback .up"))).target.span_id, "9007199254740993");
});

test("the form says what it would send, and not before somebody voted", async (t) => {
  const { page } = await open(t, "/integrations/form.html");
  const submit = page.getByRole("button", { name: "Submit" });
  await first(page).locator(".status[role=status]").waitFor({ state: "attached" });
  await submit.click();
  assert.equal(await page.locator(".live output").textContent(), "");
  await vote(first(page).locator(".down"));
  await submit.click();
  await page.locator(".live output").filter({ hasText: "answer.thumbs=down" }).waitFor();
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test(`the index and a page of it, ${colorScheme}, 320 pixels wide: nothing for axe, nothing sticks out`, async (t) => {
    for (const path of ["/integrations/", "/integrations/react.html"]) {
      const { page, said } = await open(t, path, { viewport: { width: 320, height: 700 }, colorScheme });
      assert.deepEqual(await violations(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth <= 0), true);
      assert.deepEqual(said, { error: [], warning: [] });
    }
  });
}

test("every page is linked from the index", async (t) => {
  const { page } = await open(t, "/integrations/");
  const links = await page.locator(".pages li > a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  assert.deepEqual(links.sort(), pages.map((name) => `/integrations/${name}.html`).sort());
});
