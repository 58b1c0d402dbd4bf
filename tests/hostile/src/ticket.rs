//! Tickets: what passes was signed by a key of the ring, for this relay, now, and says it all.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value as Json;
use sha2::Sha256;
use thumbspan_ticket::claims::{LEEWAY_S, LONGEST_S};
use thumbspan_ticket::{Claims, Expected, KeyRing, SigningKey, mint, verify};

/// The key `a` of the ticket fixtures.
const KEY: &str = "a:HS256:YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcywgb2s=";
const SECRET: &[u8] = b"a secret of thirty-two bytes, ok";
const EXPECTED: Expected<'_> = Expected {
    audience: "https://relay.example",
    now_s: 1_795_267_399,
    grace_s: 0,
};

/// The bytes as a ticket. Where they have a line break, its header and its claims, which are then
/// signed, so that what stands behind the signature is reached.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let ring = KeyRing::parse([KEY]).unwrap();
    if let Some((header, claims)) = text.split_once('\n') {
        let ticket = signed(header, claims);
        if let Ok(claims) = verify(&ticket, &ring, &EXPECTED) {
            fits(header);
            kept(&claims, &ring);
        }
        // The same claims under a signature that is not theirs.
        let forged = format!("{}A", &ticket[..ticket.len() - 1]);
        assert!(forged == ticket || verify(&forged, &ring, &EXPECTED).is_err());
    } else if let Ok(claims) = verify(text, &ring, &EXPECTED) {
        kept(&claims, &ring);
    }
}

fn signed(header: &str, claims: &str) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let message = format!("{}.{}", part(header), part(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET).unwrap();
    mac.update(message.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    format!("{message}.{signature}")
}

fn fits(header: &str) {
    let header: Json = serde_json::from_str(header).unwrap();
    assert_eq!(header["alg"], "HS256");
    assert_eq!(header["kid"], "a");
    assert_eq!(header["typ"], thumbspan_ticket::TYPE);
    assert!(header.get("crit").is_none());
}

fn kept(claims: &Claims, ring: &KeyRing) {
    assert!(claims.aud.iter().any(|aud| aud == EXPECTED.audience));
    assert!(claims.iat <= EXPECTED.now_s + LEEWAY_S);
    assert!(EXPECTED.now_s < claims.exp + LEEWAY_S);
    assert!(claims.exp - claims.iat <= LONGEST_S);
    // The relay's own form can be a few bytes longer than what came, and then too long.
    if let Ok(ticket) = mint(claims, &SigningKey::parse(KEY).unwrap()) {
        assert_eq!(verify(&ticket, ring, &EXPECTED).as_ref(), Ok(claims));
    }
}
