//! A file with one JSON line per delivered event: the event as it was posted, without its ticket.

mod client;
mod config;

pub use client::Jsonl;
pub use config::Config;
