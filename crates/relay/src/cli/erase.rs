//! `erase`: everything of one submitter.

use serde_json::json;

use super::{CliError, Desk, Outcome};
use crate::config::Settings;
use crate::sinks::SinkConfig;
use crate::store::Erased;

/// Whose.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The submitter's id, exactly as events carry it.
    #[arg(long, value_name = "ID")]
    submitter: String,
    /// What happened as one line of JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, desk: &mut Desk<'_>) -> Outcome {
    let erased = desk.store()?.erase(&arguments.submitter)?;
    let files = files(desk.settings);
    if arguments.json {
        let (events, delivered) = (erased.events, &erased.delivered);
        let line = json!({"erased": events, "delivered": delivered, "files_not_erased": files});
        writeln!(desk.out, "{line}")?;
    } else {
        tell(&erased, &files, desk)?;
    }
    if erased.log_emptied {
        Ok(())
    } else {
        Err(CliError::LogHeld)
    }
}

fn tell(erased: &Erased, files: &[String], desk: &mut Desk<'_>) -> Outcome {
    let events = if erased.events == 1 {
        "event"
    } else {
        "events"
    };
    writeln!(desk.out, "{} {events} erased from the store", erased.events)?;
    for (sink, count) in &erased.delivered {
        writeln!(
            desk.notes,
            "Not erased: {count} of them in the sink {sink}, which has taken them."
        )?;
    }
    for file in files {
        writeln!(
            desk.notes,
            "Not erased: lines in {file}, which may hold earlier events too."
        )?;
    }
    writeln!(
        desk.notes,
        "Not erased: backups of the store, and what sinks took before it left the store."
    )?;
    Ok(())
}

/// The files that sinks write on this machine.
fn files(settings: &Settings) -> Vec<String> {
    let config = settings.config();
    let sinks = config.iter().flat_map(|config| &config.sinks);
    let mut files = Vec::new();
    for sink in sinks {
        if let SinkConfig::Jsonl(config) = sink {
            files.push(config.path.display().to_string());
        }
    }
    files
}
