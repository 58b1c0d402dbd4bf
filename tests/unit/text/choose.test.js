/** A language tag finds its texts. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { choose } from "../../../pkg/text/choose.js";
import { codes } from "./languages.js";

/** @type {[string, string[]][]} */
const tags = [
  ["en", ["en", "EN", "en-GB", "en_US", "en-US-posix"]],
  ["de", ["de", "DE", "de-AT", "de_CH", "de-CH-1996", "de-Latn-DE"]],
  ["es", ["es-419", "es-MX"]],
  ["fr", ["fr-CA", "FR_fr"]],
  ["pt", ["pt-BR", "pt-PT", "pt_br"]],
  ["uk", ["uk", "uk-UA", "uk-Cyrl"]],
  ["ar", ["ar-EG", "ar-u-nu-latn"]],
  ["he", ["he", "iw", "IW", "iw-IL", "iw_IL"]],
  ["id", ["id", "in", "in-ID", "IN_id"]],
  ["zh-hans", ["zh", "zh-CN", "zh-SG", "zh-Hans", "zh-Hans-CN", "zh_CN", "ZH-HANS", "zh-cmn", "zh-XX"]],
  ["zh-hans", ["zh-Hans-TW", "zh-hans-hk", "zh-cmn-Hans-HK", "zh-x-hant", "zh-CN-x-tw", "zh-hantx"]],
  ["zh-hant", ["zh-TW", "zh-HK", "zh-MO", "zh-Hant", "zh_tw", "zh-Hant-HK", "zh-hant", "ZH-HANT-mo"]],
  ["zh-hant", ["zh-Hant-CN", "zh_Hant_SG", "zh-yue-HK", "zh-cmn-Hant", "zh-min-nan-TW"]],
  ["en", ["", " ", "-", "_", "sv", "deu", "e", "d", "z", "zho", "xzh", "zhe", "x-de", "i-klingon", "*", "und", "mul"]],
  ["en", ["ins", "iwa", "x-in", "constructor", "__proto__", "toString", "de\0", "🇩🇪", "\ud83d", "choose", "load"]],
];

for (const [code, all] of tags) {
  for (const tag of all) {
    test(`${JSON.stringify(tag)} is ${code}`, () => assert.equal(choose(tag), code));
  }
}

test("no tag at all is English", () => {
  assert.deepEqual([choose(), choose(null), choose(undefined)], ["en", "en", "en"]);
});

test("every language is found by its own code", () => {
  assert.deepEqual(codes.map((code) => choose(code)), codes);
});

/**
 * Numbers from 0 up to `below`, always the same ones (mulberry32).
 *
 * @param {number} seed
 */
function numbers(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

test("5,000 strings of nonsense find a language that there is", () => {
  const next = numbers(3);
  const parts = ["zh", "ZH", "hant", "hans", "tw", "iw", "in", "de", "x", "-", "_", "-", "\n", "İ", "K", "(", "\\"];
  const part = () => (next(4) ? parts[next(parts.length)] : String.fromCharCode(next(0x1_0000)));
  const found = new Set();
  for (let round = 0; round < 5_000; round += 1) {
    const tag = Array.from({ length: next(9) }, part).join("");
    const code = choose(tag);
    assert.ok(codes.includes(code), JSON.stringify(tag));
    found.add(code);
  }
  for (const code of ["de", "en", "he", "id", "zh-hans", "zh-hant"]) assert.ok(found.has(code), code);
});

test("a tag of 1 MB is read in one go", () => {
  assert.equal(choose(`zh${"-abc".repeat(250_000)}-tw`), "zh-hans");
  assert.equal(choose("-".repeat(1_000_000)), "en");
});
