//! A store with so many events, written by the relay's own writer.

use std::error::Error;
use std::sync::Arc;

use thumbspan_contract::Event;
use thumbspan_relay::clock::SystemClock;
use thumbspan_relay::config::Settings;
use thumbspan_relay::store;
use tokio::task::JoinSet;

use crate::bodies::{self, Shape};

/// Events in one append: large, so that their commits cost little.
const EVENTS: usize = 1_000;
/// Appends under way.
const APPENDS: usize = 4;

/// What to write into the store of the environment's settings, for the sinks that they name.
#[derive(Clone, Debug, clap::Args)]
pub struct Plan {
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
/// Settings that do not fit; a store that cannot be opened or written.
pub async fn run(plan: Plan) -> Result<(), Box<dyn Error>> {
    let config = Settings::read(None, &std::env::vars().collect())?.config()?;
    let clock = Arc::new(SystemClock);
    let (store, mut writer) = store::open(&config.store, config.routes, clock).await?;
    let event = event(plan.shape)?;
    let mut writing = JoinSet::new();
    for _ in 0..plan.thousands {
        let (store, event) = (Arc::clone(&store), event.clone());
        writing.spawn(async move { store.append(fresh(&event)).await });
        if writing.len() >= APPENDS
            && let Some(written) = writing.join_next().await
        {
            written??;
        }
    }
    while let Some(written) = writing.join_next().await {
        written??;
    }
    drop(store);
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
