/** A page of a test's own, on an origin of its own, with what happens on it written down. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { inCheckout } from "../../support/checkout.js";
import { atEnd } from "../../support/scope.js";
import { serveFolder } from "../../support/site.js";
import { Widget } from "./widget.js";

/** The script as a page embeds it: from the relay, which is another origin. */
export const EMBED = '<script type="module" src="{{relay}}/thumbspan.js"></script>';

/** The script from the page's own origin, for pages whose elements name a relay. */
export const OWN = '<script type="module" src="/thumbspan.js"></script>';

const EVENTS = ["feedback-change", "feedback-submit", "feedback-sent", "feedback-error"];

/**
 * @typedef {object} Seen one of the element's DOM events, as it reached the window
 * @property {string} name
 * @property {any} detail
 * @property {string} target the id of the element that it came from, or its tag
 * @property {boolean} cancelable
 */

/**
 * @typedef {object} Options
 * @property {import("playwright-core").Browser} browser
 * @property {string} html the page, in which `{{relay}}` is the relay's origin
 * @property {{ url: string }} [relay]
 * @property {Record<string, string>} [headers] of every answer; `{{relay}}` as in the page
 * @property {string} [folder] what lies on the page's origin beside it, by default pkg/dist
 * @property {(page: import("playwright-core").Page) => Promise<unknown>} [before] runs before the page is loaded
 * @property {Record<string, string>} [pages] further pages, by their path
 */

/** A page of tests/e2e/pages. @param {string} name */
export function fixture(name) {
  return readFile(inCheckout(`tests/e2e/pages/${name}.html`), "utf8");
}

/**
 * Opens a page; it closes with the test, which fails if a script of the page threw.
 *
 * @param {import("../../support/scope.js").Scope} scope
 * @param {Options} options
 * @returns {Promise<Opened>}
 */
export async function open(scope, options) {
  return visit(scope, { browser: options.browser, url: await serveSite(scope, options), before: options.before });
}

/**
 * @param {import("../../support/scope.js").Scope} scope
 * @param {Omit<Options, "browser" | "before">} site
 * @returns {Promise<string>} its origin
 */
function serveSite(scope, { html, relay, headers = {}, folder = "pkg/dist", pages = {} }) {
  const fill = (/** @type {string} */ text) => text.replaceAll("{{relay}}", relay?.url ?? "");
  return serveFolder(scope, inCheckout(folder), {
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)])),
    pages: { "/index.html": fill(html), ...pages },
  });
}

/**
 * Somebody who comes back: pages with the same storage.
 *
 * @param {import("../../support/scope.js").Scope} scope
 * @param {Omit<Options, "before">} options
 */
export async function visitor(scope, options) {
  const url = await serveSite(scope, options);
  const context = await options.browser.newContext();
  atEnd(scope, () => context.close());
  /** @param {Options["before"]} [before] @param {string} [path] */
  const come = (before, path = "/") => visit(scope, { browser: context, url: url + path, before });
  return { context, url, come };
}

/**
 * A page that something else serves; else as {@link open}.
 *
 * @param {import("../../support/scope.js").Scope} scope
 * @param {{ browser: Pick<import("playwright-core").Browser, "newPage">, url: string, before?: Options["before"] }} options
 * @returns {Promise<Opened>}
 */
export async function visit(scope, { browser, url, before }) {
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  const opened = new Opened(page, url);
  atEnd(scope, async () => {
    await page.close();
    assert.deepEqual(opened.faults, [], "a script of the page threw");
  });
  await page.addInitScript(writeDown, EVENTS);
  await before?.(page);
  await page.goto(url);
  return opened;
}

/** In the page. @param {string[]} names */
function writeDown(names) {
  /** @type {Seen[]} */
  const seen = [];
  Object.assign(window, { seen });
  for (const name of names) {
    addEventListener(name, (event) => {
      const { detail, target, cancelable } = /** @type {CustomEvent} */ (event);
      const { id, localName } = /** @type {Element} */ (target);
      seen.push({ name, detail, target: id || localName, cancelable });
    });
  }
}

export class Opened {
  /** @type {string[]} what the page's scripts threw */
  faults = [];
  /** @type {string[]} warnings in the console */
  warnings = [];
  /** @type {string[]} every request, as method and URL */
  requests = [];

  /**
   * @param {import("playwright-core").Page} page
   * @param {string} url
   */
  constructor(page, url) {
    this.page = page;
    this.url = url;
    this.widget = this.widgetAt("llm-feedback");
    page.on("pageerror", (error) => this.faults.push(error.message));
    page.on("console", (message) => message.type() === "warning" && this.warnings.push(message.text()));
    page.on("request", (request) => this.requests.push(`${request.method()} ${request.url()}`));
  }

  /** @param {string} selector */
  widgetAt(selector) {
    return new Widget(this.page.locator(selector).first());
  }

  /** The posts of feedback so far. */
  get posts() {
    return this.requests.filter((request) => request.endsWith("/v1/feedback"));
  }

  /** The element's events so far. @returns {Promise<Seen[]>} */
  seen() {
    return this.page.evaluate(() => /** @type {any} */ (window).seen);
  }

  /**
   * Waits until an event was fired so many times.
   *
   * @param {string} name without `feedback-`
   * @param {number} [count]
   * @returns {Promise<any[]>} the details of all of its name
   */
  async events(name, count = 1) {
    const wanted = { name: `feedback-${name}`, count };
    await this.page.waitForFunction(
      (want) => /** @type {any} */ (window).seen.filter((/** @type {Seen} */ seen) => seen.name === want.name).length >= want.count,
      wanted,
    );
    return (await this.seen()).filter((seen) => seen.name === wanted.name).map(({ detail }) => detail);
  }

  /** Waits for the one event of a name, and that there is one only. @param {string} name */
  async event(name) {
    const all = await this.events(name);
    assert.equal(all.length, 1, `feedback-${name}`);
    return all[0];
  }
}
