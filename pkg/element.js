// The element: real buttons at once, without wasm; the widget itself when somebody touches them.
// Importing has no effect. This module and what it imports is what every page pays for, so what only
// some pages need at rest is in more.js. See docs/size.md.

import { left } from "./outbox/left.js";
import { draw } from "./rest.js";
import { thumbs } from "./resting/thumbs.js";
import { fetchWasm, loadMore, loadWidget, relayUrl } from "./seam/entry.js";
import { snapshot } from "./snapshot.js";
import { styleAtRest } from "./style.js";
import { atRest } from "./text/at-rest.js";

/** Properties that reflect attributes, by the attribute's type; in an order that compresses well. */
const STRINGS = "submitterId name traceId size theme spanId ask context relay load joinKey mlApp controls sessionId scale ticket".split(" ");
const BOOLEANS = "disabled required restore".split(" ");
const OBJECTS = "tags reasons texts".split(" ");
const REFLECTED = [...STRINGS, ...BOOLEANS, ...OBJECTS];

/** Attributes that draw the resting buttons anew: those that they show, and those that name a target. */
const SHOWN = /[ne]-|co|sc|x|^la|th|z/;

/** What may name a target: on the element, around it, on the page. The widget decides. */
const OWN = ["span-id", "trace-id", "session-id", "join-key"];
const AROUND = "[data-llm-span-id],[data-llm-trace-id],[data-llm-session-id],:has(>script[data-llm-feedback]:not(:empty))";
const PAGE = "meta:is([name=llm-span-id],[name=llm-trace-id],[name=llm-session-id]):not([content=''])";

/** @param {string} property */
const attributeOf = (property) => property.replace(/[A-Z]/, "-$&").toLowerCase();

/** Where nothing but the DOM exists, as on a server, the module can still be imported. */
const Base = globalThis.HTMLElement ?? class {};

/** @type {Node | undefined} the resting thumbs: elements show copies */
let drawn;

/**
 * Thumbs, ratings, reasons and comments for one LLM answer.
 *
 * @tagname llm-feedback
 */
export class LlmFeedback extends Base {
  static formAssociated = true;
  static observedAttributes = [...REFLECTED.map(attributeOf), "lang"];

  /**
   * Registers the element; a second call, or a second copy of the package, changes nothing.
   *
   * @param {string} [tag]
   * @param {CustomElementRegistry} [registry]
   */
  static define(tag = "llm-feedback", registry = globalThis.customElements) {
    if (registry && !registry.get(tag)) registry.define(tag, this);
  }

