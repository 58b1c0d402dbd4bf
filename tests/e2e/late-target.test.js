/** Streamed answers: the ids come after the element, in every way that they can come. */

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
const SPAN = "20245611112024561111";

/** @param {string} body */
const page = (body) => `<!doctype html><title>Page</title>${EMBED}<body>${body}`;
const ARTICLE = page("<article><div><llm-feedback></llm-feedback></div></article>");

/** @type {[string, string, (span: string) => void][]} */
const ways = [
  ["the element's attribute", ARTICLE, (span) => document.querySelector("llm-feedback")?.setAttribute("span-id", span)],
  ["an attribute that was empty", page('<llm-feedback span-id=""></llm-feedback>'), (span) => document.querySelector("llm-feedback")?.setAttribute("span-id", span)],
  ["the element's property", ARTICLE, (span) => Object.assign(document.querySelector("llm-feedback") ?? {}, { spanId: span })],
  ["an ancestor's attribute", ARTICLE, (span) => document.querySelector("article")?.setAttribute("data-llm-span-id", span)],
  [
    "an ancestor's attribute, outside of a shadow root",
    page('<article><section><template shadowrootmode="open"><llm-feedback></llm-feedback></template></section></article>'),
    (span) => document.querySelector("article")?.setAttribute("data-llm-span-id", span),
  ],
  [
    "an ancestor's attribute, inside of a shadow root",
    page('<section><template shadowrootmode="open"><p><llm-feedback></llm-feedback></p></template></section>'),
    (span) => document.querySelector("section")?.shadowRoot?.querySelector("p")?.setAttribute("data-llm-span-id", span),
  ],
  [
    "a script in an ancestor",
    ARTICLE,
    (span) => {
      const script = document.createElement("script");
      script.type = "application/json";
      script.dataset["llmFeedback"] = "";
      script.textContent = JSON.stringify({ span_id: span });
      document.querySelector("article")?.append(script);
    },
  ],
  [
    "a script that is filled later",
    page('<article><script type="application/json" data-llm-feedback></script><llm-feedback></llm-feedback></article>'),
    (span) => void ((document.querySelector("[data-llm-feedback]") ?? document.body).textContent = JSON.stringify({ span_id: span })),
  ],
  [
    "a script with the id that context= names",
    page('<script type="application/json" data-llm-feedback></script><llm-feedback context="late"></llm-feedback>'),
    (span) => Object.assign(document.querySelector("[data-llm-feedback]") ?? {}, { id: "late", textContent: JSON.stringify({ span_id: span }) }),
  ],
  [
    "a meta element",
    ARTICLE,
    (span) => document.head.append(Object.assign(document.createElement("meta"), { name: "llm-span-id", content: span })),
  ],
  [
    "a meta element's content",
    page('<meta name="llm-span-id" content=""><llm-feedback></llm-feedback>'),
    (span) => document.querySelector("meta")?.setAttribute("content", span),
  ],
];

for (const [name, html, come] of ways) {
  test(`${name} enables the element, and the vote lands there`, async (t) => {
    const opened = await open(t, { browser, html, relay });
    await opened.widget.status.waitFor({ state: "attached" });
    await opened.widget.disabled();
    await opened.page.evaluate(come, SPAN);
    await opened.widget.enabled();
    await opened.widget.up.click();
    const event = await arrived(relay, await opened.event("sent"));
    assert.equal(event.target.span_id, SPAN);
  });
}
