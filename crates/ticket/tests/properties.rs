//! What holds for every ticket and every text.
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use proptest::prelude::*;
use thumbspan_contract::Target;
use thumbspan_ticket::claims::{LEEWAY_S, LONGEST_S};
use thumbspan_ticket::{
    Claims, Expected, KeyError, KeyRing, SigningKey, TicketError, mint, unverified_app, verify,
};

const KEY: &str = "a:HS256:YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcywgb2s=";
const NOW: u64 = 1_795_267_399;

fn keys() -> KeyRing {
    KeyRing::parse([KEY]).unwrap()
}

fn at(now_s: u64) -> Expected<'static> {
    Expected {
        audience: "relay",
        now_s,
        grace_s: 0,
    }
}

fn target() -> impl Strategy<Value = Target> {
    let id = || "[!-~]{1,256}";
    prop_oneof![
        (id(), proptest::option::of(id()))
            .prop_map(|(span_id, trace_id)| Target::Span { span_id, trace_id }),
        id().prop_map(|trace_id| Target::Trace { trace_id }),
        id().prop_map(|session_id| Target::Session { session_id }),
        id().prop_map(|join_key| Target::JoinKey { join_key }),
    ]
}

fn claims() -> impl Strategy<Value = Claims> {
    let labels = proptest::collection::vec("[a-z][a-z0-9_]{0,30}", 1..20);
    (
        target(),
        "[^\0]{1,200}",
        any::<[u8; 16]>(),
        1..=LONGEST_S,
        proptest::option::of(labels),
        proptest::option::of("[a-z0-9.:/-]{1,60}"),
    )
        .prop_map(|(target, sub, random, life, labels, ml_app)| {
            let mut claims = Claims::new("shop", "relay", &sub, target, NOW, random);
            claims.exp = NOW + life;
            claims.labels = labels;
            claims.ml_app = ml_app;
            claims
        })
}

proptest! {
    #[test]
    fn what_is_minted_verifies_until_it_ends(claims in claims()) {
        let ticket = mint(&claims, &SigningKey::parse(KEY).unwrap()).unwrap();
        prop_assert_eq!(&verify(&ticket, &keys(), &at(NOW)).unwrap(), &claims);
        prop_assert_eq!(unverified_app(&ticket), claims.ml_app.clone());
        let end = claims.exp + LEEWAY_S;
        prop_assert!(verify(&ticket, &keys(), &at(end - 1)).is_ok());
        prop_assert_eq!(verify(&ticket, &keys(), &at(end)), Err(TicketError::Expired));
    }

    #[test]
    fn no_changed_byte_passes(claims in claims(), place in any::<prop::sample::Index>(), byte in b'!'..=b'~') {
        let ticket = mint(&claims, &SigningKey::parse(KEY).unwrap()).unwrap();
        let mut bytes = ticket.clone().into_bytes();
        let place = place.index(bytes.len());
        prop_assume!(bytes[place] != byte);
        bytes[place] = byte;
        prop_assert!(verify(&String::from_utf8(bytes).unwrap(), &keys(), &at(NOW)).is_err());
    }

    #[test]
    fn no_text_is_a_ticket_or_a_panic(text in "\\PC{0,300}", parts in "[A-Za-z0-9_-]{0,80}\\.[A-Za-z0-9_-]{0,80}\\.[A-Za-z0-9_-]{0,80}") {
        prop_assert!(verify(&text, &keys(), &at(NOW)).is_err());
        prop_assert!(verify(&parts, &keys(), &at(NOW)).is_err());
        prop_assert_eq!(unverified_app(&text).or(unverified_app(&parts)), None);
        prop_assert!(SigningKey::parse(&text).is_err());
    }
}

#[test]
fn a_key_out_of_form_has_its_code_and_is_quoted_nowhere() {
    let secret = "YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcywgb2s";
    let good = format!("a:HS256:{secret}");
    for (text, error) in [
        (secret.to_owned(), KeyError::Form),
        (format!("a:{secret}"), KeyError::Form),
        (format!(":HS256:{secret}"), KeyError::KeyId),
        (format!("a b:HS256:{secret}"), KeyError::KeyId),
        (
            format!("{}:HS256:{secret}", "a".repeat(65)),
            KeyError::KeyId,
        ),
        (format!("a:none:{secret}"), KeyError::Algorithm),
        (format!("a:hs256:{secret}"), KeyError::Algorithm),
        (format!("a:HS256:{secret}!"), KeyError::Base64),
        ("a:HS256:c2hvcnQ=".to_owned(), KeyError::Length),
        ("a:EdDSA:c2hvcnQ=".to_owned(), KeyError::Length),
        // The point of order one, under which a forged signature would verify.
        (
            format!("a:EdDSA:AQ{}", "A".repeat(41)),
            KeyError::NotPublicKey,
        ),
    ] {
        let given = KeyRing::parse([&text]).unwrap_err();
        assert_eq!(given, error, "{text}");
        assert!(!given.to_string().contains("YSBz") && !given.code().is_empty());
    }
    assert_eq!(KeyRing::parse([&good, &good]), Err(KeyError::Repeated));
    let urls = good.replace('+', "-").replace('/', "_");
    assert_eq!(KeyRing::parse([urls + "="]).unwrap(), keys());
    let shown = format!("{:?} {:?}", keys(), SigningKey::parse(KEY).unwrap());
    assert!(!shown.contains("YSBz") && !shown.contains("115"), "{shown}");
}

#[test]
fn mint_refuses_what_the_relay_would() {
    let key = SigningKey::parse(KEY).unwrap();
    let target = || Target::Trace {
        trace_id: "1".to_owned(),
    };
    let good = Claims::new("shop", "relay", "u", target(), NOW, [0; 16]);
    let longer = Claims {
        exp: NOW + LONGEST_S + 1,
        ..good.clone()
    };
    assert_eq!(mint(&longer, &key), Err(TicketError::TooLongLived));
    let nobody = Claims {
        sub: String::new(),
        ..good.clone()
    };
    assert_eq!(
        mint(&nobody, &key),
        Err(TicketError::BadClaim { claim: "sub" })
    );
    let labels = (0..100).map(|n| format!("l{n:0>199}")).collect();
    let large = Claims {
        labels: Some(labels),
        ..good.clone()
    };
    assert_eq!(mint(&large, &key), Err(TicketError::Malformed));
    assert!(good.allows("anything"));
    let some = Claims {
        labels: Some(vec!["user_thumbs".to_owned()]),
        ..good
    };
    assert!(some.allows("user_thumbs") && !some.allows("user_thumb"));
    assert_eq!(some.name().split(' ').count(), 2);
}
