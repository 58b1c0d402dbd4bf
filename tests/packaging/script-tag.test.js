import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { temporaryFolder } from "../support/folder.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { serveFolder } from "../support/site.js";
import { EXAMPLE } from "./package.js";
import { voteOn } from "./vote.js";

const file = fileScope();
const browser = await launchBrowser(file);
const relay = await startRelay(file);
const empty = await temporaryFolder(file);
const source = await readFile(inCheckout("tests/packaging/script-tag/index.html"), "utf8");
const pages = { "/index.html": source.replaceAll(EXAMPLE, relay.url) };

test("a page of another origin embeds the script with one tag, and votes", async (t) => {
  await voteOn(browser, relay, await serveFolder(t, empty, { pages }));
});

test("the same under a policy that allows the relay alone", async (t) => {
  const policy = `default-src 'none'; script-src ${relay.url} 'wasm-unsafe-eval'; connect-src ${relay.url}`;
  const headers = { "content-security-policy": policy };
  await voteOn(browser, relay, await serveFolder(t, empty, { pages, headers }));
});
