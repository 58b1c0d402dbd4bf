// What somebody did to the resting buttons happens to the widget's: no click is lost, nor the focus.

/** @typedef {import("../widget.js").Touch} Touch */

/**
 * Where a button is: the widget draws the same ones in the same order. In its group, since what was touched may
 * have been drawn anew meanwhile, and since other points may be there instead.
 *
 * @param {Element} button
 */
const place = (button) => {
  const own = `.${button.className}`;
  const group = button.parentElement ?? button;
  return { all: `.${group.className} ${own}`, at: [...group.querySelectorAll(own)].indexOf(button) };
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
  widget.readAt();
  find(focused)?.focus({ preventScroll: true });
  write(root, text);
  const arrows = root.activeElement ? undefined : /** @type {{ at?: Element }} */ ({});
  let sent;
  for (const { button, event, seen } of touches.splice(0)) {
    widget.readAt(seen);
    if (event.type === "reset") widget.reset();
    const now = button && find(place(button));
    // With its count: the second half of a double click is known by it.
    if (event.type === "click") {
      sent = write(root, button?.closest(".more")?.querySelector("textarea")?.value) ?? sent;
      now?.dispatchEvent(new MouseEvent("click", { bubbles: true, detail: /** @type {MouseEvent} */ (event).detail }));
    }
    const key = event.type === "keydown" ? /** @type {KeyboardEvent} */ (event).key : "";
    // Enter and the space bar have become a click already.
    if (key.length > 1 && key !== "Enter") press(arrows?.at ?? root.activeElement ?? now, key, arrows);
  }
  widget.readAt();
  // What is being written about another answer than the one that a press was about.
  if (text !== sent) write(root, text);
}

/** What was written at rest. @param {ShadowRoot} root @param {string | undefined} text */
function write(root, text) {
  const box = root.querySelector("textarea");
  if (text && box) {
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return text;
}

/**
 * A key moves the focus to what it chooses, but not from where somebody has gone meanwhile.
 *
 * @param {Element | undefined} button
 * @param {string} key
 * @param {{ at?: Element } | undefined} elsewhere what the keys have come to, without the focus
 */
function press(button, key, elsewhere) {
  const all = /** @type {HTMLElement[]} */ (elsewhere ? [...(button?.parentElement?.children ?? [])] : []);
  for (const one of all) one.focus = () => Object.assign(elsewhere ?? {}, { at: one });
  button?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  for (const one of all) Reflect.deleteProperty(one, "focus");
}
