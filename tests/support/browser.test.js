import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "./browser.js";
import { temporaryFolder } from "./folder.js";
import { serveFolder } from "./site.js";

test("the browser shows a page of a folder, and of a test", async (t) => {
  const folder = await temporaryFolder(t);
  const pages = { "/index.html": "<!doctype html><title>Own page</title><script type=module src=/a.js></script>" };
  const script = { "/a.js": "document.body.textContent = 'ran'" };
  const url = await serveFolder(t, folder, { pages: { ...pages, ...script }, headers: { "x-from": "test" } });
  const browser = await launchBrowser(t);
  const page = await browser.newPage();
  const answer = await page.goto(url);
  assert.equal(answer?.headers()["x-from"], "test");
  assert.equal(await page.title(), "Own page");
  await page.waitForFunction(() => document.body.textContent === "ran");
  assert.equal((await fetch(`${url}/absent.html`)).status, 404);
});
