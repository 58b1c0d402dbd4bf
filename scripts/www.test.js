import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";

import { inRoot, made } from "./www/index.js";
import { blocks, inline } from "./www/markdown.js";

const all = await made();

for (const [path, text] of all) {
  test(`${path} is what its sources say`, async () => {
    const now = await readFile(inRoot(path), "utf8").catch(() => "");
    assert.ok(now === text, `${path} is not what its sources say; run: node scripts/www.js`);
  });
}

test("every integration has a page, and no page is left over", async () => {
  const documents = (await readdir(inRoot("docs/integrations"))).filter((name) => name !== "README.md");
  for (const name of documents) assert.ok(all.has(`www/integrations/${name.replace(/md$/, "html")}`), name);
  const pages = (await readdir(inRoot("www/integrations"))).filter((name) => name.endsWith(".html"));
  assert.deepEqual(pages.filter((name) => !all.has(`www/integrations/${name}`)), []);
});

test("the code on a page is the document's, to the letter", () => {
  const page = all.get("www/integrations/react.html") ?? "";
  assert.ok(page.includes("tags={{ page: &quot;react&quot; }}"));
  assert.ok(page.includes("text: string; spanId: string }) {"));
});

test("Markdown: blocks in their order, and nothing of it is markup", () => {
  const source = "# A\n\nText\nmore\n\n- one\n- two\n\n```html x.html\n<p>\n\n- no item\n```\n\nEnd";
  assert.deepEqual(blocks(source).map(({ kind }) => kind), ["title", "text", "list", "code", "text"]);
  assert.equal(inline("a < `b` [c](vite.md) [d](../x/e.md) [f](javascript:x)"), 'a &lt; <code>b</code> <a href="/integrations/vite.html">c</a> d f');
});
