/**
 * What an evaluator posts to the relay is at the Agent, field by field as Datadog's own SDK says it.
 * No browser takes part: evaluations come from servers.
 */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { startAgent } from "../support/agent.js";
import { inCheckout } from "../support/checkout.js";
import { eventually } from "../support/poll.js";
import { submitEvaluations } from "../support/python.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";

const file = fileScope();
const agent = await startAgent(file);
const KEY = "k-1";
const relay = await startRelay(file, {
  env: {
    THUMBSPAN_ASSETS_DIR: "",
    THUMBSPAN_ACCESS: "server",
    THUMBSPAN_API_KEYS: KEY,
    THUMBSPAN_SINKS: "datadog",
    THUMBSPAN_DATADOG_ROUTE: "agent",
    THUMBSPAN_DATADOG_AGENT_URL: agent.url,
    THUMBSPAN_DATADOG_ML_APP: "e2e",
  },
});

const SPAN = { span_id: "20245611112024561111", trace_id: "6959432000000000d1f51f98d49b97c8" };
const TAGS = { evaluation_provider: "custom", form_type: "constituency" };

/** Each kind of target that the SDK has: as the relay is told it, and as the SDK is. */
const TARGETS = [
  [{ kind: "span", ...SPAN }, { span: SPAN }],
  [{ kind: "join_key", join_key: "invoice/2026-11:A" }, { span_with_tag_value: { tag_key: "feedback_join_key", tag_value: "invoice/2026-11:A" } }],
];

const SIGNALS = [
  { label: "extraction_quality", metric_type: "score", value: 9.25, assessment: "pass", reasoning: '19 of 20 – "naïve" 👍' },
  { label: "pages", metric_type: "score", value: 3 },
  { label: "output_classification", metric_type: "categorical", value: "excellent", assessment: "fail" },
  { label: "golden_dataset_candidate", metric_type: "categorical", value: "approved" },
  { label: "is_complete", metric_type: "boolean", value: false, reasoning: "Page 3 is missing." },
  { label: "field_scores", metric_type: "json", value: { party: 1, votes: { first: 0.5, missing: [3, null, "x"] } } },
];

/** @param {Record<string, unknown>} event */
async function post(event) {
  const headers = { "content-type": "application/json", "x-api-key": KEY };
  const answer = await fetch(`${relay.url}/v1/evaluations`, { method: "POST", headers, body: JSON.stringify({ events: [event] }) });
  assert.deepEqual([answer.status, await answer.json()], [202, { accepted: [event["id"]], rejected: [] }]);
}

/** The SDK's metrics bear its version. */
const isTheirs = (/** @type {any} */ { tags }) => tags.some((/** @type {string} */ tag) => tag.startsWith("ddtrace.version:"));

test("an evaluation is the metric that ddtrace's submit_evaluation makes of the same values", async (t) => {
  const said = { ml_app: "vote-extractor", timestamp_ms: Date.now(), tags: TAGS };
  const calls = [];
  for (const [target, argument] of TARGETS) {
    await post({ ...said, id: randomUUID(), target, signals: SIGNALS });
    calls.push(...SIGNALS.map((signal) => ({ ...said, ...signal, ...argument })));
  }
  await submitEvaluations(t, agent, calls);
  const metrics = await eventually("all metrics of both", async () => {
    const now = await agent.metrics();
    return now.length >= 2 * calls.length && now;
  });
  const name = (/** @type {any} */ { label, join_on }) => `${label} ${Object.keys(join_on)}`;
  const theirs = new Map(metrics.filter(isTheirs).map((metric) => [name(metric), metric]));
  const ours = metrics.filter((metric) => !isTheirs(metric));
  assert.deepEqual([ours.length, theirs.size], [calls.length, calls.length]);
  for (const metric of ours) {
    const { tags, ...fields } = metric;
    const { tags: theirTags, ...theirFields } = theirs.get(name(metric));
    assert.deepEqual(fields, theirFields);
    const missing = theirTags.filter((/** @type {string} */ tag) => !tag.startsWith("ddtrace.version:") && !tags.includes(tag));
    assert.deepEqual(missing, []);
  }
});

test("a session goes by its id, without join_on, and the evaluator by tags", async () => {
  const id = randomUUID();
  const submitter = { id: "gemini-judge", type: "llm" };
  await post({ id, target: { kind: "session", session_id: "chat-9" }, signals: SIGNALS.slice(0, 1), submitter, timestamp_ms: 1 });
  const { tags, ...fields } = await eventually("the metric", async () => (await agent.metrics()).find(({ session_id }) => session_id === "chat-9"));
  assert.deepEqual(fields, {
    event_kind: "evaluation",
    eval_scope: "session",
    session_id: "chat-9",
    ml_app: "e2e",
    timestamp_ms: 1,
    label: "extraction_quality",
    metric_type: "score",
    score_value: 9.25,
    assessment: "pass",
    reasoning: SIGNALS[0]?.reasoning,
  });
  assert.deepEqual(tags, [`evaluation_id:${id}`, "evaluator:gemini-judge", "evaluator_type:llm", "ml_app:e2e", "verified:true"]);
});

test("the contract's fixtures are taken as JavaScript writes them", async () => {
  const folder = inCheckout("crates/contract/fixtures/evaluations/valid");
  const names = await readdir(folder);
  assert.ok(names.length >= 10);
  for (const name of names) {
    const { events } = JSON.parse(await readFile(join(folder, name), "utf8"));
    await post({ ...events[0], id: randomUUID() });
  }
});
