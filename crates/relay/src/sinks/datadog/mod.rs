//! Datadog LLM Observability: end-user feedback, one metric per signal.
//!
//! <https://docs.datadoghq.com/llm_observability/evaluations/end_user_feedback/>
//!
//! # What an event becomes
//!
//! - The target: `span_id`, `trace_id`, `session_id` or `feedback_join_key`, to the digit. A span
//!   goes without its trace, as in ddtrace's own `submit_feedback`. With [`SpanIds::Hex`] a span
//!   id of 16 hexadecimal digits goes as the decimal number that Datadog documents.
//! - The assessment: thumbs (a category `up` or `down`) are `pass` or `fail`; stars are `pass`
//!   from 4, `fail` up to 2 and neither at 3; a text takes the assessment of the thumbs, else of
//!   the stars, in the same event. Other signals have none.
//! - The tags: the event's own, and `ml_app`, `feedback_id` (the event's id: duplicates carry the
//!   same one) and `revises`, which the event's own cannot replace.
//! - A withdrawn category has the value `withdrawn`, a withdrawn text `[withdrawn]`, a withdrawn
//!   boolean `false`. Datadog has no value that withdraws a score: such an event becomes a dead
//!   letter, after its other signals were sent.

mod client;
mod config;
mod request;
#[cfg(test)]
mod tests;

pub(in crate::sinks) use client::open;
pub use config::{Config, Route, SpanIds};
