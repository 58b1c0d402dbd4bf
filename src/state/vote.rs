//! One vote on its way, and what becomes of it.

use std::sync::Arc;

use thumbspan_contract::{Event, MetricType, Signal, Value, check};

use crate::context::Context;
use crate::options::Control;

/// Time and identity for one vote, from outside.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// A new UUID.
    pub id: String,
    /// Milliseconds since 1970.
    pub now_ms: u64,
}

#[derive(Clone, Debug)]
pub(super) struct Vote {
    pub(super) control: Control,
    pub(super) event: Arc<Event>,
    /// Sent at least once: the relay may have it.
    pub(super) tried: bool,
    /// Cast before a reset: still sent, but shown nowhere.
    pub(super) parted: bool,
}

/// The last vote of a control that the relay has.
#[derive(Clone, Debug, Default)]
pub(super) struct Settled {
    pub(super) id: Option<String>,
    pub(super) value: Option<Value>,
}

impl Vote {
    pub(super) fn new(control: Control, event: Event) -> Self {
        Self {
            control,
            event: Arc::new(event),
            tried: false,
            parted: false,
        }
    }

    pub(super) fn settled(&self) -> Settled {
        Settled {
            id: Some(self.event.id.clone()),
            value: self.value().cloned(),
        }
    }

    pub(super) fn withdraws(&self) -> bool {
        self.value().is_none()
    }

    /// Whether this is the comment that the draft would make.
    pub(super) fn is_comment(&self, draft: &str) -> bool {
        matches!((self.control, self.value()), (Control::Comment, Some(Value::Text(text))) if *text == comment(draft))
    }

    fn value(&self) -> Option<&Value> {
        self.event
            .signals
            .first()
            .and_then(|signal| signal.value.as_ref())
    }
}

/// The comment that a draft makes: trimmed, and without NUL, which no store can hold.
pub(super) fn comment(draft: &str) -> String {
    let mut text = draft.trim_ascii().to_owned();
    text.retain(|letter| letter != '\0');
    text
}

/// The label and metric type of a control.
const fn signal(control: Control) -> (&'static str, MetricType) {
    match control {
        Control::Thumbs => (check::THUMBS, MetricType::Categorical),
        Control::Rating => (check::RATING, MetricType::Score),
        Control::Comment => (check::COMMENT, MetricType::Text),
    }
}

pub(super) fn event(
    control: Control,
    value: Option<Value>,
    revises: Option<String>,
    context: &Context,
    stamp: Stamp,
) -> Event {
    let (label, metric_type) = signal(control);
    Event {
        id: stamp.id,
        target: context.target.clone(),
        signals: vec![Signal {
            label: label.to_owned(),
            metric_type,
            value,
        }],
        ml_app: context.ml_app.clone(),
        submitter: context.submitter.clone(),
        timestamp_ms: stamp.now_ms,
        tags: context.tags.clone(),
        revises,
        ticket: context.ticket.clone(),
    }
}
