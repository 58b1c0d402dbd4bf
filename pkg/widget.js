// The widget behind one element: the wasm's controls in place of the resting ones, votes to the outbox,
// DOM events to the page. Loaded when somebody touches the first element of a page.

import { loadMore, loadOutbox, loadPlain } from "./seam/widget.js";
import { Feedback, Say, finish, imports } from "./wasm/thumbspan.js";
import { once, released } from "./widget/press.js";
import { replay, tidy } from "./widget/replay.js";
import { optionsText, textsText } from "./widget/options.js";
import { speak } from "./text/speak.js";
import { look } from "./widget/page.js";
import { float } from "./widget/panel.js";
import { styleOpen } from "./widget/style.js";
import { turn } from "./widget/turn.js";
import { forget, watch } from "./widget/watch.js";

/** @typedef {import("./text/texts.js").Texts} Texts */
/** @typedef {{ event: Event | { type: "reset" }, button?: Element, seen?: Element }} Touch `seen`: the element, and what was around it then */

/**
 * What the element hands over.
 *
 * @typedef {object} Parts
 * @property {HTMLFieldSetElement} frame
 * @property {ShadowRoot} root
 * @property {string | undefined} relayUrl of elements that name none
 * @property {() => Promise<Response>} fetchWasm
 * @property {Touch[]} touches what somebody did to the resting buttons
 * @property {ElementInternals} internals
 */

/** @typedef {Pick<typeof import("./wasm/thumbspan.js"), "Feedback" | "Say">} Wasm */

/** @type {Promise<Wasm> | undefined} */
let loading;

/** @param {Parts["fetchWasm"]} fetchWasm */
function load(fetchWasm) {
  loading ??= start(fetchWasm).catch((error) => {
    // Forgotten, so that the next call tries again.
    loading = undefined;
    throw error;
  });
  return loading;
}

/** @param {Parts["fetchWasm"]} fetchWasm @returns {Promise<Wasm>} */
async function start(fetchWasm) {
  // Some browsers lock wasm away, and a policy without 'wasm-unsafe-eval' forbids it: asked with the
  // smallest module there is, so that such pages do not fetch the wasm.
  try {
    new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
  } catch {
    return loadPlain();
  }
  const response = await fetchWasm();
  if (!response.ok) throw new TypeError(`${response.status} for the wasm`);
  try {
    const isTyped = response.headers.get("content-type") === "application/wasm";
    const { instance } = await (isTyped ? WebAssembly.instantiateStreaming(response, imports()) : WebAssembly.instantiate(await response.arrayBuffer(), imports()));
    finish(instance);
    return { Feedback, Say };
  } catch (error) {
    if (!(error instanceof WebAssembly.CompileError)) throw error;
    warn(`llm-feedback: ${response.url} answered no wasm (${error.message}): slower JavaScript runs instead. Check that the server sends the file as it was built.`);
    return loadPlain();
  }
}

/**
 * Puts the widget in the place of the resting buttons; nothing where the element is gone meanwhile and nobody pressed.
 *
 * @param {import("./index.js").LlmFeedback} host
 * @param {Parts} parts
 */
export async function create(host, parts) {
  const [wasm, outbox, texts] = await Promise.all([load(parts.fetchWasm), openOutbox(), speak(host)]);
  if (!parts.touches.length && !parts.root.activeElement) await turn();
  await released(parts);
  return host.isConnected || parts.touches[0] ? new Widget(host, parts, { wasm, outbox, texts }) : undefined;
}

/** Its store opens while the wasm loads: the first vote is written in the task of the click. */
async function openOutbox() {
  const outbox = await loadOutbox();
  outbox.open();
  return outbox;
}

/** @typedef {{ wasm: Wasm, outbox: typeof import("./outbox/index.js"), texts: Texts }} Loaded */

export class Widget {
  #host;
  #parts;
  #outbox;
  #texts;
  #say;
  /** @type {Feedback | undefined} */
  #feedback;
  #drawn = "";
  #isDue = false;
  /** @type {(() => void) | undefined} */
  #follow;
  #look = () => this.refresh();

