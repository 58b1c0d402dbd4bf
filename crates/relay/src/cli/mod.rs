//! The operator's commands on a store, beside a running relay or without one.
//!
//! - `dead_letters`: listed, shown, replayed, dropped; `deliveries`: what waits;
//! - `export`: events as JSON lines; `erase`: everything of one submitter;
//! - `health_check`: whether the relay that these settings name is ready;
//! - `error`: what can go wrong; `table`, `time`: pure: how it is shown and read.
//!
//! Ordinary output is for people; `--json` gives one line of JSON for each thing. A sentence about
//! what happened goes to stderr, so that stdout can be piped on.

mod dead_letters;
mod deliveries;
mod erase;
mod error;
mod export;
mod health_check;
mod table;
mod time;

use std::io::Write;
use std::sync::Arc;

use clap::Subcommand;

pub use error::CliError;

use crate::clock::Clock;
use crate::config::Settings;
use crate::store::{self, Operate, StoreError};

type Outcome = Result<(), CliError>;

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Events that a sink will never take: list, show, replay or drop them.
    DeadLetters {
        /// What to do with them.
        #[command(subcommand)]
        verb: dead_letters::Verb,
    },
    /// What waits to be delivered: its sink, tries, next try and last failure.
    Deliveries(deliveries::Arguments),
    /// Write stored events as JSON lines to stdout.
    Export(export::Arguments),
    /// Delete everything that a submitter said.
    Erase(erase::Arguments),
    /// Ask the running relay whether it is ready; fails where it is not, as a container's health check.
    HealthCheck,
}

/// Where a command finds its store and writes its words.
pub struct Desk<'a> {
    /// The relay's own settings, which name the store.
    pub settings: &'a Settings,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// For what was asked.
    pub out: &'a mut dyn Write,
    /// For sentences about it.
    pub notes: &'a mut dyn Write,
}

impl Desk<'_> {
    fn store(&self) -> Result<Box<dyn Operate>, StoreError> {
        store::operate(&self.settings.store(), Arc::clone(&self.clock))
    }
}

/// Does what a command asks.
///
/// # Errors
/// [`CliError`], each with what to do. Output that nobody reads any more is none.
pub fn run(command: Command, desk: &mut Desk<'_>) -> Outcome {
    let done = match command {
        Command::DeadLetters { verb } => dead_letters::run(verb, desk),
        Command::Deliveries(arguments) => deliveries::run(&arguments, desk),
        Command::Export(arguments) => export::run(arguments, desk),
        Command::Erase(arguments) => erase::run(&arguments, desk),
        Command::HealthCheck => health_check::run(desk),
    };
    match done {
        Err(CliError::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}
