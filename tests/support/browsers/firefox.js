/** The distribution's Firefox, by WebDriver BiDi: https://w3c.github.io/webdriver-bidi/ */

import { firefox } from "playwright-core";

import { find } from "./find.js";

/** No icon is asked for: a page's policy may forbid it, and its test would count that. */
const PREFERENCES = { "browser.chrome.site_icons": false };

/** What Firefox's console says as an error although no script threw. */
const NOT_THROWN = /^(Content-Security-Policy|Cross-Origin Request Blocked): /;

/**
 * The emulation of media in Firefox's preferences, since this protocol of its release has none. They
 * are those of the whole browser: the last page that asked has its way.
 *
 * @typedef {{ colorScheme?: string | null, reducedMotion?: string | null, forcedColors?: string | null }} Media
 * @type {Record<string, (media: Media) => number>}
 */
const EMULATED = {
  "layout.css.prefers-color-scheme.content-override": ({ colorScheme }) => (colorScheme === "dark" ? 0 : 1),
  "ui.prefersReducedMotion": ({ reducedMotion }) => Number(reducedMotion === "reduce"),
  "browser.display.document_color_use": ({ forcedColors }) => (forcedColors === "active" ? 2 : 0),
};

const MENDED = Symbol("mended");

/** @returns {Promise<import("playwright-core").Browser>} */
export async function launchFirefox() {
  const browser = await firefox.launch({
    channel: "moz-firefox",
    executablePath: find(["firefox-esr", "firefox"], { setting: "THUMBSPAN_FIREFOX" }),
    // Preferences can be set while it runs.
    args: ["--remote-allow-system-access"],
    firefoxUserPrefs: PREFERENCES,
  });
  await mend(browser);
  return browser;
}

/**
 * How each running Firefox emulates media, by Playwright's connection to it.
 *
 * @type {WeakMap<object, (params: any) => Promise<unknown>>}
 */
const emulations = new WeakMap();

/**
 * Puts itself between Playwright and Firefox, which knows neither all that Playwright says nor all
 * that it hears. What is reached here is Playwright's inside: its version is pinned.
 *
 * @param {any} browser
 */
async function mend(browser) {
  const inside = browser._connection.toImpl(browser);
  const session = inside._browserSession;
  const { contexts } = await session.send("browsingContext.getTree", { "moz:scope": "chrome" });
  const target = { context: contexts[0].context };
  emulations.set(session.connection, (params) =>
    session.send("script.evaluate", { expression: `${preferences(mediaOf(inside, params))} true`, target, awaitPromise: false }),
  );
  mendSessions(Object.getPrototypeOf(session));
}

/** @param {any} sessions the prototype of all, of every browser; mended once */
function mendSessions(sessions) {
  if (Object.hasOwn(sessions, MENDED)) return;
  Object.defineProperty(sessions, MENDED, { value: true });
  const { send, dispatchMessage } = sessions;
  sessions.send = function sendMended(/** @type {string} */ method, /** @type {any} */ params) {
    const emulate = method === "emulation.setMediaFeaturesOverride" && emulations.get(this.connection);
    return emulate ? emulate(params) : send.call(this, method, params);
  };
  sessions.dispatchMessage = function dispatchMended(/** @type {any} */ message) {
    return dispatchMessage.call(this, toldApart(message));
  };
}

/**
 * What a page, or a new context, is to see.
 *
 * @param {any} inside
 * @param {any} params
 * @returns {Media}
 */
function mediaOf(inside, { contexts = [], features }) {
  const page = inside._bidiPages.get(contexts[0]);
  return page ? page._page.emulatedMedia() : { colorScheme: features["prefers-color-scheme"] };
}

/** @param {Media} media */
function preferences(media) {
  const lines = Object.entries(EMULATED).map(([name, value]) => `Services.prefs.setIntPref("${name}", ${value(media)});`);
  return lines.join(" ");
}

/**
 * A refusal of the network as the line in the console that it is in other browsers.
 *
 * @param {any} message
 */
function toldApart(message) {
  const { method, params } = message;
  if (method !== "log.entryAdded" || params.type !== "javascript" || !NOT_THROWN.test(params.text)) return message;
  const told = { type: "console", method: "error", args: [{ type: "string", value: params.text }] };
  return { ...message, params: { ...params, ...told } };
}
