/**
 * The main job: what a person says on a page is at the Agent, on the right target, field by field as
 * Datadog's own SDK says it.
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import { startAgent } from "../support/agent.js";
import { launchBrowser } from "../support/browser.js";
import { eventually } from "../support/poll.js";
import { submitFeedback } from "../support/python.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { toAgent } from "./page/arrived.js";
import { EMBED, open } from "./page/open.js";

const file = fileScope();
const [browser, agent] = await Promise.all([launchBrowser(file), startAgent(file)]);
const relay = await startRelay(file, { env: toAgent(agent) });

const SUBMITTER = { id: "user-123", type: "user" };
const COMMENT = 'Missed page 3 – "naïve" & <b>wrong</b> 👎';

/** Each kind of target: the element's attribute, and the SDK's argument. */
const TARGETS = {
  span: ["span-id", "span_id", "20245611112024561111"],
  trace: ["trace-id", "trace_id", "6959432000000000d1f51f98d49b97c8"],
  session: ["session-id", "session_id", "chat-9"],
  join_key: ["join-key", "feedback_join_key", "invoice/2026-11:A"],
};

/** @typedef {import("./page/widget.js").Widget} Widget */

/** Each control: what a person does, and the SDK's arguments for the same. */
const VOTES = {
  thumbs: {
    act: (/** @type {Widget} */ widget) => widget.down.click(),
    said: { label: "user_thumbs", metric_type: "categorical", value: "down", assessment: "fail" },
  },
  rating: {
    act: (/** @type {Widget} */ widget) => widget.star(4).click(),
    said: { label: "user_rating", metric_type: "score", value: 4, assessment: "pass" },
  },
  comment: {
    act: (/** @type {Widget} */ widget) => widget.say(COMMENT),
    said: { label: "user_comment", metric_type: "text", value: COMMENT },
  },
};

/**
 * The metric with a label and a target.
 *
 * @param {any[]} metrics
 * @param {string} field
 * @param {string} label
 */
function metricOf(metrics, field, label) {
  const found = metrics.filter((metric) => metric.label === label && field in metric);
  assert.equal(found.length, 1, `${label} by ${field}`);
  return found[0];
}

/** The Agent's metrics: the SDK's bear its version. */
async function both() {
  const metrics = await agent.metrics();
  const isTheirs = (/** @type {any} */ { tags }) => tags.some((/** @type {string} */ tag) => tag.startsWith("ddtrace.version:"));
  return { theirs: metrics.filter(isTheirs), ours: metrics.filter((metric) => !isTheirs(metric)) };
}

/**
 * Casts every vote on every target, on one page.
 *
 * @param {import("node:test").TestContext} t
 * @returns {Promise<any[]>} the events that the relay accepted
 */
async function castAll(t) {
  const elements = Object.entries(TARGETS).map(
    ([kind, [attribute, , id]]) =>
      `<llm-feedback id="${kind}" ${attribute}="${id}" ml-app="vote-extractor" submitter-id="${SUBMITTER.id}" controls="rating thumbs comment"></llm-feedback>`,
  );
  const html = `<!doctype html><title>Chat</title>${EMBED}${elements.join("")}`;
  const opened = await open(t, { browser, html, relay });
  let count = 0;
  for (const kind of Object.keys(TARGETS)) {
    for (const { act } of Object.values(VOTES)) {
      await act(opened.widgetAt(`#${kind}`));
      await opened.events("sent", (count += 1));
    }
  }
  return opened.events("sent", count);
}

test("a vote on a page is the metric that ddtrace's submit_feedback makes of the same values", async (t) => {
  const events = await castAll(t);
  const calls = [];
  for (const [kind, [, argument = "", id]] of Object.entries(TARGETS)) {
    for (const { said } of Object.values(VOTES)) {
      const event = events.find(({ target, signals }) => target.kind === kind && signals[0].label === said.label);
      const values = { ...said, [argument]: id, submitter: SUBMITTER };
      calls.push({ ...values, ml_app: "vote-extractor", timestamp_ms: event.timestamp_ms });
    }
  }
  await submitFeedback(t, agent, calls);
  const { ours, theirs } = await eventually("all metrics of both", async () => {
    const now = await both();
    return now.ours.length >= calls.length && now.theirs.length >= calls.length && now;
  });
  assert.equal(ours.length, calls.length);
  for (const [, field = ""] of Object.values(TARGETS)) {
    for (const { said } of Object.values(VOTES)) {
      const { tags, ...fields } = metricOf(ours, field, said.label);
      const { tags: theirTags, ...theirFields } = metricOf(theirs, field, said.label);
      assert.deepEqual(fields, theirFields);
      assert.equal("join_on" in fields, false);
      const missing = theirTags.filter((/** @type {string} */ tag) => !tag.startsWith("ddtrace.version:") && !tags.includes(tag));
      assert.deepEqual(missing, []);
    }
  }
});

test("it goes the Agent's way: path, subdomain, type, and no key", async (t) => {
  const earlier = (await agent.evalRequests()).length;
  const html = `<!doctype html><title>Chat</title>${EMBED}<llm-feedback span-id="1"></llm-feedback>`;
  const opened = await open(t, { browser, html, relay });
  await opened.widget.up.click();
  const { id, timestamp_ms } = await opened.event("sent");
  const request = await eventually("the request", async () => (await agent.evalRequests())[earlier]);
  assert.equal(request.path, "/evp_proxy/v2/api/intake/llm-obs/v2/eval-metric");
  assert.equal(request.headers["x-datadog-evp-subdomain"], "api");
  assert.equal(request.headers["content-type"], "application/json");
  assert.equal("dd-api-key" in request.headers, false);
  assert.equal(request.body.data.type, "evaluation_metric");
  const [metric] = request.body.data.attributes.metrics;
  assert.ok(metric.tags.includes(`feedback_id:${id}`));
  assert.equal(metric.timestamp_ms, timestamp_ms);
});

test("a vote that is changed and then withdrawn: three metrics, the later ones name what they revise", async (t) => {
  const html = `<!doctype html><title>Chat</title>${EMBED}<llm-feedback span-id="31415"></llm-feedback>`;
  const opened = await open(t, { browser, html, relay });
  for (const [count, thumb] of [opened.widget.up, opened.widget.down, opened.widget.down].entries()) {
    // Not a click: a second one so soon may be half of a double click.
    await thumb.press("Enter");
    await opened.events("sent", count + 1);
  }
  const events = await opened.events("sent", 3);
  const metrics = await eventually("three metrics", async () => {
    const mine = (await agent.metrics()).filter(({ span_id }) => span_id === "31415");
    return mine.length >= 3 && mine;
  });
  const of = (/** @type {{ id: string }} */ { id }) => metrics.find(({ tags }) => tags.includes(`feedback_id:${id}`));
  const [up, down, withdrawn] = events.map(of);
  assert.deepEqual([up.categorical_value, down.categorical_value, withdrawn.categorical_value], ["up", "down", "withdrawn"]);
  assert.deepEqual([up.assessment, down.assessment, withdrawn.assessment], ["pass", "fail", undefined]);
  assert.ok(down.tags.includes(`revises:${events[0].id}`));
  assert.ok(withdrawn.tags.includes(`revises:${events[1].id}`));
});
