// What somebody did to the resting buttons happens to the widget's: no click is lost, nor the focus.

/** @typedef {import("../widget.js").Touch} Touch */

/** Where a button is: the widget draws the same ones in the same order. @param {ParentNode} root @param {Element} button */
const place = (root, button) => {
  const all = `.${button.className}`;
  return { all, at: [...root.querySelectorAll(all)].indexOf(button) };
};

/** @typedef {{ focused: ReturnType<typeof place> | undefined, text: string }} Kept */

/**
 * Empties the frame; what it held that the widget must have too.
 *
 * @param {ShadowRoot} root
 * @param {HTMLElement} frame
 * @returns {Kept & { places: Map<Element, ReturnType<typeof place>> }}
 */
export function tidy(root, frame) {
  const places = new Map([...frame.querySelectorAll("button")].map((button) => [/** @type {Element} */ (button), place(frame, button)]));
  const active = root.activeElement;
  const focused = active ? (places.get(active) ?? { all: active.localName, at: 0 }) : undefined;
  const text = frame.querySelector("textarea")?.value ?? "";
  frame.replaceChildren();
  return { places, focused, text };
}

/**
 * @param {ShadowRoot} root
 * @param {Touch[]} touches
 * @param {ReturnType<typeof tidy>} kept
 */
export function replay(root, touches, { places, focused, text }) {
  /** @param {{ all: string, at: number } | undefined} where */
  const find = (where) => where && /** @type {HTMLElement | undefined} */ (root.querySelectorAll(where.all)[where.at]);
  find(focused)?.focus({ preventScroll: true });
  const box = root.querySelector("textarea");
  if (text && box) {
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  /** @type {Element | undefined} */
  let last;
  for (const { button, event } of touches.splice(0)) {
    const now = find(places.get(button));
    if (event.type === "click") {
      // The second half of a double click; one whose first half was elsewhere is a click.
      if (/** @type {MouseEvent} */ (event).detail < 2 || button !== last) now?.click();
      last = button;
    } else {
      const { key } = /** @type {KeyboardEvent} */ (event);
      // Enter and the space bar have become a click already.
      if (key.length > 1 && key !== "Enter") (root.activeElement ?? now)?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }
  }
}
