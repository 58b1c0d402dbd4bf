//! A file with one JSON line per delivered event: the event as it was posted, without its ticket,
//! which is a permission and not feedback.

mod client;
mod config;
mod request;
#[cfg(test)]
mod tests;

pub use client::Jsonl;
pub use config::Config;
