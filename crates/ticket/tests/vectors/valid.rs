//! Tickets that pass.

use serde_json::{Value, json};

use crate::made::*;

/// Each with its name.
pub(crate) fn valid() -> Vec<(&'static str, Vector)> {
    let good = |why, claims: Value| {
        let mut vector = vector(why, signed(&claims));
        vector.claims = Some(claims);
        vector
    };
    let mut eddsa = good("signed with EdDSA", claims());
    let head = json!({"alg": "EdDSA", "kid": "e", "typ": "fbt+jwt"});
    eddsa.token = token(&head, &claims(), ed25519);
    let mut extra = good(
        "a header field that means nothing here is no harm",
        claims(),
    );
    let head = json!({"alg": "HS256", "kid": "a", "typ": "fbt+jwt", "cty": "x"});
    extra.token = token(&head, &claims(), |message| hmac(&SECRET, message));
    let mut old_key = good("the older of two keys still counts", claims());
    let head = json!({"alg": "HS256", "kid": "b", "typ": "fbt+jwt"});
    old_key.token = token(&head, &claims(), |message| hmac(&OTHER, message));
    let mut grace = good(
        "what waited in a browser comes after the end",
        with("exp", json!(NOW - HOUR / 2)),
    );
    grace.grace = HOUR;
    let everything = json!({
        "iss": "shop", "aud": ["https://other.example", AUDIENCE], "iat": NOW, "exp": NOW + 7 * DAY,
        "jti": "0af7651916cd43dd8448eb211c80319c", "sub": "\u{e9}lise", "ml_app": "vote-extractor",
        "tgt": {"kind": "join_key", "join_key": "report/7"}, "labels": ["user_thumbs", "user_comment"],
    });
    let of = |tgt: Value| with("tgt", tgt);
    vec![
        ("hs256", good("signed with HS256", claims())),
        ("eddsa", eddsa),
        (
            "every_claim",
            good(
                "every claim, valid for seven days, for two relays",
                everything,
            ),
        ),
        ("old_key", old_key),
        ("other_header_field", extra),
        (
            "trace",
            good(
                "a trace",
                of(json!({"kind": "trace", "trace_id": "6959432000000000d1f51f98d49b97c8"})),
            ),
        ),
        (
            "session",
            good(
                "a session",
                of(json!({"kind": "session", "session_id": "s/1"})),
            ),
        ),
        (
            "span_alone",
            good(
                "a span without its trace",
                of(json!({"kind": "span", "span_id": "1"})),
            ),
        ),
        (
            "within_leeway",
            good("a clock 60 seconds ahead", with("iat", json!(NOW + 60))),
        ),
        (
            "just_ended",
            good("a clock 59 seconds behind", with("exp", json!(NOW - 59))),
        ),
        ("grace", grace),
    ]
}
