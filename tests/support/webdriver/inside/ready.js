/** In the page: whether a person could do now what the test is about to do. */

import { above } from "./select.js";
import { isVisible } from "./query.js";

/** @typedef {{ x: number, y: number }} Point */

/** @param {Element} element */
export function isDisabled(element) {
  return element.matches(":disabled") || element.closest("[aria-disabled=true]") !== null;
}

/** What lies at a point, into shadow roots. @param {Point} point */
export function lyingAt({ x, y }) {
  let found = document.elementFromPoint(x, y);
  while (found?.shadowRoot) {
    const deeper = found.shadowRoot.elementFromPoint(x, y);
    if (deeper === null || deeper === found) break;
    found = deeper;
  }
  return found;
}

/** @param {Element} element @returns {Point} */
export function middle(element) {
  const box = [...element.getClientRects()].find(({ width, height }) => width > 0 && height > 0) ?? element.getBoundingClientRect();
  return { x: Math.floor(box.x + box.width / 2), y: Math.floor(box.y + box.height / 2) };
}

/** Whether a press at a point is one on the element. @param {Element} element @param {Point} point */
export function isHit(element, point) {
  for (let at = lyingAt(point); at; at = above(at)) {
    if (at === element || (at instanceof HTMLLabelElement && at.control === element)) return true;
  }
  return false;
}

/** @param {Element} element */
export async function isStill(element) {
  const place = () => Object.values(element.getBoundingClientRect().toJSON()).join();
  const before = place();
  await new Promise((resolve) => {
    requestAnimationFrame(resolve);
  });
  return place() === before;
}

/**
 * Where a person would press, or why nobody can yet.
 *
 * @param {Element} element
 * @param {{ enabled?: boolean, force?: boolean }} needs
 * @returns {Promise<{ point: Point } | { not: string }>}
 */
export async function pressable(element, { enabled = true, force = false }) {
  if (!isVisible(element)) return { not: "visible" };
  if (!force && enabled && isDisabled(element)) return { not: "enabled" };
  if (!(await isStill(element))) return { not: "still" };
  if (!isHit(element, middle(element))) element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  const point = middle(element);
  if (!force && !isHit(element, point)) return { not: `what a press there meets, which is ${lyingAt(point)?.outerHTML.slice(0, 200)}` };
  return { point };
}

/**
 * Those of some elements that are in the named states.
 *
 * @param {Element[]} all
 * @param {Record<string, boolean>} states
 */
export function inStates(all, states) {
  const is = (/** @type {any} */ element, /** @type {string} */ state) =>
    state === "disabled" ? isDisabled(element) : (element[state] ?? element.getAttribute(`aria-${state}`) === "true");
  return all.filter((element) => isVisible(element) && Object.entries(states).every(([state, wanted]) => is(element, state) === wanted));
}
