//! `application/x-www-form-urlencoded`, taken apart strictly.
//!
//! <https://url.spec.whatwg.org/#application/x-www-form-urlencoded> reads what is broken as if it
//! were text; here it is refused, since it would arrive as other words than were written.

use std::collections::BTreeMap;

use super::TAG_PREFIX;
use crate::{Code, Refusal, check};

/// Every field, or what its name begins with.
const KNOWN: [&str; 15] = [
    "span_id",
    "trace_id",
    "session_id",
    "join_key",
    "ticket",
    "ml_app",
    "submitter_id",
    "id",
    TAG_PREFIX,
    check::THUMBS,
    check::RATING,
    check::NPS,
    check::REASON_PREFIX,
    check::COMMENT,
    check::CORRECTION,
];
/// The browser's own field: <https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#attr-fe-name-charset>.
const CHARSET: &str = "_charset_";
/// Characters of an unknown name that are compared with the known ones.
const COMPARED: usize = 64;

/// The fields with a value that are still unread.
pub(super) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// Reads them all; the names are known, and none stands twice.
    pub(super) fn read(body: &[u8]) -> Result<Self, Refusal> {
        let mut fields = BTreeMap::new();
        let pairs = body.split(|byte| *byte == b'&');
        for pair in pairs.filter(|pair| !pair.is_empty()) {
            let end = pair.iter().position(|byte| *byte == b'=');
            let (name, value) = pair.split_at(end.unwrap_or(pair.len()));
            let (name, value) = (text(name)?, text(value.get(1..).unwrap_or_default())?);
            if !is_known(&name) {
                return Err(unknown(&name));
            }
            let absent = value.trim().is_empty() || name == CHARSET;
            if !absent && fields.insert(name, value).is_some() {
                return Err(Refusal::new(
                    Code::RepeatedField,
                    "Send each field of the form with one value.",
                ));
            }
        }
        Ok(Self(fields))
    }

    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    /// The fields whose names begin so, each with the rest of its name.
    pub(super) fn begun(&mut self, prefix: &str) -> Vec<(String, String)> {
        let names: Vec<_> = self
            .0
            .keys()
            .filter(|name| name.starts_with(prefix))
            .cloned()
            .collect();
        names
            .into_iter()
            .filter_map(|name| {
                let value = self.0.remove(&name)?;
                Some((name[prefix.len()..].to_owned(), value))
            })
            .collect()
    }
}

fn is_prefix(known: &str) -> bool {
    matches!(known, TAG_PREFIX | check::REASON_PREFIX)
}

fn is_known(name: &str) -> bool {
    name == CHARSET
        || KNOWN
            .iter()
            .any(|known| name == *known || is_prefix(known) && name.starts_with(known))
}

/// The sentence names the nearest field and never quotes the unknown one.
fn unknown(name: &str) -> Refusal {
    let compared: String = name.chars().take(COMPARED).collect();
    let likeness = |known: &&str| strsim::jaro_winkler(&compared, known);
    let nearest = KNOWN
        .into_iter()
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
        .unwrap_or_default();
    let rest = match nearest {
        TAG_PREFIX => "<key>",
        check::REASON_PREFIX => "<code>",
        _ => "",
    };
    Refusal::new(
        Code::UnknownField,
        format!(
            "Remove the unknown field from the form; the nearest known one is `{nearest}{rest}`."
        ),
    )
}

fn text(raw: &[u8]) -> Result<String, Refusal> {
    let bad = || {
        Refusal::new(
            Code::NotForm,
            "Send the form urlencoded and in UTF-8: give it accept-charset=\"utf-8\".",
        )
    };
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.iter();
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let (high, low) = (digit(rest.next()), digit(rest.next()));
                let both = high
                    .zip(low)
                    .and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
                both.ok_or_else(bad)?
            }
            plain => *plain,
        });
    }
    String::from_utf8(bytes).map_err(|_| bad())
}
