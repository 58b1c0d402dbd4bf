/** Pages whose policy allows as little as it can, and scripts that are not what they were built as. */

import assert from "node:assert/strict";
import { appendFile, cp, readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { BROWSER, launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { temporaryFolder } from "../support/folder.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { arrived } from "./page/arrived.js";
import { EMBED, fixture, open } from "./page/open.js";
import { openStrict, violations } from "./page/strict.js";

const file = fileScope();
const browser = await launchBrowser(file);
const relay = await startRelay(file);

/** WebKit does not compare the hashes of modules that a script loads: there `'strict-dynamic'` or the origin is needed. */
const PAGES = ["nonce", "dynamic", "types", ...(BROWSER === "webkit" ? [] : ["hash"])];

for (const name of PAGES) {
  test(`strict-${name}.html: every control votes, in another language, and nothing was refused`, async (t) => {
    const opened = await openStrict(t, name, { browser, relay });
    const { widget } = opened;
    await widget.down.click();
    await widget.star(2).click();
    await widget.host.locator(".reasons button").first().click();
    await widget.text.fill("Unter einer strengen Regel");
    await widget.host.locator(".correction textarea").fill("41");
    await widget.send.click();
    const sent = await opened.events("sent", 5);
    for (const one of sent) assert.equal((await arrived(relay, one)).target.span_id, "20245611112024561111");
    const labels = sent.flatMap(({ signals }) => signals.map((/** @type {any} */ { label }) => label));
    assert.deepEqual(labels.sort(), ["user_comment", "user_correction", "user_rating", "user_reason_falsch", "user_thumbs"]);
    assert.equal(await widget.phase("thanks"), "Danke");
    assert.equal(await widget.frame.evaluate((frame) => getComputedStyle(frame).display), "flex");
    assert.deepEqual(await violations(opened), []);
    assert.equal(opened.requests.some((request) => request.includes("thumbspan-plain")), false);
  });
}

test("docs/embedding.md has the policies and the script tags of these pages", async () => {
  const embedding = (await readFile(inCheckout("docs/embedding.md"), "utf8")).replaceAll("https://feedback.example.com", "{{relay}}");
  const pages = (await Promise.all(["types", "nonce", "dynamic"].map((name) => fixture(`strict-${name}`)))).join("\n");
  const policies = [...embedding.matchAll(/```text\n(.*?)\n```/gs)].map(([, policy = ""]) => policy);
  const scripts = embedding.match(/<script .*?<\/script>/g) ?? [];
  assert.deepEqual([policies.length, scripts.length], [3, 1]);
  for (const snippet of [...policies, ...scripts]) assert.ok(pages.includes(snippet), snippet);
});

/**
 * WebKit does not look at a module preload's `integrity`; the wasm's it checks.
 *
 * @type {[file: string, attributes: string][]}
 */
const MODULES = BROWSER === "webkit" ? [] : [
  ["thumbspan-widget", ""],
  ["thumbspan-outbox", ""],
  ["thumbspan-more", 'controls="thumbs rating"'],
  ["thumbspan-language", 'lang="de"'],
  ["thumbspan-de", 'lang="de"'],
];

/** @type {typeof MODULES} */
const TAMPERED = [...MODULES, ["thumbspan", ""]];

/** A relay that serves one file, by the beginning of its name, with something added at its end. */
async function tamperedRelay(/** @type {import("node:test").TestContext} */ t, /** @type {string} */ start) {
  const folder = await temporaryFolder(t);
  await cp(inCheckout("pkg/dist"), folder, { recursive: true });
  const name = (await readdir(folder)).find((each) => new RegExp(`^${start}-[0-9a-f]{16}\\.`).test(each)) ?? "";
  // In the wasm a custom section without content: it would still be valid.
  const added = name.endsWith(".wasm") ? Buffer.from([0, 2, 1, 120]) : Buffer.from("\n;globalThis.tampered = true;");
  await appendFile(join(folder, name), added);
  return startRelay(t, { env: { THUMBSPAN_ASSETS_DIR: folder } });
}

for (const [start, attributes] of TAMPERED) {
  test(`${start}-* is not what it was built as: it never runs`, async (t) => {
    const evil = await tamperedRelay(t, start);
    const html = `<!doctype html><title>Page</title>${EMBED}<llm-feedback span-id="42" ${attributes}></llm-feedback>`;
    const opened = await open(t, { browser, html, relay: evil });
    const isText = attributes.startsWith("lang");
    // Where only texts are missing, there are buttons to wait for.
    await (isText ? opened.widget.up : opened.widget.frame).waitFor({ state: "attached" });
    await opened.widget.frame.evaluate((frame) => {
      (frame.querySelector("button") ?? frame).dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 1 }));
    });
    if (isText) assert.equal(await opened.widget.phase("thanks"), "Thank you", "English instead");
    else {
      const [{ code, retryable }] = await opened.events("error");
      assert.deepEqual({ code, retryable }, { code: "load_failed", retryable: true });
    }
    assert.equal(await opened.page.evaluate(() => "tampered" in window), false);
  });
}

test("the entry itself is not what the page's integrity says: nothing runs", async (t) => {
  const html = `<!doctype html><title>Page</title><script type="module" integrity="sha256-${"A".repeat(43)}=" crossorigin src="{{relay}}/thumbspan.js"></script><llm-feedback span-id="42"></llm-feedback>`;
  const opened = await open(t, { browser, html, relay });
  assert.equal(await opened.page.evaluate(() => customElements.get("llm-feedback") === undefined), true);
});
