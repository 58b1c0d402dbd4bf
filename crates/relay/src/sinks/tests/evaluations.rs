//! The table of evaluations in docs/sinks.md.

use super::taken;

/// A column of targets: its head, and the examples of which one must be taken.
const COLUMNS: [(&str, &[&str]); 6] = [
    (
        "span and trace",
        &["an evaluation", "an evaluation on UUIDs"],
    ),
    ("span alone", &["an evaluation of a span alone"]),
    (
        "trace",
        &[
            "an evaluation of a trace",
            "an evaluation of a trace by a UUID",
        ],
    ),
    ("session", &["an evaluation of a session"]),
    ("join key", &["an evaluation by a join key"]),
    ("`json`", &["JSON", "JSON on UUIDs"]),
];

/// Who found it, and where assessment and reasoning go.
const PROSE: [(&str, [&str; 3]); 11] = [
    (
        "datadog",
        [
            "tags `evaluator`, `evaluator_type`",
            "`assessment`",
            "`reasoning`",
        ],
    ),
    (
        "otlp",
        [
            "`thumbspan.submitter.id`, `.type`",
            "`thumbspan.assessment`",
            "`gen_ai.evaluation.explanation`",
        ],
    ),
    ("phoenix", ["`annotator_kind`", "metadata", "`explanation`"]),
    ("mlflow", ["`source`", "metadata", "`rationale`"]),
    ("langfuse", ["metadata", "metadata", "`comment`"]),
    ("langsmith", ["`feedback_source`", "metadata", "`comment`"]),
    ("opik", ["no place", "begins `reason`", "`reason`"]),
    (
        "braintrust",
        ["metadata", "begins the comment", "the comment"],
    ),
    ("weave", ["payload", "payload", "payload"]),
    ("webhook", ["as posted", "as posted", "as posted"]),
    ("jsonl", ["as posted", "as posted", "as posted"]),
];

pub(super) async fn table() -> String {
    taken(&COLUMNS, ["evaluator", "assessment", "reasoning"], &PROSE).await
}
