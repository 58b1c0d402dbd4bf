/** What axe-core finds in each state: nothing. https://github.com/dequelabs/axe-core */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { held, startFakeRelay } from "../support/fake-relay.js";
import { fileScope } from "../support/scope.js";
import { OWN, open } from "./page/open.js";

/** @typedef {import("./page/open.js").Opened} Opened */

/** So late that the failure stands while it is looked at. */
const LATER = { status: 503, headers: { "retry-after": "600" } };

const file = fileScope();
const browser = await launchBrowser(file);
const axe = await readFile(inCheckout("node_modules/axe-core/axe.min.js"), "utf8");

/** @typedef {"light" | "dark"} Scheme */

/** A page's own colours. axe knows no canvas of a scheme, so they are spelt out. */
const COLOURS = {
  light: "color-scheme: light; background: #fff; color: #1f2328",
  dark: "color-scheme: dark; background: #121212; color: #e6e6e6",
};

/** A whole page, as axe judges pages. @param {Scheme} scheme @param {string} [target] */
const page = (scheme, target = 'span-id="42"') => `<!doctype html>
  <html lang="en" style="${COLOURS[scheme]}"><head><meta charset="utf-8"><title>Chat</title>${OWN}</head>
  <body><main><h1>Chat</h1><p>An answer.</p>
  <llm-feedback ${target} relay="{{relay}}" controls="thumbs rating comment"></llm-feedback></main></body></html>`;

/**
 * Opens a page of one scheme on a system of another or the same, with axe.
 *
 * @param {import("node:test").TestContext} t
 * @param {{ html: string, system: Scheme, answers?: import("../support/fake-relay.js").Answer[] }} what
 */
async function openOn(t, { html, system, answers = [] }) {
  const relay = await startFakeRelay(t, ...answers);
  const before = async (/** @type {import("playwright-core").Page} */ blank) => {
    await blank.emulateMedia({ colorScheme: system, reducedMotion: "reduce" });
    await blank.addInitScript(axe);
  };
  return open(t, { browser, html, relay, before });
}

/**
 * Every violation, as a line.
 *
 * @param {Opened} opened
 * @returns {Promise<string[]>}
 */
async function violations({ page: shown }) {
  const { violations: found } = await shown.evaluate(() => /** @type {any} */ (window).axe.run());
  return found.flatMap((/** @type {any} */ { id, nodes }) =>
    nodes.map((/** @type {any} */ { target, failureSummary }) => `${id} ${JSON.stringify(target)} ${failureSummary}`),
  );
}

/** @type {[string, import("../support/fake-relay.js").Answer[], (opened: Opened) => Promise<unknown>, string?][]} */
const states = [
  ["idle", [], ({ widget }) => widget.enabled()],
  ["disabled", [], ({ widget }) => widget.disabled(), ""],
  ["sending", [held()], async ({ widget }) => [await widget.up.click(), await widget.phase("sending")]],
  ["thanks, with the box open", [], async ({ widget }) => [await widget.down.click(), await widget.phase("thanks")]],
  ["thanks for stars", [], async ({ widget }) => [await widget.star(4).click(), await widget.phase("thanks")]],
  ["failed", [LATER], async ({ widget }) => [await widget.down.click(), await widget.phase("failed")]],
  ["refused", [{ status: 400 }], async ({ widget }) => [await widget.down.click(), await widget.phase("refused")]],
  [
    "too long",
    [],
    async ({ widget }) => [await widget.up.click(), await widget.say("x".repeat(4_001)), await widget.phase("too-long")],
  ],
];

for (const scheme of /** @type {const} */ (["light", "dark"])) {
  for (const [name, answers, act, target] of states) {
    test(`${name}, ${scheme}: no violation`, async (t) => {
      const opened = await openOn(t, { html: page(scheme, target), system: scheme, answers });
      await act(opened);
      assert.deepEqual(await violations(opened), []);
    });
  }

  const system = scheme === "light" ? "dark" : "light";
  test(`a ${scheme} page on a ${system} system: no violation`, async (t) => {
    const opened = await openOn(t, { html: page(scheme), system, answers: [LATER] });
    await opened.widget.down.click();
    await opened.widget.phase("failed");
    assert.deepEqual(await violations(opened), []);
  });
}

test("the control: axe looks into the element's shadow root", async (t) => {
  const opened = await openOn(t, { html: page("light"), system: "light" });
  await opened.widget.enabled();
  await opened.widget.up.evaluate((button) => ["aria-label", "title"].forEach((name) => button.removeAttribute(name)));
  assert.match((await violations(opened)).join("\n"), /^button-name \[\["llm-feedback",/m);
});

test("names that a screen reader says", async (t) => {
  const opened = await openOn(t, { html: page("light"), system: "light" });
  const by = opened.page;
  await by.getByRole("group", { name: "Rate this answer" }).waitFor();
  await by.getByRole("button", { name: "Good answer", pressed: false }).click();
  await by.getByRole("button", { name: "Good answer", pressed: true }).waitFor();
  await by.getByRole("radiogroup", { name: "Rating" }).getByRole("radio", { name: "5 stars", checked: false }).waitFor();
  await by.getByRole("textbox", { name: "Comment" }).waitFor();
  await by.getByRole("status").getByText("Thank you").waitFor();
});
