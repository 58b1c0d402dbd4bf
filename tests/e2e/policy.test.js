/** Strict host pages: the script from one origin, the page on another, and a policy that allows that alone. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { arrived } from "./page/arrived.js";
import { EMBED, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const relay = await startRelay(file);
const html = `<!doctype html><title>Page</title>${EMBED}<llm-feedback span-id="20245611112024561111" controls="thumbs rating comment"></llm-feedback>`;

const POLICY = [
  "default-src 'none'",
  "script-src {{relay}} 'wasm-unsafe-eval'",
  "connect-src {{relay}}",
  "style-src 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

test("a strict policy: no violation, styled, and every control votes", async (t) => {
  const opened = await open(t, {
    browser,
    html,
    relay,
    headers: { "content-security-policy": POLICY },
    before: (page) =>
      page.addInitScript(() => {
        const violations = /** @type {string[]} */ ([]);
        Object.assign(window, { violations });
        addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
          violations.push(`${violatedDirective} ${blockedURI} ${sample}`),
        );
      }),
  });
  const { widget } = opened;
  await widget.down.click();
  await widget.star(2).click();
  await widget.say("Under a strict policy");
  for (const sent of await opened.events("sent", 3)) {
    assert.equal((await arrived(relay, sent)).target.span_id, "20245611112024561111");
  }
  assert.equal(await widget.frame.evaluate((frame) => getComputedStyle(frame).display), "flex");
  assert.deepEqual(await opened.page.evaluate(() => /** @type {any} */ (window).violations), []);
});

test("two origins: the element's relay is the script's own, the wasm lies beside the script", async (t) => {
  const opened = await open(t, { browser, html, relay });
  await opened.widget.up.click();
  await arrived(relay, await opened.event("sent"));
  assert.notEqual(new URL(opened.url).origin, relay.url);
  const others = opened.requests.filter((request) => !request.includes(opened.url));
  const paths = others.map((request) => request.replace(relay.url, "").replace(/-[0-9a-f]{16}\./, "-<hash>."));
  const files = ["thumbspan.js", "thumbspan-more-<hash>.js", "thumbspan-widget-<hash>.js", "thumbspan-outbox-<hash>.js", "thumbspan-<hash>.wasm"];
  assert.deepEqual(paths.toSorted(), [...files.map((name) => `GET /${name}`), "POST /v1/feedback"].sort());
  assert.equal(opened.requests.some((request) => request.startsWith("OPTIONS")), false);
});

test("a policy that forbids the relay: failed, and the message names connect-src", async (t) => {
  const headers = { "content-security-policy": "connect-src 'self' {{relay}}/thumbspan-x" };
  const opened = await open(t, { browser, html: html.replace("{{relay}}/thumbspan.js", "/thumbspan.js").replace("<llm-feedback", '<llm-feedback relay="{{relay}}"'), relay, headers });
  await opened.widget.up.click();
  await opened.widget.phase("failed");
  const [{ code, message }] = await opened.events("error");
  assert.equal(code, "network");
  assert.match(message, /connect-src/);
});

test("the host's styles stay outside, and the widget's inside", async (t) => {
  const style = "<style>button { display: none !important } p { color: rgb(1, 2, 3) }</style><p>Host</p>";
  const controls = "<div><button>Host</button><textarea>Host</textarea><fieldset>Host</fieldset></div>";
  const opened = await open(t, { browser, html: html.replace("<llm-feedback", `${style}${controls}<llm-feedback`), relay });
  const { widget, page } = opened;
  const host = () =>
    page.evaluate(() => {
      const looks = [...document.querySelectorAll("p, div *")].map((one) => {
        const look = getComputedStyle(one);
        return [one.localName, ...[...look].map((name) => `${name}: ${look.getPropertyValue(name)}`)];
      });
      return { adopted: document.adoptedStyleSheets.length, sheets: document.styleSheets.length, looks };
    });
  await widget.up.waitFor({ state: "visible" });
  const before = await host();
  assert.deepEqual([before.adopted, before.sheets, before.looks.length], [0, 1, 4]);
  assert.ok(before.looks[0]?.includes("color: rgb(1, 2, 3)"));
  assert.equal(await page.evaluate(() => document.activeElement?.localName), "body");
  // The widget's own sheets come with the first vote.
  await widget.down.click();
  await widget.text.waitFor({ state: "visible" });
  await widget.send.waitFor({ state: "visible" });
  assert.deepEqual(await host(), before);
});
