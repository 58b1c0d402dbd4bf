// Where each language is. Each specifier is a literal, so that bundlers make a chunk of each; the
// single-file build puts another form in its place.

/** @typedef {() => Promise<{ default: import("../text/texts.js").Texts }>} Language */

/** @type {Record<string, Language> & { en: Language }} */
export const LANGUAGES = {
  ar: () => import("../text/ar.js"),
  de: () => import("../text/de.js"),
  en: () => import("../text/en.js"),
  es: () => import("../text/es.js"),
  fr: () => import("../text/fr.js"),
  he: () => import("../text/he.js"),
  hi: () => import("../text/hi.js"),
  id: () => import("../text/id.js"),
  it: () => import("../text/it.js"),
  ja: () => import("../text/ja.js"),
  ko: () => import("../text/ko.js"),
  nl: () => import("../text/nl.js"),
  pl: () => import("../text/pl.js"),
  pt: () => import("../text/pt.js"),
  tr: () => import("../text/tr.js"),
  uk: () => import("../text/uk.js"),
  vi: () => import("../text/vi.js"),
  "zh-hans": () => import("../text/zh-hans.js"),
  "zh-hant": () => import("../text/zh-hant.js"),
};
