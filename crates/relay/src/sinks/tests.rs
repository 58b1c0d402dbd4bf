//! Every sink beside the others: what it takes and what answers mean, against a real server. The
//! three tables of docs/sinks.md are made here.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use super::testing::{example, hold, server};
use super::{Keeps, SinkError, open};
use crate::clock::Clock;
use crate::testing::ManualClock;

mod evaluations;
mod kinds;
mod private;

use kinds::all;

/// An answer that says for every backend that has the words for it that the target is missing.
const MISSING: &str = r#"{"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "does not exist"}"#;

fn clock() -> Arc<dyn Clock> {
    Arc::new(ManualClock::at(1_614_265_330_000))
}

/// What a sink of each kind makes of an example when every answer has this status.
async fn told(status: u16, name: &str) -> BTreeMap<&'static str, Result<(), SinkError>> {
    let directory = tempfile::tempdir().unwrap();
    let (url, _) = server((status, vec![], MISSING.to_owned())).await;
    let mut found = BTreeMap::new();
    for (kind, config) in all(&url, &directory.path().join("lines")) {
        let sink = open(&config, &clock()).unwrap();
        assert_eq!(sink.name(), kind);
        assert!(sink.batch_limit() > 0);
        found.insert(kind, sink.send(&[example(name)]).await);
    }
    found
}

/// A column of targets or ids: its head, and the examples of which one must be taken.
const COLUMNS: [(&str, &[&str]); 8] = [
    ("span and trace, hexadecimal", &["a thumb on a span"]),
    ("decimal", &["decimal ids"]),
    ("UUIDs", &["UUIDs"]),
    ("span id above 2^64", &["a span id above 2^64"]),
    ("span alone", &["a span without its trace"]),
    ("trace", &["a trace", "a trace by a UUID"]),
    ("session", &["a session"]),
    ("join key", &["a join key"]),
];

/// What is not seen in one request: how a changed and a withdrawn vote are told, what a repeat
/// after an unknown outcome does, and how many events one request may hold.
const PROSE: [(&str, [&str; 4]); 11] = [
    (
        "datadog",
        [
            "another metric, tag `revises`",
            "value `withdrawn`, `[withdrawn]` or false; a score: dead letter",
            "a second metric, same tag `feedback_id`",
            "250",
        ],
    ),
    (
        "otlp",
        [
            "another record, `thumbspan.revises`",
            "a record labelled `withdrawn`",
            "a second record, same `thumbspan.feedback_id`",
            "200",
        ],
    ),
    (
        "phoenix",
        [
            "a new annotation, the earlier one is emptied",
            "the annotation is emptied",
            "replaces itself (identifier: event id)",
            "100",
        ],
    ),
    (
        "mlflow",
        [
            "a new assessment, the earlier one is deleted",
            "the assessment is deleted",
            "is noticed by its id, and taken",
            "1, a request for each signal",
        ],
    ),
    (
        "langfuse",
        [
            "a new score, the earlier one is deleted",
            "the score is deleted",
            "replaces itself (score id)",
            "1, a request for each signal; 50 with `langfuse_body = list`",
        ],
    ),
    (
        "langsmith",
        [
            "new feedback, the earlier one is deleted",
            "the feedback is deleted",
            "same id; a 409 counts as taken",
            "1, a request for each signal",
        ],
    ),
    (
        "opik",
        [
            "replaces the score of that name",
            "the score of that name is deleted",
            "replaces itself (target and name)",
            "1",
        ],
    ),
    (
        "braintrust",
        [
            "replaces the score of that name; a comment or a word is added",
            "the score is emptied; a comment or a word: dead letter",
            "replaces itself; a comment or a word is added again",
            "1",
        ],
    ),
    (
        "weave",
        [
            "new feedback, the earlier one is purged",
            "the feedback is purged",
            "replaces itself (feedback id)",
            "1, a request for each signal",
        ],
    ),
    (
        "webhook",
        [
            "another request, `feedback.changed`",
            "another request, `feedback.withdrawn`",
            "same `webhook-id`",
            "1",
        ],
    ),
    (
        "jsonl",
        [
            "another line",
            "another line with null",
            "a second line, same `id`",
            "250",
        ],
    ),
];

