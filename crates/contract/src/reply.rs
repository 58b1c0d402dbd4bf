//! What the relay answers, and the stable codes of every refusal.

use serde::{Deserialize, Serialize};

use crate::Value;

/// The body of a `202`: sent only after the accepted events are on disk.
///
/// When every event was refused, the status is `400` and the same body carries `code` and
/// `message` of the first refusal as well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Ids that are stored; an id that was known already is among them.
    pub accepted: Vec<String>,
    /// Events that were refused, for good: sending them again changes nothing.
    pub rejected: Vec<Rejected>,
}

/// The body of a `200` of `POST /v1/feedback/restore`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Votes {
    /// The newest value of each label, in the order of the labels, at most
    /// [`crate::limits::VOTES`]; what was withdrawn is not among them.
    pub votes: Vec<Vote>,
}

/// What the holder of a ticket has said under one label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Vote {
    /// The event that said it: a change or a withdrawal names it in `revises`.
    pub id: String,
    /// The label.
    pub label: String,
    /// The value.
    pub value: Value,
    /// When it was said, by the sender's clock, in milliseconds since 1970-01-01 UTC.
    pub timestamp_ms: u64,
}

/// One refused event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// The event's id where it had a readable one, else empty.
    pub id: String,
    /// A stable code; see [`Code`].
    pub code: String,
    /// A sentence that says what to do.
    pub message: String,
}

/// A refusal before it is tied to an event or a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The stable code.
    pub code: Code,
    /// A sentence that says what to do.
    pub message: String,
}

