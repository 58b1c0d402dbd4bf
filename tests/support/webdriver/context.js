/** Pages that share cookies and storage: a browser process of their own. */

import { EventEmitter } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { temporaryFolder } from "../folder.js";
import { openScope } from "../scope.js";
import { Route, isNamed } from "./network.js";
import { Page } from "./page.js";
import { startProxy } from "./proxy.js";
import { firstScript, initScript, runInPage } from "./script.js";
import { startSession } from "./session.js";

/** @typedef {{ width: number, height: number }} Size */

/**
 * @typedef {object} Program
 * @property {string} driver the path of WebKitWebDriver
 * @property {string} browser the path of MiniBrowser
 * @property {string} display
 */

/** As Playwright's. */
const VIEWPORT = { width: 1280, height: 720 };

/** How high the tool bar is at first guess, in pixels. */
const BAR = 20;

/** How long between two looks at a page that is being resized. */
const RESIZE_MS = 10;

/** GTK keeps its tool bar as small as it lets it be: then a window is as narrow as a test wants. */
const STYLE = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border: 0; font-size: 1px; }";

export class Context extends EventEmitter {
  /** @type {Page[]} */
  #pages = [];
  /** @type {Page | undefined} the one that a test did something with last: documents are asked for by it */
  #active;
  /** @type {Page | undefined} the page that it ends with, if any */
  ownedBy;
  /** @type {string[]} */
  #initScripts = [];
  /** @type {Promise<import("./session.js").Session> | undefined} */
  #session;
  /** A window that no page has yet. */
  #spare = "";
  #scope = openScope();
  #isOffline = false;
  /** @type {Record<string, any>} */
  #options;

  /**
   * @param {Program} program
   * @param {Record<string, any>} options
   */
  constructor(program, options) {
    super();
    this.program = program;
    const known = ["viewport", "colorScheme", "reducedMotion", "locale", "offline"];
    const unknown = Object.keys(options).find((name) => !known.includes(name));
    if (unknown !== undefined) throw new Error(`a context in WebKit has no ${unknown}`);
    this.#options = { viewport: VIEWPORT, ...options };
    this.#isOffline = options["offline"] ?? false;
  }

