//! From a ticket to its claims, or the reason why not.

use serde_json::{Map, Value as Json};
use thumbspan_contract::limits;

use crate::base64::decode;
use crate::claims::LEEWAY_S;
use crate::{Claims, KeyRing, TYPE, TicketError, VerifyingKey};

/// What a ticket is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected<'a> {
    /// The relay's own name, which must be among the ticket's `aud`.
    pub audience: &'a str,
    /// When the ticket was received, in seconds since 1970-01-01 UTC.
    pub now_s: u64,
    /// How long after its end a ticket still counts, in seconds, for what waited in a browser
    /// without a network; the leeway comes on top.
    pub grace_s: u64,
}

/// The claims of a ticket that one of these keys signed, for this relay, now.
///
/// # Errors
/// [`TicketError`]: no claim is looked at before the signature is known to be right.
pub fn verify(
    ticket: &str,
    keys: &KeyRing,
    expected: &Expected<'_>,
) -> Result<Claims, TicketError> {
    if ticket.len() > limits::TICKET_BYTES {
        return Err(TicketError::Malformed);
    }
    let (message, signature) = ticket.rsplit_once('.').ok_or(TicketError::Malformed)?;
    let (header, payload) = message.split_once('.').ok_or(TicketError::Malformed)?;
    if payload.contains('.') {
        return Err(TicketError::Malformed);
    }
    let signature = decode(signature).ok_or(TicketError::Malformed)?;
    let key = key(&object(header)?, keys)?;
    if !key.signed(message.as_bytes(), &signature) {
        return Err(TicketError::BadSignature);
    }
    let claims = Claims::from_json(object(payload)?)?;
    hold(&claims, expected)?;
    Ok(claims)
}

/// The application that a ticket names, with nothing proven: only for choosing the keys to verify
/// it with. Whoever does so must look at the verified `ml_app` again.
#[must_use]
pub fn unverified_app(ticket: &str) -> Option<String> {
    let payload = ticket.split('.').nth(1)?;
    if ticket.len() > limits::TICKET_BYTES {
        return None;
    }
    let claims = object(payload).ok()?;
    claims.get("ml_app")?.as_str().map(str::to_owned)
}

/// The key that the header names, if the header fits it.
fn key<'a>(header: &Map<String, Json>, keys: &'a KeyRing) -> Result<&'a VerifyingKey, TicketError> {
    let text = |name| header.get(name).and_then(Json::as_str);
    // https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11: what must be understood and is not.
    if header.contains_key("crit") {
        return Err(TicketError::Malformed);
    }
    if text("typ") != Some(TYPE) {
        return Err(TicketError::WrongType);
    }
    let key = keys
        .find(text("kid").ok_or(TicketError::NoKeyId)?)
        .ok_or(TicketError::UnknownKey)?;
    if text("alg") != Some(key.algorithm().as_str()) {
        return Err(TicketError::WrongAlgorithm);
    }
    Ok(key)
}

fn hold(claims: &Claims, expected: &Expected<'_>) -> Result<(), TicketError> {
    if !claims.aud.iter().any(|aud| aud == expected.audience) {
        return Err(TicketError::WrongAudience);
    }
    if claims.iat > expected.now_s.saturating_add(LEEWAY_S) {
        return Err(TicketError::NotYetValid);
    }
    let end = claims.exp.saturating_add(LEEWAY_S + expected.grace_s);
    if expected.now_s >= end {
        return Err(TicketError::Expired);
    }
    Ok(())
}

fn object(part: &str) -> Result<Map<String, Json>, TicketError> {
    let bytes = decode(part).ok_or(TicketError::Malformed)?;
    match serde_json::from_slice(&bytes) {
        Ok(Json::Object(map)) => Ok(map),
        _ => Err(TicketError::Malformed),
    }
}
