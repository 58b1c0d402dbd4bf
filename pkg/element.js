// The element: attributes and properties in, one wasm instance behind it. Importing has no effect.

import { load } from "./loader.js";
import { styleSheet } from "./style.js";
import { forget, watch } from "./watch.js";
import { relayUrl } from "./wasm-url.js";

/** Attributes that are strings, by property. */
const STRINGS = {
  controls: "controls",
  spanId: "span-id",
  traceId: "trace-id",
  sessionId: "session-id",
  joinKey: "join-key",
  ticket: "ticket",
  mlApp: "ml-app",
  submitterId: "submitter-id",
  context: "context",
  relay: "relay",
};

/** Where nothing but the DOM exists, as on a server, the module can still be imported. */
const Base = globalThis.HTMLElement ?? class {};

/**
 * Thumbs, stars and a comment box for one LLM answer.
 *
 * @tagname llm-feedback
 */
export class LlmFeedback extends Base {
  static observedAttributes = [...Object.values(STRINGS), "tags", "disabled"];

  /**
   * Registers the element; a second call, or a second copy of the package, changes nothing.
   *
   * @param {string} [tag]
   * @param {CustomElementRegistry} [registry]
   */
  static define(tag = "llm-feedback", registry = globalThis.customElements) {
    if (registry && !registry.get(tag)) registry.define(tag, this);
  }

  /** @type {import("./wasm/thumbspan.js").Feedback | undefined} */
  #feedback;
  #isDue = false;
  #root = this.attachShadow({ mode: "open" });
  #look = () => this.#refresh();
  #load = () => this.#start();

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [styleSheet()];
  }

  connectedCallback() {
    // A framework may have set properties before the element was defined.
    for (const name of [...Object.keys(STRINGS), "tags", "disabled"]) this.#upgrade(name);
    if (this.#feedback) this.#refresh();
    else this.#start();
  }

  disconnectedCallback() {
    // A move disconnects and connects in one step: only what is still out afterwards is freed.
    queueMicrotask(() => {
      if (!this.isConnected) this.#free();
    });
  }

  attributeChangedCallback() {
    if (this.#isDue || !this.#feedback) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.#refresh();
    });
  }

  /** Sends the comment that is being written and whatever failed; whether anything is on its way. */
  submit() {
    return this.#feedback?.submit() ?? false;
  }

  /** Forgets what is shown, as for another answer; what was chosen is still sent. */
  reset() {
    this.#feedback?.reset();
  }

  /** What is chosen now. */
  get value() {
    const { thumbs = null, rating = null, comment = "" } = this.#feedback ?? {};
    return { thumbs, rating, comment };
  }

  get tags() {
    try {
      return JSON.parse(this.getAttribute("tags") ?? "{}");
    } catch {
      return {};
    }
  }

  set tags(tags) {
    reflect(this, "tags", tags && JSON.stringify(tags));
  }

  get disabled() {
    return this.hasAttribute("disabled");
  }

  set disabled(disabled) {
    this.toggleAttribute("disabled", Boolean(disabled));
  }

  /** @param {string} name */
  #upgrade(name) {
    if (!Object.hasOwn(this, name)) return;
    const own = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (this));
    const value = own[name];
    delete own[name];
    own[name] = value;
  }

  async #start() {
    try {
      const Feedback = await load();
      if (!this.isConnected || this.#feedback) return;
      removeEventListener("online", this.#load);
      this.#root.replaceChildren();
      this.#feedback = new Feedback(this, this.#root, relayUrl ?? "");
      this.#refresh();
    } catch (error) {
      this.#failed(error);
    }
  }

  #refresh() {
    const feedback = this.#feedback;
    if (!feedback) return;
    forget(this.#look);
    if (!feedback.refresh()) watch(this.#look, this.getRootNode());
  }

  #free() {
    forget(this.#look);
    removeEventListener("online", this.#load);
    this.#feedback?.free();
    this.#feedback = undefined;
  }

  /** @param {unknown} error */
  #failed(error) {
    if (!this.isConnected) return;
    addEventListener("online", this.#load, { once: true });
    const retry = document.createElement("button");
    retry.type = "button";
    retry.className = "retry";
    retry.textContent = "Feedback did not load. Retry";
    retry.addEventListener("click", this.#load);
    this.#root.replaceChildren(retry);
    const message = `The widget's wasm did not load (${error}). Check that it is served beside the script, and that the page's policy allows 'wasm-unsafe-eval' and its origin in connect-src.`;
    fail(this, { code: "load_failed", message, retryable: true });
  }
}

/**
 * @param {Element} element
 * @param {object} detail
 */
function fail(element, detail) {
  element.dispatchEvent(
    new CustomEvent("feedback-error", { bubbles: true, composed: true, detail }),
  );
}

/**
 * @param {Element} element
 * @param {string} attribute
 * @param {string | null | undefined} value
 */
function reflect(element, attribute, value) {
  if (value == null) element.removeAttribute(attribute);
  else element.setAttribute(attribute, value);
}

for (const [property, attribute] of Object.entries(STRINGS)) {
  Object.defineProperty(LlmFeedback.prototype, property, {
    configurable: true,
    enumerable: true,
    /** @this {LlmFeedback} */
    get() {
      return this.getAttribute(attribute);
    },
    /**
     * @this {LlmFeedback}
     * @param {unknown} value
     */
    set(value) {
      if (value != null && typeof value !== "string") {
        // Digits of a number may be lost already, and a wrong span is worse than none.
        reflect(this, attribute, attribute.endsWith("-id") || attribute === "join-key" ? "" : null);
        const message = `${property} must be a string, not a ${typeof value}: numbers above 2^53 lose digits.`;
        fail(this, { code: "id_not_string", message, retryable: false });
        return;
      }
      reflect(this, attribute, value);
    },
  });
}
