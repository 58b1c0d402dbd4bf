// What somebody did to the resting buttons happens to the widget's: no click is lost, nor the focus.

/** @typedef {import("../widget.js").Touch} Touch */

/**
 * Where a button is: the widget draws the same ones in the same order. In its group, since what was touched may
 * have been drawn anew meanwhile.
 *
 * @param {Element} button
 */
const place = (button) => {
  const all = `.${button.className}`;
  return { all, at: [...(button.parentElement ?? button).querySelectorAll(all)].indexOf(button) };
};

/** @typedef {{ focused: ReturnType<typeof place> | undefined, text: string }} Kept */

/**
 * Empties the frame; what it held that the widget must have too.
 *
 * @param {ShadowRoot} root
 * @param {HTMLElement} frame
 * @returns {Kept}
 */
export function tidy(root, frame) {
  const active = root.activeElement;
  const focused = active?.matches("button") ? place(active) : active ? { all: active.localName, at: 0 } : undefined;
  const text = frame.querySelector("textarea")?.value ?? "";
  frame.replaceChildren();
  return { focused, text };
}

/**
 * Each press on the page as it was then: it is about the answer that was shown.
 *
 * @param {ShadowRoot} root
 * @param {Touch[]} touches
 * @param {Kept} kept
 * @param {{ readAt(seen?: Element): void, reset(): void }} widget
 */
export function replay(root, touches, { focused, text }, widget) {
  /** @param {{ all: string, at: number } | undefined} where */
  const find = (where) => where && /** @type {HTMLElement | undefined} */ ([...root.querySelectorAll(where.all)].at(Math.max(where.at, 0)));
  find(focused)?.focus({ preventScroll: true });
  const box = root.querySelector("textarea");
  if (text && box) {
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const { button, event, seen } of touches.splice(0)) {
    widget.readAt(seen);
    if (event.type === "reset") widget.reset();
    const now = button && find(place(button));
    // With its count: the second half of a double click is known by it.
    if (event.type === "click") now?.dispatchEvent(new MouseEvent("click", { bubbles: true, detail: /** @type {MouseEvent} */ (event).detail }));
    const key = event.type === "keydown" ? /** @type {KeyboardEvent} */ (event).key : "";
    // Enter and the space bar have become a click already.
    if (key.length > 1 && key !== "Enter") (root.activeElement ?? now)?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }
  widget.readAt();
}