impl Refusal {
    /// A refusal with its sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// The refusal of one event.
    #[must_use]
    pub fn of(self, id: &str) -> Rejected {
        Rejected {
            id: id.to_owned(),
            code: self.code.as_str().to_owned(),
            message: self.message,
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// The stable codes of every refusal. Clients branch on these, never on the sentences.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// Every code with its meaning, in the order of the documentation.
            pub const ALL: &[(Self, &'static str)] = &[$((Self::$name, concat!($($doc),+)),)+];

            /// The code as it stands on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }
    };
}

codes! {
    /// The body is not JSON, or not UTF-8.
    NotJson = "not_json",
    /// The body is JSON but not `{"events": [...]}`.
    NotSubmission = "not_submission",
    /// `events` is empty.
    NoEvents = "no_events",
    /// More events than one request may carry.
    TooManyEvents = "too_many_events",
    /// More bytes than one request may carry.
    TooLarge = "too_large",
    /// The content type is not one that the end point takes.
    WrongContentType = "wrong_content_type",
    /// The body is compressed: send it as it is.
    WrongContentEncoding = "wrong_content_encoding",
    /// The form's body has a percent sign without two hex digits, or is not UTF-8.
    NotForm = "not_form",
    /// A field of the form has a value twice.
    RepeatedField = "repeated_field",
    /// The event or a part of it has a field that the wire format does not know.
    UnknownField = "unknown_field",
    /// A required field is absent.
    MissingField = "missing_field",
    /// A field has another JSON type than the wire format says.
    WrongType = "wrong_type",
    /// `id` or `revises` is not a UUID in canonical form.
    BadEventId = "bad_event_id",
    /// The event names no target.
    NoTarget = "no_target",
    /// The event names more than one target.
    TwoTargets = "two_targets",
    /// A target's id is empty.
    EmptyId = "empty_id",
    /// A target's id is too long or has other than printable ASCII characters.
    BadId = "bad_id",
    /// A target's id came as a JSON number, which loses digits.
    IdNotString = "id_not_string",
    /// `signals` is empty.
    NoSignals = "no_signals",
    /// More signals than one event may carry.
    TooManySignals = "too_many_signals",
    /// A label that is not letters, digits and underscores with a letter first.
    BadLabel = "bad_label",
    /// Two signals of one event have the same label.
    DuplicateLabel = "duplicate_label",
    /// A metric type that is unknown, or not the one of a label with a fixed meaning.
    BadMetricType = "bad_metric_type",
    /// A value that does not fit its metric type or its label.
    BadValue = "bad_value",
    /// A rating outside 1 to 5, or an NPS score outside 0 to 10.
    ScoreOutOfRange = "score_out_of_range",
    /// A comment, a correction or a reasoning above the limit.
    TextTooLong = "text_too_long",
    /// A text with half of a surrogate pair.
    LoneSurrogate = "lone_surrogate",
    /// A text with a NUL character.
    NulCharacter = "nul_character",
    /// An `assessment` other than `pass` and `fail`, or one of what is withdrawn.
    BadAssessment = "bad_assessment",
    /// A `kind` other than `evaluation`, sent to `/v1/evaluations`.
    NotEvaluation = "not_evaluation",
    /// A value null without `revises`: there is nothing to withdraw.
    NothingToWithdraw = "nothing_to_withdraw",
    /// An `ml_app` outside Datadog's naming rule.
    BadMlApp = "bad_ml_app",
    /// A submitter whose id is empty or too long, or whose type no evaluator has.
    BadSubmitter = "bad_submitter",
    /// More tags than one event may carry.
    TooManyTags = "too_many_tags",
    /// A tag whose key or value is empty, too long or out of form.
    BadTag = "bad_tag",
    /// A timestamp that is not a whole number of milliseconds since 1970.
    BadTimestamp = "bad_timestamp",
    /// A ticket that is too long or out of form.
    BadTicket = "bad_ticket",
    /// The request needs an API key and has none, or another.
    BadApiKey = "bad_api_key",
    /// The relay takes feedback with a ticket alone, and the event has none.
    TicketMissing = "ticket_missing",
    /// The ticket is not a JWT of three parts.
    TicketMalformed = "ticket_malformed",
    /// The ticket's header has another `typ` than `fbt+jwt`.
    TicketWrongType = "ticket_wrong_type",
    /// The ticket's header has no `kid`.
    TicketNoKeyId = "ticket_no_key_id",
    /// The relay has no key with the ticket's `kid`.
    TicketUnknownKey = "ticket_unknown_key",
    /// The ticket's `alg` is not the one of its key.
    TicketWrongAlgorithm = "ticket_wrong_algorithm",
    /// The ticket's signature is not its key's.
    TicketBadSignature = "ticket_bad_signature",
    /// A claim of the ticket is absent, unknown or out of form.
    TicketBadClaim = "ticket_bad_claim",
    /// The ticket is for another relay (`aud`).
    TicketWrongAudience = "ticket_wrong_audience",
    /// The ticket is valid for more than seven days.
    TicketTooLongLived = "ticket_too_long_lived",
    /// The ticket was minted in the relay's future.
    TicketNotYetValid = "ticket_not_yet_valid",
    /// The ticket has ended.
    TicketExpired = "ticket_expired",
    /// The event is about another target than its ticket permits.
    TicketWrongTarget = "ticket_wrong_target",
    /// The event has a label that its ticket does not permit.
    TicketWrongLabel = "ticket_wrong_label",
    /// `revises` names an event of another ticket, or of none.
    TicketWrongRevision = "ticket_wrong_revision",
    /// What the ticket's holder said was changed as often as the relay allows.
    TicketUsedUp = "ticket_used_up",
    /// The page's origin is not one that the relay takes this from.
    OriginRefused = "origin_refused",
    /// Too much has come from there; try again after `Retry-After`.
    RateLimited = "rate_limited",
    /// No such path.
    NotFound = "not_found",
    /// The path is there, but not for this method.
    MethodNotAllowed = "method_not_allowed",
    /// The request's body did not arrive in time.
    TooSlow = "too_slow",
    /// More events wait to be stored than the relay holds; try again.
    Busy = "busy",
    /// The store has no room; try again later with the same id.
    StoreFull = "store_full",
    /// The store failed; try again later with the same id.
    StoreFailed = "store_failed",
    /// Something unforeseen; try again later with the same id.
    Internal = "internal",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct() {
        let mut texts: Vec<_> = Code::ALL.iter().map(|(code, _)| code.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), Code::ALL.len());
    }
}