  /** @type {import("./widget.js").Widget | undefined} */
  #widget;
  #isStarting = false;
  /** @type {import("./widget.js").Touch[]} what somebody did before the widget was there */
  #touches = [];
  /** @type {unknown} set before the widget was there */
  #value;
  /** @type {import("./more.js").More | undefined} */
  #more;
  #root = this.attachShadow({ mode: "open" });
  #frame = document.createElement("fieldset");
  #internals = this.attachInternals();

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [styleAtRest()];
    this.#frame.part.add("frame");
    for (const type of ["pointerover", "focusin", "mousedown", "click", "keydown", "input"]) this.#frame.addEventListener(type, this);
  }

  connectedCallback() {
    // A framework may have set properties before the element was defined.
    const own = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (this));
    for (const name of [...REFLECTED, "value"]) {
      if (!Object.hasOwn(own, name)) continue;
      const value = own[name];
      delete own[name];
      own[name] = value;
    }
    if (this.#widget) {
      this.#widget.refresh();
      return;
    }
    this.#draw(true);
    const load = this.getAttribute("load");
    if (load === "visible") later(({ see }) => see(this));
    else if (load) idle(() => this.#start(), load);
    if (left()) idle(() => later(({ openOutbox }) => openOutbox()));
  }

  disconnectedCallback() {
    // A move disconnects and connects in one step: only what is still out afterwards is freed.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#widget?.free();
      this.#widget = undefined;
    });
  }

  /** @param {string} name @param {unknown} before @param {unknown} now frameworks set objects anew each time */
  attributeChangedCallback(name, before, now) {
    if (before !== now) this.#change(SHOWN.test(name));
  }

  formResetCallback() {
    this.reset();
  }

  formDisabledCallback() {
    this.#change();
  }

  /** @param {boolean} [isShown] something that the resting buttons show, or another target */
  #change(isShown) {
    if (this.#widget) this.#widget.changed();
    // Before the element is connected for the first time, the attributes come one by one.
    else if (this.#root.firstChild) this.#draw(isShown);
  }

  /** What happens to the resting buttons, and whatever else starts the widget. @param {Event} event */
  handleEvent(event) {
    if (this.#widget) return;
    this.#start();
    const { type } = event;
    const button = /click|down/.test(type) && /** @type {Element} */ (event.target).closest("button:enabled");
    if (!button) return;
    this.#touches.push({ button, event, seen: snapshot(this) });
    // Shown as chosen at once, or as taken back; the widget says it again when it is there.
    const state = button.role === "radio" ? "aria-checked" : "aria-pressed";
    if (type === "click" && /** @type {MouseEvent} */ (event).detail < 2) for (const one of this.#frame.querySelectorAll(`[${state}]`)) one.setAttribute(state, `${one === button && one.getAttribute(state) !== "true"}`);
  }

  /** Sends what is being written and whatever failed; whether anything is on its way. */
  submit() {
    return this.#widget?.submit() ?? false;
  }

  /** Forgets what is shown, as for another answer; what was chosen is still sent. */
  reset() {
    this.#value = undefined;
    if (this.#touches[0]) this.#touches.push({ event: { type: "reset" } });
    if (this.#widget) this.#widget.reset();
    else this.#change(true);
  }

  /** What is chosen now; setting it shows what was said at an earlier visit. */
  get value() {
    return this.#widget?.value ?? { thumbs: null, rating: null, nps: null, reasons: [], comment: "", correction: "" };
  }

  set value(value) {
    this.#value = value;
    if (this.#widget) this.#widget.restore(value);
    else if (this.isConnected) this.#start();
  }

  get form() {
    return this.#internals.form;
  }

  get validity() {
    return this.#internals.validity;
  }

  checkValidity() {
    return this.#internals.checkValidity();
  }

  reportValidity() {
    return this.#internals.reportValidity();
  }

  /** The resting state: here the thumbs in English, by more.js whatever else. @param {boolean} [isShown] */
  #draw(isShown) {
    const controls = this.getAttribute("controls");
    const own = OWN.filter((name) => this.hasAttribute(name));
    const near = own[0] ? undefined : this.closest(AROUND);
    // What is there and empty is still to come.
    const isKnown = own[0] ? own.some((name) => this.getAttribute(name)) : near ? !near.matches('[data-llm-span-id=""]') : document.querySelector(PAGE);
    const lang = this.closest("[lang]")?.getAttribute("lang");
    const isPlain = /^thumbs\b(?!.*rating)/.test(controls ?? "thumbs") && /^en\b|^$/i.test(lang ?? "") && !this.matches("[texts],[theme],[size]");
    this.#frame.disabled = this.matches("[disabled],:disabled") || !isKnown;
    if (isShown) {
      if (!isPlain || this.#more) this.#dress().catch(() => this.#start());
      else this.#show((drawn ??= draw(thumbs, atRest)).cloneNode(true), atRest.group);
      // Last, so that the browser meets the buttons once.
      this.#root.append(this.#frame);
    }
    if (!isKnown || this.matches("[restore],[required]") || this.#value !== undefined) this.#start();
  }

  async #dress() {
    this.#more ??= await loadMore();
    const texts = await this.#more.speak(this);
    if (this.#widget) return;
    const rest = this.#more.rest(this.getAttribute("controls"), this.getAttribute("scale"), texts);
    this.#root.adoptedStyleSheets = [styleAtRest(), this.#more.styleMore()];
    if (!rest.firstChild) this.#start();
    this.#show(rest, texts.group);
  }

  /** @param {Node} rest @param {string} name */
  #show(rest, name) {
    this.#frame.ariaLabel = name;
    this.#frame.replaceChildren(rest);
  }

  async #start() {
    if (this.#isStarting) return;
    this.#isStarting = true;
    try {
      const { create } = await loadWidget();
      this.#widget = await create(/** @type {any} */ (this), {
        frame: this.#frame,
        root: this.#root,
        internals: this.#internals,
        touches: this.#touches,
        relayUrl,
        fetchWasm,
      });
      if (this.#value !== undefined) void this.#widget?.restore(this.#value);
      this.#value = undefined;
      this.#widget?.replay();
      this.disconnectedCallback();
    } catch (error) {
      if (!this.isConnected && !this.#touches[0]) return;
      addEventListener("online", this, { once: true });
      if (await later(({ failed }) => failed(this, this.#root, error))) return;
      // Nor did what says it better.
      this.dispatchEvent(new CustomEvent("feedback-error", { bubbles: true, composed: true, detail: { code: "load_failed", message: "Files are missing.", retryable: true } }));
    } finally {
      this.#isStarting = false;
    }
  }
}

/** @param {() => void} work @param {string} [when] */
function idle(work, when) {
  if (when === "eager") work();
  else if (!when || when === "idle") (globalThis.requestIdleCallback ?? setTimeout)(work);
}

/** Does what only some pages need, where that arrives. @template T @param {(more: import("./more.js").More) => T} use */
const later = (use) => loadMore().then(use).catch(() => {});

/** @param {Element} element @param {string} attribute @param {unknown} value */
function reflect(element, attribute, value) {
  if (value == null || value === false) element.removeAttribute(attribute);
  else element.setAttribute(attribute, value === true ? "" : String(value));
}

for (const property of REFLECTED) {
  const attribute = attributeOf(property);
  const isObject = OBJECTS.includes(property);
  const isBoolean = BOOLEANS.includes(property);
  Object.defineProperty(LlmFeedback.prototype, property, {
    configurable: true,
    enumerable: true,
    /** @this {LlmFeedback} */
    get() {
      const text = this.getAttribute(attribute);
      if (isBoolean) return text !== null;
      if (!isObject) return text;
      try {
        return JSON.parse(text ?? "{}") ?? {};
      } catch {
        return {};
      }
    },
    /** @this {LlmFeedback} @param {unknown} value */
    set(value) {
      if (isObject && typeof value !== "string") reflect(this, attribute, value && JSON.stringify(value));
      else if (isBoolean) reflect(this, attribute, Boolean(value));
      else if (value == null || typeof value === "string") reflect(this, attribute, value);
      else {
        // Digits of a number may be lost already, and a wrong span is worse than none.
        reflect(this, attribute, /-id|-key/.test(attribute) ? "" : null);
        later(({ notString }) => notString(this, property));
      }
    },
  });
}
