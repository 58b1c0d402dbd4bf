/** What the tests of the texts know of each language, and the texts themselves. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** @typedef {import("../../../pkg/text/texts.js").Texts} Texts */

/** Where the languages are. */
export const folder = fileURLToPath(new URL("../../../pkg/text/", import.meta.url));

const LATIN = /\p{Script=Latin}/u;
const HAN = /\p{Script=Han}/u;

/** What each language is written in: the letters of its script, and no others. */
export const SCRIPTS = new Map([
  ["ar", /\p{Script=Arabic}/u],
  ["de", LATIN],
  ["en", LATIN],
  ["es", LATIN],
  ["fr", LATIN],
  ["he", /\p{Script=Hebrew}/u],
  ["hi", /\p{Script=Devanagari}/u],
  ["id", LATIN],
  ["it", LATIN],
  ["ja", /[\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\p{Script=Han}]/u],
  ["ko", /\p{Script=Hangul}/u],
  ["nl", LATIN],
  ["pl", LATIN],
  ["pt", LATIN],
  ["tr", LATIN],
  // Cyrillic without the letters that are Russian's alone.
  ["uk", /(?![ёъыэ])\p{Script=Cyrillic}/iu],
  ["vi", LATIN],
  ["zh-hans", HAN],
  ["zh-hant", HAN],
]);

/** Keys whose word the language shares with English. @type {Record<string, string[]>} */
export const SHARED = { fr: ["correction"], id: ["edit"] };

export const codes = [...SCRIPTS.keys()];
export const languages = await Promise.all(codes.map(read));
export const english = (await read("en")).texts;

/** Keys and their meanings, as `Texts` declares them. */
export const declared = [
  ...readFileSync(`${folder}texts.js`, "utf8").matchAll(/@property \{string\} (\w+) (.+)$/gm),
].map(([, key = "", meaning = ""]) => ({ key, meaning }));

/**
 * @param {string} code
 * @returns {Promise<{ code: string, texts: Texts }>}
 */
export async function read(code) {
  return { code, texts: (await import(`../../../pkg/text/${code}.js`)).default };
}
