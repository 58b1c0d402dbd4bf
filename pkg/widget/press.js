// What a press is: when it is over, and when it is one too many.

/** @typedef {import("../widget.js").Parts} Parts */

/** How long a press without a click counts as held, in milliseconds: it may have ended elsewhere. */
const HELD = 2000;

/**
 * Until no button is pressed: one that is replaced before its click gets none. A release ends `:active` before the
 * click is there: so a frame more must pass without a press. And `:active` is not always there: in Firefox a press
 * begins it late, in Chromium 1 of 30 presses on a busy machine has none.
 *
 * @param {Parts} parts
 */
export async function released({ frame, root, touches }) {
  for (let wasHeld; ; await nextFrame()) {
    const last = touches.at(-1);
    const isPress = last?.event.type === "mousedown" && performance.now() - last.event.timeStamp < HELD;
    // By the space bar, what holds the button is not `:active`, and in Firefox nor is the button.
    const isKey = last && /** @type {KeyboardEvent} */ (last.event).key === " " && root.activeElement === last.button;
    const isHeld = isPress || isKey || frame.querySelector(":active");
    if (!isHeld && !wasHeld) return;
    wasHeld = isHeld;
  }
}

function nextFrame() {
  return new Promise((resolve) => {
    requestAnimationFrame(resolve);
  });
}

/** @type {Element | null} the choice that was clicked last */
let clicked;

/** Stops the second click of a double click on a choice: it is a habit, not a second opinion. @param {MouseEvent} event */
export function once(event) {
  const button = /** @type {Element} */ (event.target).closest("button:not([data-open])");
  if (event.detail > 1 && button && button === clicked) event.stopPropagation();
  clicked = button;
}
