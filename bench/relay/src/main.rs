//! The programs of `npm run bench:relay`; each says on stdout what the next step needs.

use std::error::Error;
use std::io::{self, Write};

use clap::Parser;
use thumbspan_bench_relay::{fill, load, sink, validate};

/// What `npm run bench:relay` measures the relay with.
#[derive(Parser)]
enum Command {
    /// Post feedback and tell how it went, as JSON.
    Load(load::Plan),
    /// The relay of the environment's settings, with an end point that only validates.
    Validate,
    /// A stand-in for Datadog.
    Sink(sink::Plan),
    /// Write a store.
    Fill(fill::Plan),
}

fn main() -> Result<(), Box<dyn Error>> {
    match Command::parse() {
        Command::Load(plan) => load(plan),
        Command::Validate => many()?.block_on(validate::serve()),
        Command::Sink(plan) => Ok(one()?.block_on(sink::run(plan))?),
        Command::Fill(plan) => many()?.block_on(fill::run(plan)),
    }
}

/// The load's one thread leaves the others to what is measured.
fn load(plan: load::Plan) -> Result<(), Box<dyn Error>> {
    let found = one()?.block_on(load::run(plan))?;
    writeln!(io::stdout(), "{}", serde_json::to_string(&found)?)?;
    Ok(())
}

fn one() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
}

fn many() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
}
