//! `export`: stored events as JSON lines, in the order of their arrival.

use serde_json::Value;

use super::table::plain;
use super::{CliError, Desk, Outcome, time};
use crate::store::Filter;

/// Events that are read at once.
const PAGE: usize = 500;

/// Which events.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Received at this time or later: 2026-11-21, 2026-11-21T22:30:05Z, or ms since 1970.
    #[arg(long, value_name = "TIME", value_parser = time::read)]
    from: Option<u64>,
    /// Received before this time.
    #[arg(long, value_name = "TIME", value_parser = time::read)]
    to: Option<u64>,
    /// Said by the submitter with this id.
    #[arg(long, value_name = "ID")]
    submitter: Option<String>,
    /// Naming this application.
    #[arg(long, value_name = "NAME")]
    ml_app: Option<String>,
}

pub(super) fn run(arguments: Arguments, desk: &mut Desk<'_>) -> Outcome {
    let store = desk.store()?;
    let filter = Filter {
        from_ms: arguments.from,
        to_ms: arguments.to,
        submitter: arguments.submitter,
        ml_app: arguments.ml_app,
    };
    let (mut after, mut unreadable) = (None, 0);
    loop {
        let page = store.events(&filter, after, PAGE)?;
        for stored in &page {
            match event(&stored.body) {
                Some(event) => writeln!(desk.out, "{}", plain(&event.to_string()))?,
                None => unreadable += 1,
            }
        }
        match page.last() {
            Some(last) => after = Some(last.seq),
            None => break,
        }
    }
    match unreadable {
        0 => Ok(()),
        count => Err(CliError::Unreadable(count)),
    }
}

/// A stored event as it may be shown: without its ticket, which is a permission and not feedback.
pub(super) fn event(body: &str) -> Option<Value> {
    let mut event: Value = serde_json::from_str(body).ok()?;
    event.as_object_mut()?.remove("ticket");
    Some(event)
}
