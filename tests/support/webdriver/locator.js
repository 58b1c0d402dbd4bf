/** What a person does with an element, and what they see of it: https://playwright.dev/docs/api/class-locator */

import { Found } from "./found.js";
import { patternOf, roleStep } from "./roles.js";

/** @typedef {import("./found.js").Timeout} Timeout */
/** @typedef {Timeout & { force?: boolean, button?: string, clickCount?: number }} Press */

/** What each state is, as a function in the page of all that were found. */
const STATES = /** @type {Record<string, string>} */ ({
  attached: "(all) => all.length > 0",
  detached: "(all) => all.length === 0",
  visible: "(all) => all.length > 0 && isVisible(all[0])",
  hidden: "(all) => all.length === 0 || !isVisible(all[0])",
});

/** In the page: the one text of a box, as if it were typed over the old one. */
const FILL = `(box, text) => {
  if (isDisabled(box) || box.readOnly) return { not: "enabled" };
  box.focus();
  if (box.isContentEditable) getSelection().selectAllChildren(box);
  else box.select();
  document.execCommand(text === "" ? "delete" : "insertText", false, text);
  return { value: undefined };
}`;

export class Locator extends Found {
  /** @param {any[]} more */
  #then(...more) {
    return new Locator(this.frame, [...this.steps, ...more]);
  }

  /** @param {string} selector @param {{ hasText?: string | RegExp }} [options] @returns {Locator} */
  locator(selector, options = {}) {
    return this.#then({ css: selector }).filter(options);
  }

  /** @param {{ hasText?: string | RegExp, visible?: boolean }} options @returns {Locator} */
  filter({ hasText, visible }) {
    const byText = hasText === undefined ? [] : [{ hasText: patternOf(hasText) }];
    return this.#then(...byText, ...(visible === undefined ? [] : [{ visible }]));
  }

  first = () => this.#then({ nth: 0 });
  last = () => this.#then({ nth: -1 });
  nth = (/** @type {number} */ index) => this.#then({ nth: index });
  getByRole = (/** @type {string} */ role, /** @type {any} */ options = {}) => this.#then(roleStep(role, options));
  getByText = (/** @type {string | RegExp} */ text, /** @type {any} */ options = {}) => this.#then({ byText: patternOf(text, options) });
  page = () => this.frame.page;

  async all() {
    return Array.from({ length: await this.count() }, (_, index) => this.nth(index));
  }

  /** @param {Timeout & { state?: string }} [options] */
  async waitFor({ state = "visible", ...options } = {}) {
    const attempt = async () => ((await this.evaluateAll(STATES[state] ?? "")) ? { value: undefined } : { not: state });
    await this.until("waitFor", attempt, options);
  }

  /** Waits until a press would meet the element. @param {Press} options */
  async #point({ force = false, ...options }) {
    const attempt = () => this.evaluate("pressable", { force }, options);
    const { x, y } = (await this.until("click", async () => renamed(await attempt()), options));
    return { x, y };
  }

  /** @param {Press} [options] */
  async click(options = {}) {
    const { x, y } = await this.#point(options);
    await this.frame.click(x, y, options);
  }

  /** @param {Press} [options] */
  dblclick(options) {
    return this.click({ ...options, clickCount: 2 });
  }

  /** @param {Press} [options] */
  async hover(options = {}) {
    const { x, y } = await this.#point({ force: true, ...options });
    await this.frame.click(x, y, { clickCount: 0 });
  }

  /** @param {Timeout} [options] */
  async focus(options) {
    await this.evaluate("(element) => element.focus()", undefined, options);
  }

  /** @param {Timeout} [options] */
  async blur(options) {
    await this.evaluate("(element) => element.blur()", undefined, options);
  }

  /** @param {string} text @param {Timeout} [options] */
  async fill(text, options = {}) {
    await this.waitFor(options);
    await this.until("fill", () => this.evaluate(FILL, text, options), options);
  }

  /** @param {Timeout} [options] */
  clear(options) {
    return this.fill("", options);
  }

  /** @param {string} keys @param {Timeout} [options] */
  async press(keys, options) {
    await this.focus(options);
    await this.frame.page.keyboard.press(keys);
  }

  /** @param {string} text @param {Timeout} [options] */
  async pressSequentially(text, options) {
    await this.focus(options);
    await this.frame.page.keyboard.type(text);
  }

  /** @param {boolean} wanted @param {Press} [options] */
  async setChecked(wanted, options) {
    if ((await this.isChecked(options)) !== wanted) await this.click(options);
  }
  check = (/** @type {Press} */ options = {}) => this.setChecked(true, options);
  uncheck = (/** @type {Press} */ options = {}) => this.setChecked(false, options);

  /** @param {string | string[]} values @param {Timeout} [options] @returns {Promise<string[]>} */
  selectOption(values, options) {
    return this.evaluate(`(list, wanted) => {
      for (const option of list.options) option.selected = wanted.includes(option.value) || wanted.includes(option.label);
      for (const name of ["input", "change"]) list.dispatchEvent(new Event(name, { bubbles: true, composed: name === "input" }));
      return [...list.selectedOptions].map((option) => option.value);
    }`, [values].flat(), options);
  }

  /** @param {string} type @param {object} [init] @param {Timeout} [options] */
  async dispatchEvent(type, init = {}, options = {}) {
    await this.evaluate("(element, [name, given]) => void element.dispatchEvent(new Event(name, { bubbles: true, composed: true, cancelable: true, ...given }))", [type, init], options);
  }

  /** @param {Timeout} [options] */
  async scrollIntoViewIfNeeded(options) {
    await this.evaluate(`(element) => {
      const { top, left, bottom, right } = element.getBoundingClientRect();
      if (top < 0 || left < 0 || bottom > innerHeight || right > innerWidth) element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    }`, undefined, options);
  }

  inputValue = (/** @type {Timeout} */ options = {}) => this.evaluate("(box) => box.value", undefined, options);
  innerText = (/** @type {Timeout} */ options = {}) => this.evaluate("(element) => element.innerText", undefined, options);
  innerHTML = (/** @type {Timeout} */ options = {}) => this.evaluate("(element) => element.innerHTML", undefined, options);
  textContent = (/** @type {Timeout} */ options = {}) => this.evaluate("(element) => element.textContent", undefined, options);
  getAttribute = (/** @type {string} */ name, /** @type {Timeout} */ options = {}) => this.evaluate("(element, attribute) => element.getAttribute(attribute)", name, options);
  allTextContents = () => this.evaluateAll("(all) => all.map((element) => element.textContent)");
  allInnerTexts = () => this.evaluateAll("(all) => all.map((element) => element.innerText)");
  isVisible = () => this.evaluateAll("(all) => all.length > 0 && isVisible(all[0])");
  isHidden = () => this.evaluateAll("(all) => all.length === 0 || !isVisible(all[0])");
  isDisabled = (/** @type {Timeout} */ options = {}) => this.evaluate("(element) => isDisabled(element)", undefined, options);
  isEnabled = (/** @type {Timeout} */ options = {}) => this.evaluate("(element) => !isDisabled(element)", undefined, options);
  isChecked = (/** @type {Timeout} */ options = {}) => this.evaluate('(element) => element.checked ?? element.getAttribute("aria-checked") === "true"', undefined, options);

  /** @param {Timeout} [options] @returns {Promise<{ x: number, y: number, width: number, height: number } | null>} */
  boundingBox(options) {
    return this.evaluate(`(element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return element.getClientRects().length === 0 ? null : { x, y, width, height };
    }`, undefined, options);
  }

  /** @param {Timeout} [options] @returns {Promise<ElementHandle>} */
  async elementHandle(options = {}) {
    return new ElementHandle(this.frame, await this.evaluate("(element) => element", undefined, { ...options, raw: true }));
  }
}

/** A particular element, whatever becomes of it. */
export class ElementHandle {
  /**
   * @param {import("./frame.js").Frame} frame
   * @param {import("./script.js").Handle} handle
   */
  constructor(frame, handle) {
    this.frame = frame;
    this.handle = handle;
  }

  /** @param {Function} work @param {unknown} [arg] */
  evaluate(work, arg) {
    return this.frame.execute(work, [this.handle, arg]);
  }

  dispose() {
    return Promise.resolve();
  }
}

/** @param {{ point: { x: number, y: number } } | { not: string }} outcome */
function renamed(outcome) {
  return "point" in outcome ? { value: outcome.point } : outcome;
}
