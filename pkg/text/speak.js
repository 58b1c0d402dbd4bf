// The texts of one element.

import { loadLanguage } from "../seam/speak.js";
import en from "./en.js";

/** @typedef {import("./texts.js").Texts} Texts */

/** The texts of the nearest `lang`, out of shadow roots too, with the page's own in their place. @param {HTMLElement} host @returns {Promise<Texts>} */
export async function speak(host) {
  const lang = language(host);
  const texts = /^(en\b.*)?$/i.test(lang) ? en : await loadTexts(lang);
  const own = /** @type {Partial<Texts>} */ (/** @type {any} */ (host).texts);
  return Object.keys(own)[0] ? { ...texts, ...own } : texts;
}

/** @param {string} lang */
async function loadTexts(lang) {
  try {
    const { choose, load } = await loadLanguage();
    return await load(choose(lang));
  } catch {
    return en;
  }
}

/** @param {Element} element */
function language(element) {
  /** @type {Element | null | undefined} */
  let at = element;
  while (at && !at.hasAttribute("lang")) at = at.parentElement ?? /** @type {ShadowRoot} */ (at.getRootNode()).host;
  return at?.getAttribute("lang") ?? "";
}
