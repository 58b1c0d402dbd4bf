import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { temporaryFolder } from "../support/folder.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { serveFolder } from "../support/site.js";
import { element, voteOn } from "./vote.js";

const file = fileScope();
const browser = await launchBrowser(file);
const relay = await startRelay(file);
const empty = await temporaryFolder(file);

/** @param {string} script */
const page = (script) => `<!doctype html><title>Page</title>${script}${element()}`;

test("a page of another origin embeds the script with one tag, and votes", async (t) => {
  const script = `<script type="module" src="${relay.url}/thumbspan.js"></script>`;
  const url = await serveFolder(t, empty, { pages: { "/index.html": page(script) } });
  await voteOn(browser, relay, url);
});

test("the same under a policy that allows the relay alone", async (t) => {
  const script = `<script type="module" src="${relay.url}/thumbspan.js"></script>`;
  const policy = `default-src 'none'; script-src ${relay.url} 'wasm-unsafe-eval'; connect-src ${relay.url}`;
  const url = await serveFolder(t, empty, {
    pages: { "/index.html": page(script) },
    headers: { "content-security-policy": policy },
  });
  await voteOn(browser, relay, url);
});
