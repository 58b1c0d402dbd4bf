/** What a person says is on the span in Arize Phoenix, as Phoenix itself lists it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually } from "../support/poll.js";
import { startLossy } from "../support/sinks/lossy.js";
import { KEY, startPhoenix } from "../support/sinks/phoenix.js";
import { EVALUATOR, ML_APP, PERSON, startBefore, vote } from "../support/sinks/relay.js";
import { newSpan } from "../support/sinks/span.js";
import { fileScope } from "../support/scope.js";
import { byLabel, COMMENT, showsVotes } from "./votes.js";

const file = fileScope();
const phoenix = await startPhoenix(file);
const lossy = await startLossy(file, phoenix.url);
const relay = await startBefore(file, "phoenix", { THUMBSPAN_PHOENIX_URL: lossy.url, THUMBSPAN_PHOENIX_API_KEY: KEY });

/** What was taken back stands there without a value. @param {any[]} annotations */
const standing = (annotations) => annotations.filter(({ result }) => result !== null && Object.values(result).some((each) => each !== null));

/** @param {any[]} annotations */
function values(annotations) {
  const about = (/** @type {any} */ { metadata }) => [metadata.submitter, metadata.ml_app, metadata.prompt_version];
  return byLabel(
    standing(annotations).map((each) => [each.name, [each.annotator_kind, each.result.label, each.result.score, each.result.explanation, ...about(each)]]),
  );
}

const shown = async (/** @type {import("../support/sinks/span.js").Span} */ span) => values(await phoenix.annotations(span));

/** @param {import("../support/sinks/span.js").Span} span */
async function judged(span) {
  const there = standing(await phoenix.annotations(span));
  const said = (/** @type {any} */ { annotator_kind, result, metadata }) => [annotator_kind, result.label, result.score, result.explanation, metadata.evaluator ?? metadata.submitter, metadata.assessment];
  return byLabel(there.map((each) => [each.name, said(each)]));
}

const found = (/** @type {unknown[]} */ ...said) => ["LLM", ...said.slice(0, 3), EVALUATOR.id, said[3]];
const line = (/** @type {unknown[]} */ ...said) => ["HUMAN", ...said, PERSON.id, ML_APP, "b"];
showsVotes({
  name: "Phoenix",
  trace: phoenix.trace,
  shown,
  relay,
  lossy,
  others: {
    trace: async (span) => values(await phoenix.onTrace(span)),
    session: async (span) => values(await phoenix.onSession(span)),
  },
  judged,
  json: false,
  findings: {
    quality: found(null, 9.25, 'Page 3 – "naïve" 👍', "pass"),
    output_class: found("excellent", null, null, "fail"),
    complete: found("false", 0, "Page 3 is missing.", undefined),
  },
  down: { user_thumbs: line("down", 0, null) },
  all: {
    user_thumbs: line("up", 1, null),
    user_rating: line(null, 4, null),
    user_nps: line(null, 10, null),
    user_comment: line(null, null, COMMENT),
    user_correction: line(null, null, "42"),
    user_reason_too_long: line("true", 1, null),
    user_reason_wrong: line("false", 0, null),
  },
});

const on = (/** @type {import("../support/sinks/span.js").Span} */ span) => ({ kind: "span", ...span });

test("a key that Phoenix refuses pauses the sink; what waits comes with the right one, in one request, the newest value of each", async (t) => {
  const [span, other] = [newSpan(), newSpan()];
  for (const each of [span, other]) {
    await phoenix.trace(t, each);
    // Then Phoenix has it.
    await relay.delivers(vote(on(each), { nps: 10 }));
  }
  const env = { THUMBSPAN_PHOENIX_URL: lossy.url, THUMBSPAN_PHOENIX_API_KEY: "wrong" };
  const wrong = await startBefore(t, "phoenix", env);
  const given = vote(on(span), { thumbs: "up", rating: 4 });
  for (const each of [given, vote(on(other), { thumbs: "down" }), vote(on(span), { thumbs: "down" }, given.id)]) await wrong.accepts(each);
  await wrong.program.until(/Delivery is paused.*Phoenix refuses the API key \(401/);
  await wrong.program.stop();
  const nps = line(null, 10, null);
  assert.deepEqual([await shown(span), await shown(other)], [{ user_nps: nps }, { user_nps: nps }]);
  const earlier = lossy.passed();
  await startBefore(t, "phoenix", { ...env, THUMBSPAN_PHOENIX_API_KEY: KEY }, wrong.data);
  await eventually("all of it", async () => "user_thumbs" in (await shown(other)));
  const down = line("down", 0, null);
  assert.deepEqual(await shown(span), { user_nps: nps, user_thumbs: down, user_rating: line(null, 4, null) });
  assert.deepEqual(await shown(other), { user_nps: nps, user_thumbs: down });
  assert.equal(lossy.passed() - earlier, 1);
});
