// The living element, and what it stands on.

import { isColour } from "./check.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {HTMLElement & { value: unknown }} Feedback */

/** What the element reads only when it comes onto the page. */
const AT_START = ["load", "restore", "context"];

const RIGHT_TO_LEFT = ["ar", "he"];

export class Stage {
  #place;
  #state;
  #element = /** @type {Feedback} */ (document.createElement("llm-feedback"));

  /** @param {HTMLElement} place @param {State} state */
  constructor(place, state) {
    this.#place = place;
    this.#state = state;
    place.querySelector(".paper")?.append(this.#element);
  }

  /** Shows the state. @param {string} [name] of what changed; by default, of all */
  show(name) {
    if (name === undefined || AT_START.includes(name)) this.renew();
    else this.#dress();
    this.#view();
  }

  /** An element that nobody touched yet. */
  renew() {
    const fresh = /** @type {Feedback} */ (document.createElement("llm-feedback"));
    const old = this.#element;
    this.#element = fresh;
    this.#dress();
    old.replaceWith(fresh);
  }

  /** Lets the element read its attributes now, so that it says what is wrong with them. */
  wake() {
    const { value } = this.#element;
    this.#element.value = value;
  }

  #dress() {
    const { attributes, properties } = this.#state;
    for (const name of this.#element.getAttributeNames()) if (name !== "style" && !attributes.has(name)) this.#element.removeAttribute(name);
    for (const [name, value] of attributes) if (this.#element.getAttribute(name) !== value) this.#element.setAttribute(name, value);
    const { style } = this.#element;
    for (const name of [...style]) if (!isColour(properties.get(name) ?? "")) style.removeProperty(name);
    for (const [name, value] of properties) if (isColour(value)) style.setProperty(name, value);
  }

  #view() {
    const { on, dir, width, lang } = this.#state.view;
    const { dataset } = this.#place;
    dataset["on"] = on || system();
    dataset["width"] = width || "wide";
    this.#place.lang = lang || "en";
    this.#place.dir = dir || (RIGHT_TO_LEFT.includes(lang) ? "rtl" : "ltr");
  }
}

/** What the person's system prefers. */
const system = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
