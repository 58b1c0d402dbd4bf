/** What a person says is on the call in Weave, as Weave itself lists it. */

import { startLossy } from "../support/sinks/lossy.js";
import { EVALUATOR, ML_APP, PERSON, startBefore } from "../support/sinks/relay.js";
import { KEY, PROJECT, startWeave } from "../support/sinks/weave.js";
import { fileScope } from "../support/scope.js";
import { byLabel, COMMENT, showsVotes } from "./votes.js";

const file = fileScope();
const weave = await startWeave(file);
const lossy = await startLossy(file, weave.url);
const relay = await startBefore(file, "weave", {
  THUMBSPAN_WEAVE_URL: lossy.url,
  THUMBSPAN_WEAVE_API_KEY: KEY,
  THUMBSPAN_WEAVE_PROJECT: PROJECT,
});

/** @param {import("../support/sinks/span.js").Span} span */
async function shown(span) {
  const feedback = await weave.feedback(span);
  const about = (/** @type {any} */ { submitter, ml_app, prompt_version }) => [submitter, ml_app, prompt_version];
  const own = (/** @type {any} */ { feedback_type, payload }) => [feedback_type, [payload.value, ...about(payload)]];
  const line = (/** @type {any} */ each) => {
    if (each.feedback_type === "wandb.reaction.1") return ["user_thumbs", each.payload.emoji];
    return each.feedback_type === "wandb.note.1" ? ["user_comment", each.payload.note] : own(each);
  };
  return byLabel(feedback.map((each) => /** @type {[string, unknown]} */ (line(each))));
}

/** @param {import("../support/sinks/span.js").Span} span */
async function judged(span) {
  const said = (/** @type {any} */ { payload }) => [payload.value, payload.submitter, payload.submitter_type, payload.reasoning, payload.assessment];
  return byLabel((await weave.feedback(span)).map((each) => [each.feedback_type, said(each)]));
}

const found = (/** @type {unknown} */ value, /** @type {unknown} */ reasoning, /** @type {unknown} */ assessment) => [value, EVALUATOR.id, EVALUATOR.type, reasoning, assessment];
const line = (/** @type {unknown} */ value) => [value, PERSON.id, ML_APP, "b"];
showsVotes({
  name: "Weave",
  trace: weave.trace,
  shown,
  relay,
  lossy,
  others: {},
  waits: false,
  decimal: false,
  judged,
  json: true,
  findings: {
    quality: found(9.25, 'Page 3 – "naïve" 👍', "pass"),
    output_class: found("excellent", undefined, "fail"),
    complete: found(false, "Page 3 is missing.", undefined),
    field_scores: found({ party: 1, votes: [0.5, null, "x"] }, undefined, undefined),
  },
  down: { user_thumbs: "\u{1f44e}" },
  all: {
    user_thumbs: "\u{1f44d}",
    user_rating: line(4),
    user_nps: line(10),
    user_comment: COMMENT,
    user_correction: line("42"),
    user_reason_too_long: line(true),
    user_reason_wrong: line(false),
  },
});
