//! What an event is about.

use serde::{Deserialize, Serialize};

/// Exactly one thing that feedback can be filed on.
///
/// Ids are opaque strings and stay so to the digit: a decimal span id can exceed 2^64, a trace id
/// can be 32 hex digits, and other backends use UUIDs and paths. See [`crate::check::id`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Target {
    /// One span: for Datadog, an LLM Observability span as `LLMObs.export_span()` names it.
    Span {
        /// The span's id.
        span_id: String,
        /// The trace that the span is in, as the same export named it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        trace_id: Option<String>,
    },
    /// A whole trace.
    Trace {
        /// The trace's id.
        trace_id: String,
    },
    /// A whole session.
    Session {
        /// The session's id.
        session_id: String,
    },
    /// A thing of the customer's own (a report, an incident) whose spans carry this key.
    JoinKey {
        /// The key.
        join_key: String,
    },
}

impl Target {
    /// The ids that the target is made of.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let (id, trace_id) = match self {
            Self::Span { span_id, trace_id } => (span_id, trace_id.as_deref()),
            Self::Trace { trace_id: id }
            | Self::Session { session_id: id }
            | Self::JoinKey { join_key: id } => (id, None),
        };
        std::iter::once(id.as_str()).chain(trace_id)
    }
}
