/** A page, as far as the tests use Playwright's: https://playwright.dev/docs/api/class-page */

import { EventEmitter } from "node:events";
import { writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

import { Frame } from "./frame.js";
import { Keyboard } from "./keyboard.js";
import { Mouse } from "./mouse.js";
import { isNamed } from "./network.js";
import { errorOf, initScript } from "./script.js";

/** @typedef {import("./network.js").Exchange} Exchange */
/** @typedef {string | RegExp | ((url: URL) => boolean)} Named */

const BETWEEN_MS = 15;

/** What is true in the page need not be so here, such as a function. @param {Function | string} work */
const isThereYet = (work) => `(async (arg) => {
  const value = await ${typeof work === "string" ? work : `(${work})(arg)`};
  return { isThere: Boolean(value), value };
})(given[0])`;

export class Page extends EventEmitter {
  /** How long a wait may take, in milliseconds. */
  timeout = 30_000;
  /** @type {string[]} */
  initScripts = [];
  /** @type {{ named: Named, handler: (route: any, request: any) => unknown }[]} the last comes first */
  routes = [];
  /** The protocol's name of its window; empty until it has one. */
  window = "";
  #isClosed = false;
  #document = new Frame(this);
  keyboard = new Keyboard(this);
  mouse = new Mouse(this);

  /** @param {import("./context.js").Context} context */
  constructor(context) {
    super();
    this.of = context;
  }

  context = () => this.of;
  isClosed = () => this.#isClosed;
  mainFrame = () => this.#document;
  locator = this.#document.locator.bind(this.#document);
  frameLocator = this.#document.frameLocator.bind(this.#document);
  getByRole = this.#document.getByRole.bind(this.#document);
  getByText = this.#document.getByText.bind(this.#document);
  getByTestId = this.#document.getByTestId.bind(this.#document);
  setDefaultTimeout = (/** @type {number} */ ms) => void (this.timeout = ms);

  /** Gives it a window. @param {string} window */
  show(window) {
    this.window = window;
  }

  /** Runs commands in the page's window. @param {(call: import("./session.js").Call) => Promise<any>} work */
  async run(work) {
    const session = await this.of.ready(this);
    return session.run(work, this.window);
  }

  /** @param {object[]} actions https://www.w3.org/TR/webdriver2/#actions */
  act(actions) {
    return this.run((call) => call("POST", "/actions", { actions }));
  }

  /** Passes on what the page said. @param {any[]} log */
  tell(log) {
    for (const { type, text, thrown } of log) {
      if (thrown) this.emit("pageerror", errorOf(thrown));
      else this.emit("console", { type: () => type, text: () => text });
    }
  }

  /** @param {Function | string} work @param {unknown} [arg] @returns {Promise<any>} */
  evaluate(work, arg) {
    return this.#document.execute(work, [arg]);
  }

  /** @param {Function | string} work @param {unknown} [arg] @param {{ timeout?: number }} [options] */
  async waitForFunction(work, arg, { timeout = this.timeout } = {}) {
    const deadline = performance.now() + timeout;
    for (;;) {
      const { isThere, value } = await this.evaluate(isThereYet(work), arg);
      if (isThere) return { jsonValue: () => Promise.resolve(value) };
      if (performance.now() > deadline) throw new Error(`page.waitForFunction: waited ${timeout} ms for ${work}`);
      await pause(BETWEEN_MS);
    }
  }

  /** @param {Named} named */
  async waitForURL(named) {
    for (let url = await this.#url(); !isNamed(named, url); url = await this.#url()) await pause(BETWEEN_MS);
  }
  #url = () => this.run((call) => call("GET", "/url"));

  /** @param {any} script @param {unknown} [arg] */
  addInitScript(script, arg) {
    this.initScripts.push(initScript(script, arg));
    return Promise.resolve();
  }

  /** @param {string} url @returns {Promise<any>} the answer; null for what no server sends */
  async goto(url) {
    /** @type {Exchange[]} */
    const documents = [];
    const note = (/** @type {Exchange} */ exchange) => exchange.isDocument && documents.push(exchange);
    this.of.on("asked", note);
    await this.run((call) => call("POST", "/url", { url })).finally(() => this.of.off("asked", note));
    if (documents[0]?.failure) throw new Error(`page.goto: ${documents[0].failure} at ${url}`);
    return documents.find(({ status = 0 }) => status < 300 || status >= 400)?.answer ?? null;
  }

  reload = () => this.run((call) => call("POST", "/refresh", {}));
  goBack = () => this.run((call) => call("POST", "/back", {}));
  goForward = () => this.run((call) => call("POST", "/forward", {}));
  title = () => this.run((call) => call("GET", "/title"));
  content = () => this.evaluate("document.documentElement.outerHTML");

  /** @param {{ width: number, height: number }} size */
  async setViewportSize(size) {
    await this.run((call) => this.of.resize(call, size));
  }

  /** What the system prefers; WebKitGTK asks for it once, at its start. @param {Record<string, string | null>} media */
  emulateMedia(media) {
    this.of.prefer(media);
    return Promise.resolve();
  }

  /** @param {Named} named @param {(route: any, request: any) => unknown} handler */
  route(named, handler) {
    this.routes.unshift({ named, handler });
    return Promise.resolve();
  }

  /** @param {Named} named @param {Function} [handler] */
  unroute(named, handler) {
    const isThis = (/** @type {{ named: Named, handler: Function }} */ route) =>
      String(route.named) === String(named) && (handler === undefined || route.handler === handler);
    this.routes = this.routes.filter((route) => !isThis(route));
    return Promise.resolve();
  }

  waitForRequest = (/** @type {any} */ wanted) => this.#next("request", wanted);
  waitForResponse = (/** @type {any} */ wanted) => this.#next("response", wanted);

  /**
   * @param {string} event
   * @param {string | RegExp | ((message: any) => unknown)} wanted
   * @returns {Promise<any>}
   */
  #next(event, wanted) {
    const isWanted = (/** @type {any} */ it) => (typeof wanted === "function" ? wanted(it) : isNamed(wanted, it.url()));
    return this.waitForEvent(event, isWanted);
  }

  /** @param {string} event @param {(it: any) => unknown} [isWanted] @returns {Promise<any>} */
  waitForEvent(event, isWanted = () => true) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`waited ${this.timeout} ms for ${event}`)), this.timeout);
      const listen = (/** @type {any} */ it) => {
        if (!isWanted(it)) return;
        clearTimeout(late);
        this.off(event, listen);
        resolve(it);
      };
      this.on(event, listen);
    });
  }

  /** Litters, since no command makes the collector run: it then does so by itself. */
  async requestGC() {
    await this.evaluate("Array.from({ length: 200 }, () => Array.from({ length: 10_000 }, () => ({}))).length");
  }

  /** @param {{ path?: string }} [options] @returns {Promise<Buffer>} what is in view */
  async screenshot({ path } = {}) {
    const image = Buffer.from(await this.run((call) => call("GET", "/screenshot")), "base64");
    if (path !== undefined) await writeFile(path, image);
    return image;
  }

  async bringToFront() {
    await this.evaluate("window.focus()");
  }

  async close() {
    if (this.#isClosed) return;
    // What the page said last.
    if (this.window !== "") await this.evaluate("undefined");
    this.#isClosed = true;
    await this.of.closed(this);
    this.emit("close", this);
  }
}
