/** The texts: every language says everything, in its own script. */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import { atRest } from "../../pkg/text/at-rest.js";
import { SCRIPTS, SHARED, codes, declared, english, folder, languages, read } from "./text/languages.js";

/** @param {string} code */
function lettersOf(code) {
  const script = SCRIPTS.get(code);
  assert.ok(script);
  return script;
}

test("every file is a language of this table, or one that finds languages", () => {
  const found = readdirSync(folder).sort();
  assert.deepEqual(found, [...codes, "at-rest", "choose", "load", "speak", "texts"].map((name) => `${name}.js`).sort());
});

for (const { code, texts } of languages) {
  const entries = Object.entries(texts);

  test(`${code}: says everything that English says, and nothing else`, () => {
    assert.deepEqual(Object.keys(texts), declared.map(({ key }) => key));
    for (const [key, text] of entries) assert.match(text, /\p{L}/u, key);
  });

  test(`${code}: is in its own script`, () => {
    for (const [key, text] of entries) {
      for (const letter of text.replace("{n}", "").match(/\p{L}/gu) ?? []) {
        assert.match(letter, lettersOf(code), `${key}: ${text}`);
      }
    }
  });

  test(`${code}: is clean text`, () => {
    for (const [key, text] of entries) {
      assert.equal(text, text.normalize("NFC"), key);
      assert.equal(text, text.trim(), key);
      assert.doesNotMatch(text, /[\p{Cc}\p{Cf}\p{Bidi_Control}<>]|\p{Zs}{2}|\.{3}|'/u, key);
    }
  });

  test(`${code}: five stars and five faces, each with a name of its own`, () => {
    for (const list of [texts.stars, texts.faces]) {
      const names = list.split("|");
      assert.equal(new Set(names).size, 5, list);
      for (const name of names) assert.match(name.trim(), /\p{L}/u, list);
      assert.deepEqual(names, names.map((name) => name.trim()));
    }
    const named = texts.stars.split("|").slice(2).map((name) => name.replace(/\P{Nd}/gu, ""));
    assert.deepEqual(named, ["3", "4", "5"]);
  });

  test(`${code}: numbers stand where they belong`, () => {
    assert.deepEqual(entries.filter(([, text]) => /[{}]/.test(text)).map(([key]) => key), ["left"]);
    assert.equal(texts.left.split("{n}").length, 2);
    assert.match(texts.tooLong, /(?<!\d)4[,.\u00a0\u202f]?000(?!\d)/);
  });
}

for (const { code, texts } of languages.filter((language) => language.code !== "en")) {
  test(`${code}: nothing is left in English`, () => {
    const same = Object.entries(texts).filter(([key, text]) => Reflect.get(english, key) === text);
    assert.deepEqual(same.map(([key]) => key), SHARED[code] ?? []);
  });
}

test("no language is another one's copy", () => {
  assert.equal(new Set(languages.map(({ texts }) => texts.thanks + texts.group)).size, codes.length);
});

test("simplified and traditional characters are not mixed", async () => {
  const simplified = /[评价这则颗缩与关闭编辑馈载无应说补还输个写荐问题点态传]/u;
  const traditional = /[評價這則顆縮與關閉編輯饋載無應說補還輸個寫薦問題點態傳]/u;
  const [hans, hant] = await Promise.all(["zh-hans", "zh-hant"].map(read));
  const [ofHans, ofHant] = [hans, hant].map((language) => Object.values(language?.texts ?? {}).join(""));
  assert.match(ofHans ?? "", simplified);
  assert.doesNotMatch(ofHans ?? "", traditional);
  assert.match(ofHant ?? "", traditional);
  assert.doesNotMatch(ofHant ?? "", simplified);
});

test("the entry's few English texts are English's own", () => {
  assert.deepEqual({ ...english, ...atRest }, english);
});
