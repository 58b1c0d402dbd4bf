//! The question of `POST /v1/feedback/restore`: what was said with this ticket?
//!
//! ```
//! use thumbspan_contract::restore;
//! assert_eq!(restore::ticket(br#"{"ticket": "eyJ.e30.x"}"#).unwrap(), "eyJ.e30.x");
//! assert_eq!(restore::ticket(b"{}").unwrap_err().code.as_str(), "missing_field");
//! ```

use crate::read::{Fields, json};
use crate::{Refusal, check};

/// Reads the ticket that is asked about.
///
/// # Errors
/// [`Code::NotJson`](crate::Code::NotJson), [`Code::WrongType`](crate::Code::WrongType),
/// [`Code::MissingField`](crate::Code::MissingField),
/// [`Code::UnknownField`](crate::Code::UnknownField), [`Code::BadTicket`](crate::Code::BadTicket).
pub fn ticket(body: &[u8]) -> Result<String, Refusal> {
    let mut fields = Fields::of("body", json(body)?)?;
    let ticket = fields.required_text("ticket")?;
    fields.end(&["ticket"])?;
    check::ticket(&ticket)?;
    Ok(ticket)
}
