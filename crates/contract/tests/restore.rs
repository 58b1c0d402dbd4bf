//! The question of `/v1/feedback/restore`.
#![cfg(feature = "read")]
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use thumbspan_contract::{limits, restore};

#[test]
fn a_ticket_is_read_exactly() {
    let longest = "x".repeat(limits::TICKET_BYTES);
    for ticket in ["t", "eyJhbGciOiJIUzI1NiJ9.e30.x", &longest] {
        let body = serde_json::json!({ "ticket": ticket }).to_string();
        assert_eq!(restore::ticket(body.as_bytes()).unwrap(), ticket);
    }
}

#[test]
fn everything_else_is_refused_with_its_code() {
    let long = format!(
        r#"{{"ticket": "{}"}}"#,
        "x".repeat(limits::TICKET_BYTES + 1)
    );
    for (body, code) in [
        ("", "not_json"),
        ("ticket=1", "not_json"),
        ("\"t\"", "wrong_type"),
        ("[]", "wrong_type"),
        ("{}", "missing_field"),
        (r#"{"ticket": null}"#, "missing_field"),
        (r#"{"ticket": 7}"#, "wrong_type"),
        (r#"{"ticket": ""}"#, "bad_ticket"),
        (r#"{"ticket": "a b"}"#, "bad_ticket"),
        (r#"{"ticket": "a\u0000"}"#, "bad_ticket"),
        (r#"{"ticket": "\ud83d"}"#, "lone_surrogate"),
        (r#"{"ticket": "t", "more": 1}"#, "unknown_field"),
        (&long, "bad_ticket"),
    ] {
        let refused = restore::ticket(body.as_bytes()).unwrap_err();
        assert_eq!(refused.code.as_str(), code, "{body}");
    }
}
