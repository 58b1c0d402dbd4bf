//! Attacks on the header and the signature.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use thumbspan_contract::Code;

use crate::made::*;

/// Each attack on the header and the signature.
#[expect(clippy::too_many_lines, reason = "a table")]
pub(crate) fn forged() -> Vec<(&'static str, &'static str, Code, String)> {
    let by = |header: Value| token(&header, &claims(), |message| hmac(&SECRET, message));
    let head = |alg: &str, kid: &str| json!({"alg": alg, "kid": kid, "typ": "fbt+jwt"});
    let good = signed(&claims());
    let (message, signature) = good.rsplit_once('.').unwrap();
    let (first, payload) = message.split_once('.').unwrap();
    let elsewhere = part(&with("tgt", json!({"kind": "span", "span_id": "2"})));
    let unsigned = format!("{}.{}.", part(&head("none", "a")), part(&claims()));
    let public = ed25519_dalek::SigningKey::from_bytes(&SEED)
        .verifying_key()
        .to_bytes();
    // The key's own bits, and unused ones set in the last character.
    let last = &signature[..signature.len() - 1];
    let tail = signature.chars().last().unwrap();
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let next = letters
        .chars()
        .nth(letters.find(tail).unwrap() + 1)
        .unwrap();
    vec![
        (
            "alg_none",
            "no signature at all",
            Code::TicketWrongAlgorithm,
            unsigned,
        ),
        (
            "alg_none_signed",
            "alg none with the right signature",
            Code::TicketWrongAlgorithm,
            by(head("none", "a")),
        ),
        (
            "alg_none_odd",
            "alg none in other letters",
            Code::TicketWrongAlgorithm,
            by(head("nOnE", "a")),
        ),
        (
            "alg_swapped",
            "the public EdDSA key taken for an HS256 secret",
            Code::TicketWrongAlgorithm,
            token(&head("HS256", "e"), &claims(), |message| {
                hmac(&public, message)
            }),
        ),
        (
            "alg_swapped_back",
            "an HS256 key named with EdDSA",
            Code::TicketWrongAlgorithm,
            by(head("EdDSA", "a")),
        ),
        (
            "alg_other",
            "HS512",
            Code::TicketWrongAlgorithm,
            by(head("HS512", "a")),
        ),
        (
            "alg_absent",
            "no alg",
            Code::TicketWrongAlgorithm,
            by(json!({"kid": "a", "typ": "fbt+jwt"})),
        ),
        (
            "kid_absent",
            "no kid",
            Code::TicketNoKeyId,
            by(json!({"alg": "HS256", "typ": "fbt+jwt"})),
        ),
        (
            "kid_a_number",
            "a kid that is no text",
            Code::TicketNoKeyId,
            by(json!({"alg": "HS256", "kid": 1, "typ": "fbt+jwt"})),
        ),
        (
            "kid_unknown",
            "a key that the relay does not have",
            Code::TicketUnknownKey,
            by(head("HS256", "z")),
        ),
        (
            "kid_injected",
            "a kid that reads like SQL and a path",
            Code::TicketUnknownKey,
            by(head("HS256", "../../dev/null' OR 1=1 --")),
        ),
        (
            "key_embedded",
            "a key in the header changes nothing",
            Code::TicketUnknownKey,
            by(
                json!({"alg": "HS256", "kid": "z", "typ": "fbt+jwt", "jwk": {"kty": "oct", "k": URL_SAFE_NO_PAD.encode(SECRET)}}),
            ),
        ),
        (
            "typ_absent",
            "no typ",
            Code::TicketWrongType,
            by(json!({"alg": "HS256", "kid": "a"})),
        ),
        (
            "typ_other",
            "a session's token of the same key",
            Code::TicketWrongType,
            by(json!({"alg": "HS256", "kid": "a", "typ": "JWT"})),
        ),
        (
            "crit",
            "an extension that must be understood",
            Code::TicketMalformed,
            by(json!({"alg": "HS256", "kid": "a", "typ": "fbt+jwt", "crit": ["x"], "x": 1})),
        ),
        (
            "other_key",
            "signed with another key",
            Code::TicketBadSignature,
            token(&header(), &claims(), |message| hmac(&OTHER, message)),
        ),
        (
            "target_swapped",
            "the payload of another ticket",
            Code::TicketBadSignature,
            format!("{first}.{elsewhere}.{signature}"),
        ),
        (
            "signature_cut",
            "a part of the signature",
            Code::TicketBadSignature,
            format!("{message}.{}", &signature[..40]),
        ),
        (
            "signature_empty",
            "an empty signature",
            Code::TicketBadSignature,
            format!("{message}."),
        ),
        (
            "signature_reread",
            "another text for the same signature bytes",
            Code::TicketMalformed,
            format!("{message}.{last}{next}"),
        ),
        (
            "padded",
            "base64 with padding",
            Code::TicketMalformed,
            format!("{good}="),
        ),
        (
            "two_parts",
            "no signature's place",
            Code::TicketMalformed,
            message.to_owned(),
        ),
        (
            "four_parts",
            "a part too many",
            Code::TicketMalformed,
            format!("{good}.{payload}"),
        ),
        (
            "not_json",
            "a header that is no JSON",
            Code::TicketMalformed,
            format!("{}.{payload}.{signature}", URL_SAFE_NO_PAD.encode("{")),
        ),
        (
            "spaced",
            "a line break in the middle",
            Code::TicketMalformed,
            format!("{message}.\n{signature}"),
        ),
    ]
}
