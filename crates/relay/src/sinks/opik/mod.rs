//! Comet Opik: one feedback score per signal.
//!
//! <https://www.comet.com/docs/opik/tracing/annotate_traces>; paths and fields:
//! <https://www.comet.com/docs/opik/reference/rest-api/spans/score-batch-of-spans>,
//! <https://github.com/comet-ml/opik/blob/main/sdks/python/src/opik/rest_api/traces/raw_client.py>.
//!
//! # What an event becomes
//!
//! - The target: a span or a trace, by its UUID, or a thread by the session's id. Opik has no join
//!   keys.
//! - The value: a number. A word stands in `category_name`; one other than `up` and `down` counts
//!   as 0. A text is a score of 1 with the text as its `reason`.
//! - Opik keeps one score of a name on a target: a repeat and a changed vote replace it, and so
//!   does another person's vote. A withdrawn one deletes it.

mod client;
mod config;
mod request;
#[cfg(test)]
mod tests;

pub(in crate::sinks) use client::open;
pub use config::Config;
