import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { temporaryFolder } from "../support/folder.js";
import { start } from "../support/program.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { serveFolder } from "../support/site.js";
import { fixture, pack, runScript } from "./package.js";
import { lineFor } from "./readme.js";
import { WITHOUT_WASM, voteOn } from "./vote.js";

const file = fileScope();
const [browser, relay, folder] = await Promise.all([launchBrowser(file), startRelay(file), temporaryFolder(file)]);
const tarball = await pack(folder);

/**
 * Where each bundler's fixture follows the README, what is served of it, and the page. Only Vite's output must
 * lie at the root of its site, as long as nobody says otherwise.
 *
 * @type {{ name: string, follows?: string, site: string, page: string }[]}
 */
const BUNDLERS = [
  { name: "Vite", site: "dist", page: "/" },
  { name: "webpack", site: ".", page: "/public/" },
  { name: "esbuild", follows: "package.json", site: ".", page: "/public/" },
  { name: "Rollup", follows: "rollup.config.mjs", site: ".", page: "/public/" },
];

for (const { name, follows, site, page } of BUNDLERS) {
  test(`${name} builds the package as its README says, and the page votes`, async (t) => {
    const home = await fixture(folder, tarball, name.toLowerCase(), relay.url);
    const line = await lineFor(name);
    assert.equal(line === undefined, follows === undefined, `pkg/README.md has a line for ${name}: ${line}`);
    if (line && follows) assert.ok((await readFile(join(home, follows), "utf8")).includes(line), `${follows} has not: ${line}`);
    await runScript(home, "build");
    await voteOn(browser, relay, (await serveFolder(t, join(home, site))) + page);
    await voteOn(browser, relay, (await serveFolder(t, join(home, site), { headers: WITHOUT_WASM })) + page, { hasWasm: false });
  });
}

test("Vite's development server serves the package, and its page votes", async (t) => {
  const home = await fixture(await temporaryFolder(t), tarball, "vite", relay.url);
  const vite = start(t, join(home, "node_modules/.bin/vite"), ["--host", "127.0.0.1", "--port", "0"], { cwd: home });
  const [url] = await vite.until(/http:\/\/127\.0\.0\.1:\d+\//);
  await voteOn(browser, relay, url);
});

test("a server that answers with its start page for the wasm: the vote works, and the console says what is wrong", async (t) => {
  const home = await fixture(await temporaryFolder(t), tarball, "esbuild", relay.url);
  await runScript(home, "build");
  const url = await serveFolder(t, home);
  const page = await browser.newPage();
  /** @type {string[]} */
  const warnings = [];
  page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
  await page.route(/\.wasm$/, (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<!doctype html>" }));
  await page.goto(`${url}/public/`);
  const accepted = page.waitForResponse(`${relay.url}/v1/feedback`);
  await page.locator("llm-feedback button").first().click();
  assert.equal((await accepted).status(), 202);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? "", /\.wasm answered no wasm .* Check that the server sends the file as it was built/);
  await page.close();
});
