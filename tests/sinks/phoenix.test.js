/** What a person says is on the span in Arize Phoenix, as Phoenix itself lists it. */

import { startLossy } from "../support/sinks/lossy.js";
import { startPhoenix } from "../support/sinks/phoenix.js";
import { ML_APP, PERSON, startBefore } from "../support/sinks/relay.js";
import { fileScope } from "../support/scope.js";
import { byLabel, COMMENT, showsVotes } from "./votes.js";

const file = fileScope();
const phoenix = await startPhoenix(file);
const lossy = await startLossy(file, phoenix.url);
const relay = await startBefore(file, "phoenix", { THUMBSPAN_PHOENIX_URL: lossy.url });

/** @param {import("../support/sinks/span.js").Span} span */
async function shown(span) {
  const annotations = await phoenix.annotations(span);
  // What was taken back stands there without a value.
  const said = annotations.filter(({ result }) => result !== null && Object.values(result).some((value) => value !== null));
  const about = (/** @type {any} */ { metadata }) => [metadata.submitter, metadata.ml_app, metadata.prompt_version];
  return byLabel(
    said.map((each) => [each.name, [each.annotator_kind, each.result.label, each.result.score, each.result.explanation, ...about(each)]]),
  );
}

const line = (/** @type {unknown[]} */ ...values) => ["HUMAN", ...values, PERSON.id, ML_APP, "b"];
showsVotes({
  trace: phoenix.trace,
  shown,
  relay,
  lossy,
  down: { user_thumbs: line("down", 0, null) },
  all: { user_thumbs: line("up", 1, null), user_rating: line(null, 4, null), user_comment: line(null, null, COMMENT) },
});
