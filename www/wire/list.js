// A list of what was sent, newest first.

import { element } from "./element.js";

/** More than this slows the page down and is read by nobody. */
const MOST = 100;

/** @typedef {{ add: (data: string) => void, clear: () => void }} List */

/**
 * @param {string} id of the tab's panel
 * @param {(data: string) => HTMLElement} entry what one looks like
 * @param {(sum: number) => void} [onCount]
 * @returns {List}
 */
export function list(id, entry, onCount = () => {}) {
  const items = document.querySelector(`#${id} > ol`);
  const count = document.querySelector(`[data-count="${id}"]`);
  if (!items || !count) throw new Error(`the page has no list #${id}`);
  let total = 0;
  const show = (/** @type {number} */ sum) => {
    total = sum;
    count.textContent = String(sum);
    onCount(sum);
  };
  return {
    add(data) {
      const made = entry(data);
      made.classList.add("new");
      unfold(items, made);
      items.prepend(element("li", "", made));
      items.children[MOST]?.remove();
      show(total + 1);
    },
    clear() {
      items.replaceChildren();
      show(0);
    },
  };
}

/**
 * The newest is open, and the one before it closes.
 *
 * @param {Element} items
 * @param {HTMLElement} made
 */
function unfold(items, made) {
  items.querySelector("details[open]")?.removeAttribute("open");
  if (made instanceof HTMLDetailsElement) made.open = true;
}
