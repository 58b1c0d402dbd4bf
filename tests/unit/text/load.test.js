/** One language is fetched, and English where it does not arrive. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "../../../pkg/text/load.js";
import { english, languages } from "./languages.js";

/** @typedef {import("../../../pkg/text/texts.js").Texts} Texts */

for (const { code, texts } of languages) {
  test(`${code}: is loaded`, async () => assert.equal(await load(code), texts));
}

for (const code of ["", "xx", "DE", "zh", "constructor", "__proto__", "toString"]) {
  test(`${JSON.stringify(code)}: a code that there is not loads English`, async () => {
    assert.equal(await load(code), english);
  });
}

/** @type {Texts} */
const german = { ...english, thanks: "Danke" };

test("a language that does not arrive is English, and is asked for again the next time", async () => {
  let online = false;
  const de = async () => {
    if (!online) throw new TypeError("Failed to fetch dynamically imported module");
    return { default: german };
  };
  const en = async () => ({ default: english });
  assert.equal(await load("de", { de, en }), english);
  online = true;
  assert.equal(await load("de", { de, en }), german);
});

test("what arrives is asked for alone: English is fetched only where it is needed", async () => {
  /** @type {string[]} */
  const asked = [];
  const fetched = (/** @type {string} */ code, /** @type {Texts} */ texts) => async () => {
    asked.push(code);
    return { default: texts };
  };
  await load("de", { de: fetched("de", german), en: fetched("en", english) });
  assert.deepEqual(asked, ["de"]);
});

test("where English does not arrive either, the caller is told why", async () => {
  const gone = async () => {
    throw new TypeError("Failed to fetch dynamically imported module");
  };
  await assert.rejects(load("de", { de: gone, en: gone }), /Failed to fetch/);
});
