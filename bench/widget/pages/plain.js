/* global HTMLElement, crypto, customElements, document, fetch */
// The same controls as a careful person writes them without a framework: thumbs in a shadow root, a
// comment box that opens over the page after a thumb down, and the same events on the wire. The look at
// rest is the widget's own, so that only the code differs. No outbox, no languages, no other controls.

import { sheet } from "../../../pkg/sheet.js";
import { styleAtRest } from "../../../pkg/style.js";

const THUMB = "M7 10v12M15 5.88 14 10h5.83a2 2 0 0 1 1.92 2.56l-2.33 8A2 2 0 0 1 17.5 22H4a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2h2.76a2 2 0 0 0 1.79-1.11L12 2a3.13 3.13 0 0 1 3 3.88Z";

/** @param {string} name @param {string} title */
const thumb = (name, title) =>
  `<button type="button" part="button thumb" role="button" title="${title}" tabindex="0" aria-pressed="false" class="${name}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="${THUMB}"></path></svg></button>`;

const rest = template(
  `<fieldset part="frame" aria-label="Rate this answer"><div part="thumbs" role="none" aria-label="" data-open="true" class="thumbs">${thumb("up", "Good answer")}${thumb("down", "Bad answer")}</div></fieldset>`,
);
const open = template(
  '<div class="more" popover="manual"><label>Comment<textarea rows="2" placeholder="Tell us more (optional)"></textarea></label><button type="button" class="send">Send</button><button type="button" class="close">Close</button></div><span class="status" role="status"></span>',
);

const styleOpen = sheet(`
.more{position:fixed;inset:auto;position-anchor:--thumbspan;position-area:bottom span-x-end;position-try-fallbacks:flip-block;margin:.375rem 0;padding:.75rem;width:min(28rem,100vw - 1rem);box-sizing:border-box;border:1px solid color-mix(in srgb,currentColor 22%,transparent);border-radius:.75rem;background:Canvas;color:CanvasText;font:inherit}
.more:popover-open{display:flex;flex-wrap:wrap;gap:.5rem}
label{flex:1 0 100%;display:flex;flex-direction:column;gap:.25rem}
textarea{box-sizing:border-box;padding:.5rem;font:inherit;border-radius:.5rem}
.send,.close{padding:.25rem .75rem;min-height:2rem}
.status{color:var(--_soft)}`);

/** @param {string} html */
function template(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return made;
}

/** A UUID of version 7: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7 */
function newId() {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}

class PlainFeedback extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  /** @type {string | undefined} the vote's id, which another vote revises */
  #last;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [styleAtRest()];
    this.#root.append(rest.content.cloneNode(true));
    this.#root.addEventListener("click", this);
  }

  connectedCallback() {
    this.#find("fieldset").disabled = !this.getAttribute("span-id");
  }

  /** @param {string} selector @returns {any} */
  #find = (selector) => this.#root.querySelector(selector);

  /** @param {Event} event */
  handleEvent({ target }) {
    const button = /** @type {Element} */ (target).closest("button");
    if (!button) return;
    if (button.matches(".up,.down")) this.#vote(button);
    else if (button.matches(".close")) this.#show(false);
    else if (button.matches(".send")) this.#comment();
  }

  /** @param {Element} button */
  #vote(button) {
    const isOn = button.getAttribute("aria-pressed") !== "true";
    for (const each of this.#root.querySelectorAll("[aria-pressed]")) each.setAttribute("aria-pressed", `${isOn && each === button}`);
    this.#show(isOn && button.matches(".down"));
    const revises = this.#last;
    this.#last = newId();
    this.#post({ label: "user_thumbs", metric_type: "categorical", value: isOn ? button.className : null }, { id: this.#last, ...(revises && { revises }) });
  }

  #comment() {
    const value = this.#find("textarea").value.trim();
    if (value) this.#post({ label: "user_comment", metric_type: "text", value }, { id: newId() });
    this.#show(false);
  }

  /** @param {boolean} isOpen */
  #show(isOpen) {
    if (isOpen && !this.#find(".more")) {
      this.#root.adoptedStyleSheets.push(styleOpen());
      this.#find("fieldset").append(open.content.cloneNode(true));
    }
    this.#find(".more")?.togglePopover(isOpen);
  }

  /** @param {object} signal @param {object} more */
  async #post(signal, more) {
    const event = { target: { kind: "span", span_id: this.getAttribute("span-id") }, signals: [signal], timestamp_ms: Date.now(), ...more };
    const body = JSON.stringify({ events: [event] });
    const isSent = await fetch("/v1/feedback", { method: "POST", body, keepalive: true, credentials: "omit" }).then(
      ({ ok }) => ok,
      () => false,
    );
    const status = this.#find(".status");
    if (status) status.textContent = isSent ? "Thank you" : "Not sent: please try again";
  }
}

customElements.define("plain-feedback", PlainFeedback);
