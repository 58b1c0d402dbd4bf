/** In the page: what a locator's steps lead to. */

import { above, below, select } from "./select.js";

/**
 * @typedef {{ source: string, flags: string } | { text: string, exact: boolean }} Pattern
 * @typedef {{ css: string } | { nth: number } | { hasText: Pattern } | { byText: Pattern } | { visible: boolean }} Step
 */

/**
 * @param {string} text
 * @param {Pattern} pattern
 */
export function fits(text, pattern) {
  const plain = text.replace(/\s+/g, " ").trim();
  if ("source" in pattern) return new RegExp(pattern.source, pattern.flags).test(plain);
  const wanted = pattern.text.replace(/\s+/g, " ").trim();
  return pattern.exact ? plain === wanted : plain.toLowerCase().includes(wanted.toLowerCase());
}

/**
 * What a person reads in an element, into shadow roots.
 *
 * @param {Node} node
 * @returns {string}
 */
export function textOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? "";
  if (node instanceof HTMLScriptElement || node instanceof HTMLStyleElement) return "";
  const shadow = node instanceof Element ? node.shadowRoot : null;
  return [...(shadow?.childNodes ?? []), ...node.childNodes].map(textOf).join("");
}

/** @param {Element} element */
export function isVisible(element) {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && getComputedStyle(element).visibility === "visible" && element.checkVisibility();
}

/**
 * The smallest elements with a text, which the root itself may be.
 *
 * @param {ParentNode} root
 * @param {Pattern} pattern
 */
export function byText(root, pattern) {
  const own = root instanceof Element ? [root] : [];
  const all = [...own, ...below(root)].filter((element) => fits(textOf(element), pattern));
  const outer = new Set(all.map(above));
  return all.filter((element) => !outer.has(element) && !/^(SCRIPT|STYLE|HEAD|TITLE)$/.test(element.tagName));
}

/**
 * @param {ParentNode[]} roots
 * @param {Step[]} steps
 * @returns {Element[]}
 */
export function query(roots, steps) {
  let found = /** @type {ParentNode[]} */ (roots);
  for (const step of steps) {
    if ("css" in step) found = found.flatMap((root) => select(root, step.css));
    else if ("byText" in step) found = found.flatMap((root) => byText(root, step.byText));
    else if ("nth" in step) found = found.slice(step.nth, step.nth === -1 ? undefined : step.nth + 1);
    else if ("visible" in step) found = found.filter((element) => isVisible(/** @type {Element} */ (element)) === step.visible);
    else found = found.filter((element) => fits(textOf(element), step.hasText));
  }
  return /** @type {Element[]} */ ([...new Set(found)]);
}
