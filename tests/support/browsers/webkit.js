/** WebKitGTK's MiniBrowser, by WebDriver, on a screen of its own that nobody sees. */

import { readdirSync } from "node:fs";

import { start } from "../program.js";
import { openScope } from "../scope.js";
import { Context } from "../webdriver/context.js";
import { find } from "./find.js";

/**
 * The screen is small and windows are larger than it: so the pointer, which rests in its middle, is
 * above each window's tool bar, and gives it the focus.
 */
const SCREEN = ["-screen", "0", "400x16x24", "-nolisten", "tcp"];

/** Where distributions put WebKit's MiniBrowser. */
function folders() {
  const roots = ["/usr/libexec", "/usr/lib64", "/usr/lib", ...readdirSync("/usr/lib").map((name) => `/usr/lib/${name}`)];
  return roots.map((root) => `${root}/webkit2gtk-4.1`);
}

/** @returns {Promise<import("playwright-core").Browser>} as much of it as the tests use */
export async function launchWebKit() {
  const scope = openScope();
  const screen = start(scope, find(["Xvfb"]), [...SCREEN, "-displayfd", "1"]);
  const [, number] = await screen.until(/^(\d+)$/m);
  const browser = new Browser(scope, {
    driver: find(["WebKitWebDriver"]),
    browser: find(["MiniBrowser"], { folders: folders() }),
    display: `:${number}`,
  });
  return /** @type {any} */ (browser);
}

class Browser {
  #scope;
  #program;
  /** @type {Set<Context>} */
  #contexts = new Set();

  /**
   * @param {ReturnType<typeof openScope>} scope
   * @param {import("../webdriver/context.js").Program} program
   */
  constructor(scope, program) {
    this.#scope = scope;
    this.#program = program;
  }

  contexts = () => [...this.#contexts];
  browserType = () => ({ name: () => "webkit" });

  /** @param {Record<string, any>} [options] */
  newContext(options = {}) {
    const context = new Context(this.#program, options);
    this.#contexts.add(context);
    context.once("close", () => this.#contexts.delete(context));
    return Promise.resolve(context);
  }

  /** A page with a context of its own, which ends with it. @param {Record<string, any>} [options] */
  async newPage(options) {
    const context = await this.newContext(options);
    const page = await context.newPage();
    context.ownedBy = page;
    return page;
  }

  async close() {
    await Promise.all(this.contexts().map((context) => context.close()));
    await this.#scope.end();
  }
}
