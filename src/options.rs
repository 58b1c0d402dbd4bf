//! The one table of the element's attributes and events, and how an attribute's text is read.
//!
//! `pkg/custom-elements.json` is made from it; see `tests/manifest.rs`.

use thumbspan_contract::Tags;

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
        "Which controls, in which order: thumbs, rating (five stars), comment.",
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

/// One control of the widget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// Thumbs up and down.
    Thumbs,
    /// Five stars.
    Rating,
    /// A comment box.
    Comment,
}

/// The controls that an attribute's text asks for, each once and in its order.
///
/// ```
/// use thumbspan::options::{Control, controls};
/// assert_eq!(controls("rating  comment rating").unwrap(), [Control::Rating, Control::Comment]);
/// assert!(controls("faces").is_err());
/// ```
///
/// # Errors
/// A sentence that names the word that is no control.
pub fn controls(text: &str) -> Result<Vec<Control>, String> {
    let mut chosen = Vec::new();
    for word in text.split_ascii_whitespace() {
        let control = match word {
            "thumbs" => Control::Thumbs,
            "rating" => Control::Rating,
            "comment" => Control::Comment,
            _ => return Err(unknown_control(word)),
        };
        if !chosen.contains(&control) {
            chosen.push(control);
        }
    }
    if chosen.is_empty() {
        Err(unknown_control(text))
    } else {
        Ok(chosen)
    }
}

fn unknown_control(word: &str) -> String {
    [
        "controls: \"",
        word,
        "\" is not one of thumbs, rating, comment. Showing thumbs and comment.",
    ]
    .concat()
}

/// The default of `controls`.
pub const DEFAULT_CONTROLS: [Control; 2] = [Control::Thumbs, Control::Comment];

/// Tags whose keys and lengths the relay will take.
///
/// # Errors
/// The sentence of the rule that is broken.
pub fn tags(tags: Tags) -> Result<Tags, String> {
    if thumbspan_contract::check::are_tags(&tags) {
        return Ok(tags);
    }
    Err("At most 20 tags, with keys of 1 to 64 characters without a colon and values of at most 256.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_attribute_has_a_property_and_a_meaning() {
        for (at, given) in ATTRIBUTES.iter().enumerate() {
            assert_eq!(given.property.to_lowercase(), given.name.replace('-', ""));
            assert!(given.meaning.ends_with('.'), "{}", given.name);
            assert!(
                ATTRIBUTES[..at]
                    .iter()
                    .all(|earlier| earlier.name != given.name)
            );
        }
    }

    #[test]
    fn controls_are_read_in_their_order_and_nonsense_names_the_word() {
        assert_eq!(
            controls(" comment\tthumbs comment ").unwrap(),
            [Control::Comment, Control::Thumbs]
        );
        for (text, word) in [
            ("thumbs faces", "\"faces\""),
            ("", "\"\""),
            ("Thumbs", "\"Thumbs\""),
        ] {
            assert!(controls(text).unwrap_err().contains(word), "{text}");
        }
    }

    #[test]
    fn tags_that_the_relay_would_refuse_are_refused() {
        let tag = |key: &str, value: &str| vec![(key.to_owned(), value.to_owned())];
        assert!(tags(tag("version", "b")).is_ok());
        for bad in [
            tag("", "b"),
            tag("a:b", "c"),
            tag("a", &"b".repeat(257)),
            tag("a", "\0"),
        ] {
            assert!(tags(bad).is_err());
        }
        assert!(tags(vec![("a".to_owned(), String::new()); 21]).is_err());
    }
}
