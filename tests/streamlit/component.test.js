/** The component's script without Streamlit: calls that overtake each other, versions that meet, a relay that is slow. */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { held } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { serve, serveFolder } from "../support/site.js";
import { Widget } from "../e2e/page/widget.js";

const ASSETS = inCheckout("python/src/thumbspan/streamlit/assets");
const SCRIPT = readdirSync(ASSETS).find((name) => /^component-.*\.js$/.test(name));

const file = fileScope();
const [browser, site] = await Promise.all([launchBrowser(file), serveFolder(file, ASSETS, { pages: { "/index.html": "<!doctype html><title>Place</title><main></main>" } })]);

const DATA = { key: "a", about: "first", revision: 0, votes: [], attributes: { "join-key": "python" }, sends: false, tells: "change", asks: false, longest: null };
const UP = { label: "user_thumbs", value: "up", id: "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11" };

/** A page with one place, in which `draw` calls the script. @param {import("node:test").TestContext} t */
async function place(t) {
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(site);
  await page.evaluate(() => {
    const root = document.querySelector("main")?.attachShadow({ mode: "open" });
    Object.assign(window, { root, told: [] });
  });
  /** @param {object} [data] @param {string} [version] @returns {Promise<string>} the type of what it gives back */
  const draw = (data, version = "") =>
    page.evaluate(
      async ([url, given]) => {
        const { default: render } = await import(/** @type {string} */ (url));
        const { root: parentElement, told } = /** @type {any} */ (window);
        return typeof render({ data: given, parentElement, setStateValue: (/** @type {string} */ name, /** @type {unknown} */ value) => told.push([name, value]) });
      },
      /** @type {const} */ ([`/${SCRIPT}${version}`, { ...DATA, ...data }]),
    );
  return { page, draw, widget: new Widget(page.locator("llm-feedback")), told: () => page.evaluate(() => /** @type {any} */ (window).told) };
}

test("called again it draws nothing new, and gives back nothing that could take the element away late", async (t) => {
  const { page, draw, widget } = await place(t);
  assert.deepEqual([await draw(), await draw({ attributes: { "join-key": "python", size: "compact" } })], ["undefined", "undefined"]);
  assert.equal(await page.locator("llm-feedback").count(), 1);
  assert.equal(await widget.host.getAttribute("size"), "compact");
  await draw();
  assert.equal(await widget.host.getAttribute("size"), null);
});

test("another version of the script takes the place over, and its votes come from Python", async (t) => {
  const { page, draw, widget } = await place(t);
  await draw();
  await draw({ votes: [UP] }, "?newer");
  assert.equal(await page.locator("llm-feedback").count(), 1);
  await eventually("the vote", async () => (await widget.thumb()) === "up");
});

test("what Python knew before the last click does not take it back", async (t) => {
  const { page, draw, widget, told } = await place(t);
  await draw({ votes: [UP] });
  await eventually("the vote", async () => (await widget.thumb()) === "up");
  await widget.down.click();
  await eventually("the change", async () => (await told()).length === 1);
  // A run that had begun before the click, and a remount in it.
  await page.evaluate(() => /** @type {any} */ (window).root.replaceChildren());
  await draw({ votes: [UP] });
  await eventually("the vote", async () => (await widget.thumb()) === "down");
  const [[name, { votes, about, revision, is_restored }]] = await told();
  assert.deepEqual([name, about, revision, is_restored, votes[0].value], ["feedback", "first", 0, false, "down"]);
});

test("what the relay says late does not take a click back", async (t) => {
  const { draw, widget, told } = await place(t);
  const { after, letGo } = held();
  const relay = await serve(t, async (_, response) => {
    await after;
    response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "application/json" }).end(JSON.stringify({ votes: [UP] }));
  });
  await draw({ asks: true, attributes: { "join-key": "python", ticket: "t.t.t", relay } });
  await widget.down.click();
  await eventually("the vote", async () => (await told()).length === 1);
  const answered = widget.host.page().waitForResponse(/restore/);
  letGo();
  await (await answered).finished();
  assert.equal(await widget.thumb(), "down");
  assert.equal((await told()).length, 1);
});

test("a relay that answers nonsense is as none", async (t) => {
  const { draw, widget, told } = await place(t);
  const relay = await serve(t, (_, response) => response.writeHead(200, { "access-control-allow-origin": "*" }).end("<html>"));
  const answered = widget.host.page().waitForResponse(/restore/);
  await draw({ asks: true, attributes: { "join-key": "python", ticket: "t.t.t", relay } });
  await answered;
  await widget.up.click();
  await eventually("the vote", async () => (await told()).length === 1);
});

test("a comment is no longer than the app says", async (t) => {
  const { draw, widget, told } = await place(t);
  await draw({ tells: "end", longest: 9, attributes: { "join-key": "python", controls: "thumbs comment" } });
  await widget.up.click();
  await widget.text.pressSequentially("Because of page 3");
  assert.equal(await widget.text.inputValue(), "Because o");
  assert.deepEqual(await told(), []);
  await widget.send.click();
  await eventually("the answer", async () => (await told()).length === 1);
  const [[, { votes }]] = await told();
  assert.deepEqual(votes.map((/** @type {{ value: unknown }} */ { value }) => value), ["up", "Because o"]);
});
