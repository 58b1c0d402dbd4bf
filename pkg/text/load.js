// The only place where texts are fetched. Each specifier is a literal, so that bundlers make a chunk of each.

/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {() => Promise<{ default: Texts }>} Language */
/** @typedef {Record<string, Language> & { en: Language }} Languages by code */

/** @type {Languages} */
const LANGUAGES = {
  ar: () => import("./ar.js"),
  de: () => import("./de.js"),
  en: () => import("./en.js"),
  es: () => import("./es.js"),
  fr: () => import("./fr.js"),
  he: () => import("./he.js"),
  hi: () => import("./hi.js"),
  id: () => import("./id.js"),
  it: () => import("./it.js"),
  ja: () => import("./ja.js"),
  ko: () => import("./ko.js"),
  nl: () => import("./nl.js"),
  pl: () => import("./pl.js"),
  pt: () => import("./pt.js"),
  tr: () => import("./tr.js"),
  uk: () => import("./uk.js"),
  vi: () => import("./vi.js"),
  "zh-hans": () => import("./zh-hans.js"),
  "zh-hant": () => import("./zh-hant.js"),
};

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
