//! `crates/contract/fixtures/tickets`: tickets with their keys, for every language that mints or
//! verifies. Each file holds what a verifier is given and what it must say.
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod forged;
mod made;
mod misminted;
mod valid;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{env, fs};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use thumbspan_contract::Code;
use thumbspan_ticket::{Expected, KeyRing, SigningKey, mint, verify};

use forged::forged;
use made::*;
use misminted::misminted;
use valid::valid;

const RENEW: &str = "UPDATE=1 cargo test -p thumbspan-ticket --test vectors";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../contract/fixtures/tickets")
}

fn invalid() -> Vec<(&'static str, Vector)> {
    let refused = |why, code: Code, token| Vector {
        code: Some(code.as_str().to_owned()),
        ..vector(why, token)
    };
    let forged = forged().into_iter();
    let forged = forged.map(|(name, why, code, token)| (name, refused(why, code, token)));
    let misminted = misminted().into_iter();
    let misminted =
        misminted.map(|(name, why, code, claims)| (name, refused(why, code, signed(&claims))));
    let mut ended = with("exp", json!(NOW - HOUR - 60));
    ended["iat"] = json!(NOW - DAY);
    let mut late = refused(
        "ended longer ago than the grace",
        Code::TicketExpired,
        signed(&ended),
    );
    late.grace = HOUR;
    forged
        .chain(misminted)
        .chain([("expired_beyond_grace", late)])
        .collect()
}

fn every() -> Vec<(String, Vector)> {
    let named = |kind: &str, list: Vec<(&str, Vector)>| -> Vec<_> {
        let list = list.into_iter();
        list.map(|(name, vector)| (format!("{kind}_{name}.json"), vector))
            .collect()
    };
    [named("valid", valid()), named("invalid", invalid())].concat()
}

#[test]
fn the_files_are_what_is_made_here() {
    let made = every();
    if env::var_os("UPDATE").is_some() {
        let _ = fs::remove_dir_all(folder());
        fs::create_dir_all(folder()).unwrap();
        for (name, vector) in &made {
            let text = serde_json::to_string_pretty(vector).unwrap();
            fs::write(folder().join(name), text + "\n").unwrap();
        }
    }
    let names: BTreeSet<_> = made.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(names.len(), made.len(), "each has a name of its own");
    let files = fs::read_dir(folder()).unwrap();
    let found = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    assert_eq!(found.collect::<BTreeSet<_>>(), names, "run {RENEW}");
    for (name, vector) in made {
        let text = fs::read_to_string(folder().join(&name)).unwrap();
        let read: Vector = serde_json::from_str(&text).unwrap();
        assert!(read == vector, "{name} differs: run {RENEW}");
    }
}

#[test]
fn each_ticket_meets_its_verdict() {
    for (name, vector) in every() {
        let keys = KeyRing::parse(&vector.keys).unwrap();
        let expected = Expected {
            audience: &vector.audience,
            now_s: vector.now,
            grace_s: vector.grace,
        };
        match verify(&vector.token, &keys, &expected) {
            Ok(claims) => {
                let wanted = vector.claims.unwrap_or_else(|| panic!("{name} passed"));
                assert_eq!(wanted["sub"], json!(claims.sub), "{name}");
                assert_eq!(wanted["jti"], json!(claims.jti), "{name}");
                assert_eq!(wanted["exp"], json!(claims.exp), "{name}");
                assert_eq!(wanted["tgt"], json!(claims.tgt), "{name}");
                assert_eq!(
                    wanted.get("labels"),
                    claims.labels.map(|labels| json!(labels)).as_ref()
                );
                assert_eq!(
                    wanted.get("ml_app"),
                    claims.ml_app.map(|name| json!(name)).as_ref()
                );
            }
            Err(error) => {
                assert_eq!(
                    Some(error.code().as_str()),
                    vector.code.as_deref(),
                    "{name}"
                );
            }
        }
    }
}

#[test]
fn what_mint_makes_is_what_the_same_claims_make_by_hand() {
    for (key, by_hand) in [
        (
            format!("a:HS256:{}", STANDARD.encode(SECRET)),
            signed(&claims()),
        ),
        (
            format!("e:EdDSA:{}", STANDARD.encode(SEED)),
            token(
                &json!({"alg": "EdDSA", "kid": "e", "typ": "fbt+jwt"}),
                &claims(),
                ed25519,
            ),
        ),
    ] {
        let keys = KeyRing::parse(keys()).unwrap();
        let expected = Expected {
            audience: AUDIENCE,
            now_s: NOW,
            grace_s: 0,
        };
        let read = verify(&by_hand, &keys, &expected).unwrap();
        assert_eq!(
            mint(&read, &SigningKey::parse(&key).unwrap()).unwrap(),
            by_hand
        );
    }
}
