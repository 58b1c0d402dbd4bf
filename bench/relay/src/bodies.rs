//! What is posted: a thumb, a rating and a comment on a span, in each of the relay's shapes.

use clap::ValueEnum;
use serde_json::{Value as Json, json};
use thumbspan_contract::uuid;
use thumbspan_relay::clock::{Clock, SystemClock};
use thumbspan_relay::random::{Random, SystemRandom};

const SPAN: &str = "2670203640094394356";
const TRACE: &str = "6959432000000000d1f51f98d49b97c8";
const COMMENT: &str = "The second table misses page 3; the totals are right otherwise.";

/// A shape of feedback.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// `POST /v1/feedback`: a thumb, a rating and a comment.
    Vote,
    /// The same shape with a thumb alone.
    Thumb,
    /// `POST /api/v1/feedback`, what an endpoint in an app takes.
    Older,
}

/// Whole requests, each with ids of its own.
pub struct Bodies {
    shape: Shape,
    events: usize,
    head: String,
    event: String,
}

/// Stands where an event's id goes.
const ID: &str = "00000000-0000-7000-8000-000000000000";

impl Bodies {
    /// Requests to a host and path with so many events each; the older shape has one.
    #[must_use]
    pub fn new(shape: Shape, host: &str, path: &str, events: usize) -> Self {
        let event = match shape {
            Shape::Older => older().to_string(),
            Shape::Vote | Shape::Thumb => event(shape, ID).to_string(),
        };
        let mut bodies = Self {
            shape,
            events,
            head: String::new(),
            event,
        };
        let length = bodies.body().len();
        bodies.head = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        );
        bodies
    }

    /// The next request.
    #[must_use]
    pub fn request(&self) -> String {
        self.head.clone() + &self.body()
    }

    fn body(&self) -> String {
        if self.shape == Shape::Older {
            return self.event.clone();
        }
        let events: Vec<_> = (0..self.events)
            .map(|_| self.event.replacen(ID, &id(), 1))
            .collect();
        format!(r#"{{"events":[{}]}}"#, events.join(","))
    }
}

/// A fresh id.
#[must_use]
pub fn id() -> String {
    uuid::v7(SystemClock.now_ms(), SystemRandom.bytes10())
}

/// An event as it is posted.
#[must_use]
pub fn event(shape: Shape, id: &str) -> Json {
    let thumb = json!({"label": "user_thumbs", "metric_type": "categorical", "value": "down"});
    let mut signals = vec![thumb];
    if shape == Shape::Vote {
        signals.push(json!({"label": "user_rating", "metric_type": "score", "value": 2}));
        signals.push(json!({"label": "user_comment", "metric_type": "text", "value": COMMENT}));
    }
    json!({
        "id": id,
        "target": {"kind": "span", "span_id": SPAN, "trace_id": TRACE},
        "signals": signals,
        "ml_app": "vote-extractor",
        "submitter": {"id": "user-123", "type": "user"},
        "timestamp_ms": 1_765_990_800_016_u64,
        "tags": {"prompt_version": "b"},
    })
}

fn older() -> Json {
    json!({
        "span_id": SPAN,
        "trace_id": TRACE,
        "feedback_type": "thumbs_down",
        "comment": COMMENT,
        "quality_score": 2,
        "tags": {"prompt_version": "b", "ml_app": "vote-extractor"},
    })
}

#[cfg(test)]
mod tests {
    use thumbspan_contract::{older, read};

    use super::*;

    fn body(shape: Shape, events: usize) -> String {
        let request = Bodies::new(shape, "localhost", "/", events).request();
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let length = format!("content-length: {}", body.len());
        assert!(head.ends_with(&length), "{head}");
        body.to_owned()
    }

    #[test]
    fn the_relay_takes_what_is_posted_under_ids_of_their_own() {
        for (shape, signals) in [(Shape::Vote, 3), (Shape::Thumb, 1)] {
            let read = read::submission(body(shape, 3).as_bytes()).unwrap();
            let events: Vec<_> = read.into_iter().map(Result::unwrap).collect();
            assert!(events.iter().all(|event| event.signals.len() == signals));
            assert!(events[0].id != events[1].id && events[1].id != events[2].id);
        }
        let labels = older::Labels::default();
        let event = older::event(body(Shape::Older, 1).as_bytes(), &labels, id(), 1);
        assert_eq!(event.unwrap().signals.len(), 3);
    }
}
