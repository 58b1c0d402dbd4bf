import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { basename } from "node:path";
import { test } from "node:test";

import { inCheckout } from "../support/checkout.js";
import { lineFor } from "./readme.js";

/** @param {string} path */
const read = (path) => readFile(inCheckout(path), "utf8");

/** Code of a document that names the file it is from: ```ts src/answer.ts */
const CODE = /^```\w+ (\S+)\n(.*?)^```$/gms;

const pages = (await readdir(inCheckout("docs/integrations"))).filter((page) => page !== "README.md");
const names = pages.map((page) => basename(page, ".md"));

test("the index names every page, and no other", async () => {
  const index = await read("docs/integrations/README.md");
  assert.deepEqual([...index.matchAll(/\]\(([^/)]+\.md)\)/g)].map(([, page]) => page).sort(), pages.sort());
});

for (const name of names) {
  test(`${name}: short, and its code is what the tests run`, async () => {
    const page = await read(`docs/integrations/${name}.md`);
    assert.ok(page.split("\n").length <= 40);
    const codes = [...page.matchAll(CODE)];
    assert.ok(codes.length > 0);
    for (const [, path, code = ""] of codes) {
      const source = await read(`tests/packaging/${name}/${path}`);
      assert.ok(source.includes(code), `${path} is\n${source}`);
    }
  });
}

for (const bundler of ["esbuild", "Rollup", "Angular"]) {
  test(`${bundler}: its page has the README's line`, async () => {
    const line = await lineFor(bundler);
    assert.ok(line && (await read(`docs/integrations/${bundler.toLowerCase()}.md`)).includes(line));
  });
}
