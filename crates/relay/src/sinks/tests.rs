//! Every sink beside the others: what it takes and what answers mean, against a real server. The
//! two tables of docs/sinks.md are made here.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use super::testing::{connection, example, hold, server};
use super::{SinkConfig, SinkError, braintrust, datadog, jsonl, langfuse, langsmith, mlflow, open};
use super::{opik, otlp, phoenix, weave, webhook};
use crate::clock::Clock;
use crate::testing::ManualClock;

const PROJECT: &str = "11111111-2222-4333-8444-555555555555";
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// An answer that says for every backend that has the words for it that the target is missing.
const MISSING: &str = r#"{"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "does not exist"}"#;

/// A sink of each kind at this address, in the order of the page.
fn all(url: &str, lines: &Path) -> Vec<(&'static str, SinkConfig)> {
    let at = |name| connection(name, url);
    let key = || "k3y".into();
    let route = datadog::Route::Direct {
        site: "datadoghq.com".to_owned(),
        api_key: key(),
        origin: Some(url.to_owned()),
    };
    let datadog = datadog::Config {
        allow_private: true,
        ..datadog::Config::new(route, "app")
    };
    let text = str::to_owned;
    vec![
        ("datadog", SinkConfig::Datadog(datadog)),
        (
            "otlp",
            SinkConfig::Otlp(otlp::Config {
                at: at("otlp"),
                encoding: otlp::Encoding::Protobuf,
                service: text("relay"),
                headers: Vec::new(),
            }),
        ),
        (
            "phoenix",
            SinkConfig::Phoenix(phoenix::Config {
                at: at("phoenix"),
                api_key: None,
            }),
        ),
        (
            "mlflow",
            SinkConfig::Mlflow(mlflow::Config {
                at: at("mlflow"),
                access: mlflow::Access::Open,
                submitter_id: text("anonymous"),
            }),
        ),
        (
            "langfuse",
            SinkConfig::Langfuse(langfuse::Config {
                at: at("langfuse"),
                public_key: text("pk"),
                secret_key: key(),
                body: langfuse::Body::Single,
            }),
        ),
        (
            "langsmith",
            SinkConfig::Langsmith(langsmith::Config {
                at: at("langsmith"),
                api_key: key(),
                project_id: None,
            }),
        ),
        (
            "opik",
            SinkConfig::Opik(opik::Config {
                at: at("opik"),
                api_key: None,
                workspace: None,
                project: text("p"),
            }),
        ),
        (
            "braintrust",
            SinkConfig::Braintrust(braintrust::Config {
                at: at("braintrust"),
                api_key: key(),
                project_id: text(PROJECT),
            }),
        ),
        (
            "weave",
            SinkConfig::Weave(weave::Config {
                at: at("weave"),
                api_key: key(),
                project: text("team/weather"),
            }),
        ),
        (
            "webhook",
            SinkConfig::Webhook(webhook::Config {
                at: at("webhook"),
                secrets: vec![webhook::Secret::read(SECRET).unwrap()],
            }),
        ),
        (
            "jsonl",
            SinkConfig::Jsonl(jsonl::Config {
                name: text("jsonl"),
                path: lines.to_owned(),
            }),
        ),
    ]
}

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
            "409, which counts as taken",
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
            "replaces the score of that name; a comment is added",
            "the score is emptied; a comment: dead letter",
            "replaces itself; a comment is added again",
            "1",
        ],
    ),
    (
        "weave",
        [
            "new feedback, the earlier one is purged",
            "the feedback is purged",
            "same id; whether Weave keeps one is unknown",
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

async fn targets() -> String {
    let heads: Vec<_> = COLUMNS.iter().map(|(head, _)| *head).collect();
    let mut table = format!(
        "| sink | {} | changed vote | withdrawn vote | repeat | events in one request |\n|{}\n",
        heads.join(" | "),
        "---|".repeat(COLUMNS.len() + 5)
    );
    let mut columns = Vec::new();
    for (_, names) in COLUMNS {
        let mut all = Vec::new();
        for name in names {
            all.push(told(200, name).await);
        }
        columns.push(all);
    }
    for (kind, prose) in PROSE {
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
        let cells: Vec<_> = columns.iter().map(cell).chain(prose).collect();
        writeln!(table, "| `{kind}` | {} |", cells.join(" | ")).unwrap();
    }
    table
}

/// Statuses of every class, and those that some sink reads in its own way.
const STATUSES: [u16; 21] = [
    200, 202, 204, 207, 301, 308, 400, 401, 403, 404, 405, 408, 409, 410, 413, 422, 425, 429, 500,
    503, 504,
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
    for (mark, table) in [("targets", targets().await), ("answers", answers().await)] {
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
async fn every_sink_refuses_a_private_address_unless_it_is_allowed() {
    let directory = tempfile::tempdir().unwrap();
    for url in ["http://127.0.0.1:9", "http://[::1]:9"] {
        for (kind, mut config) in all(url, &directory.path().join("lines")) {
            let at = match &mut config {
                SinkConfig::Braintrust(config) => &mut config.at,
                SinkConfig::Langfuse(config) => &mut config.at,
                SinkConfig::Langsmith(config) => &mut config.at,
                SinkConfig::Mlflow(config) => &mut config.at,
                SinkConfig::Opik(config) => &mut config.at,
                SinkConfig::Otlp(config) => &mut config.at,
                SinkConfig::Phoenix(config) => &mut config.at,
                SinkConfig::Weave(config) => &mut config.at,
                SinkConfig::Webhook(config) => &mut config.at,
                SinkConfig::Datadog(config) => {
                    config.allow_private = false;
                    let error = open(&SinkConfig::Datadog(config.clone()), &clock()).err();
                    assert_eq!(
                        error.map(|error| error.code()),
                        Some("sink_private"),
                        "{kind}"
                    );
                    let url = url.to_owned();
                    config.route = datadog::Route::Agent { url };
                    assert!(
                        open(&config_of(config), &clock()).is_ok(),
                        "an Agent is a neighbour"
                    );
                    continue;
                }
                SinkConfig::Jsonl(_) => continue,
            };
            at.allow_private = false;
            let error = open(&config, &clock()).err();
            assert_eq!(
                error.map(|error| error.code()),
                Some("sink_private"),
                "{kind}"
            );
        }
    }
}

fn config_of(config: &datadog::Config) -> SinkConfig {
    SinkConfig::Datadog(config.clone())
}
