//! What was chosen, what the relay does not have yet, and what the person sees. No clock, no
//! network, no DOM.
//!
//! What a control says is a text: `up`, `4`, the codes of the chosen reasons, a comment; empty means
//! nothing. A vote that was never tried is replaced by a newer one of the same control; one that was
//! tried keeps its id for ever, since the relay may have it although its answer was lost.

use thumbspan_contract::limits;

use crate::error::{Fault, TEXT_TOO_LONG};
use crate::options::{Ask, Control, Options, Scale};

mod earlier;
mod sending;

pub(crate) use earlier::DIGITS;
pub use earlier::Earlier;

/// What the person sees of the sending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nothing is under way.
    #[default]
    Idle,
    /// A vote is on its way.
    Sending,
    /// The relay has everything.
    Thanks,
    /// The relay has the withdrawal of a vote.
    Withdrawn,
    /// A vote did not arrive; it is tried again, and Retry does so at once.
    Failed,
    /// A vote was refused for good.
    Refused,
    /// A text is above the limit, so it was not sent.
    TooLong,
}

/// The controls that take text.
pub const BOXES: [Control; 2] = [Control::Comment, Control::Correction];

/// One widget's state.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// What the attributes ask for.
    pub options: Options,
    /// What each control shows, by [`Control`]'s number; of [`BOXES`], what is being written.
    pub shown: [String; 5],
    /// Whether the follow-up is open.
    pub open: bool,
    /// What the person sees of the sending.
    pub phase: Phase,
    /// Whether the points are what keys chose just now, and no vote yet.
    previewing: bool,
    /// Whether what was sent is being edited, so that an empty box withdraws it.
    editing: bool,
    waiting: Vec<Vote>,
    settled: [Said; 5],
}

/// One vote that the relay does not have yet.
#[derive(Clone, Debug)]
struct Vote {
    control: Control,
    said: Said,
    /// Sent at least once: the relay may have it.
    tried: bool,
    /// Cast before a reset: still sent, but shown nowhere.
    parted: bool,
}

/// What a control said, under the id of the event that said it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The event's id; empty where nothing was said yet.
    pub id: String,
    /// The choice; empty where it was withdrawn.
    pub text: String,
}

/// What a press came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cast {
    /// Whose choice it is.
    pub control: Control,
    /// What is said now. Without an id there is nothing to send: a vote that was never tried is only
    /// taken back.
    pub now: Said,
    /// What it revises.
    pub before: Said,
    /// The ids of votes that need not be sent any more, joined by spaces.
    pub replaced: String,
}

/// Makes the id of a vote.
pub type NewId<'a> = &'a mut dyn FnMut() -> String;

impl State {
    /// A thumb or points were chosen: chosen, changed, or withdrawn when they were chosen already.
    pub fn choose(&mut self, control: Control, choice: &str, id: NewId) -> Vec<Cast> {
        let shown = &mut self.shown[control as usize];
        let stands = *shown == choice && !(self.previewing && control == Control::Rating);
        shown.clear();
        if !stands {
            shown.push_str(choice);
        }
        if control == Control::Rating {
            self.previewing = false;
        }
        self.vote(control, id)
    }

    /// Keys chose points: they are shown, and become a vote when the keys rest.
    pub fn preview(&mut self, points: &str) {
        points.clone_into(&mut self.shown[Control::Rating as usize]);
        self.previewing = true;
    }

    /// The keys rest: what they chose becomes a vote, unless a reset came first.
    pub fn rest(&mut self, id: NewId) -> Vec<Cast> {
        if !std::mem::take(&mut self.previewing) {
            return Vec::new();
        }
        self.vote(Control::Rating, id)
    }

    /// What the keys chose cannot become a vote: the control shows again what the relay has.
    pub fn unpreview(&mut self) {
        if std::mem::take(&mut self.previewing) {
            self.show(Control::Rating);
        }
    }

    /// A reason was chosen, or is one no longer.
    pub fn toggle_reason(&mut self, at: u8, id: NewId) -> Vec<Cast> {
        self.shown[Control::Reasons as usize] = self.toggled(at);
        let mut casts = Vec::new();
        self.cast(Control::Reasons, id, &mut casts);
        casts
    }

    /// The codes that are chosen, with the one at this place added or taken out.
    fn toggled(&self, at: u8) -> String {
        let mut codes = String::new();
        for (place, (code, _)) in (0..).zip(&self.options.reasons) {
            if self.has_reason(place) != (place == at) {
                codes.push_str(code);
                codes.push_str(" ");
            }
        }
        codes
    }

    /// Whether the reason at this place is chosen.
    #[must_use]
    pub fn has_reason(&self, at: u8) -> bool {
        let codes = &self.shown[Control::Reasons as usize];
        let reason = self.options.reasons.get(usize::from(at));
        reason.is_some_and(|(code, _)| words(codes).any(|chosen| chosen == code))
    }

    /// What was written is sent; an empty box is not, unless it withdraws what was sent before.
    ///
    /// # Errors
    /// [`TEXT_TOO_LONG`]: the drafts stay, and the person sees why.
    pub fn send(&mut self, id: NewId) -> Result<Vec<Cast>, Fault> {
        if BOXES
            .into_iter()
            .any(|control| self.wanted(control).chars().count() > limits::TEXT_CHARS)
        {
            self.phase = Phase::TooLong;
            return Err(Fault::lasting(TEXT_TOO_LONG, LONG));
        }
        let mut casts = Vec::new();
        let mut is_empty = true;
        for control in BOXES {
            let has_text = !self.wanted(control).is_empty();
            is_empty &= !has_text;
            if has_text || self.editing {
                self.cast(control, id, &mut casts);
            }
        }
        if self.waiting.is_empty() && !is_empty {
            // The relay has these very words already.
            self.phase = Phase::Thanks;
            self.close_written();
        }
        Ok(casts)
    }

