/** docs/text.md says what the texts are. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { codes, declared, english } from "./languages.js";

const page = readFileSync(new URL("../../../docs/text.md", import.meta.url), "utf8");

test("the table of keys is what English says and `Texts` declares", () => {
  const table = page.slice(page.indexOf("## Keys"), page.indexOf("## A language more"));
  const rows = [...table.matchAll(/^\| `(\w+)` \| (.+?) \| (.+) \|$/gm)].map((row) =>
    row.slice(1).map((cell) => cell.replaceAll("\\|", "|")),
  );
  assert.deepEqual(rows, declared.map(({ key, meaning }) => [key, Reflect.get(english, key), meaning]));
});

test("the page names every language, and how many they are", () => {
  assert.ok(page.includes(`in ${codes.length} languages`));
  for (const code of codes) assert.ok(page.includes(`\`${code}\``), code);
});

test("the examples replace texts that there are", () => {
  const [, attribute = ""] = /texts='(\{.+\})'/.exec(page) ?? [];
  const replaced = JSON.parse(attribute);
  for (const key of Object.keys(replaced)) assert.ok(key in english, key);
  for (const [key, text] of Object.entries(replaced)) assert.ok(page.includes(`${key}: ${JSON.stringify(text)}`), key);
});
