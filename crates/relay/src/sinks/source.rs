//! Who says it, where a backend tells people from programs. Pure.

use thumbspan_contract::{Event, EventKind};

/// Who says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A person: all feedback, and evaluations by people who review.
    Human,
    /// A program.
    Code,
    /// A model that judges.
    Model,
}

impl Source {
    pub(super) fn of(event: &Event) -> Self {
        if event.kind == EventKind::Feedback {
            return Self::Human;
        }
        match event.submitter.as_ref().and_then(|by| by.kind.as_deref()) {
            Some("human") => Self::Human,
            Some("llm") => Self::Model,
            _ => Self::Code,
        }
    }
}
