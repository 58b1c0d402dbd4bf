/** What a page really fetches: the files that `npm run size` counts, and no other. */

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import { test } from "node:test";

import { CASES, kind } from "../../scripts/size.js";
import { launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { fileScope } from "../support/scope.js";
import { OWN, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const built = new Set(await readdir(inCheckout("pkg/dist")));

/** @typedef {import("./page/open.js").Opened} Opened */

/** Everything that one element can show; the other scales have elements of their own. */
const EVERY = `controls="thumbs rating reasons comment correction" reasons='["Not true","Too long"]'`;

/** In the page: whether the thumbs were painted. */
async function isPainted() {
  const frame = () =>
    new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
  await frame();
  await frame();
  return Boolean(document.querySelector("llm-feedback")?.shadowRoot?.querySelector("fieldset:enabled .up"));
}

/** @param {Opened} opened */
const paint = ({ page }) => page.waitForFunction(isPainted);

/** @param {Opened} opened */
async function voteAndComment(opened) {
  await opened.widget.down.click();
  await opened.widget.say("Too long");
  await opened.events("sent", 2);
}

/** @param {Opened} opened */
async function useEverything(opened) {
  const { widget, page } = opened;
  await widget.down.click();
  await widget.star(2).click();
  await widget.reason("Not true").click();
  await widget.text.fill("Too long");
  await widget.correction.fill("412");
  await widget.send.click();
  await opened.events("sent", 5);
  const scales = /** @type {const} */ (["faces", "nps"]);
  for (const [index, scale] of scales.entries()) {
    const other = opened.widgetAt(`#${scale}`);
    await other.points.first().click();
    await opened.events("sent", 6 + index);
  }
  await page.evaluate(isPainted);
}

/** @type {Record<string, [attributes: string, use: (opened: Opened) => Promise<unknown>]>} by the case's name */
const WAYS = {
  "before the controls are painted": ["", paint],
  "after use, default controls": ["", voteAndComment],
  "after use, every control": [EVERY, useEverything],
};

/** Elements on the other scales. @param {string} attributes */
const others = (attributes) =>
  attributes && ["faces", "nps"].map((scale) => `<llm-feedback id="${scale}" span-id="43" relay="{{relay}}" controls="rating" scale="${scale}"></llm-feedback>`).join("");

/** The files of the build that were asked for; anything else but the page and a vote is none of the widget's. @param {Opened} opened */
function fetched({ requests, url }) {
  const paths = requests.filter((request) => request.startsWith("GET ")).map((request) => request.slice(4).replace(url, ""));
  const rest = paths.filter((path) => !["", "/", "/favicon.ico"].includes(path)).map((path) => basename(path));
  assert.deepEqual(rest.filter((name) => !built.has(name)), [], "files that are not of the build");
  return [...new Set(rest)].map(kind).sort();
}

test("each case of `npm run size` has its way through the page here", () => {
  assert.deepEqual(Object.keys(WAYS).sort(), CASES.map(({ name }) => name).sort());
});

for (const { name, files } of CASES) {
  test(`${name}: a page fetches ${files.join(", ")}`, async (t) => {
    const relay = await startFakeRelay(t);
    const [attributes, use] = WAYS[name] ?? assert.fail(name);
    const html = `<!doctype html><html lang="en"><title>Page</title>${OWN}
      <llm-feedback span-id="42" relay="{{relay}}" ${attributes}></llm-feedback>${others(attributes)}`;
    const opened = await open(t, { browser, html, relay });
    await use(opened);
    assert.deepEqual(fetched(opened), files.toSorted());
    assert.deepEqual(opened.warnings, []);
  });
}
