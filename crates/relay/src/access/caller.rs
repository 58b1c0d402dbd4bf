//! Who sends a request, as far as its headers prove it.

use axum::http::{HeaderMap, HeaderValue, header};
use secrecy::{ExposeSecret, SecretString};
use subtle::{Choice, ConstantTimeEq};
use thumbspan_contract::{Code, Refusal};

use super::{Config, Mode};

/// Who sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A back end that showed an API key.
    Server,
    /// Anyone else whom the mode lets come this far.
    Page,
}

/// Tells who sends.
///
/// # Errors
/// [`Code::BadApiKey`]: a key that is not known, or none where one is needed;
/// [`Code::OriginRefused`].
pub fn caller(headers: &HeaderMap, config: &Config) -> Result<Caller, Refusal> {
    // A relay without keys is sent one by clients that once needed it.
    if let Some(given) = given(headers).filter(|_| !config.api_keys.is_empty()) {
        return known(given, &config.api_keys)
            .then_some(Caller::Server)
            .ok_or_else(no_key);
    }
    match config.mode {
        Mode::Server => Err(no_key()),
        Mode::Ticket => Ok(Caller::Page),
        Mode::Open => origin(headers, config.origins.as_deref()).map(|()| Caller::Page),
    }
}

/// The refusal of a request without a valid key.
#[must_use]
pub fn no_key() -> Refusal {
    Refusal::new(
        Code::BadApiKey,
        "Send the header X-API-Key (or Authorization: Bearer) with a key of the relay's setting api_keys.",
    )
}

/// The key that a request shows: <https://www.rfc-editor.org/rfc/rfc6750#section-2.1>.
fn given(headers: &HeaderMap) -> Option<&[u8]> {
    let own = headers.get("x-api-key").map(HeaderValue::as_bytes);
    own.or_else(|| {
        let value = headers.get(header::AUTHORIZATION)?.as_bytes();
        let (scheme, token) = value.split_at_checked("bearer ".len())?;
        scheme.eq_ignore_ascii_case(b"bearer ").then_some(token)
    })
}

/// Every key is compared, whole: the time tells nothing of which was near.
fn known(given: &[u8], keys: &[SecretString]) -> bool {
    let known = keys.iter().fold(Choice::from(0), |known, key| {
        known | key.expose_secret().as_bytes().ct_eq(given)
    });
    known.into()
}

/// Byte for byte: <https://www.rfc-editor.org/rfc/rfc6454#section-6.2>.
fn origin(headers: &HeaderMap, listed: Option<&[HeaderValue]>) -> Result<(), Refusal> {
    let Some(listed) = listed else {
        return Ok(());
    };
    let mut given = headers.get_all(header::ORIGIN).iter();
    match (given.next(), given.next()) {
        (Some(origin), None) if listed.contains(origin) => Ok(()),
        _ => Err(Refusal::new(
            Code::OriginRefused,
            "Add the page's origin to the relay's setting allowed_origins.",
        )),
    }
}
