/** JavaScript off: the form inside the element votes; with JavaScript on nobody sees it. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { BROWSER, launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { eventually } from "../support/poll.js";
import { startRelay } from "../support/relay.js";
import { atEnd, fileScope } from "../support/scope.js";
import { EMBED, open, visitor } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const relay = await startRelay(file);

/** The element with its form, as docs/embedding.md has it. */
const embedding = await readFile(inCheckout("docs/embedding.md"), "utf8");
const [element = ""] = /<llm-feedback[^>]*>\s*<form.*?<\/llm-feedback>/s.exec(embedding) ?? [];
const html = `<!doctype html><meta charset="utf-8"><title>Page</title>${EMBED}${element.replaceAll("https://feedback.example.com", "{{relay}}")}`;

/** Chromium has a setting for it. The other drivers have none: there a policy lets no script of the page run. */
const OFF = BROWSER === "chromium" ? { context: { javaScriptEnabled: false } } : { headers: { "content-security-policy": "script-src 'none'" } };

test("JavaScript off: the form posts, the vote is at the sink, and the answer says thanks", async (t) => {
  assert.notEqual(element, "");
  const { url } = await visitor(t, { browser, html, relay, headers: OFF.headers ?? {} });
  const context = await browser.newContext(OFF.context ?? {});
  atEnd(t, () => context.close());
  const page = await context.newPage();
  await page.goto(url);
  await page.locator("textarea[name=user_comment]").fill("Ohne Skript €");
  await page.locator("button[value=down]").click();
  const line = await eventually("the vote", async () => (await relay.delivered())[0]);
  assert.equal(line.target.span_id, "2670203640094394356");
  assert.deepEqual(line.signals.map((/** @type {any} */ { label, value }) => [label, value]).sort(), [["user_comment", "Ohne Skript €"], ["user_thumbs", "down"]]);
  await page.getByText("Thank you. Your feedback was saved.").waitFor();
});

test("JavaScript on: the form is not shown, and the element's own buttons are", async (t) => {
  const opened = await open(t, { browser, html, relay });
  await opened.widget.frame.waitFor();
  assert.equal(await opened.page.locator("llm-feedback form").isVisible(), false);
  await opened.widget.up.click();
  await opened.widget.phase("thanks");
});
