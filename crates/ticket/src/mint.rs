//! From claims to a ticket.

use serde_json::json;
use thumbspan_contract::limits;

use crate::base64::encode;
use crate::{Claims, SigningKey, TYPE, TicketError};

/// Signs claims, after the same checks that the relay makes.
///
/// # Errors
/// [`TicketError::BadClaim`], [`TicketError::TooLongLived`]; [`TicketError::Malformed`] when the
/// ticket would be longer than [`limits::TICKET_BYTES`].
pub fn mint(claims: &Claims, key: &SigningKey) -> Result<String, TicketError> {
    claims.check()?;
    let header = json!({"alg": key.algorithm().as_str(), "kid": key.kid(), "typ": TYPE});
    let part = |json: serde_json::Value| encode(json.to_string().as_bytes());
    let message = format!("{}.{}", part(header), part(claims.to_json()));
    let signature = encode(&key.sign(message.as_bytes()));
    let ticket = format!("{message}.{signature}");
    if ticket.len() > limits::TICKET_BYTES {
        return Err(TicketError::Malformed);
    }
    Ok(ticket)
}
