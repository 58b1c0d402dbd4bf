// Which answer on the page a target belongs to, and lighting it up.

import { element } from "./element.js";

/**
 * The answers that these targets stand for, in the order of the page.
 *
 * @param {string[]} targets
 * @returns {HTMLElement[]}
 */
export function answersOf(targets) {
  const named = [...document.querySelectorAll("[data-target]")].filter((id) => targets.includes(id.textContent ?? ""));
  return named.flatMap((id) => id.closest("article") ?? []);
}

/**
 * Links to the answers, and lights them while the entry is pointed at or has the focus.
 *
 * @param {HTMLElement} entry
 * @param {string[]} targets
 * @returns {HTMLElement}
 */
export function linkTo(entry, targets) {
  const light = (/** @type {boolean} */ on) => () => {
    for (const answer of answersOf(targets)) answer.classList.toggle("lit", on);
  };
  for (const event of ["pointerenter", "focusin"]) entry.addEventListener(event, light(true));
  for (const event of ["pointerleave", "focusout"]) entry.addEventListener(event, light(false));
  const links = answersOf(targets).map((answer) => {
    const link = element("a", "", answer.ariaLabel ?? answer.id);
    link.href = `#${answer.id}`;
    return link;
  });
  return element("span", "from", ...(links.length > 0 ? join(["from ", ...links]) : ["from an earlier page"]));
}

/** @param {(Node | string)[]} parts */
function join(parts) {
  return parts.flatMap((part, index) => (index > 1 ? [", ", part] : [part]));
}
