/** The playground's embed codes: whatever stands in a value, it is that value when the code runs, and nothing else. */

import assert from "node:assert/strict";
import { createContext, runInContext, runInNewContext } from "node:vm";
import { test } from "node:test";

import { transform } from "esbuild";

import { CODES } from "../../www/playground/code/index.js";

/** What could end a string, a tag, a template or a script. */
const HOSTILE = ["plain", "it's \"quoted\"", "</script><script>alert(1)</script>", "a\\b`${alert(1)}`", "{alert(1)}", "{{ alert(1) }}", "@if (true) { x }", "line\nbreak\u2028", "&quot;&amp;", "https://x.example//y", "https://x.example/</script><script>alert(1)</script>"];

/** @param {string} value @returns {import("../../www/playground/code/write.js").Setting} */
const setting = (value) => ({
  attributes: [
    { name: "span-id", property: "spanId", kind: "text", value },
    { name: "tags", property: "tags", kind: "json", value: JSON.stringify({ [value]: value, list: [value] }) },
    { name: "texts", property: "texts", kind: "json", value: `{${value}` },
    { name: "required", property: "required", kind: "switch", value: "" },
  ],
  properties: [["--thumbspan-accent", "rgb(0 0 0 / 50%)"]],
  relay: "https://feedback.example.com",
});

/** @param {string} value */
const object = (value) => ({ [value]: value, list: [value] });

/** What an element has from its code. @param {string} value */
const wanted = (value) => ({ "span-id": value, tags: object(value), texts: `{${value}`, required: true, relay: "https://feedback.example.com" });

/** @param {unknown} value from another context */
const here = (value) => JSON.parse(JSON.stringify(value));

/** @param {string} name @param {string} value */
const write = (name, value) => CODES[name]?.(setting(value)) ?? "";

/** An attribute's value as it stands there, or as the expression that stands there. @typedef {{ is: string | true } | { run: string }} How */

const CHARS = /** @type {Record<string, string>} */ ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" });

/** @param {string} html */
const decoded = (html) => html.replace(/&([a-z]+|#39);/g, (_, name) => CHARS[name] ?? assert.fail(name));

/** How the attributes of the tag are read; without the listener. @type {Record<string, (inTag: string) => [string, How][]>} */
const ATTRIBUTES = {
  vue: (inTag) =>
    [...inTag.matchAll(/([:@]?)([\w-]+)(?:="([^"]*)"|='([^']*)')?/g)].flatMap(([, sign, key = "", double, single]) => {
      const text = double ?? single;
      if (sign === "@") return [];
      return [[key, text === undefined ? { is: true } : sign ? { run: decoded(text) } : { is: decoded(text) }]];
    }),
  // A line for each.
  svelte: (inTag) =>
    inTag.split("\n").flatMap((line) => {
      const [, key = "", quoted, braced] = /^ +([\w-]+)(?:="([^"]*)"|=\{(.*)\})?$/s.exec(line) ?? assert.fail(line);
      if (key.startsWith("on")) return [];
      return [[key, braced ? { run: braced } : { is: quoted ?? true }]];
    }),
};

for (const value of HOSTILE) {
  test(`React, run: ${JSON.stringify(value)}`, async () => {
    const { code } = await transform(write("react", value), { loader: "tsx", jsxFactory: "h", format: "cjs" });
    const h = (/** @type {string} */ tag, /** @type {object} */ props, /** @type {unknown[]} */ ...children) => ({ tag, props, children });
    const module = { exports: /** @type {any} */ ({}) };
    runInNewContext(code, { h, module, require: () => ({}) });
    const { tag, props, children } = here(module.exports.Feedback());
    assert.deepEqual([tag, children], ["llm-feedback", []]);
    assert.deepEqual(props, wanted(value));
  });

  test(`Angular, run: ${JSON.stringify(value)}`, async () => {
    const { code } = await transform(write("angular", value), { loader: "ts", format: "cjs", tsconfigRaw: { compilerOptions: { experimentalDecorators: true } } });
    const module = { exports: /** @type {any} */ ({}) };
    /** @type {any} */
    let given;
    const Component = (/** @type {any} */ options) => {
      given = options;
    };
    runInNewContext(code, { module, require: () => ({ Component: (/** @type {any} */ options) => (Component(options), () => {}) }) });
    const fields = here(new module.exports.Feedback());
    assert.deepEqual(fields.tags, object(value));
    assert.equal(fields.texts, `{${value}`);
    // A template has a language of its own, so nothing that means something in it is there.
    const inTemplate = /span-id="([^"]*)"/.exec(given.template)?.[1];
    assert.equal(inTemplate ?? fields.spanId, value);
    assert.ok(!/[`{}@&\\]/.test(given.template.replace("sent($event.detail.id)", "")), given.template);
  });

  for (const [name, attributes] of Object.entries(ATTRIBUTES)) {
    test(`${name}, its script run and its attributes read: ${JSON.stringify(value)}`, async () => {
      const [, script = "", rest = ""] = /^<script[^>]*>(.*?)<\/script>(.*)$/s.exec(write(name, value)) ?? [];
      assert.ok(script.includes('import "thumbspan/define"'));
      const { code } = await transform(script, { loader: "ts", format: "cjs" });
      const context = createContext({ require: () => ({}) });
      runInContext(code, context);
      assert.equal(rest.includes("</script>") && name === "vue", false, rest);
      assert.equal((rest.match(/<llm-feedback/g) ?? []).length, 1);
      const [, inTag = ""] = /<llm-feedback\n(.*)\n\s*(?:\/>|><\/llm-feedback>)/s.exec(rest) ?? [];
      const read = attributes(inTag).map(([key, how]) => [key, "is" in how ? how.is : here(runInContext(`(${how.run})`, context))]);
      assert.deepEqual(Object.fromEntries(read), wanted(value));
    });
  }
}