    /// Opens the follow-up, with what was sent before in its boxes.
    pub fn edit(&mut self) {
        for control in BOXES {
            if self.shown[control as usize].is_empty() {
                self.show(control);
            }
        }
        self.editing = true;
        self.open = true;
    }

    /// Closes the follow-up; the drafts stay.
    pub fn close(&mut self) {
        self.open = false;
    }

    /// Thumbs or points changed. What was said about a bad answer goes when the answer is no longer
    /// called bad, and no text outlives the last vote.
    fn vote(&mut self, control: Control, id: NewId) -> Vec<Cast> {
        let mut casts = Vec::new();
        self.cast(control, id, &mut casts);
        for control in [Control::Reasons, Control::Correction, Control::Comment] {
            if !(self.is_negative() || control == Control::Comment && self.has_vote()) {
                self.shown[control as usize].clear();
                self.cast(control, id, &mut casts);
            }
        }
        self.open = self.has_follow_up()
            && match self.options.ask {
                Ask::Always => true,
                Ask::Down => self.is_negative(),
                Ask::Never => self.open,
            };
        casts
    }

    /// Makes the vote that brings what is shown to the relay, unless it has it or will have it.
    fn cast(&mut self, control: Control, id: NewId, casts: &mut Vec<Cast>) {
        let wanted = self.wanted(control);
        if self.newest(control).text == wanted {
            return;
        }
        let mut replaced = String::new();
        self.waiting.retain(|vote| {
            let stays = vote.control != control || vote.tried || vote.parted;
            if !stays {
                replaced.push_str(&vote.said.id);
                replaced.push_str(" ");
            }
            stays
        });
        let before = self.newest(control).clone();
        let is_news = before.text != wanted;
        let now = Said {
            id: if is_news { id() } else { String::new() },
            text: wanted,
        };
        if is_news {
            self.waiting.push(Vote {
                control,
                said: now.clone(),
                tried: false,
                parted: false,
            });
        }
        self.phase = if self.waiting.is_empty() {
            Phase::Idle
        } else {
            Phase::Sending
        };
        casts.push(Cast {
            control,
            now,
            before,
            replaced,
        });
    }

    /// What a control would say now. Of a text, what stands between the white space, without NUL,
    /// which no store can hold.
    fn wanted(&self, control: Control) -> String {
        let shown = &self.shown[control as usize];
        let mut wanted = String::new();
        for part in shown.trim_ascii().split('\0') {
            wanted.push_str(part);
        }
        wanted
    }

    /// The last vote of a control that waits, or else the last that the relay has.
    fn newest(&self, control: Control) -> &Said {
        let mut newest = &self.settled[control as usize];
        for vote in &self.waiting {
            if vote.control == control && !vote.parted {
                newest = &vote.said;
            }
        }
        newest
    }

    /// Shows what a control said last.
    fn show(&mut self, control: Control) {
        let text = self.newest(control).text.clone();
        self.shown[control as usize] = text;
    }

    /// The points that are chosen.
    #[must_use]
    pub fn points(&self) -> Option<u8> {
        let shown = self.shown[Control::Rating as usize].as_bytes();
        match shown {
            [digit] => Some(digit.wrapping_sub(b'0')),
            [_, _] => Some(10),
            _ => None,
        }
    }

    /// Whether there is a vote.
    #[must_use]
    pub fn has_vote(&self) -> bool {
        self.shown[..=Control::Rating as usize]
            .iter()
            .any(|shown| !shown.is_empty())
    }

    /// Whether the answer is called bad.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        let low = if self.options.scale == Scale::Nps {
            6
        } else {
            2
        };
        self.shown[Control::Thumbs as usize] == "down"
            || self.points().is_some_and(|points| points <= low)
    }

    /// Whether a control of the follow-up has something to ask after this vote.
    #[must_use]
    pub fn asks(&self, control: Control) -> bool {
        let is_about_bad = control != Control::Comment;
        self.options.has(control)
            && !(control == Control::Reasons && self.options.reasons.is_empty())
            && (self.options.is_alone() || self.has_vote() && (!is_about_bad || self.is_negative()))
    }

    /// Whether the follow-up has anything to ask.
    #[must_use]
    pub fn has_follow_up(&self) -> bool {
        self.asks(Control::Reasons) || self.asks(Control::Comment) || self.asks(Control::Correction)
    }

    /// Whether the follow-up is to be seen.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.options.is_alone() || self.open
    }

    /// Whether something was written and sent that can be edited.
    #[must_use]
    pub fn has_written(&self) -> bool {
        BOXES
            .into_iter()
            .any(|control| !self.newest(control).text.is_empty())
    }

    /// The text that a box has: the draft, or else what was sent.
    #[must_use]
    pub fn written(&self, control: Control) -> &str {
        let draft = &self.shown[control as usize];
        if draft.is_empty() {
            &self.newest(control).text
        } else {
            draft
        }
    }
}

/// The words of a list of codes.
pub(crate) fn words(codes: &str) -> impl Iterator<Item = &str> {
    codes.split(' ').filter(|code| !code.is_empty())
}

const LONG: &str = "A text is longer than 4,000 characters; nothing was sent.";

#[cfg(test)]
mod tests;
