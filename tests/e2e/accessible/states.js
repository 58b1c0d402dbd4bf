/** The states that are looked at, and the pages that they are looked at on. */

import { readFile } from "node:fs/promises";

import { inCheckout } from "../../support/checkout.js";
import { held, startFakeRelay } from "../../support/fake-relay.js";
import { OWN, open } from "../page/open.js";

/** @typedef {import("../page/open.js").Opened} Opened */

/** So late that the failure stands while it is looked at. */
export const LATER = { status: 503, headers: { "retry-after": "600" } };

const axe = await readFile(inCheckout("node_modules/axe-core/axe.min.js"), "utf8");

/** @typedef {"light" | "dark"} Scheme */

/** A page's own colours. axe knows no canvas of a scheme, so they are spelt out. */
export const COLOURS = {
  light: "color-scheme: light; background: #fff; color: #1f2328",
  dark: "color-scheme: dark; background: #121212; color: #e6e6e6",
};

const REASONS = `reasons='["Not true","Too long"]'`;
export const EVERYTHING = `controls="thumbs rating reasons comment correction" ${REASONS}`;

/** A whole page, as axe judges pages. @param {Scheme} scheme @param {string} [attributes] @param {string} [lang] */
export const page = (scheme, attributes = EVERYTHING, lang = 'lang="en"') => `<!doctype html>
  <html ${lang} style="${COLOURS[scheme]}"><head><meta charset="utf-8"><title>Chat</title>
  <meta name="viewport" content="width=device-width">${OWN}</head>
  <body><main><h1>Chat</h1><p>An answer.</p>
  <llm-feedback span-id="42" relay="{{relay}}" ${attributes}></llm-feedback><p>Below.</p></main></body></html>`;

/**
 * Opens a page of one scheme on a system of another or the same, with axe.
 *
 * @param {import("node:test").TestContext} t
 * @param {import("playwright-core").Browser} browser
 * @param {{ html: string, system: Scheme, answers?: import("../../support/fake-relay.js").Answer[],
 *   forcedColors?: "active", reducedMotion?: "reduce" | "no-preference" }} what
 */
export async function openOn(t, browser, { html, system, answers = [], reducedMotion = "reduce", ...media }) {
  const relay = await startFakeRelay(t, ...answers);
  const before = async (/** @type {import("playwright-core").Page} */ blank) => {
    await blank.emulateMedia({ colorScheme: system, reducedMotion, ...media });
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
export async function violations({ page: shown }) {
  const { violations: found } = await shown.evaluate(() => /** @type {any} */ (window).axe.run());
  return found.flatMap((/** @type {any} */ { id, nodes }) =>
    nodes.map((/** @type {any} */ { target, failureSummary }) => `${id} ${JSON.stringify(target)} ${failureSummary}`),
  );
}

/** Presses, and waits for a phase. @param {"up" | "down"} thumb @param {import("../page/widget.js").Phase} phase */
export const vote = (thumb, phase) => async (/** @type {Opened} */ { widget }) => {
  await widget[thumb].click();
  await widget.phase(phase);
};

/** @param {Opened} opened */
async function write({ widget }) {
  await vote("down", "thanks")(/** @type {Opened} */ ({ widget }));
  await widget.say("A comment");
  await widget.edit.waitFor({ state: "visible" });
}

/** @param {number} at */
const point = (at) => async (/** @type {Opened} */ { widget }) => {
  await widget.points.nth(at).click();
  await widget.phase("thanks");
};

/**
 * @typedef {object} State
 * @property {string} [attributes]
 * @property {string} [lang] of the page
 * @property {import("../../support/fake-relay.js").Answer[]} [answers]
 * @property {(opened: Opened) => Promise<unknown>} [act]
 */

/** @type {Record<string, State>} */
export const STATES = {
  "rest": {},
  "rest, mounted": { act: ({ widget }) => widget.wake() },
  "disabled": { attributes: `disabled ${EVERYTHING}`, act: ({ widget }) => widget.disabled() },
  "thumbs alone": { attributes: 'controls="thumbs"', act: vote("up", "thanks") },
  "a comment box alone": { attributes: 'controls="comment"' },
  "the follow-up open": { act: vote("down", "thanks") },
  "a reason chosen": { act: async (opened) => [await vote("down", "thanks")(opened), await opened.widget.reason("Too long").click()] },
  "the follow-up closed": { act: async (opened) => [await vote("up", "thanks")(opened), await opened.widget.close.click(), await opened.widget.ask.waitFor()] },
  "sending": { answers: [held()], act: vote("up", "sending") },
  "failed": { answers: [LATER], act: vote("down", "failed") },
  "refused": { answers: [{ status: 400 }], act: vote("down", "refused") },
  "too long": { act: async ({ widget }) => [await widget.up.click(), await widget.say("x".repeat(4_001)), await widget.phase("too-long")] },
  "thanks for a comment": { act: write },
  "edit": { act: async (opened) => [await write(opened), await opened.widget.edit.click(), await opened.widget.text.waitFor()] },
  "stars": { attributes: 'controls="rating"', act: point(3) },
  "faces": { attributes: 'controls="rating" scale="faces"', act: point(0) },
  "0 to 10": { attributes: 'controls="rating" scale="nps"', act: point(8) },
  "right to left": { lang: 'lang="ar" dir="rtl"', act: vote("down", "thanks") },
  "compact": { attributes: `size="compact" ${EVERYTHING}`, act: vote("down", "thanks") },
};