  /**
   * @param {import("./index.js").LlmFeedback} host
   * @param {Parts} parts
   * @param {Loaded} loaded
   */
  constructor(host, parts, { wasm, outbox, texts }) {
    this.#host = host;
    this.#parts = parts;
    this.#outbox = outbox;
    this.#texts = texts;
    this.#say = wasm.Say;
    const { root, frame, touches } = parts;
    const kept = tidy(root, frame);
    root.adoptedStyleSheets = [...new Set([...root.adoptedStyleSheets, styleOpen()])];
    root.replaceChildren(frame);
    frame.addEventListener("click", once, true);
    this.#feedback = new wasm.Feedback(frame, this.#page, this.#told);
    this.draw();
    this.replay = () => {
      replay(root, touches, kept, this);
      if (host.restore) void this.#ask();
    };
    // Firefox looks for the focus in the element itself, and so neither says nor shows what is missing.
    if (CSS.supports("-moz-appearance", "none")) host.addEventListener("invalid", focusMissing);
  }

  /** What is read instead of the element while an earlier press is replayed. @type {Element | undefined} */
  #seen;

  /** Reads the page as it was at a press, or again as it is: another target is another answer. @param {Element} [seen] */
  readAt(seen) {
    this.#seen = seen;
    this.refresh();
  }

  /** The page as one text; where votes go is remembered for what is cast next. */
  #page = () => {
    const seen = look(this.#seen ?? this.#host, this.#parts.relayUrl, warn);
    this.#url = seen.url;
    this.#ticket = seen.ticket;
    return seen.text;
  };

  /** @type {string | undefined} */
  #url;
  /** @type {string | null | undefined} */
  #ticket;

