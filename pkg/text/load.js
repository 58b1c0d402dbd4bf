// Fetches texts: only the language that was chosen.

import { LANGUAGES } from "../seam/languages.js";

export { choose } from "./choose.js";

/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {import("../seam/languages.js").Language} Language */
/** @typedef {Record<string, Language> & { en: Language }} Languages by code */

/**
 * Fetches the texts of one language; the page's module map keeps what arrived.
 *
 * An unknown code, or a language that does not arrive, gives English. Nothing is remembered here of
 * a failure: the next call asks again. Only browsers from before
 * https://github.com/whatwg/html/pull/10327 keep a failed import themselves, until the page is left.
 *
 * @param {string} code what `choose` returned
 * @param {Languages} [languages] where they come from
 * @returns {Promise<Texts>} rejects where English does not arrive either
 */
export async function load(code, languages = LANGUAGES) {
  const language = Object.hasOwn(languages, code) ? languages[code] : undefined;
  const module = await language?.().catch(() => undefined);
  return (module ?? (await languages.en())).default;
}
