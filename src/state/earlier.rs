//! Votes of an earlier visit, from the page or the relay.

use thumbspan_contract::{check, uuid};

use super::{Phase, Said, State};
use crate::fields::Fields;
use crate::options::{Control, Scale};

/// What stands for the id of an earlier vote where the page gave none: the nil UUID,
/// <https://www.rfc-editor.org/rfc/rfc9562#section-5.9>. It says "whatever there was before".
const UNKNOWN_ID: &str = "00000000-0000-0000-0000-000000000000";

/// One earlier vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The label on the wire.
    pub label: String,
    /// The value, as text.
    pub value: String,
    /// The event's id.
    pub id: String,
}

impl Earlier {
    /// From the shell's text: three items each; an id that is none is the nil UUID, since a vote that
    /// revises anything else would be refused.
    #[must_use]
    pub fn read(text: &str) -> Vec<Self> {
        let mut items = Fields::new(text);
        let mut earlier = Vec::new();
        while !items.is_done() {
            let (label, value, id) = (items.owned(), items.owned(), items.owned());
            if let (Some(label), Some(value)) = (label, value) {
                let id = id.filter(|id| uuid::is_canonical(id));
                let id = id.unwrap_or_else(|| UNKNOWN_ID.to_owned());
                earlier.push(Self { label, value, id });
            }
        }
        earlier
    }
}

impl State {
    /// Shows earlier votes, each as one that the relay has. A control that has been touched since is
    /// left as it is; what no control can show is left out.
    pub fn restore(&mut self, earlier: &[Earlier]) {
        let touched = ALL.map(|control| !self.newest(control).id.is_empty());
        for Earlier { label, value, id } in earlier {
            let Some(control) = self
                .control(label, value)
                .filter(|control| !touched[*control as usize])
            else {
                continue;
            };
            let mut text = value.clone();
            if let (Control::Reasons, Some(at)) = (control, self.reason(label)) {
                if !self.has_reason(at) {
                    self.shown[control as usize] = self.toggled(at);
                }
                text = self.wanted(control);
            }
            self.settled[control as usize] = Said {
                id: id.clone(),
                text,
            };
            if control.is_vote() {
                self.show(control);
            }
        }
        if self.waiting.is_empty() {
            self.phase = Phase::Idle;
        }
    }

    /// The control that can show this value.
    fn control(&self, label: &str, value: &str) -> Option<Control> {
        let is_nps = self.options.scale == Scale::Nps;
        let (control, fits) = match label {
            check::THUMBS => (Control::Thumbs, matches!(value, "up" | "down")),
            check::RATING => (
                Control::Rating,
                !is_nps && matches!(value, "1" | "2" | "3" | "4" | "5"),
            ),
            check::NPS => (Control::Rating, is_nps && DIGITS.contains(&value)),
            check::COMMENT => (Control::Comment, true),
            check::CORRECTION => (Control::Correction, true),
            _ => (
                Control::Reasons,
                self.reason(label).is_some() && value == "true",
            ),
        };
        (fits && self.options.has(control)).then_some(control)
    }

    /// The place of the reason that has this label.
    fn reason(&self, label: &str) -> Option<u8> {
        let said = label.strip_prefix(check::REASON_PREFIX)?;
        for (at, (code, _)) in (0..).zip(&self.options.reasons) {
            if code == said {
                return Some(at);
            }
        }
        None
    }
}

const ALL: [Control; 5] = [
    Control::Thumbs,
    Control::Rating,
    Control::Reasons,
    Control::Comment,
    Control::Correction,
];

/// The digits of 0 to 10.
pub(crate) const DIGITS: [&str; 11] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
