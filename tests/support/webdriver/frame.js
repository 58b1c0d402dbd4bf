/** A document that a test looks into: the page's own, or that of a frame in it. */

import { ELEMENT, WebDriverError } from "./session.js";
import { Handle, runInPage } from "./script.js";
import { clicks, pointer } from "./mouse.js";
import { Locator } from "./locator.js";
import { patternOf, roleStep } from "./roles.js";

/** @typedef {import("./found.js").Place} Place */

export class Frame {
  /**
   * @param {import("./page.js").Page} page
   * @param {Place[]} path the frames on the way, outermost first
   */
  constructor(page, path = []) {
    this.page = page;
    this.path = path;
  }

  /** @param {any} selector @param {any} [options] */
  locator(selector, options) {
    return new Locator(this, []).locator(selector, options);
  }

  /** @param {string} selector */
  frameLocator(selector) {
    return new Frame(this.page, [...this.path, { steps: this.locator(selector).steps }]);
  }

  /** @param {string} role @param {any} [options] */
  getByRole(role, options) {
    return new Locator(this, [roleStep(role, options)]);
  }

  /** @param {string | RegExp} text @param {{ exact?: boolean }} [options] */
  getByText(text, options) {
    return new Locator(this, [{ byText: patternOf(text, options) }]);
  }

  /** @param {string} id */
  getByTestId(id) {
    return this.locator(`[data-testid=${JSON.stringify(id)}]`);
  }

  /**
   * Runs a function in the document; what the page said meanwhile is told first.
   *
   * @param {Function | string} work
   * @param {unknown[]} given
   * @param {{ raw?: boolean }} [how]
   */
  async execute(work, given, how) {
    const { value, log } = await this.page.run((call) => this.#inside(call, () => runInPage(call, work, given, how))).catch((error) => {
      this.page.tell(error.log ?? []);
      throw error;
    });
    this.page.tell(log);
    return value;
  }

  /**
   * Runs commands with the document selected.
   *
   * @param {(call: import("./session.js").Call) => Promise<any>} work
   */
  run(work) {
    return this.page.run((call) => this.#inside(call, () => work(call)));
  }

  /** Moves the pointer to a point of the document, and presses. @param {number} x @param {number} y @param {import("./mouse.js").Press} press */
  async click(x, y, press) {
    await this.run((call) => call("POST", "/actions", { actions: pointer(clicks(x, y, press)) }));
  }

  /**
   * @param {import("./session.js").Call} call
   * @param {() => Promise<any>} work
   */
  async #inside(call, work) {
    if (this.path.length === 0) return work();
    try {
      for (const { steps } of this.path) {
        const { value } = await runInPage(call, "query([document], given[0])[0] ?? null", [steps], { raw: true });
        if (!(value instanceof Handle)) throw new WebDriverError("no such frame", JSON.stringify(steps));
        await call("POST", "/frame", { id: { [ELEMENT]: value.id } });
      }
      return await work();
    } finally {
      await call("POST", "/frame", { id: null });
    }
  }
}
