/** What a person says is on the trace and its span in MLflow, as MLflow itself lists it. */

import { startLossy } from "../support/sinks/lossy.js";
import { startMlflow } from "../support/sinks/mlflow.js";
import { EVALUATOR, ML_APP, PERSON, startBefore } from "../support/sinks/relay.js";
import { fileScope } from "../support/scope.js";
import { byLabel, COMMENT, showsVotes } from "./votes.js";

const file = fileScope();
const mlflow = await startMlflow(file);
const lossy = await startLossy(file, mlflow.url);
const relay = await startBefore(file, "mlflow", { THUMBSPAN_MLFLOW_URL: lossy.url });

/** @param {import("../support/sinks/span.js").Span} span */
async function shown(span) {
  const assessments = await mlflow.assessments(span);
  return values(assessments.filter(({ span_id }) => span_id === span.span_id));
}

/** @param {any[]} assessments */
function values(assessments) {
  const about = (/** @type {any} */ { source, metadata }) => [source.source_type, source.source_id, metadata.ml_app, metadata.prompt_version];
  return byLabel(assessments.map((each) => [each.assessment_name, [each.feedback.value, ...about(each)]]));
}

/** @param {import("../support/sinks/span.js").Span} span */
async function judged(span) {
  const said = (/** @type {any} */ { feedback, source, rationale, metadata }) => [feedback.value, source.source_type, source.source_id, rationale, metadata.assessment];
  return byLabel((await mlflow.assessments(span)).map((each) => [each.assessment_name, said(each)]));
}

const found = (/** @type {unknown} */ value, /** @type {unknown} */ reasoning, /** @type {unknown} */ assessment) => [value, "LLM_JUDGE", EVALUATOR.id, reasoning, assessment];
const line = (/** @type {unknown} */ value) => [value, "HUMAN", PERSON.id, ML_APP, "b"];
showsVotes({
  name: "MLflow",
  trace: mlflow.trace,
  shown,
  relay,
  lossy,
  others: {
    trace: async (span) => values((await mlflow.assessments(span)).filter(({ span_id }) => span_id === undefined)),
  },
  judged,
  json: true,
  findings: {
    quality: found(9.25, 'Page 3 – "naïve" 👍', "pass"),
    output_class: found("excellent", undefined, "fail"),
    complete: found(false, "Page 3 is missing.", undefined),
    field_scores: found({ party: 1, votes: [0.5, null, "x"] }, undefined, undefined),
  },
  down: { user_thumbs: line(false) },
  all: {
    user_thumbs: line(true),
    user_rating: line(4),
    user_nps: line(10),
    user_comment: line(COMMENT),
    user_correction: line("42"),
    user_reason_too_long: line(true),
    user_reason_wrong: line(false),
  },
});