  pages = () => [...this.#pages];

  newPage() {
    const page = new Page(this);
    this.#pages.push(page);
    return Promise.resolve(page);
  }

  /** @param {any} script @param {unknown} [arg] */
  addInitScript(script, arg) {
    this.#initScripts.push(initScript(script, arg));
    return Promise.resolve();
  }

  /** @param {boolean} isOffline */
  async setOffline(isOffline) {
    this.#isOffline = isOffline;
    const tell = `(offline) => {
      Object.defineProperty(navigator, "onLine", { configurable: true, value: !offline });
      dispatchEvent(new Event(offline ? "offline" : "online"));
    }`;
    for (const page of this.#pages.filter(({ window }) => window !== "")) await page.evaluate(`(${tell})(given[0])`, isOffline);
  }

  /** @param {Record<string, string | null>} media */
  prefer({ colorScheme, reducedMotion, ...others }) {
    const unknown = Object.keys(others)[0];
    if (unknown !== undefined) throw new Error(`WebKit can't emulate ${unknown}`);
    if (this.#session) throw new Error("WebKit's media are chosen before its first page is opened");
    this.#options = { ...this.#options, ...(colorScheme !== undefined && { colorScheme }), ...(reducedMotion !== undefined && { reducedMotion }) };
  }

  /**
   * The session, in which a page has its window.
   *
   * @param {Page} page
   */
  async ready(page) {
    this.#session ??= this.#start();
    const session = await this.#session;
    this.#active = page;
    if (page.window === "") {
      const window = this.#spare === "" ? await this.#newWindow(session) : this.#spare;
      this.#spare = "";
      page.show(window);
      await session.run((call) => this.resize(call, this.#options["viewport"] ?? VIEWPORT), window);
    }
    return session;
  }

  async #start() {
    const { driver, browser, display } = this.program;
    const home = await temporaryFolder(this.#scope);
    await this.#settle(join(home, ".config/gtk-3.0"));
    const proxy = await startProxy(this.#scope, {
      firstScript: () => firstScript([...this.#initScripts, ...(this.#active?.initScripts ?? [])]),
      isOffline: () => this.#isOffline,
      asked: (exchange) => this.#asked(exchange),
      answered: ({ answer }) => this.#pages.forEach((page) => page.emit("response", answer)),
      failed: ({ request }) => this.#pages.forEach((page) => page.emit("requestfailed", request)),
    });
    const dark = this.#options["colorScheme"] === "dark" ? ["--dark-mode"] : [];
    const args = ["--automation", `--proxy=http://${proxy}`, ...dark];
    const locale = this.#options["locale"];
    const env = { HOME: home, XDG_RUNTIME_DIR: home, DISPLAY: display, ...SETTLED, ...(locale && { LANGUAGE: locale }) };
    const capabilities = { browserName: "MiniBrowser", "webkitgtk:browserOptions": { binary: browser, args } };
    const session = await startSession(this.#scope, driver, { env, capabilities });
    this.#scope.after(() => session.end());
    this.#spare = await session.run((call) => call("GET", "/window"));
    return session;
  }

  /** @param {import("./session.js").Session} session @returns {Promise<string>} */
  async #newWindow(session) {
    const opener = this.#pages.find(({ window }) => window !== "")?.window ?? this.#spare;
    const { handle } = await session.run((call) => call("POST", "/window/new", { type: "window" }), opener);
    return handle;
  }

  /** What GTK reads at its start. @param {string} folder */
  async #settle(folder) {
    const animations = this.#options["reducedMotion"] !== "reduce";
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "settings.ini"), `[Settings]\ngtk-enable-animations=${animations}\n`);
    await writeFile(join(folder, "gtk.css"), STYLE);
  }

  /**
   * @param {import("./network.js").Exchange} exchange
   * @returns {Promise<boolean>} whether a test answered it
   */
  async #asked(exchange) {
    this.emit("asked", exchange);
    for (const page of this.#pages) page.emit("request", exchange.request);
    const route = this.#pages.flatMap(({ routes }) => routes).find(({ named }) => isNamed(named, exchange.url));
    if (!route) return false;
    return new Promise((resolve) => {
      void route.handler(new Route(exchange, resolve), exchange.request);
    });
  }

  /**
   * Gives the page in a window a size; the window is as much larger as its tool bar is high.
   *
   * @param {import("./session.js").Call} call
   * @param {Size} size
   */
  async resize(call, { width, height }) {
    for (let bar = BAR, tries = 0; ; tries += 1) {
      await call("POST", "/window/rect", { width, height: height + bar });
      const inner = await this.#cameToRest(call, { width, height });
      if (inner.width === width && inner.height === height) return;
      if (tries === 5) throw new Error(`WebKit shows ${inner.width} by ${inner.height}, not ${width} by ${height}`);
      bar += height - inner.height;
    }
  }

  /**
   * @param {import("./session.js").Call} call
   * @param {Size} wanted
   * @returns {Promise<Size>} of the page, once it is that or stays as it is
   */
  async #cameToRest(call, wanted) {
    let last = { width: 0, height: 0 };
    for (let polls = 0; polls < 50 && (last.width !== wanted.width || last.height !== wanted.height); polls += 1) {
      last = (await runInPage(call, "({ width: innerWidth, height: innerHeight })", [])).value;
      await pause(RESIZE_MS);
    }
    return last;
  }

  /** @param {Page} page */
  async closed(page) {
    this.#pages = this.#pages.filter((other) => other !== page);
    if (this.ownedBy === page) await this.close();
    else if (page.window !== "" && this.#session) await this.#closeWindow(page, await this.#session);
  }

  /** @param {Page} page @param {import("./session.js").Session} session */
  async #closeWindow(page, session) {
    // A session ends with its last window.
    if (this.#pages.every(({ window }) => window === "")) {
      const { handle } = await session.run((call) => call("POST", "/window/new", { type: "window" }), page.window);
      this.#spare = handle;
    }
    await session.run((call) => call("DELETE", "/window"), page.window);
  }

  async close() {
    await this.#session?.catch(() => undefined);
    await this.#scope.end();
    this.emit("close", this);
  }
}

/** Nothing of the person's desktop reaches the browser, and it needs none. */
const SETTLED = {
  GIO_USE_VFS: "local",
  GSETTINGS_BACKEND: "memory",
  LIBGL_ALWAYS_SOFTWARE: "1",
  NO_AT_BRIDGE: "1",
};
