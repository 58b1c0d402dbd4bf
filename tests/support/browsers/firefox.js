/** The distribution's Firefox, by WebDriver BiDi: https://w3c.github.io/webdriver-bidi/ */

import { firefox } from "playwright-core";

import { find } from "./find.js";

/** No icon is asked for: a page's policy may forbid it, and its test would count that. */
const PREFERENCES = { "browser.chrome.site_icons": false };

/** What Firefox's console says as an error although no script threw. */
const NOT_THROWN = /^(Content-Security-Policy: |Cross-Origin Request Blocked: |None of the “sha256” hashes in the integrity attribute )/;

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

/** Where the mended keep what they were. */
const UNMENDED = Symbol("unmended");

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

/** Offline for every request, also one that outlives its page and one to this machine. @param {boolean} isOffline */
const offline = (isOffline) =>
  `Services.prefs.setBoolPref("network.disable-localhost-when-offline", true); Services.io.offline = ${isOffline}; true`;

/** Waits until a page's scripts run no more, which is later than its tab is closed. @param {string} context */
const gone = (context) => `(() => {
  const { NavigableManager } = ChromeUtils.importESModule("chrome://remote/content/shared/NavigableManager.sys.mjs");
  const page = NavigableManager.getBrowsingContextById(${JSON.stringify(context)})?.currentWindowGlobal;
  const look = (resolve) => (page?.isClosed ?? true ? resolve() : setTimeout(look, 5, resolve));
  return new Promise(look);
})()`;

/**
 * How each running Firefox does what the protocol's commands do not, or not wholly, by Playwright's
 * connection to it.
 *
 * @type {WeakMap<object, Record<string, (params: any) => Promise<unknown>>>}
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
  const send = mendSessions(Object.getPrototypeOf(session));
  const run = (/** @type {string} */ expression) =>
    send.call(session, "script.evaluate", { expression, target, awaitPromise: true });
  emulations.set(session.connection, {
    "emulation.setMediaFeaturesOverride": (params) => run(`${preferences(mediaOf(inside, params))} true`),
    // The protocol's own does not reach what outlives a page; this alone would leave the cache.
    "emulation.setNetworkConditions": async (params) => {
      await run(offline(params.networkConditions !== null));
      return send.call(session, "emulation.setNetworkConditions", params);
    },
    "browser.removeUserContext": async (params) => {
      await run(offline(false));
      return send.call(session, "browser.removeUserContext", params);
    },
    "browsingContext.close": async (params) => {
      const isGone = run(gone(params.context));
      await send.call(session, "browsingContext.close", params);
      await isGone;
    },
  });
}

/** @param {any} sessions the prototype of all, of every browser; mended once */
function mendSessions(sessions) {
  if (Object.hasOwn(sessions, UNMENDED)) return sessions[UNMENDED];
  const { send, dispatchMessage } = sessions;
  Object.defineProperty(sessions, UNMENDED, { value: send });
  sessions.send = function sendMended(/** @type {string} */ method, /** @type {any} */ params) {
    const emulate = emulations.get(this.connection)?.[method];
    return emulate ? emulate(params) : send.call(this, method, params);
  };
  sessions.dispatchMessage = function dispatchMended(/** @type {any} */ message) {
    return dispatchMessage.call(this, toldApart(message));
  };
  return send;
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