  /**
   * What happens in the wasm: false when a listener took the event over.
   *
   * @param {string} what
   * @param {string} json
   * @param {string} replaced
   */
  #told = (what, json, replaced) => {
    if (what === "warn") warn(json);
    else if (what === "flush") this.#outbox.flush();
    else if (what === "feedback-submit") return this.#cast(json, replaced);
    else this.#announce(what, json, false);
    return true;
  };

  /** @param {string} json @param {string} replaced */
  #cast(json, replaced) {
    queueMicrotask(() => this.#tellForm());
    const gone = replaced.split(" ").filter(Boolean);
    if (!json) return this.#outbox.remove(gone), true;
    if (!this.#announce("feedback-submit", json, true)) return false;
    this.#outbox.add(this.#url ?? "", JSON.parse(json), this.#listener(json), gone);
    return true;
  }

  /** What becomes of an event. The widget may be gone by then: its element is told all the same. @param {string} json */
  #listener(json) {
    /** @param {keyof typeof Say} what @param {string} id */
    const say = (what, id) => void this.#feedback?.say(this.#say[what], id);
    return {
      tried: (/** @type {string} */ id) => say("Tried", id),
      sent: (/** @type {string} */ id) => {
        say("Sent", id);
        this.#announce("feedback-sent", json, false);
        this.#tellForm();
      },
      failed: (/** @type {string} */ id, /** @type {{ retryable: boolean }} */ fault) => {
        say(fault.retryable ? "Failed" : "Refused", id);
        this.#announce("feedback-error", JSON.stringify(fault), false);
      },
    };
  }

  /** @param {string} type @param {string} json @param {boolean} cancelable */
  #announce(type, json, cancelable) {
    const detail = JSON.parse(json);
    return this.#host.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, cancelable, detail }));
  }

  /** Draws anew what attributes or texts change. */
  draw() {
    const { root, frame } = this.#parts;
    const options = optionsText(this.#host, warn);
    const texts = textsText(this.#texts);
    if (this.#drawn === options + texts) return;
    this.#drawn = options + texts;
    if (this.#host.matches("[controls*=rating],[theme],[size]")) void this.#dress();
    this.#feedback?.draw(options, texts);
    frame.ariaLabel = this.#texts.group;
    this.#follow = float(root, !root.querySelector(".thumbs,[role=radiogroup]"));
  }

  /** What only some elements need: voting goes on without, and the page is told. */
  async #more() {
    try {
      return await loadMore();
    } catch {
      const message = "A file with the element's look and earlier votes did not arrive, or is not the one that it was built with.";
      this.#announce("feedback-error", JSON.stringify({ code: "load_failed", message, retryable: true }), false);
      return undefined;
    }
  }

  /** Adds the look that only some elements need. */
  async #dress() {
    const more = await this.#more();
    const { root } = this.#parts;
    if (!more) return;
    root.adoptedStyleSheets = [...new Set([...root.adoptedStyleSheets, more.styleMore()])];
  }

  /** Attributes changed; many at once are read once. */
  changed() {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(async () => {
      this.#isDue = false;
      this.#texts = await speak(this.#host);
      this.draw();
      this.refresh();
    });
  }

  /** Reads the page again. */
  refresh() {
    if (!this.#feedback) return;
    forget(this.#look);
    const hasTarget = Boolean(this.#feedback.say(this.#say.Refresh, ""));
    this.#parts.frame.disabled = !hasTarget || (this.#seen ?? this.#host).matches("[disabled],:disabled");
    if (!hasTarget) watch(this.#look, this.#host);
    this.#follow?.();
    this.#tellForm();
  }

  submit() {
    return Boolean(this.#feedback?.say(this.#say.Submit, ""));
  }

  reset() {
    this.#feedback?.say(this.#say.Reset, "");
    this.#tellForm();
  }

  /** Which answer the page shows here now. */
  #about() {
    return look(this.#host, this.#parts.relayUrl, warn).about;
  }

  /** @param {unknown} value */
  async restore(value) {
    // A framework sets value and target in one task, in whatever order.
    await undefined;
    const about = this.#about();
    const more = await this.#more();
    if (!more || about !== this.#about()) return;
    this.refresh();
    this.#feedback?.say(this.#say.Restore, more.earlier(value));
    this.#tellForm();
  }

  /** Shows what the relay has under this element's ticket. */
  async #ask() {
    const about = this.#about();
    const votes = await (await this.#more())?.askRelay(this.#url, this.#ticket);
    if (votes && about === this.#about()) await this.restore(votes);
  }

  /** In a form: what is submitted, and whether a vote is missing. */
  #tellForm() {
    const { internals, frame } = this.#parts;
    const { name, required } = this.#host;
    if (!name && !required) {
      internals.setValidity({});
      internals.setFormValue(null);
      return;
    }
    const { value } = this;
    const isMissing = required && value.thumbs === null && value.rating === null && value.nps === null;
    internals.setValidity({ valueMissing: isMissing }, this.#texts.group, frame.querySelector("button") ?? undefined);
    const data = new FormData();
    for (const [key, said] of Object.entries(value)) {
      for (const one of [said].flat()) if (one !== null && one !== "") data.append(`${name}.${key}`, `${one}`);
    }
    internals.setFormValue(name ? data : null);
  }

  get value() {
    return JSON.parse(this.#feedback?.say(this.#say.Value, "") ?? "{}");
  }

  free() {
    forget(this.#look);
    this.#feedback?.free();
    this.#feedback = undefined;
    this.#parts.frame.replaceChildren();
  }
}

/** As a browser does with the first control of a form that is not valid. @param {Event} event */
function focusMissing(event) {
  event.preventDefault();
  const { form, shadowRoot } = /** @type {HTMLElement & { form: HTMLFormElement | null }} */ (event.target);
  const first = [...(form?.elements ?? [])].find((element) => element.matches(":not(fieldset):invalid"));
  if (first === event.target) /** @type {HTMLElement | null} */ (shadowRoot?.querySelector("button"))?.focus();
}

/** @type {Set<string>} */
const said = new Set();

/** Warns in the console, once a page for each message: 200 widgets have one cause. @param {string} message */
function warn(message) {
  if (said.has(message)) return;
  said.add(message);
  console.warn(message);
}
