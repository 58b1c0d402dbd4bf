//! What a vector is made of, by hand: nothing here comes from the crate under test.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ed25519_dalek::Signer;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::Sha256;

pub(crate) const NOW: u64 = 1_795_267_399;
pub(crate) const HOUR: u64 = 3_600;
pub(crate) const DAY: u64 = 24 * HOUR;
pub(crate) const AUDIENCE: &str = "https://relay.example";
pub(crate) const SECRET: [u8; 32] = *b"a secret of thirty-two bytes, ok";
pub(crate) const OTHER: [u8; 32] = *b"another secret of 32 bytes, fine";
pub(crate) const SEED: [u8; 32] = [0x42; 32];

/// One file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Vector {
    /// What it shows.
    pub(crate) why: String,
    /// The verifier's keys as `kid:alg:base64`.
    pub(crate) keys: Vec<String>,
    pub(crate) audience: String,
    /// Seconds since 1970, and how long after its end a ticket still counts.
    pub(crate) now: u64,
    pub(crate) grace: u64,
    pub(crate) token: String,
    /// The claims of a valid ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) claims: Option<Value>,
    /// The code of an invalid one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
}

pub(crate) fn part(json: &Value) -> String {
    URL_SAFE_NO_PAD.encode(json.to_string())
}

pub(crate) fn hmac(key: &[u8], message: &str) -> Vec<u8> {
    let mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    let mac = mac.chain_update(message);
    mac.finalize().into_bytes().to_vec()
}

pub(crate) fn ed25519(message: &str) -> Vec<u8> {
    let key = ed25519_dalek::SigningKey::from_bytes(&SEED);
    key.sign(message.as_bytes()).to_bytes().to_vec()
}

/// Signed by hand, whatever it says.
pub(crate) fn token(header: &Value, claims: &Value, sign: impl Fn(&str) -> Vec<u8>) -> String {
    let message = format!("{}.{}", part(header), part(claims));
    let signature = URL_SAFE_NO_PAD.encode(sign(&message));
    format!("{message}.{signature}")
}

pub(crate) fn header() -> Value {
    json!({"alg": "HS256", "kid": "a", "typ": "fbt+jwt"})
}

pub(crate) fn claims() -> Value {
    json!({
        "iss": "shop", "aud": AUDIENCE, "iat": NOW - HOUR, "exp": NOW + 23 * HOUR,
        "jti": "c8m1Yt0kQp2vX4z6B9dFhA", "sub": "user-17",
        "tgt": {"kind": "span", "span_id": "20245611112024561111", "trace_id": "6959432000000000d1f51f98d49b97c8"},
    })
}

pub(crate) fn keys() -> Vec<String> {
    let public = ed25519_dalek::SigningKey::from_bytes(&SEED).verifying_key();
    vec![
        format!("a:HS256:{}", STANDARD.encode(SECRET)),
        format!("b:HS256:{}", STANDARD.encode(OTHER)),
        format!("e:EdDSA:{}", STANDARD.encode(public.to_bytes())),
    ]
}

pub(crate) fn vector(why: &str, token: String) -> Vector {
    Vector {
        why: why.to_owned(),
        keys: keys(),
        audience: AUDIENCE.to_owned(),
        now: NOW,
        grace: 0,
        token,
        claims: None,
        code: None,
    }
}

pub(crate) fn signed(claims: &Value) -> String {
    token(&header(), claims, |message| hmac(&SECRET, message))
}

pub(crate) fn with(claim: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[claim] = value;
    claims
}

pub(crate) fn without(claim: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(claim);
    claims
}
