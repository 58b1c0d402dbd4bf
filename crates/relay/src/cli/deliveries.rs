//! `deliveries`: what waits, by sink.

use serde_json::json;

use super::table::table;
use super::{Desk, Outcome, time};
use crate::store::Waiting;

/// What to list.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Of this sink alone.
    #[arg(long, value_name = "SINK")]
    sink: Option<String>,
    /// How many at most.
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
    /// One line of JSON for each.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, desk: &mut Desk<'_>) -> Outcome {
    let store = desk.store()?;
    let sink = arguments.sink.as_deref();
    let waiting = store.waiting(sink, arguments.limit)?;
    if arguments.json {
        for each in &waiting {
            writeln!(desk.out, "{}", json(each))?;
        }
        return Ok(());
    }
    let rows: Vec<_> = waiting.iter().map(row).collect();
    let heads = [
        "SINK",
        "EVENT",
        "TRIES",
        "NEXT TRY",
        "LAST FAILURE",
        "RECEIVED",
    ];
    write!(desk.out, "{}", table(heads, &rows))?;
    for count in store.counts()? {
        if sink.is_none_or(|sink| sink == count.sink) {
            writeln!(
                desk.notes,
                "{}: {} waiting, {} dead",
                count.sink, count.waiting, count.dead
            )?;
        }
    }
    Ok(())
}

fn row(waiting: &Waiting) -> [String; 6] {
    let next = match waiting.next_at_ms {
        0 => "now".to_owned(),
        ms => time::shown(ms),
    };
    [
        waiting.sink.clone(),
        waiting.id.clone(),
        waiting.attempts.to_string(),
        next,
        waiting.code.clone().unwrap_or_default(),
        time::shown(waiting.received_ms),
    ]
}

fn json(waiting: &Waiting) -> serde_json::Value {
    json!({
        "sink": waiting.sink,
        "event_id": waiting.id,
        "attempts": waiting.attempts,
        "next_at_ms": waiting.next_at_ms,
        "code": waiting.code,
        "received_ms": waiting.received_ms,
    })
}
