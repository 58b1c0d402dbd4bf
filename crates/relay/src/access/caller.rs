//! Who sends a request, as far as its headers prove it.

use axum::http::{HeaderMap, HeaderValue, header};
use secrecy::{ExposeSecret, SecretString};
use subtle::{Choice, ConstantTimeEq};
use thumbspan_contract::{Code, Refusal};

use super::rules::Place;
use super::{Mode, Rule, Rules};

/// Who sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A back end that showed an API key.
    Server,
    /// Anyone else whom the mode lets come this far.
    Page,
}

/// Who sends, by each application's rule.
#[derive(Clone, Debug)]
pub struct Callers(Vec<Result<Caller, Refusal>>);

impl Callers {
    /// Who sends, by each of these rules.
    ///
    /// # Errors
    /// Why none of them lets the sender in: the reason of the rule of all others.
    pub(super) fn of(headers: &HeaderMap, rules: &Rules) -> Result<Self, Refusal> {
        Self::any(rules.all().map(|rule| caller(headers, rule)).collect())
    }

    /// The same with a key needed where a rule needs one.
    pub(super) fn with_key(
        self,
        rules: &Rules,
        needs: impl Fn(&Rule) -> bool,
    ) -> Result<Self, Refusal> {
        let each = self.0.into_iter().zip(rules.all());
        let keyed = each.map(|(caller, rule)| match caller {
            Ok(Caller::Page) if needs(rule) => Err(no_key()),
            caller => caller,
        });
        Self::any(keyed.collect())
    }

    fn any(each: Vec<Result<Caller, Refusal>>) -> Result<Self, Refusal> {
        match each.first() {
            Some(Err(refusal)) if each.iter().all(Result::is_err) => Err(refusal.clone()),
            _ => Ok(Self(each)),
        }
    }

    /// Whether the sender has shown a key of any application.
    pub(super) fn has_key(&self) -> bool {
        self.0.contains(&Ok(Caller::Server))
    }

    /// Who sends, by one rule.
    pub(super) fn by(&self, place: Place) -> Result<Caller, Refusal> {
        place.of(&self.0).cloned().unwrap_or_else(|| Err(no_key()))
    }
}

/// Tells who sends.
///
/// # Errors
/// [`Code::BadApiKey`]: a key that is not known, or none where one is needed;
/// [`Code::OriginRefused`].
pub fn caller(headers: &HeaderMap, rule: &Rule) -> Result<Caller, Refusal> {
    // A relay without keys is sent one by clients that once needed it.
    if let Some(given) = given(headers).filter(|_| !rule.api_keys.is_empty()) {
        return known(given, &rule.api_keys)
            .then_some(Caller::Server)
            .ok_or_else(no_key);
    }
    match rule.mode {
        Mode::Server => Err(no_key()),
        Mode::Ticket => Ok(Caller::Page),
        Mode::Open => origin(headers, rule.origins.as_deref()).map(|()| Caller::Page),
    }
}

/// The refusal of a request without a valid key.
#[must_use]
pub fn no_key() -> Refusal {
    Refusal::new(
        Code::BadApiKey,
        "Send the header X-API-Key (or Authorization: Bearer) with a key of the relay's setting api_keys, or of the application's own where it has its own.",
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
            "Add the page's origin to the relay's setting allowed_origins, or to the application's own where it has its own.",
        )),
    }
}
