/** What the texts cost a page. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";

import { build } from "esbuild";

import { codes, folder, languages } from "./languages.js";

/** @param {Partial<import("esbuild").BuildOptions>} options */
async function bundle(options) {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    bundle: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    minify: true,
    write: false,
    outdir: "out",
    ...options,
  });
  return outputFiles ?? [];
}

test("a bundler makes a chunk of each language, and the entry holds none", async () => {
  const outputs = await bundle({ entryPoints: ["load.js"], splitting: true });
  for (const { code, texts } of languages) {
    const holders = outputs.filter(({ text }) => text.includes(texts.npsHigh) && text.includes(texts.tooLong));
    assert.ok(holders.length > 0, code);
    assert.ok(holders.every(({ path }) => !path.endsWith("/load.js")), code);
  }
  assert.equal(outputs.length, codes.length + 1);
});

test("choosing costs a page's entry less than 250 bytes", async () => {
  const [output] = await bundle({ entryPoints: ["choose.js"] });
  assert.ok(output);
  assert.ok(brotliCompressSync(output.contents).length < 250);
});
