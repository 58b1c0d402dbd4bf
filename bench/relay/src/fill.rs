//! A store with so many events, written by the relay's own writer.

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use thumbspan_contract::Event;
use thumbspan_relay::clock::SystemClock;
use thumbspan_relay::journal::{Config, Journal};
use thumbspan_relay::routes::Routes;
use tokio::task::JoinSet;

use crate::bodies::{self, Shape};

/// Events in one append: large, so that their commits cost little.
const EVENTS: usize = 1_000;
/// Appends under way.
const APPENDS: usize = 4;

/// What to write.
#[derive(Clone, Debug, clap::Args)]
pub struct Plan {
    /// The store's file.
    pub path: PathBuf,
    /// The sink that the events wait for.
    #[arg(long, default_value = "datadog")]
    pub sink: String,
    /// What the events say.
    #[arg(long, value_enum, default_value = "vote")]
    pub shape: Shape,
    /// How many events, in thousands.
    #[arg(long, default_value_t = 10_000)]
    pub thousands: usize,
}

/// Writes them; each is on disk when this returns.
///
/// # Errors
/// A store that cannot be opened or written.
pub async fn run(plan: Plan) -> Result<(), Box<dyn Error>> {
    let config = Config {
        path: plan.path,
        max_bytes: u64::MAX / 2,
        queue: 2 * APPENDS,
        revisions: 10,
        keep_delivered: Duration::MAX,
    };
    let routes = Routes::from_iter([plan.sink]);
    let (journal, mut writer) = Journal::open(&config, routes, Arc::new(SystemClock))?;
    let event = event(plan.shape)?;
    let mut writing = JoinSet::new();
    for _ in 0..plan.thousands {
        let (journal, event) = (journal.clone(), event.clone());
        writing.spawn(async move { journal.append(fresh(&event)).await });
        if writing.len() >= APPENDS
            && let Some(written) = writing.join_next().await
        {
            written??;
        }
    }
    while let Some(written) = writing.join_next().await {
        written??;
    }
    drop(journal);
    Ok(writer.ended().await?)
}

fn fresh(event: &Event) -> Vec<Event> {
    let id = |_| Event {
        id: bodies::id(),
        ..event.clone()
    };
    (0..EVENTS).map(id).collect()
}

fn event(shape: Shape) -> serde_json::Result<Event> {
    serde_json::from_value(bodies::event(shape, &bodies::id()))
}
