//! What a ticket says.

use serde_json::{Map, Value as Json, json};
use thumbspan_contract::{Submitter, Target, check, limits, read};

use crate::TicketError;

/// How long a ticket is valid unless the back end says otherwise: 24 hours, in seconds.
pub const DEFAULT_S: u64 = 24 * 60 * 60;
/// The longest that a ticket is valid: 7 days, in seconds.
pub const LONGEST_S: u64 = 7 * DEFAULT_S;
/// How far the back end's clock may be from the relay's, in seconds.
pub const LEEWAY_S: u64 = 60;
/// Labels that one ticket can name.
pub const LABELS: usize = limits::VOTES;
/// Characters of a `jti`: 22 of base64url or 32 of hex hold 128 bits, and fewer are guessed.
const JTI_BYTES: std::ops::RangeInclusive<usize> = 16..=128;

/// A ticket's claims. Registered ones: <https://www.rfc-editor.org/rfc/rfc7519#section-4.1>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Who minted it: the application, and its environment where that matters. Printable ASCII
    /// without spaces.
    pub iss: String,
    /// The relays that it is for: at least one.
    pub aud: Vec<String>,
    /// When it was minted, in seconds since 1970-01-01 UTC.
    pub iat: u64,
    /// When it ends, likewise.
    pub exp: u64,
    /// Its unguessable name: what is said under one name is one answer.
    pub jti: String,
    /// The person's pseudonymous name: becomes the submitter's id.
    pub sub: String,
    /// The one target.
    pub tgt: Target,
    /// The labels that may be said; `None`: all.
    pub labels: Option<Vec<String>>,
    /// The application's name as its spans carry it; `None`: the relay's setting.
    pub ml_app: Option<String>,
}

impl Claims {
    /// Claims for all labels, valid for 24 hours, named by 16 random bytes.
    #[must_use]
    pub fn new(iss: &str, aud: &str, sub: &str, tgt: Target, now_s: u64, random: [u8; 16]) -> Self {
        Self {
            iss: iss.to_owned(),
            aud: vec![aud.to_owned()],
            iat: now_s,
            exp: now_s.saturating_add(DEFAULT_S),
            jti: crate::base64::encode(&random),
            sub: sub.to_owned(),
            tgt,
            labels: None,
            ml_app: None,
        }
    }

    /// The name under which its answer is kept: the issuer and the ticket's own name.
    #[must_use]
    pub fn name(&self) -> String {
        self.name_under(&self.iss)
    }

    /// The name under an issuer whom the verifier knows more closely than by `iss`.
    #[must_use]
    pub fn name_under(&self, issuer: &str) -> String {
        // No `jti` has a space, so that no two pairs make one name.
        format!("{issuer} {}", self.jti)
    }

    /// Whether a signal with this label may be said.
    #[must_use]
    pub fn allows(&self, label: &str) -> bool {
        let allowed = self.labels.as_ref();
        allowed.is_none_or(|labels| labels.iter().any(|each| each == label))
    }

    /// As JSON; `aud` is a text when it is one.
    pub(crate) fn to_json(&self) -> Json {
        let mut json = json!({
            "iss": self.iss, "iat": self.iat, "exp": self.exp, "jti": self.jti, "sub": self.sub,
            "aud": self.aud, "tgt": self.tgt,
        });
        if let [one] = &self.aud[..] {
            json["aud"] = json!(one);
        }
        if let Some(labels) = &self.labels {
            json["labels"] = json!(labels);
        }
        if let Some(ml_app) = &self.ml_app {
            json["ml_app"] = json!(ml_app);
        }
        json
    }

    /// Reads and checks every claim; times are compared with each other alone.
    ///
    /// # Errors
    /// [`TicketError::BadClaim`], [`TicketError::TooLongLived`].
    pub(crate) fn from_json(mut map: Map<String, Json>) -> Result<Self, TicketError> {
        let claims = Self {
            iss: text(&mut map, "iss")?,
            aud: audience(map.remove("aud"))?,
            iat: seconds(&mut map, "iat")?,
            exp: seconds(&mut map, "exp")?,
            jti: text(&mut map, "jti")?,
            sub: text(&mut map, "sub")?,
            tgt: read::target(map.remove("tgt")).map_err(|_| bad("tgt"))?,
            labels: optional(map.remove("labels"), "labels", texts)?,
            ml_app: optional(map.remove("ml_app"), "ml_app", owned)?,
        };
        // A misspelt restriction must not be read as none.
        if !map.is_empty() {
            return Err(bad("another"));
        }
        claims.check()?;
        Ok(claims)
    }

    pub(crate) fn check(&self) -> Result<(), TicketError> {
        need(check::is_id(&self.iss), "iss")?;
        need(!self.aud.is_empty(), "aud")?;
        let is_name = check::is_id(&self.jti) && JTI_BYTES.contains(&self.jti.len());
        need(is_name, "jti")?;
        let submitter = Submitter {
            id: self.sub.clone(),
            kind: None,
        };
        need(check::submitter(&submitter).is_ok(), "sub")?;
        need(check::target(&self.tgt).is_ok(), "tgt")?;
        let label = |label: &String| check::label(label).is_ok();
        let are_labels =
            |labels: &Vec<String>| (1..=LABELS).contains(&labels.len()) && labels.iter().all(label);
        need(self.labels.as_ref().is_none_or(are_labels), "labels")?;
        let ml_app = self.ml_app.as_deref();
        need(
            ml_app.is_none_or(|name| check::ml_app(name).is_ok()),
            "ml_app",
        )?;
        need(
            self.iat < self.exp && self.exp <= limits::TIMESTAMP_MS,
            "exp",
        )?;
        if self.exp - self.iat > LONGEST_S {
            return Err(TicketError::TooLongLived);
        }
        Ok(())
    }
}

fn bad(claim: &'static str) -> TicketError {
    TicketError::BadClaim { claim }
}

fn need(holds: bool, claim: &'static str) -> Result<(), TicketError> {
    if holds { Ok(()) } else { Err(bad(claim)) }
}

fn owned(json: &Json) -> Option<String> {
    json.as_str().map(str::to_owned)
}

fn texts(json: &Json) -> Option<Vec<String>> {
    json.as_array()?.iter().map(owned).collect()
}

fn text(map: &mut Map<String, Json>, claim: &'static str) -> Result<String, TicketError> {
    map.remove(claim).as_ref().and_then(owned).ok_or(bad(claim))
}

/// Whole seconds: <https://www.rfc-editor.org/rfc/rfc7519#section-2> would allow fractions.
fn seconds(map: &mut Map<String, Json>, claim: &'static str) -> Result<u64, TicketError> {
    map.remove(claim)
        .and_then(|json| json.as_u64())
        .ok_or(bad(claim))
}

fn audience(json: Option<Json>) -> Result<Vec<String>, TicketError> {
    let json = json.ok_or(bad("aud"))?;
    let one = owned(&json).map(|one| vec![one]);
    one.or_else(|| texts(&json)).ok_or(bad("aud"))
}

/// `null` counts as absent: what Python's `None` becomes.
fn optional<T>(
    json: Option<Json>,
    claim: &'static str,
    read: impl Fn(&Json) -> Option<T>,
) -> Result<Option<T>, TicketError> {
    json.filter(|json| !json.is_null())
        .map(|json| read(&json).ok_or(bad(claim)))
        .transpose()
}
