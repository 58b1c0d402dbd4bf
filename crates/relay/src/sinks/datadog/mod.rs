//! Datadog LLM Observability: end-user feedback and evaluations, one metric per signal.
//!
//! <https://docs.datadoghq.com/llm_observability/evaluations/end_user_feedback/>,
//! <https://docs.datadoghq.com/llm_observability/evaluations/external_evaluations/>
//!
//! # What feedback becomes
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
//!
//! # What an evaluation becomes
//!
//! - The target: `join_on` with the span and its trace, or with the tag `feedback_join_key`; a
//!   session's `session_id`. A trace has no root span here, and a span alone no trace: dead letters.
//! - Assessment and reasoning as the evaluator gave them.
//! - The tags as above, with `evaluation_id`; the evaluator as `evaluator` and `evaluator_type`; with
//!   [`SpanIds::Hex`] `source:otel`, so that Datadog waits for the span
//!   (<https://docs.datadoghq.com/llm_observability/instrumentation/otel_instrumentation/>).
//! - A withdrawn value as above; JSON has none that withdraws it.

mod client;
mod config;
mod evaluation;
mod request;
#[cfg(test)]
mod tests;

pub(in crate::sinks) use client::open;
pub use config::{Config, Route, SpanIds};
