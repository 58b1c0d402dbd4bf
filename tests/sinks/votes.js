/** What every backend that keeps one value for a vote must show, told once. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually } from "../support/poll.js";
import { evaluation, figure, vote } from "../support/sinks/relay.js";
import { inDecimal, newSpan, sessionOf } from "../support/sinks/span.js";

export const COMMENT = 'Missed page 3 – "naïve" & <b>wrong</b> 👎\nsecond line';

/** A vote with every label that has a meaning, and one that takes back all but the thumbs. */
const { thumbs, ...REST } = { thumbs: "up", rating: 4, nps: 10, comment: COMMENT, correction: "42", reason_too_long: true, reason_wrong: false };
const EVERYTHING = { thumbs, ...REST };
const REST_WITHDRAWN = Object.fromEntries(Object.keys(REST).map((name) => [name, null]));

/** What an evaluator finds. */
const FINDINGS = [
  { label: "quality", metric_type: "score", value: 9.25, assessment: "pass", reasoning: 'Page 3 – "naïve" 👍' },
  { label: "output_class", metric_type: "categorical", value: "excellent", assessment: "fail" },
  { label: "complete", metric_type: "boolean", value: false, reasoning: "Page 3 is missing." },
];
const SCORES = { label: "field_scores", metric_type: "json", value: { party: 1, votes: [0.5, null, "x"] } };

/** A character that is two in UTF-16 and four bytes. */
const WIDE = "\u{1f44e}";

/**
 * @typedef {import("../support/sinks/span.js").Span} Span
 * @typedef {Record<string, unknown>} Shown what stands on a span, by label
 *
 * @typedef {object} Peer
 * @property {string} name what the tests call it
 * @property {(scope: import("../support/scope.js").Scope, span: Span) => Promise<void>} trace makes a trace with that span
 * @property {(span: Span) => Promise<Shown>} shown fails if a label stands there twice
 * @property {Record<string, (span: Span) => Promise<Shown>>} others what else can be rated, and what stands on it
 * @property {import("../support/sinks/relay.js").Before} relay
 * @property {import("../support/sinks/lossy.js").Lossy} lossy the way from the relay to the backend
 * @property {boolean} [decimal] whether a decimal id is another form of the same
 * @property {boolean} [waits] whether it says that it lacks the trace
 * @property {Shown} down what stands there for thumbs down
 * @property {Shown} all what stands there for everything
 * @property {(span: Span) => Promise<Shown>} judged what stands on a span, with all that an evaluator's says
 * @property {boolean} json whether it takes JSON
 * @property {Shown} findings what stands there for {@link FINDINGS}, and {@link SCORES} where it takes JSON
 */

/** @param {Span} span */
const on = (span) => ({ kind: "span", ...span });

/** The target that a span's trace or session is. */
const TARGETS = /** @type {Record<string, (span: Span) => Record<string, string>>} */ ({
  trace: ({ trace_id }) => ({ kind: "trace", trace_id }),
  session: (span) => ({ kind: "session", session_id: sessionOf(span) }),
});

/** @param {Peer} peer */
export function showsVotes(peer) {
  showsWhatIsSaid(peer);
  showsWhatIsFound(peer);
  outlastsFaults(peer);
}

/** @param {Peer} peer */
function showsWhatIsFound({ name, trace, judged, json, relay, findings }) {
  test(`${name}: an evaluation is shown on its span as a program's, changes alone, and leaves nothing when it is withdrawn`, async (t) => {
    const span = newSpan();
    await trace(t, span);
    const found = json ? [...FINDINGS, SCORES] : FINDINGS;
    const given = evaluation(on(span), found);
    await relay.delivers(given);
    assert.deepEqual(await judged(span), findings);
    const label = "output_class";
    const [other] = found.filter((each) => each.label === label);
    const changed = evaluation(on(span), [{ ...other, value: "poor" }], given.id);
    await relay.delivers(changed);
    const now = /** @type {unknown[]} */ (findings[label]).map((each) => (each === other?.value ? "poor" : each));
    assert.deepEqual(await judged(span), { ...findings, [label]: now });
    const withdrawn = found.map((each) => ({ label: each.label, metric_type: each.metric_type, value: null }));
    await relay.delivers(evaluation(on(span), withdrawn.filter((each) => each.label === label), changed.id));
    await relay.delivers(evaluation(on(span), withdrawn.filter((each) => each.label !== label), given.id));
    assert.deepEqual(await judged(span), {});
  });
}

