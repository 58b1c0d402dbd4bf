//! A back end that mints tickets, and the settings of a relay that takes them.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use thumbspan_contract::Target;
use thumbspan_ticket::{Claims, SigningKey, mint};

use super::events;
use super::process::Variables;

pub const KEY: &str = "now:HS256:YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcywgb2s=";
pub const OTHER: &str = "now:HS256:YW5vdGhlciBzZWNyZXQgb2YgMzIgYnl0ZXMsIGZpbmU=";
pub const AUDIENCE: &str = "https://relay.example";
pub const SPAN: &str = "20245611112024561111";

/// A relay that takes tickets alone.
pub const TICKETS: Variables<'static> = &[
    ("THUMBSPAN_ACCESS", "ticket"),
    ("THUMBSPAN_TICKET_KEYS", KEY),
    ("THUMBSPAN_TICKET_AUDIENCE", AUDIENCE),
];

pub fn now_s() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
}

/// Claims for the span of [`events::thumb`], named by a number.
pub fn claims(number: u8) -> Claims {
    let target = Target::Span {
        span_id: SPAN.to_owned(),
        trace_id: None,
    };
    Claims::new("shop", AUDIENCE, "user-17", target, now_s(), [number; 16])
}

pub fn signed(claims: &Claims, key: &str) -> String {
    mint(claims, &SigningKey::parse(key).unwrap()).unwrap()
}

pub fn ticket(number: u8) -> String {
    signed(&claims(number), KEY)
}

/// A thumb with a ticket.
pub fn thumb(number: u64, ticket: &str) -> Value {
    let mut event = events::thumb(number);
    event["ticket"] = json!(ticket);
    event
}
