//! Datadog LLM Observability: end-user feedback, one metric per signal.
//!
//! <https://docs.datadoghq.com/llm_observability/evaluations/end_user_feedback/>

mod client;
mod config;

pub use client::Datadog;
pub use config::{Config, Route};
