//! `dead-letters`: what a sink will never take.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::export::event;
use super::table::{plain, table};
use super::{CliError, Desk, Outcome, time};
use crate::store::{Changed, DeadLetter, Which};

/// What to do with dead letters.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// The newest dead letters.
    List(List),
    /// One event's dead letters, with the reason and what was said.
    Show(Show),
    /// Deliver them again: after the sink, or its settings, can take them.
    Replay(Pick),
    /// Delete them for good; an event that another sink has or waits for stays.
    Drop(Pick),
}

/// What to list.
#[derive(Debug, Args)]
pub struct List {
    /// Of this sink alone.
    #[arg(long, value_name = "SINK")]
    sink: Option<String>,
    /// With this code alone.
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// How many at most.
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
    /// One line of JSON for each, with the reason and the event.
    #[arg(long)]
    json: bool,
}

/// What to show.
#[derive(Debug, Args)]
pub struct Show {
    /// The event's id.
    #[arg(value_name = "ID")]
    id: String,
    /// One line of JSON for each sink.
    #[arg(long)]
    json: bool,
}

/// Which ones, said explicitly.
#[derive(Debug, Args)]
#[group(skip)]
pub struct Pick {
    /// Those of these events.
    #[arg(value_name = "ID", required_unless_present_any = ["sink", "code", "all"])]
    ids: Vec<String>,
    /// Those of this sink.
    #[arg(long, value_name = "SINK")]
    sink: Option<String>,
    /// Those with this code.
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Every dead letter there is.
    #[arg(long, conflicts_with_all = ["ids", "sink", "code"])]
    all: bool,
    /// What happened as one line of JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(verb: Verb, desk: &mut Desk<'_>) -> Outcome {
    match verb {
        Verb::List(arguments) => list(arguments, desk),
        Verb::Show(arguments) => show(&arguments, desk),
        Verb::Replay(pick) => {
            let (json, which) = pick.which();
            let changed = desk.store()?.replay(&which)?;
            tell("replayed", changed, json, desk)
        }
        Verb::Drop(pick) => {
            let (json, which) = pick.which();
            let changed = desk.store()?.discard(&which)?;
            tell("dropped", changed, json, desk)
        }
    }
}

impl Pick {
    fn which(self) -> (bool, Which) {
        let Self {
            ids, sink, code, ..
        } = self;
        (self.json, Which { ids, sink, code })
    }
}

fn list(arguments: List, desk: &mut Desk<'_>) -> Outcome {
    let which = Which {
        sink: arguments.sink,
        code: arguments.code,
        ..Which::default()
    };
    let letters = desk.store()?.dead_letters(&which, arguments.limit)?;
    if arguments.json {
        return lines(&letters, desk);
    }
    let rows: Vec<_> = letters.iter().map(row).collect();
    let heads = ["SINK", "EVENT", "CODE", "TRIES", "GIVEN UP", "RECEIVED"];
    write!(desk.out, "{}", table(heads, &rows))?;
    if letters.len() == arguments.limit {
        writeln!(desk.notes, "There may be more: --limit shows them.")?;
    } else if letters.is_empty() {
        writeln!(desk.notes, "There are no such dead letters.")?;
    }
    Ok(())
}

fn show(arguments: &Show, desk: &mut Desk<'_>) -> Outcome {
    let which = Which {
        ids: vec![arguments.id.clone()],
        ..Which::default()
    };
    let letters = desk.store()?.dead_letters(&which, usize::MAX)?;
    if letters.is_empty() {
        return Err(CliError::Unknown(plain(&arguments.id)));
    }
    if arguments.json {
        return lines(&letters, desk);
    }
    for letter in &letters {
        let heads = ["SINK", "EVENT", "CODE", "TRIES", "GIVEN UP", "RECEIVED"];
        write!(desk.out, "{}", table(heads, &[row(letter)]))?;
        writeln!(desk.out, "reason: {}", plain(&letter.reason))?;
        let pretty = serde_json::to_string_pretty(&body(letter)).unwrap_or_default();
        for line in pretty.lines() {
            writeln!(desk.out, "{}", plain(line))?;
        }
    }
    Ok(())
}

fn lines(letters: &[DeadLetter], desk: &mut Desk<'_>) -> Outcome {
    for letter in letters {
        let line = json!({
            "sink": letter.sink,
            "event_id": letter.id,
            "code": letter.code,
            "reason": letter.reason,
            "attempts": letter.attempts,
            "received_ms": letter.received_ms,
            "settled_ms": letter.settled_ms,
            "event": body(letter),
        });
        writeln!(desk.out, "{}", plain(&line.to_string()))?;
    }
    Ok(())
}

/// The event, or its text where that is no JSON.
fn body(letter: &DeadLetter) -> Value {
    event(&letter.body).unwrap_or_else(|| json!(letter.body))
}

fn row(letter: &DeadLetter) -> [String; 6] {
    [
        letter.sink.clone(),
        letter.id.clone(),
        letter.code.clone(),
        letter.attempts.to_string(),
        time::shown(letter.settled_ms),
        time::shown(letter.received_ms),
    ]
}

fn tell(what: &str, changed: Changed, json: bool, desk: &mut Desk<'_>) -> Outcome {
    let Changed { count, unknown } = changed;
    if json {
        writeln!(desk.out, "{}", json!({what: count, "unknown": unknown}))?;
    } else {
        let letters = if count == 1 {
            "dead letter"
        } else {
            "dead letters"
        };
        writeln!(desk.out, "{count} {letters} {what}")?;
    }
    if unknown.is_empty() {
        return Ok(());
    }
    Err(CliError::Unknown(plain(&unknown.join(", "))))
}
