//! Every maximum of the wire format, each stated once.
//!
//! "Characters" are Unicode scalar values: an emoji of one code point counts as one.

/// Events in one request.
pub const EVENTS: usize = 50;
/// Bytes in one request's body (64 KiB).
pub const REQUEST_BYTES: usize = 64 * 1024;
/// Signals in one event.
pub const SIGNALS: usize = 20;
/// Characters in a text signal's value (a comment, a correction), and in an evaluator's reasoning.
pub const TEXT_CHARS: usize = 4_000;
/// Bytes in a json signal's value, written without spaces (16 KiB).
pub const JSON_BYTES: usize = 16 * 1024;
/// Characters in a categorical signal's value.
pub const CATEGORY_CHARS: usize = 256;
/// Bytes in a span, trace or session id or a join key: printable ASCII without spaces.
pub const ID_BYTES: usize = 256;
/// Bytes in a label. Datadog's rule:
/// <https://docs.datadoghq.com/llm_observability/evaluations/external_evaluations/>.
pub const LABEL_BYTES: usize = 200;
/// Bytes in an `ml_app`. Datadog's rule:
/// <https://docs.datadoghq.com/llm_observability/instrumentation/sdk/#application-naming-guidelines>.
pub const ML_APP_BYTES: usize = 193;
/// Characters in a submitter's id.
pub const SUBMITTER_CHARS: usize = 256;
/// Characters in a submitter's type.
pub const SUBMITTER_TYPE_CHARS: usize = 64;
/// Tags on one event.
pub const TAGS: usize = 20;
/// Characters in a tag's key.
pub const TAG_KEY_CHARS: usize = 64;
/// Characters in a tag's value.
pub const TAG_VALUE_CHARS: usize = 256;
/// Bytes in a ticket.
pub const TICKET_BYTES: usize = 4_096;
/// The largest `timestamp_ms`: 2^53 - 1, what every JSON reader holds exactly.
pub const TIMESTAMP_MS: u64 = (1 << 53) - 1;
/// Votes in one answer of `POST /v1/feedback/restore`.
pub const VOTES: usize = 100;
