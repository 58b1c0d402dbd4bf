//! Rightly signed, and wrong in what they say.

use serde_json::{Value, json};
use thumbspan_contract::Code;

use crate::made::*;

/// The name, what it shows, the code, the claims.
#[expect(clippy::too_many_lines, reason = "a table")]
pub(crate) fn misminted() -> Vec<(&'static str, &'static str, Code, Value)> {
    use Code::TicketBadClaim as Bad;
    let mut two = claims();
    two["tgt"]["session_id"] = json!("s");
    let long = json!({"kind": "span", "span_id": "1".repeat(257)});
    vec![
        (
            "expired",
            "ended 60 seconds ago",
            Code::TicketExpired,
            with("exp", json!(NOW - 60)),
        ),
        (
            "future",
            "minted in 61 seconds",
            Code::TicketNotYetValid,
            with("iat", json!(NOW + 61)),
        ),
        (
            "eight_days",
            "valid for more than seven days",
            Code::TicketTooLongLived,
            with("exp", json!(NOW - HOUR + 7 * DAY + 1)),
        ),
        (
            "other_relay",
            "another aud",
            Code::TicketWrongAudience,
            with("aud", json!("https://other.example")),
        ),
        (
            "aud_longer",
            "an aud that begins like ours",
            Code::TicketWrongAudience,
            with("aud", json!(format!("{AUDIENCE}.evil.example"))),
        ),
        (
            "aud_none_of_list",
            "a list of others",
            Code::TicketWrongAudience,
            with("aud", json!(["a", "b"])),
        ),
        ("aud_absent", "no aud", Bad, without("aud")),
        ("aud_empty", "an empty list", Bad, with("aud", json!([]))),
        ("iss_absent", "no iss", Bad, without("iss")),
        (
            "iss_spaced",
            "an iss with a space",
            Bad,
            with("iss", json!("a b")),
        ),
        ("iat_absent", "no iat", Bad, without("iat")),
        ("exp_absent", "no exp", Bad, without("exp")),
        (
            "exp_a_fraction",
            "an exp that is no whole number",
            Bad,
            with("exp", json!(1_795_350_199.5)),
        ),
        (
            "exp_a_text",
            "an exp in quotes",
            Bad,
            with("exp", json!("1795350199")),
        ),
        (
            "exp_before_iat",
            "an exp before iat",
            Bad,
            with("exp", json!(NOW - 2 * HOUR)),
        ),
        ("jti_absent", "no jti", Bad, without("jti")),
        (
            "jti_short",
            "a jti that is guessed",
            Bad,
            with("jti", json!("1")),
        ),
        ("sub_absent", "no sub", Bad, without("sub")),
        ("sub_empty", "an empty sub", Bad, with("sub", json!(""))),
        ("tgt_absent", "no target", Bad, without("tgt")),
        ("tgt_two", "two targets", Bad, two),
        (
            "tgt_a_number",
            "a span id that is a number",
            Bad,
            with("tgt", json!({"kind": "span", "span_id": 1})),
        ),
        (
            "tgt_too_long",
            "a span id that is too long",
            Bad,
            with("tgt", long),
        ),
        (
            "labels_empty",
            "no label allowed",
            Bad,
            with("labels", json!([])),
        ),
        (
            "labels_out_of_form",
            "a label that is none",
            Bad,
            with("labels", json!(["user.thumbs"])),
        ),
        (
            "labels_misspelt",
            "a restriction under another name",
            Bad,
            with("label", json!(["user_thumbs"])),
        ),
        (
            "ml_app_out_of_form",
            "an application that is none",
            Bad,
            with("ml_app", json!("My App")),
        ),
    ]
}
