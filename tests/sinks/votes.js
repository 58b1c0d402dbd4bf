/** What every backend that keeps one value for a vote must show, told once. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually } from "../support/poll.js";
import { figure, vote } from "../support/sinks/relay.js";
import { inDecimal, newSpan } from "../support/sinks/span.js";

export const COMMENT = 'Missed page 3 – "naïve" & <b>wrong</b> 👎\nsecond line';

/**
 * @typedef {import("../support/sinks/span.js").Span} Span
 * @typedef {Record<string, unknown>} Shown what stands on a span, by label
 *
 * @typedef {object} Peer
 * @property {(scope: import("../support/scope.js").Scope, span: Span) => Promise<void>} trace makes a trace with that span
 * @property {(span: Span) => Promise<Shown>} shown fails if a label stands there twice
 * @property {import("../support/sinks/relay.js").Before} relay
 * @property {import("../support/sinks/lossy.js").Lossy} lossy the way from the relay to the backend
 * @property {Shown} down what stands there for thumbs down
 * @property {Shown} all what stands there for thumbs up, four stars and the comment
 */

/** @param {Span} span */
const on = (span) => ({ kind: "span", ...span });

/** @param {Peer} peer */
export function showsVotes({ trace, shown, relay, lossy, down, all }) {
  test("a vote is shown on its span: its values, who said it, and what it belongs to", async (t) => {
    const span = newSpan();
    await trace(t, span);
    await relay.delivers(vote(on(span), { thumbs: "up", rating: 4, comment: COMMENT }));
    assert.deepEqual(await shown(span), all);
  });

  test("decimal ids find the same span", async (t) => {
    const span = newSpan();
    await trace(t, span);
    await relay.delivers(vote(on(inDecimal(span)), { thumbs: "down" }));
    assert.deepEqual(await shown(span), down);
  });

  test("a changed vote stands alone, and a withdrawn one leaves nothing", async (t) => {
    const span = newSpan();
    await trace(t, span);
    const given = vote(on(span), { thumbs: "up", rating: 4, comment: COMMENT });
    const changed = vote(on(span), { thumbs: "down" }, given.id);
    await relay.delivers(given);
    await relay.delivers(changed);
    assert.deepEqual(await shown(span), { ...all, ...down });
    await relay.delivers(vote(on(span), { rating: null, comment: null }, given.id));
    assert.deepEqual(await shown(span), down);
    await relay.delivers(vote(on(span), { thumbs: null }, changed.id));
    assert.deepEqual(await shown(span), {});
  });

  test("a repeat after an answer that was lost is shown once", async (t) => {
    const span = newSpan();
    await trace(t, span);
    const given = vote(on(span), { thumbs: "up", rating: 4, comment: COMMENT });
    lossy.lose(1);
    await relay.delivers(given);
    assert.deepEqual(await shown(span), all);
    const changed = vote(on(span), { thumbs: "down" }, given.id);
    lossy.lose(1);
    await relay.delivers(changed);
    assert.deepEqual(await shown(span), { ...all, ...down });
    lossy.lose(1);
    await relay.delivers(vote(on(span), { thumbs: null }, changed.id));
    await relay.delivers(vote(on(span), { rating: null, comment: null }, given.id));
    assert.deepEqual(await shown(span), {});
    assert.equal(lossy.lost().length, 3);
    assert.deepEqual(lossy.lost().map(({ status }) => status < 300), [true, true, true], "the backend had taken what was lost");
  });

  test("a vote that comes before its trace waits for it", async (t) => {
    const span = newSpan();
    const before = figure(await relay.figures(), "retried");
    await relay.accepts(vote(on(span), { thumbs: "down" }));
    await eventually("a try", async () => figure(await relay.figures(), "retried") > before);
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
