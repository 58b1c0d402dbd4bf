//! The one table of the element's attributes and events, and how an attribute's text is read.
//!
//! `pkg/custom-elements.json` is made from it; see `tests/manifest.rs`.

mod read;

pub use read::{Ask, Control, Options, REASONS, Reason, Scale};

/// One attribute, which is also a property.
#[derive(Clone, Copy, Debug)]
pub struct Attribute {
    /// The attribute.
    pub name: &'static str,
    /// The property that reflects it.
    pub property: &'static str,
    /// The property's TypeScript type.
    pub kind: &'static str,
    /// What absence means.
    pub default: &'static str,
    /// What it does.
    pub meaning: &'static str,
}

const fn attribute(
    name: &'static str,
    property: &'static str,
    kind: &'static str,
    default: &'static str,
    meaning: &'static str,
) -> Attribute {
    Attribute {
        name,
        property,
        kind,
        default,
        meaning,
    }
}

/// Every attribute.
pub const ATTRIBUTES: &[Attribute] = &[
    attribute(
        "controls",
        "controls",
        "string",
        "\"thumbs comment\"",
        "Which controls, in which order: thumbs, rating, reasons, comment, correction.",
    ),
    attribute(
        "scale",
        "scale",
        "\"stars\" | \"faces\" | \"nps\"",
        "\"stars\"",
        "What the rating looks like: five stars, five faces, or 0 to 10.",
    ),
    attribute(
        "ask",
        "ask",
        "\"always\" | \"down\" | \"never\"",
        "\"always\"",
        "After which vote the follow-up opens by itself. down: a thumb down, at most 2 stars or faces, at most 6 of 10.",
    ),
    attribute(
        "reasons",
        "reasons",
        "string[] | Record<string, string>",
        "",
        "What people can choose after a bad vote; as an attribute, JSON: a list of texts, or texts by code.",
    ),
    attribute(
        "texts",
        "texts",
        "Partial<Texts>",
        "",
        "Texts of your own, by key; as an attribute, a JSON object. See docs/text.md.",
    ),
    attribute(
        "span-id",
        "spanId",
        "string",
        "",
        "The LLM span that the back end captured. A string, to the digit.",
    ),
    attribute(
        "trace-id",
        "traceId",
        "string",
        "",
        "The span's trace; without span-id, the target itself.",
    ),
    attribute(
        "session-id",
        "sessionId",
        "string",
        "",
        "A session as the target.",
    ),
    attribute(
        "join-key",
        "joinKey",
        "string",
        "",
        "A key of your own as the target: an incident, a report.",
    ),
    attribute(
        "ticket",
        "ticket",
        "string",
        "",
        "Signed permission to rate the target, minted by the back end.",
    ),
    attribute(
        "ml-app",
        "mlApp",
        "string",
        "the relay's setting",
        "The LLM application that the spans belong to.",
    ),
    attribute(
        "submitter-id",
        "submitterId",
        "string",
        "the relay's setting",
        "Your own, preferably pseudonymous, id of the person.",
    ),
    attribute(
        "tags",
        "tags",
        "Record<string, string>",
        "",
        "Tags for searching; as an attribute, a JSON object.",
    ),
    attribute(
        "context",
        "context",
        "string",
        "",
        "The id of the JSON script that holds this answer's ids.",
    ),
    attribute(
        "relay",
        "relay",
        "string",
        "the script's origin; from npm, the page's",
        "The relay's base URL.",
    ),
    attribute(
        "load",
        "load",
        "\"interaction\" | \"visible\" | \"idle\" | \"eager\"",
        "\"interaction\"",
        "When the wasm is fetched: at the first touch, when the element comes into view, when the page is idle, at once.",
    ),
    attribute(
        "theme",
        "theme",
        "\"auto\" | \"light\" | \"dark\"",
        "\"auto\"",
        "The colours; auto follows the page's color-scheme.",
    ),
    attribute(
        "size",
        "size",
        "\"full\" | \"compact\"",
        "\"full\"",
        "compact: smaller icons and less space, targets of 24 px.",
    ),
    attribute(
        "restore",
        "restore",
        "boolean",
        "false",
        "Asks the relay, by ticket, what was said at an earlier visit, and shows it.",
    ),
    attribute(
        "name",
        "name",
        "string",
        "",
        "In a form: the name under which the value is submitted, as name.thumbs, name.rating …",
    ),
    attribute(
        "required",
        "required",
        "boolean",
        "false",
        "In a form: whether a vote must be given.",
    ),
    attribute(
        "disabled",
        "disabled",
        "boolean",
        "false",
        "Shows the controls without letting anybody vote.",
    ),
];

/// One DOM event. All bubble and are composed.
#[derive(Clone, Copy, Debug)]
pub struct DomEvent {
    /// The event's name.
    pub name: &'static str,
    /// The type of its `detail`.
    pub detail: &'static str,
    /// When it fires.
    pub meaning: &'static str,
}

/// Somebody chose, changed or withdrew something.
pub const CHANGE: DomEvent = DomEvent {
    name: "feedback-change",
    detail: "ChangeDetail",
    meaning: "Somebody chose, changed or withdrew something.",
};
/// An event is about to be sent.
pub const SUBMIT: DomEvent = DomEvent {
    name: "feedback-submit",
    detail: "FeedbackEvent",
    meaning: "An event is about to be sent. preventDefault() takes it over: the widget does not send it.",
};
/// The relay has the event on disk.
pub const SENT: DomEvent = DomEvent {
    name: "feedback-sent",
    detail: "FeedbackEvent",
    meaning: "The relay has the event on disk.",
};
/// Something failed.
pub const ERROR: DomEvent = DomEvent {
    name: "feedback-error",
    detail: "ErrorDetail",
    meaning: "Something failed; code says what, retryable whether Retry can help.",
};
/// Every DOM event.
pub const EVENTS: &[DomEvent] = &[CHANGE, SUBMIT, SENT, ERROR];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_attribute_has_a_property_and_a_meaning() {
        for (at, given) in ATTRIBUTES.iter().enumerate() {
            assert_eq!(given.property.to_lowercase(), given.name.replace('-', ""));
            assert!(given.meaning.ends_with(['.', '…']), "{}", given.name);
            assert!(
                ATTRIBUTES[..at]
                    .iter()
                    .all(|earlier| earlier.name != given.name)
            );
        }
    }
}
