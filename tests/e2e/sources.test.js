/** Sources 1 to 4 of a target: a page for each, on which every source further away names another. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { startAgent } from "../support/agent.js";
import { launchBrowser } from "../support/browser.js";
import { eventually } from "../support/poll.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { arrived, toAgent } from "./page/arrived.js";
import { EMBED, fixture, open } from "./page/open.js";

const file = fileScope();
const [browser, agent] = await Promise.all([launchBrowser(file), startAgent(file)]);
const relay = await startRelay(file, { env: toAgent(agent) });

/** @param {string} body */
const page = (body) => `<!doctype html><title>Page</title>${EMBED}<body>${body}`;

/**
 * Votes on the page's element.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} html
 * @returns {Promise<{ sent: any, event: any, metric: any }>} the vote as the page sent it, and as
 *   the relay and the agent have it
 */
async function vote(t, html) {
  const opened = await open(t, { browser, html, relay });
  await opened.widget.up.click();
  const sent = await opened.event("sent");
  const event = await arrived(relay, sent);
  const metric = await eventually("the metric at the agent", async () =>
    (await agent.metrics()).find(({ tags }) => tags.includes(`feedback_id:${event.id}`)),
  );
  return { sent, event, metric };
}

const SPAN = { kind: "span", span_id: "20245611112024561111", trace_id: "6959432000000000d1f51f98d49b97c8" };

for (const name of [
  "attributes",
  "ancestor",
  "ancestor-outside",
  "script-inside",
  "script-ancestor",
  "script-named",
  "meta",
]) {
  test(`${name}: the vote lands on the span that it names, to the digit`, async (t) => {
    const { event, metric } = await vote(t, await fixture(name));
    assert.deepEqual(event.target, SPAN);
    assert.equal(metric.span_id, SPAN.span_id);
  });
}

const HEX = "6959432000000000d1f51f98d49b97c8";
const META = '<meta name="llm-span-id" content="4444">';
const SESSION = '{"session_id": "chat-9"}';

/** @type {[string, string, object, Record<string, string>][]} */
const others = [
  [
    "a 20-digit span id below 2^64 and above 2^53",
    '<llm-feedback span-id="18446744073709551557"></llm-feedback>',
    { kind: "span", span_id: "18446744073709551557" },
    { span_id: "18446744073709551557" },
  ],
  [
    "an attribute's trace before the page's span",
    `${META}<llm-feedback trace-id="${HEX}"></llm-feedback>`,
    { kind: "trace", trace_id: HEX },
    { trace_id: HEX },
  ],
  [
    "an ancestor's trace",
    `${META}<div data-llm-trace-id="${HEX}"><llm-feedback></llm-feedback></div>`,
    { kind: "trace", trace_id: HEX },
    { trace_id: HEX },
  ],
  [
    "an ancestor's session",
    `${META}<div data-llm-session-id="chat-9"><llm-feedback></llm-feedback></div>`,
    { kind: "session", session_id: "chat-9" },
    { session_id: "chat-9" },
  ],
  [
    "a script's session",
    `${META}<script type="application/json" data-llm-feedback>${SESSION}</script><llm-feedback></llm-feedback>`,
    { kind: "session", session_id: "chat-9" },
    { session_id: "chat-9" },
  ],
  [
    "the page's session",
    '<meta name="llm-session-id" content="chat-9"><llm-feedback></llm-feedback>',
    { kind: "session", session_id: "chat-9" },
    { session_id: "chat-9" },
  ],
  [
    "a join key, as it was written",
    '<llm-feedback join-key="invoice/2026-11:A&amp;B"></llm-feedback>',
    { kind: "join_key", join_key: "invoice/2026-11:A&B" },
    { feedback_join_key: "invoice/2026-11:A&B" },
  ],
];

for (const [name, html, target, field] of others) {
  test(`the target is ${name}`, async (t) => {
    const { event, metric } = await vote(t, page(html));
    assert.deepEqual(event.target, target);
    const fields = ["span_id", "trace_id", "session_id", "feedback_join_key"];
    const named = Object.entries(metric).filter(([key]) => fields.includes(key));
    assert.deepEqual(Object.fromEntries(named), field);
  });
}

test("what goes with the target: ticket, application, person and tags of the nearest who say it", async (t) => {
  const script = '{"ml_app": "far", "submitter_id": "user-7", "tags": {"prompt_version": "b"}}';
  const html = `<meta name="llm-ml-app" content="farthest">
    <div data-llm-ticket="not-for-this-target">
      <script type="application/json" data-llm-feedback>${script}</script>
      <llm-feedback span-id="1" ml-app="near" ticket="eyJ0"></llm-feedback>
    </div>`;
  const { sent, event } = await vote(t, page(html));
  const { ml_app, submitter, tags } = event;
  const wanted = { ml_app: "near", submitter: { id: "user-7", type: "user" }, tags: { prompt_version: "b", verified: "false" } };
  assert.deepEqual({ ml_app, submitter, tags }, wanted);
  // A permission is for the relay, not for those whom it delivers to.
  assert.equal(sent.ticket, "eyJ0");
  assert.equal("ticket" in event, false);
});
