//! Braintrust: one feedback per event, on one row of a project's logs.
//!
//! <https://www.braintrust.dev/docs/api-reference/logs/feedback-for-project-logs-events>, and the
//! schema `FeedbackProjectLogsItem`:
//! <https://github.com/braintrustdata/braintrust-openapi/blob/main/openapi/spec.json>.
//!
//! # What an event becomes
//!
//! - The target: a span, whose id is its row's. Traces, sessions and join keys are refused.
//! - The value: scores from 0 to 1. Stars count from 1 (0) to 5 (1), the likelihood to recommend
//!   from 0 to 10; other scores outside of 0 to 1 cannot be told. A correction is `expected`, a
//!   comment `comment`; a word other than `up` and `down` is a comment that begins with its label.
//! - Scores are merged into the row by their names, and `expected` is the row's own: a repeat and a
//!   changed vote replace them, and so does another person's vote; a withdrawn one empties them (a
//!   score may be null). A comment is added each time, and cannot be taken back.
//! - The metadata is the feedback's own: it stands in the row's audit log, not in the row.

mod client;
mod config;
mod request;
#[cfg(test)]
mod tests;

pub(in crate::sinks) use client::open;
pub use config::Config;
