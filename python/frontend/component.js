// The Streamlit component: one <llm-feedback> where Streamlit wants it, and what is said told to Python.
// What comes from Python is made in ../src/thumbspan/streamlit/wire.py.

import "../../pkg/define.js";

/** @typedef {{ label: string, value: unknown, id: string }} Vote what was said, with the event that said it */
/** @typedef {{ about: string, revision: number, votes: Vote[], is_restored: boolean }} Told */

/**
 * @typedef {object} Data
 * @property {string} key the Python key
 * @property {string} about what is rated and by whom: another one is another answer
 * @property {number} revision goes up when Python sets the votes
 * @property {Vote[]} votes what Python knows
 * @property {Record<string, string>} attributes of the element
 * @property {boolean} sends whether votes go to the relay; else Python alone has them
 * @property {"change" | "end" | "never"} tells when Python is told: at each change, once the follow-up is done, or never
 * @property {boolean} asks whether the relay is asked what was said at an earlier visit
 * @property {number | null} longest characters of a comment
 */

/** @typedef {{ data: Data, parentElement: ShadowRoot | HTMLElement, setStateValue: (name: string, value: unknown) => void }} Component */

const TAG = "llm-feedback";

/** @type {WeakMap<Component["parentElement"], Shown>} */
const all = new WeakMap();

/** @type {Map<string, { revision: number, votes: Vote[] }>} what was said on this page: at least as new as what Python knows, also after a remount */
const said = new Map();

/**
 * Draws, and is called again on the same place when the data or the theme changes.
 *
 * It is not async, and gives nothing back to be called at the end: a call that another one has overtaken
 * is ended at once, and would take away what the newer one had drawn. The place goes with its element.
 *
 * @param {Component} component
 */
export default function render({ data, parentElement, setStateValue }) {
  const now = all.get(parentElement);
  const shown = now?.element.isConnected ? now : new Shown();
  all.set(parentElement, shown);
  shown.update(parentElement, data, (told) => setStateValue("feedback", told));
}

class Shown {
  element = document.createElement(TAG);
  /** @type {Data | undefined} */
  #data;
  /** @type {(told: Told) => void} */
  #tell = () => {};
  /** @type {MutationObserver | undefined} looks whether the follow-up is closed */
  #closing;

  constructor() {
    this.element.addEventListener("feedback-submit", (event) => this.#submitted(event));
    // Within the element: the focus that moves from its button to its box is no event outside.
    this.element.shadowRoot?.addEventListener("focusin", (event) => this.#limit(event));
  }

  /** @param {Component["parentElement"]} place @param {Data} data @param {(told: Told) => void} tell */
  update(place, data, tell) {
    const before = this.#data;
    this.#data = data;
    this.#tell = tell;
    for (const name of Object.keys(before?.attributes ?? {})) if (!(name in data.attributes)) this.element.removeAttribute(name);
    for (const [name, value] of Object.entries(data.attributes)) if (this.element.getAttribute(name) !== value) this.element.setAttribute(name, value);
    if (!this.element.isConnected) {
      // One that another version of this file has drawn.
      place.querySelector(TAG)?.remove();
      // With its attributes: an element without a target would fetch the wasm at once.
      place.append(this.element);
    }
    this.element.style.colorScheme = isDark(this.element) ? "dark" : "light";
    if (before?.key === data.key && before.about === data.about && before.revision === data.revision) return;
    this.#closing?.disconnect();
    if (before) this.element.reset();
    this.#recall();
  }

  get #name() {
    return `${this.#data?.key} ${this.#data?.about}`;
  }

  /** Shows what was said before: here, else as Python knows it, else as the relay does. */
  #recall() {
    const { revision, votes, asks } = /** @type {Data} */ (this.#data);
    const here = said.get(this.#name);
    const known = here?.revision === revision ? here.votes : votes;
    said.set(this.#name, { revision, votes: known });
    if (known[0]) this.#show(known);
    else if (asks && !here) void this.#ask();
  }

  /** @param {Vote[]} votes */
  #show(votes) {
    // The element takes the relay's list of votes too.
    this.element.value = /** @type {any} */ (votes);
  }

  /** A courtesy, as the element's own `restore`; but Python is told too. */
  async #ask() {
    const name = this.#name;
    const { relay, ticket } = this.element;
    try {
      const answer = await fetch(`${relay?.replace(/\/$/, "")}/v1/feedback/restore`, { method: "POST", body: JSON.stringify({ ticket }), credentials: "omit" });
      const { votes } = await answer.json();
      if (name !== this.#name || said.get(name)?.votes[0] || !votes[0]) return;
      this.#keep(votes);
      this.#show(votes);
      if (this.#data?.tells === "change") this.#say(true);
    } catch {
      // The relay is away: nothing is shown, and votes wait in the outbox.
    }
  }

  /** @param {CustomEvent<import("../../pkg/index.js").FeedbackEvent>} event */
  #submitted(event) {
    if (!this.#data?.sends) event.preventDefault();
    const { id, signals } = event.detail;
    const named = new Set(signals.map(({ label }) => label));
    const others = this.#votes.filter(({ label }) => !named.has(label));
    this.#keep([...others, ...signals.filter(({ value }) => value !== null).map(({ label, value }) => ({ label, value, id }))]);
    if (this.#data?.tells === "change") this.#say(false);
    else if (this.#data?.tells === "end") void this.#sayAtEnd(named.has("user_comment"));
  }

  /** Tells when nothing more is asked: with the comment, or when the follow-up is closed, or did not open. @param {boolean} isLast */
  async #sayAtEnd(isLast) {
    this.#closing?.disconnect();
    // The follow-up opens after the event.
    await new Promise((next) => {
      setTimeout(next);
    });
    const more = this.element.shadowRoot?.querySelector(".more");
    const isOpen = () => more?.getAttribute("data-open") === "true";
    if (isLast || !isOpen()) {
      this.#say(false);
      return;
    }
    this.#closing = new MutationObserver(() => {
      if (isOpen()) return;
      this.#closing?.disconnect();
      this.#say(false);
    });
    this.#closing.observe(/** @type {Element} */ (more), { attributeFilter: ["data-open"] });
  }

  /** @param {boolean} is_restored nobody has said it just now */
  #say(is_restored) {
    const { about, revision } = /** @type {Data} */ (this.#data);
    this.#tell({ about, revision, votes: this.#votes, is_restored });
  }

  get #votes() {
    return said.get(this.#name)?.votes ?? [];
  }

  /** @param {Vote[]} votes */
  #keep(votes) {
    said.set(this.#name, { revision: this.#data?.revision ?? 0, votes });
  }

  /** @param {Event} event */
  #limit(event) {
    const longest = this.#data?.longest;
    if (longest && event.target instanceof HTMLTextAreaElement) event.target.maxLength = longest;
  }
}

/** Whether Streamlit's theme, which need not be the page's `color-scheme`, has light text. @param {Element} element */
function isDark(element) {
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(element).color.match(/[\d.]+/g) ?? []).map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 127;
}
