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

/**
 * What was said about one answer.
 *
 * @typedef {object} Said
 * @property {number} revision
 * @property {Vote[]} votes
 * @property {Vote[]} first what the element was shown with
 * @property {Map<string, Vote[]>} after a control's votes as an event left them, by its id
 */

/** @type {Map<string, Said>} what was said on this page: at least as new as what Python knows, also after a remount */
const said = new Map();

/** What names an answer, besides the person: the element's attributes; with underscores, an event's target. */
const IDS = ["span-id", "trace-id", "session-id", "join-key"];

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
  /** @type {Map<string, Data>} each answer that was shown here: a press may be about one before */
  #shown = new Map();
  /** @type {Map<string, { data: Data, revises: string | undefined }>} the newest event of each control */
  #newest = new Map();
  /** @type {string[]} controls that say something else now, which no event has said yet */
  #changed = [];

  constructor() {
    this.element.addEventListener("feedback-change", (event) => this.#change(event));
    this.element.addEventListener("feedback-submit", (event) => this.#submitted(event));
    // Within the element: the focus that moves from its button to its box is no event outside.
    this.element.shadowRoot?.addEventListener("focusin", (event) => this.#limit(event));
  }

  /** @param {Component["parentElement"]} place @param {Data} data @param {(told: Told) => void} tell */
  update(place, data, tell) {
    const before = this.#data;
    this.#data = data;
    this.#tell = tell;
    this.#shown.set(JSON.stringify([...IDS, "submitter-id"].map((name) => data.attributes[name])), data);
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

  /** Shows what was said before: here, else as Python knows it, else as the relay does. */
  #recall() {
    const data = /** @type {Data} */ (this.#data);
    const { revision, votes, asks } = data;
    const here = said.get(nameOf(data));
    const known = here?.revision === revision ? here : { revision, votes, after: new Map() };
    const now = { ...known, first: known.votes };
    said.set(nameOf(data), now);
    if (now.votes[0]) this.#show(now.votes);
    else if (asks && !here) void this.#ask(data, now);
  }

  /** @param {Vote[]} votes */
  #show(votes) {
    // The element takes the relay's list of votes too.
    this.element.value = /** @type {any} */ (votes);
  }

  /** A courtesy, as the element's own `restore`; but Python is told too. @param {Data} data @param {Said} now */
  async #ask(data, now) {
    const { relay, ticket } = this.element;
    try {
      const answer = await fetch(`${relay?.replace(/\/$/, "")}/v1/feedback/restore`, { method: "POST", body: JSON.stringify({ ticket }), credentials: "omit" });
      const { votes } = await answer.json();
      const isStill = this.#data && nameOf(this.#data) === nameOf(data) && said.get(nameOf(data)) === now;
      if (!isStill || now.votes[0] || !votes[0]) return;
      now.votes = now.first = votes;
      this.#show(votes);
      if (this.#data?.tells === "change") this.#say(data, true);
    } catch {
      // The relay is away: nothing is shown, and votes wait in the outbox.
    }
  }

  /** @param {CustomEvent<import("../../pkg/index.js").ChangeDetail>} event */
  #change(event) {
    this.#changed.push(event.detail.label);
    // The event that says so comes in the same task; without it, what was said was taken back before it was sent.
    queueMicrotask(() => {
      for (const control of this.#changed.splice(0)) this.#takenBack(control);
    });
  }

  /** @param {string} control */
  #takenBack(control) {
    const { data, revises } = this.#newest.get(control) ?? {};
    const now = data && said.get(nameOf(data));
    if (!now) return;
    const before = now.after.get(revises ?? "") ?? now.first.filter(({ label }) => controlOf(label) === control);
    this.#keep(data, control, before);
  }

  /** @param {CustomEvent<import("../../pkg/index.js").FeedbackEvent>} event */
  #submitted(event) {
    const { id, signals, target, submitter, revises } = event.detail;
    const ids = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (target));
    const data = this.#shown.get(JSON.stringify([...IDS.map((name) => ids[name.replace("-", "_")]), submitter?.id])) ?? /** @type {Data} */ (this.#data);
    if (!data.sends) event.preventDefault();
    this.#changed.pop();
    const control = controlOf(signals[0]?.label ?? "");
    const named = new Set(signals.map(({ label }) => label));
    const others = said.get(nameOf(data))?.votes.filter(({ label }) => controlOf(label) === control && !named.has(label)) ?? [];
    this.#newest.set(control, { data, revises });
    this.#keep(data, control, [...others, ...signals.filter(({ value }) => value !== null).map(({ label, value }) => ({ label, value, id }))], id);
  }

  /** @param {Data} data @param {string} control @param {Vote[]} votes @param {string} [id] */
  #keep(data, control, votes, id) {
    const now = said.get(nameOf(data));
    if (!now) return;
    if (id) now.after.set(id, votes);
    now.votes = [...now.votes.filter(({ label }) => controlOf(label) !== control), ...votes];
    if (data.tells === "change") this.#say(data, false);
    else if (data.tells === "end") void this.#sayAtEnd(data, control === "user_comment");
  }

  /** Tells when nothing more is asked: with the comment, or when the follow-up is closed, or did not open. @param {Data} data @param {boolean} isLast */
  async #sayAtEnd(data, isLast) {
    this.#closing?.disconnect();
    // The follow-up opens after the event.
    await new Promise((next) => {
      setTimeout(next);
    });
    const more = this.element.shadowRoot?.querySelector(".more");
    const isOpen = () => more?.getAttribute("data-open") === "true";
    if (isLast || !isOpen()) {
      this.#say(data, false);
      return;
    }
    this.#closing = new MutationObserver(() => {
      if (isOpen()) return;
      this.#closing?.disconnect();
      this.#say(data, false);
    });
    this.#closing.observe(/** @type {Element} */ (more), { attributeFilter: ["data-open"] });
  }

  /** @param {Data} data @param {boolean} is_restored nobody has said it just now */
  #say(data, is_restored) {
    const now = said.get(nameOf(data));
    if (now) this.#tell({ about: data.about, revision: now.revision, votes: now.votes, is_restored });
  }

  /** @param {Event} event */
  #limit(event) {
    const longest = this.#data?.longest;
    if (longest && event.target instanceof HTMLTextAreaElement) event.target.maxLength = longest;
  }
}

/** @param {Data} data */
const nameOf = ({ key, about }) => `${key} ${about}`;

/** Whose votes have a label: each reason has one of its own. @param {string} label */
const controlOf = (label) => (label.startsWith("user_reason_") ? "user_reasons" : label);

/** Whether Streamlit's theme, which need not be the page's `color-scheme`, has light text. @param {Element} element */
function isDark(element) {
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(element).color.match(/[\d.]+/g) ?? []).map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 127;
}
