// Which language's texts fit a page. Pure, and in every page's entry: keep it small.

const LANGUAGES = ["ar", "de", "en", "es", "fr", "he", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "tr", "uk", "vi"];

/** The script, or else the region, says traditional characters; three-letter dialects may come before. */
const TRADITIONAL = /^zh(-[a-z]{3}){0,3}-(hant|tw|hk|mo)(-|$)/;

/**
 * The code of the texts for a BCP 47 language tag; case does not matter, `_` stands for `-`.
 *
 * The language alone decides, but for Chinese its script, or else its region. ISO 639's old codes
 * `iw` and `in` are Hebrew and Indonesian.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5646
 * @param {string | null} [lang] as in the attribute `lang`
 * @returns {string} a code that `load` knows; `en` where the language is unknown or not named
 */
export function choose(lang) {
  const tag = (lang ?? "").toLowerCase().replaceAll("_", "-");
  const language = tag.replace(/-.*/s, "").replace(/^iw$/, "he").replace(/^in$/, "id");
  if (language === "zh") return TRADITIONAL.test(tag) ? "zh-hant" : "zh-hans";
  return LANGUAGES.includes(language) ? language : "en";
}