/** @param {Peer} peer */
function showsWhatIsSaid({ name, trace, shown, others, relay, decimal = true, down, all }) {
  test(`${name}: a vote is shown on its span: its values, who said it, and what it belongs to`, async (t) => {
    const span = newSpan();
    await trace(t, span);
    await relay.delivers(vote(on(span), EVERYTHING));
    assert.deepEqual(await shown(span), all);
  });

  if (decimal) {
    test(`${name}: decimal ids find the same span`, async (t) => {
      const span = newSpan();
      await trace(t, span);
      await relay.delivers(vote(on(inDecimal(span)), { thumbs: "down" }));
      assert.deepEqual(await shown(span), down);
    });
  }

  test(`${name}: a changed vote stands alone, and a withdrawn one leaves nothing`, async (t) => {
    const span = newSpan();
    await trace(t, span);
    const given = vote(on(span), EVERYTHING);
    const changed = vote(on(span), { thumbs: "down" }, given.id);
    await relay.delivers(given);
    await relay.delivers(changed);
    assert.deepEqual(await shown(span), { ...all, ...down });
    await relay.delivers(vote(on(span), REST_WITHDRAWN, given.id));
    assert.deepEqual(await shown(span), down);
    await relay.delivers(vote(on(span), { thumbs: null }, changed.id));
    assert.deepEqual(await shown(span), {});
  });

  for (const [kind, there] of Object.entries(others)) {
    test(`${name}: a vote on a ${kind} is shown there, and not on the span`, async (t) => {
      const span = newSpan();
      await trace(t, span);
      await relay.delivers(vote(TARGETS[kind]?.(span) ?? {}, EVERYTHING));
      assert.deepEqual([await there(span), await shown(span)], [all, {}]);
    });
  }

  test(`${name}: the largest vote that the relay takes arrives`, async (t) => {
    const span = newSpan();
    await trace(t, span);
    const tags = Array.from({ length: 18 }, (_, n) => [`${n}`.padStart(2, "0").padEnd(64, "k"), WIDE.repeat(256)]);
    const largest = vote(on(span), { thumbs: "down", comment: WIDE.repeat(4_000) });
    const submitter = { id: WIDE.repeat(256), type: "user" };
    await relay.delivers({ ...largest, submitter, tags: { ...largest.tags, ...Object.fromEntries(tags) } });
    const there = await shown(span);
    assert.deepEqual(Object.keys(there).sort(), ["user_comment", "user_thumbs"]);
    assert.ok(JSON.stringify(there["user_comment"]).includes(WIDE.repeat(4_000)));
  });
}

/** @param {Peer} peer */
function outlastsFaults({ name, trace, shown, relay, lossy, waits = true, down, all }) {
  test(`${name}: a repeat after an answer that was lost is shown once`, async (t) => {
    const span = newSpan();
    await trace(t, span);
    const given = vote(on(span), EVERYTHING);
    lossy.lose(1);
    await relay.delivers(given);
    assert.deepEqual(await shown(span), all);
    const changed = vote(on(span), { thumbs: "down" }, given.id);
    lossy.lose(1);
    await relay.delivers(changed);
    assert.deepEqual(await shown(span), { ...all, ...down });
    lossy.lose(1);
    await relay.delivers(vote(on(span), { thumbs: null }, changed.id));
    await relay.delivers(vote(on(span), REST_WITHDRAWN, given.id));
    assert.deepEqual(await shown(span), {});
    assert.equal(lossy.lost().length, 3);
  });

  test(`${name}: a vote that comes before its trace is on it in the end`, async (t) => {
    const span = newSpan();
    const before = figure(await relay.figures(), "retried");
    await relay.accepts(vote(on(span), { thumbs: "down" }));
    if (waits) await eventually("a try", async () => figure(await relay.figures(), "retried") > before);
    await trace(t, span);
    await eventually("the vote on the trace", async () => Object.keys(await shown(span).catch(() => ({}))).length > 0);
    assert.deepEqual(await shown(span), down);
  });
}

/**
 * What stands under one label, which may stand there once.
 *
 * @param {[string, unknown][]} pairs
 * @returns {Shown}
 */
export function byLabel(pairs) {
  const labels = pairs.map(([label]) => label);
  assert.deepEqual(labels.filter((label, at) => labels.indexOf(label) !== at), [], "one value for each label");
  return Object.fromEntries(pairs);
}
