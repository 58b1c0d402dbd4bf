//! `docs/protocol.md`: its table of codes is made from the enum, its other table and its examples
//! are read.
#![cfg(feature = "read")]
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use std::{env, fmt::Write as _, fs, path::PathBuf};

use thumbspan_contract::check::{COMMENT, CORRECTION, NPS, RATING, THUMBS};
use thumbspan_contract::{Code, EventKind, Votes, form, read, restore};

const MARK: &str = "<!-- codes: made from crates/contract/src/reply.rs -->\n";
const RENEW: &str = "UPDATE=1 cargo test -p thumbspan-contract --test protocol";

fn page() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/protocol.md")
}

fn table() -> String {
    let mut table = "\n| code | meaning |\n|---|---|\n".to_owned();
    for (code, meaning) in Code::ALL {
        writeln!(table, "| `{}` | {} |", code.as_str(), meaning.trim()).unwrap();
    }
    table
}

#[test]
fn the_table_of_codes_is_current() {
    let text = fs::read_to_string(page()).unwrap();
    let (head, tail) = text.split_once(MARK).unwrap();
    if env::var_os("UPDATE").is_some() {
        fs::write(page(), format!("{head}{MARK}{}", table())).unwrap();
        return;
    }
    assert!(
        tail == table(),
        "docs/protocol.md lists other codes than reply.rs; run {RENEW}"
    );
}

fn example(language: &str, at: usize) -> String {
    let text = fs::read_to_string(page()).unwrap();
    let fence = format!("```{language}\n");
    let block = text.split(&fence).nth(at + 1).unwrap();
    block.split("```").next().unwrap().to_owned()
}

#[test]
fn the_example_is_accepted() {
    let events = read::submission(example("json", 0).as_bytes()).unwrap();
    assert_eq!(events[0].as_ref().unwrap().signals.len(), 3);
}

#[test]
fn the_example_of_an_evaluation_is_accepted() {
    let body = example("json", 1);
    let events = read::events(body.as_bytes(), EventKind::Evaluation).unwrap();
    assert_eq!(events[0].as_ref().unwrap().signals.len(), 3);
    assert!(read::submission(body.as_bytes()).unwrap()[0].is_err());
}

/// The label, the metric type and the example of each row.
fn labels() -> Vec<[String; 3]> {
    let text = fs::read_to_string(page()).unwrap();
    let table = text.split("## Labels\n").nth(1).unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    let plain = |cell: &str| cell.trim().trim_matches('`').replace("<code>", "too_long");
    rows.map(|row| row.split(" | ").collect::<Vec<_>>())
        .take_while(|cells| cells.len() == 4)
        .map(|cells| {
            let label = plain(cells[0].trim_start_matches("| "));
            [
                label,
                plain(cells[1]),
                plain(cells[3].trim_end_matches(" |")),
            ]
        })
        .collect()
}

#[test]
fn the_labels_have_the_types_and_values_of_their_table() {
    let labels = labels();
    let own = [
        THUMBS,
        RATING,
        NPS,
        "user_reason_too_long",
        COMMENT,
        CORRECTION,
    ];
    let named: Vec<_> = labels.iter().map(|[label, ..]| label.as_str()).collect();
    assert_eq!(named, own);
    for [label, fixed, value] in labels {
        for metric_type in ["categorical", "score", "boolean", "text", "json"] {
            let event = format!(
                r#"{{"id": "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11", "timestamp_ms": 0,
                "target": {{"kind": "trace", "trace_id": "1"}}, "signals":
                [{{"label": "{label}", "metric_type": "{metric_type}", "value": {value}}}]}}"#
            );
            let body = format!(r#"{{"events": [{event}]}}"#);
            let read = read::submission(body.as_bytes()).unwrap().remove(0);
            if metric_type == fixed {
                assert!(read.is_ok(), "{label}: {read:?}");
            } else {
                assert_eq!(read.unwrap_err().code, "bad_metric_type", "{label}");
            }
        }
    }
}

#[test]
fn the_form_is_taken_with_every_field_filled_in() {
    let html = example("html", 0);
    let attribute = |tag: &str, name: &str| {
        let value = tag.split(&format!(" {name}=\"")).nth(1)?;
        Some(value.split('"').next()?.to_owned())
    };
    let fields: Vec<_> = html
        .lines()
        .filter_map(|tag| {
            let value = attribute(tag, "value").unwrap_or_else(|| "words".to_owned());
            Some(format!("{}={value}", attribute(tag, "name")?))
        })
        .collect();
    let id = "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11".to_owned();
    let event = form::event(fields.join("&").as_bytes(), id, 0).unwrap();
    assert_eq!((event.signals.len(), event.tags.len()), (3, 1));
    assert!(html.contains("accept-charset=\"utf-8\""));
}

#[test]
fn the_question_and_answer_of_restore_are_of_their_forms() {
    restore::ticket(example("json", 2).as_bytes()).unwrap();
    let votes: Votes = serde_json::from_str(&example("json", 3)).unwrap();
    assert_eq!(votes.votes.len(), 2);
}