type Columns = [(&'static str, &'static [&'static str])];

/// A table with a row for each sink: what it takes of each column, and what else is said of it.
async fn taken<const N: usize>(
    columns: &Columns,
    more: [&str; N],
    prose: &[(&str, [&'static str; N])],
) -> String {
    let heads = columns.iter().map(|(head, _)| *head);
    let heads: Vec<_> = heads.chain(more).collect();
    let line = "---|".repeat(heads.len() + 1);
    let mut table = format!("| sink | {} |\n|{line}\n", heads.join(" | "));
    let mut found = Vec::new();
    for (_, names) in columns {
        let mut all = Vec::new();
        for name in *names {
            all.push(told(200, name).await);
        }
        found.push(all);
    }
    for (kind, prose) in prose {
        let is_taken = |told: &BTreeMap<_, Result<(), SinkError>>| match &told[kind] {
            Ok(()) => true,
            Err(SinkError::Refused { .. }) => false,
            Err(error) => panic!("{kind}: {error:?}"),
        };
        let cell = |all: &Vec<_>| {
            if all.iter().any(is_taken) {
                "yes"
            } else {
                "no"
            }
        };
        let cells: Vec<_> = found.iter().map(cell).chain(*prose).collect();
        writeln!(table, "| `{kind}` | {} |", cells.join(" | ")).unwrap();
    }
    table
}

async fn targets() -> String {
    let more = [
        "changed vote",
        "withdrawn vote",
        "repeat",
        "events in one request",
    ];
    taken(&COLUMNS, more, &PROSE).await
}

/// Statuses of every class, and those that some sink reads in its own way.
const STATUSES: [u16; 22] = [
    200, 202, 204, 207, 301, 308, 400, 401, 403, 404, 405, 409, 410, 413, 422, 408, 425, 500, 429,
    502, 503, 504,
];

async fn answers() -> String {
    let mut rows: Vec<(Vec<u16>, Vec<&str>)> = Vec::new();
    for status in STATUSES {
        let (uuids, others) = (
            told(status, "UUIDs").await,
            told(status, "a thumb on a span").await,
        );
        let word = |kind: &str| {
            let own = match &uuids[kind] {
                Err(SinkError::Refused { reason }) if !reason.contains("answered") => &others[kind],
                own => own,
            };
            match own {
                Ok(()) => "delivered",
                Err(SinkError::Retry { .. }) => "later",
                Err(SinkError::NotYet { .. }) => "waits",
                Err(SinkError::Pause { .. }) => "pause",
                Err(SinkError::Refused { .. }) => "dead",
            }
        };
        let http = PROSE.iter().filter(|(kind, _)| *kind != "jsonl");
        let words: Vec<_> = http.map(|(kind, _)| word(kind)).collect();
        match rows.last_mut() {
            Some((statuses, same)) if *same == words => statuses.push(status),
            _ => rows.push((vec![status], words)),
        }
    }
    let kinds = PROSE.iter().filter(|(kind, _)| *kind != "jsonl");
    let kinds: Vec<_> = kinds.map(|(kind, _)| format!("`{kind}`")).collect();
    let mut table = format!(
        "| status | {} |\n|{}\n",
        kinds.join(" | "),
        "---|".repeat(11)
    );
    for (statuses, words) in rows {
        let statuses: Vec<_> = statuses.iter().map(ToString::to_string).collect();
        writeln!(table, "| {} | {} |", statuses.join(", "), words.join(" | ")).unwrap();
    }
    table
}

#[tokio::test]
async fn page_of_sinks_says_what_the_sinks_do() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/sinks.md");
    let mut page = std::fs::read_to_string(&path).unwrap();
    let tables = [
        ("targets", targets().await),
        ("evaluations", evaluations::table().await),
        ("answers", answers().await),
    ];
    for (mark, table) in tables {
        let (begin, end) = (
            format!("<!-- {mark} -->\n"),
            format!("<!-- end of {mark} -->"),
        );
        let (from, to) = (
            page.find(&begin).unwrap() + begin.len(),
            page.find(&end).unwrap(),
        );
        page.replace_range(from..to, &table);
    }
    hold(
        &path,
        &page,
        "cargo test -p thumbspan-relay --lib page_of_sinks",
    );
}

#[tokio::test]
async fn each_backend_keeps_what_is_revised_in_its_own_way() {
    let directory = tempfile::tempdir().unwrap();
    let all = all("http://127.0.0.1:9", &directory.path().join("lines"));
    for (kind, config) in all {
        let expected = match kind {
            "datadog" | "otlp" | "webhook" | "jsonl" => Keeps::Log,
            "opik" | "braintrust" => Keeps::ByName,
            _ => Keeps::ById,
        };
        let sink = open(&config, &clock()).unwrap();
        assert_eq!(sink.keeps(), expected, "{kind}");
    }
}
