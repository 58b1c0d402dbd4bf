/**
 * What a person says, as log records at an OTLP receiver: Datadog's test agent reads the binary
 * encoding with OpenTelemetry's own messages; the JSON is read with those here.
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import { startAgent } from "../support/agent.js";
import { eventually } from "../support/poll.js";
import { runPeer } from "../support/python.js";
import { startLossy } from "../support/sinks/lossy.js";
import { asked } from "../support/sinks/server.js";
import { makeTrace, newSpan } from "../support/sinks/span.js";
import { ML_APP, PERSON, startBefore, vote } from "../support/sinks/relay.js";
import { fileScope } from "../support/scope.js";
import { COMMENT } from "./votes.js";

const file = fileScope();
const agent = await startAgent(file);
const lossy = await startLossy(file, agent.otlp);

/** @typedef {import("../support/sinks/span.js").Span} Span */

/** Bytes as protobuf's JSON writes them. */
const bytes = (/** @type {string} */ hex) => Buffer.from(hex, "hex").toString("base64");

/** @returns {Promise<any[]>} what arrived, the oldest first: the agent lists the newest first */
const arrived = async () => (await asked(`${agent.otlp}/test/session/logs`)).reverse();

/** How each encoding's bodies are read. */
const ENCODINGS = {
  protobuf: arrived,
  json: async (/** @type {import("../support/scope.js").Scope} */ t) => {
    const theirs = (await arrived()).filter((body) => "resourceLogs" in body);
    return JSON.parse(await runPeer(t, "read_logs", theirs));
  },
};

/**
 * Every log record about a span, in the order of arrival.
 *
 * @param {any[]} bodies
 * @param {Span} span
 */
function recordsOf(bodies, { trace_id, span_id }) {
  const logs = bodies.flatMap((body) => body.resource_logs ?? []).flatMap((each) => each.scope_logs);
  const all = /** @type {any[]} */ (logs.flatMap((each) => each.log_records));
  return all.filter((record) => record.trace_id === bytes(trace_id) && record.span_id === bytes(span_id));
}

/** @param {any} record */
function attributesOf({ attributes }) {
  const pairs = attributes.map((/** @type {any} */ { key, value }) => [key, value.string_value ?? value.double_value]);
  return Object.fromEntries(pairs);
}

const named = (/** @type {string} */ name) => `gen_ai.evaluation.${name}`;

for (const [encoding, read] of Object.entries(ENCODINGS)) {
  const env = { THUMBSPAN_OTLP_URL: lossy.url, THUMBSPAN_OTLP_ENCODING: encoding };
  const relay = await startBefore(file, "otlp", env);
  const on = (/** @type {Span} */ span) => ({ kind: "span", ...span });

  test(`${encoding}: a vote is one record for each signal, on the span that the SDK sent`, async (t) => {
    const span = newSpan();
    await makeTrace(t, `${agent.otlp}/v1/traces`, span);
    const given = vote(on(span), { thumbs: "up", rating: 4, comment: COMMENT });
    await relay.delivers(given);
    const records = recordsOf(await read(t), span);
    const nanos = String(BigInt(given.timestamp_ms) * 1_000_000n);
    for (const record of records) {
      assert.deepEqual(record, {
        attributes: record.attributes,
        time_unix_nano: nanos,
        observed_time_unix_nano: nanos,
        severity_number: "SEVERITY_NUMBER_INFO",
        flags: 1,
        trace_id: bytes(span.trace_id),
        span_id: bytes(span.span_id),
        event_name: "gen_ai.evaluation.result",
      });
    }
    const about = {
      "thumbspan.feedback_id": given.id,
      "thumbspan.ml_app": ML_APP,
      "thumbspan.submitter.type": PERSON.type,
      "user.id": PERSON.id,
      "thumbspan.tag.prompt_version": "b",
      "thumbspan.tag.verified": "false",
    };
    assert.deepEqual(records.map(attributesOf), [
      { [named("name")]: "user_thumbs", [named("score.value")]: 1, [named("score.label")]: "up", ...about },
      { [named("name")]: "user_rating", [named("score.value")]: 4, ...about },
      { [named("name")]: "user_comment", [named("explanation")]: COMMENT, ...about },
    ]);
  });

  test(`${encoding}: changed and withdrawn votes are records that name what they revise; a repeat says that it is one`, async (t) => {
    const span = newSpan();
    const given = vote(on(span), { thumbs: "up" });
    const changed = vote(on(span), { thumbs: "down" }, given.id);
    const withdrawn = vote(on(span), { thumbs: null }, changed.id);
    for (const each of [given, changed]) await relay.delivers(each);
    const earlier = lossy.lost().length;
    lossy.lose(1);
    await relay.delivers(withdrawn);
    assert.deepEqual(lossy.lost().slice(earlier), [{ path: "/v1/logs", method: "POST" }]);
    const records = await eventually("four records", async () => {
      const now = recordsOf(await read(t), span).map(attributesOf);
      return now.length >= 4 && now;
    });
    const told = records.map((each) => [each["thumbspan.feedback_id"], each[named("score.label")], each["thumbspan.revises"]]);
    const last = [withdrawn.id, "withdrawn", changed.id];
    assert.deepEqual(told, [[given.id, "up", undefined], [changed.id, "down", given.id], last, last]);
  });
}
