//! Braintrust: one feedback per event, on one row of a project's logs.
//!
//! <https://www.braintrust.dev/docs/api-reference/logs/feedback-for-project-logs-events>
//!
//! # What an event becomes
//!
//! - The target: a span, whose id is its row's. Traces, sessions and join keys are refused.
//! - The value: scores from 0 to 1. Stars count from 1 (0) to 5 (1), the likelihood to recommend
//!   from 0 to 10; other scores outside of 0 to 1 cannot be told. A word other than `up` and `down`
//!   stands in the metadata, a correction in `expected`, a comment in `comment`.
//! - Scores, metadata and `expected` are merged into the row by their names: a repeat and a changed
//!   vote replace them, and so does another person's vote; a withdrawn one empties them. A comment
//!   is added each time, and cannot be taken back.

mod client;
mod config;
mod request;
#[cfg(test)]
mod tests;

pub(in crate::sinks) use client::open;
pub use config::Config;
