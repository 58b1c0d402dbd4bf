//! Events to signed requests. Pure.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::Method;
use serde_json::json;
use sha2::Sha256;
use thumbspan_contract::{Event, EventKind};

use super::Secret;
use crate::sinks::http::{Call, Plan};
use crate::sinks::time;

/// The requests for some events, one each, sent at this second since 1970.
pub(super) fn plan(events: &[Event], secrets: &[Secret], seconds: u64) -> Plan {
    let call = |event: &Event| {
        let body = json!({
            "type": kind(event),
            "timestamp": time::rfc3339(event.timestamp_ms),
            "data": Event { ticket: None, ..event.clone() },
        });
        let call = Call::tell(Method::POST, "", &body);
        let signed = secrets.iter();
        let signatures: Vec<_> = signed
            .map(|secret| signature(secret, &event.id, seconds, &call.body))
            .collect();
        Call {
            headers: vec![
                ("webhook-id", event.id.clone()),
                ("webhook-timestamp", seconds.to_string()),
                ("webhook-signature", signatures.join(" ")),
            ],
            ..call
        }
    };
    events.iter().map(call).collect::<Vec<_>>().into()
}

fn kind(event: &Event) -> &'static str {
    let withdrawn = event.signals.iter().all(|signal| signal.value.is_none());
    let changed = event.revises.is_some();
    match event.kind {
        EventKind::Feedback if withdrawn => "feedback.withdrawn",
        EventKind::Feedback if changed => "feedback.changed",
        EventKind::Feedback => "feedback.given",
        EventKind::Evaluation if withdrawn => "evaluation.withdrawn",
        EventKind::Evaluation if changed => "evaluation.changed",
        EventKind::Evaluation => "evaluation.given",
    }
}

/// `v1,` and the HMAC-SHA256 of id, second and body.
pub(super) fn signature(secret: &Secret, id: &str, seconds: u64, body: &[u8]) -> String {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.bytes()).expect("a key");
    mac.update(format!("{id}.{seconds}.").as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}
