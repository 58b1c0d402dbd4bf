// What only some pages need: other controls at rest, other languages and looks, votes of an earlier
// visit, and what is said when loading fails.

import { draw } from "./rest.js";
import * as resting from "./resting/index.js";
import { loadOutbox } from "./seam/more.js";
import { sheet } from "./sheet.js";
import { speak } from "./text/speak.js";
import { writing } from "./widget/writing.js";

/** @typedef {typeof import("./more.js")} More */
/** @typedef {import("./text/texts.js").Texts} Texts */

export { askRelay, earlier } from "./widget/earlier.js";
export { speak };

/** Sends what an earlier visit left. */
export const openOutbox = async () => (await loadOutbox()).open();

/**
 * The resting state of these controls; empty where there is none, as for nonsense.
 *
 * @param {string | null} controls
 * @param {string | null} scale
 * @param {Texts} texts
 */
export function rest(controls, scale, texts) {
  const all = /** @type {Record<string, import("./rest.js").Tree | undefined>} */ (/** @type {unknown} */ (resting));
  const names = [...new Set((controls ?? "thumbs").trim().split(/\s+/))];
  const keys = names.map((name) => (name === "rating" ? (scale ?? "stars") : name)).filter((key) => key !== "comment");
  const votes = keys.map((key) => all[key]).filter((tree) => tree !== undefined);
  const trees = !votes[0] && `${names}` === "comment" ? [all["comment"]] : votes;
  const drawn = new DocumentFragment();
  drawn.append(...trees.map((tree) => copy(/** @type {import("./rest.js").Tree} */ (tree), texts)));
  // What is typed is no shortcut of the page.
  for (const type of ["keydown", "keypress", "keyup"]) drawn.querySelector("textarea")?.addEventListener(type, (event) => event.stopPropagation());
  return drawn;
}

/** @type {WeakMap<import("./rest.js").Tree, [texts: Texts, node: Node]>} elements with the same controls are copies of the first */
const known = new WeakMap();

/** @param {import("./rest.js").Tree} tree @param {Texts} texts */
function copy(tree, texts) {
  const [said, node] = known.get(tree) ?? [];
  if (said === texts && node) return node.cloneNode(true);
  const made = draw(tree, named(texts));
  known.set(tree, [texts, made]);
  return made.cloneNode(true);
}

/** The names in a list each by a key of its own: `stars.0` … @param {Texts} texts */
function named(texts) {
  const lists = ["stars", "faces"].flatMap((key) => texts[/** @type {"stars" | "faces"} */ (key)].split("|").map((name, at) => [`${key}.${at}`, name]));
  return { ...texts, ...Object.fromEntries(lists) };
}

/** Says that a property's value cannot be used. @param {HTMLElement} host @param {string} property */
export function notString(host, property) {
  fail(host, "id_not_string", `${property} must be a string: numbers above 2^53 lose digits.`, false);
}

/** @param {HTMLElement} host @param {string} code @param {string} message @param {boolean} retryable */
function fail(host, code, message, retryable) {
  host.dispatchEvent(new CustomEvent("feedback-error", { bubbles: true, composed: true, detail: { code, message, retryable } }));
}

/**
 * Says that files did not arrive, with a button to try again.
 *
 * @param {HTMLElement & EventListenerObject} host
 * @param {ShadowRoot} root
 * @param {unknown} error
 */
export async function failed(host, root, error) {
  const texts = await speak(host);
  const retry = document.createElement("button");
  retry.className = "retry";
  retry.textContent = `${texts.loadFailed}. ${texts.retry}`;
  retry.addEventListener("click", () => {
    retry.remove();
    host.handleEvent(new Event("retry"));
  });
  root.querySelector(".retry")?.remove();
  root.append(retry);
  const why = error instanceof Event ? "a file did not arrive, or is not the one that it was built with" : error;
  fail(host, "load_failed", `The widget did not load (${why}). Check that its files are served beside the script, and that the page's policy allows their origin in script-src and connect-src.`, true);
  return true;
}

/** @type {IntersectionObserver | undefined} */
let sight;

/** Starts the element when it comes into view. @param {Element} element */
export function see(element) {
  sight ??= new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) /** @type {any} */ (target).handleEvent(new Event("visible"));
      if (isIntersecting) sight?.unobserve(target);
    }
  });
  sight.observe(element);
}

export const styleMore = sheet(`${writing}
:host{--_star:var(--thumbspan-star,light-dark(#b45309,#fbbf24))}
:host([theme=light]){color-scheme:light;color:CanvasText}:host([theme=dark]){color-scheme:dark;color:CanvasText}
[part=rating]{display:flex;flex-wrap:wrap;gap:.125rem}
.point{display:grid;place-items:center;min-width:2rem;height:2rem;padding:0;color:var(--_soft)}
.stars:first-child,.faces:first-child{margin-inline-start:-.4375rem}
.stars :is([aria-checked=true],:has(~[aria-checked=true])){color:var(--_star)}
.stars :is([aria-checked=true],:has(~[aria-checked=true])) svg{fill:currentColor}
.faces [aria-checked=true]{color:var(--_accent)}.faces [aria-checked=true] svg{fill:currentColor;fill-opacity:.22}
.nps{max-width:23.25rem}.nps~:is(.status,.retry,.edit,.ask){align-self:end}.nps~.status{padding-block:.3875rem}
.nps::before{content:attr(aria-label);flex:1 0 100%;color:var(--_soft)}
.nps button{border:1px solid color-mix(in srgb,currentColor 30%,transparent);font-variant-numeric:tabular-nums}
.nps [aria-checked=true],.nps [aria-checked=true]:hover:enabled{background:var(--_accent);border-color:var(--_accent);color:var(--_on)}
:host([size=compact]),:host([size=compact]) fieldset{min-height:1.5rem}:host([size=compact]) svg{width:1rem;height:1rem}
:host([size=compact]) :is(.thumbs button,.point){min-width:1.5rem;height:1.5rem}:host([size=compact]) :is(.thumbs,.stars,.faces):first-child{margin-inline-start:-.25rem}
:host([size=compact]) .nps{max-width:17.75rem}:host([size=compact]) .nps~.status{padding-block:.1375rem}
:host([size=compact]) fieldset>:is(.retry,.edit,.ask){min-height:1.5rem;padding-block:0}
`);
