//! LangSmith: one feedback per signal.
//!
//! <https://docs.langchain.com/langsmith/feedback-data-format>; paths, fields and which answers are
//! tried again are those of LangSmith's own client (`create_feedback`, `delete_feedback`), which leaves
//! out what has no value:
//! <https://github.com/langchain-ai/langsmith-sdk/blob/main/python/langsmith/client.py>.
//!
//! # What an event becomes
//!
//! - The target: a run. A span's id is the run's, a trace's that of its first run; both are UUIDs.
//!   Sessions and join keys are refused.
//! - The value: `score` (rounded to 4 decimals, as LangSmith keeps it), `value`, and a text as
//!   `comment`.
//! - The feedback's id is made of the event's id and the label: a repeat meets 409, which is
//!   taken. A changed vote is feedback of its own and deletes what it revises; a withdrawn one only
//!   deletes.
//! - LangSmith answers 404 while the run is not there: the event waits for it.

mod client;
mod config;
mod request;
#[cfg(test)]
mod tests;

pub(in crate::sinks) use client::open;
pub use config::Config;
