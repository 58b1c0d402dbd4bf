/** `npm start`, as a person types it. */

import assert from "node:assert/strict";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { temporaryFolder } from "../support/folder.js";
import { start } from "../support/program.js";
import { Widget } from "./page/widget.js";

/** What a start makes. */
const MADE = ["target/debug/thumbspan-relay", "pkg/wasm", "pkg/dist"];

/** When each made file was written. */
async function times() {
  const files = await Promise.all(MADE.map(async (path) => {
    const { mtimeMs } = await stat(inCheckout(path));
    const names = path.startsWith("pkg/") ? await readdir(inCheckout(path)) : [];
    const inside = await Promise.all(names.map(async (name) => [name, (await stat(join(inCheckout(path), name))).mtimeMs]));
    return [path, mtimeMs, inside];
  }));
  return JSON.stringify(files);
}

/** @param {import("node:test").TestContext} t */
async function npmStart(t) {
  const env = { THUMBSPAN_LISTEN: "127.0.0.1:0" };
  const data = await temporaryFolder(t);
  const program = start(t, "npm", ["start", "--", "--data", data], { cwd: inCheckout("."), env });
  const [, url = ""] = await program.until(/listens on (http:\/\/127\.0\.0\.1:\d+)/);
  return { program, url };
}

test("it prints the URL, where the demo is; a second start makes nothing anew", async (t) => {
  const first = await npmStart(t);
  const browser = await launchBrowser(t);
  const page = await browser.newPage();
  const answer = await page.goto(first.url);
  assert.equal(answer?.status(), 200);
  await new Widget(page.locator("llm-feedback").first()).frame.waitFor();

  // It ends with what started it, and leaves neither the port nor the store taken.
  await first.program.stop();
  await assert.rejects(fetch(first.url), /fetch failed/);
  const made = await times();
  const second = await npmStart(t);
  assert.equal((await fetch(second.url)).status, 200);
  assert.equal(await times(), made);
  assert.doesNotMatch(second.program.said(), /Compiling|: built|npm packages|rustup/);
});

test("an address that is taken is said with what to do", async (t) => {
  const { url } = await npmStart(t);
  const taken = new URL(url).host;
  const program = start(t, "npm", ["start"], { cwd: inCheckout("."), env: { THUMBSPAN_LISTEN: taken } });
  const [sentence] = await program.until(/^.*another program listens there.*$/m);
  assert.match(sentence, new RegExp(taken));
});
