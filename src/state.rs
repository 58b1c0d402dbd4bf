//! What was chosen, what is unsent, and what the person sees. No clock, no network, no DOM.
//!
//! Votes wait in order, and the first is in flight: so a change never overtakes what it revises. A
//! vote that was never tried is replaced by a newer one of the same control; one that was tried
//! keeps its id for ever, since the relay may have it although its answer was lost.

use thumbspan_contract::{Event, Value, limits};

use crate::context::Context;
use crate::error::{Fault, TEXT_TOO_LONG};
use crate::options::Control;

mod vote;

use vote::{Settled, Vote};
pub use vote::{Stamp, signal};

/// A thumb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thumb {
    /// Good.
    Up,
    /// Bad.
    Down,
}

impl Thumb {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

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
    /// A vote did not arrive and waits for Retry.
    Failed,
    /// A vote was refused for good.
    Refused,
    /// The comment is above the limit, so it was not sent.
    TooLong,
}

/// One widget's state.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The thumb that is pressed.
    pub thumb: Option<Thumb>,
    /// The stars that are chosen, 1 to 5.
    pub stars: Option<u8>,
    /// The comment that is being written.
    pub draft: String,
    /// Whether the comment box has been opened by a vote.
    pub comment_open: bool,
    /// What the person sees of the sending.
    pub phase: Phase,
    waiting: Vec<Vote>,
    settled: [Settled; 3],
}

impl State {
    /// A thumb was pressed: chosen, changed, or withdrawn when it was chosen already.
    pub fn press(&mut self, thumb: Thumb, context: &Context, stamp: Stamp) {
        self.thumb = if self.thumb == Some(thumb) {
            None
        } else {
            Some(thumb)
        };
        self.comment_open = self.thumb.is_some();
        let value = self
            .thumb
            .map(|thumb| Value::Text(thumb.as_str().to_owned()));
        self.cast(Control::Thumbs, value, context, stamp);
    }

    /// Stars were chosen.
    pub fn rate(&mut self, stars: u8, context: &Context, stamp: Stamp) {
        self.stars = Some(stars);
        self.comment_open = true;
        self.cast(
            Control::Rating,
            Some(Value::Score(f64::from(stars))),
            context,
            stamp,
        );
    }

    /// The draft is sent; an empty one is not.
    ///
    /// # Errors
    /// [`TEXT_TOO_LONG`]: the draft stays, and the person sees why.
    pub fn send_comment(&mut self, context: &Context, stamp: Stamp) -> Result<(), Fault> {
        let text = vote::comment(&self.draft);
        if text.is_empty() {
            return Ok(());
        }
        if text.chars().count() > limits::TEXT_CHARS {
            self.phase = Phase::TooLong;
            return Err(Fault::lasting(
                TEXT_TOO_LONG,
                "The comment is longer than 4,000 characters; it was not sent.",
            ));
        }
        self.cast(Control::Comment, Some(Value::Text(text)), context, stamp);
        Ok(())
    }

    fn cast(&mut self, control: Control, value: Option<Value>, context: &Context, stamp: Stamp) {
        self.waiting
            .retain(|vote| vote.control != control || vote.tried || vote.parted);
        let known = self.newest(control);
        if known.value != value {
            let event = vote::event(control, value, known.id, context, stamp);
            self.waiting.push(Vote::new(control, event));
        }
        self.phase = if self.waiting.is_empty() {
            Phase::Idle
        } else {
            Phase::Sending
        };
    }

    /// What the relay has, or may have, of a control.
    fn newest(&self, control: Control) -> Settled {
        let tried = self
            .waiting
            .iter()
            .rev()
            .find(|vote| vote.control == control && !vote.parted);
        tried.map_or_else(|| self.settled[control as usize].clone(), Vote::settled)
    }

    /// The event to send next, marked as tried; call it only when nothing is in flight.
    pub fn begin(&mut self) -> Option<Event> {
        let vote = self.waiting.first_mut()?;
        vote.tried = true;
        self.phase = Phase::Sending;
        Some(vote.event.clone())
    }

    /// The relay has the event in flight.
    pub fn sent(&mut self) {
        self.finish(Phase::Thanks);
    }

    /// The host took the event in flight over.
    pub fn taken(&mut self) {
        self.finish(Phase::Idle);
    }

    fn finish(&mut self, phase: Phase) {
        if self.waiting.is_empty() {
            return;
        }
        let vote = self.waiting.remove(0);
        if !vote.parted {
            if vote.is_comment(&self.draft) {
                self.draft.clear();
                self.comment_open = false;
            }
            self.settled[vote.control as usize] = vote.settled();
        }
        self.phase = match self.waiting.is_empty() {
            true if vote.parted => Phase::Idle,
            true => phase,
            false => Phase::Sending,
        };
    }

    /// The event in flight failed: it waits for [`State::begin`] with the same id, or, refused for
    /// good, is dropped, and the control shows again what the relay has.
    pub fn failed(&mut self, fault: &Fault) {
        self.phase = if fault.retryable {
            Phase::Failed
        } else {
            Phase::Refused
        };
        if fault.retryable {
            return;
        }
        if self.waiting.is_empty() {
            return;
        }
        let refused = self.waiting.remove(0);
        if !refused.parted {
            self.waiting
                .retain(|vote| vote.control != refused.control || vote.parted);
            self.show(refused.control);
        }
    }

    /// Everything shown is forgotten, as for another answer; what was cast is still sent.
    pub fn reset(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        for vote in &mut waiting {
            vote.parted = true;
        }
        *self = Self {
            waiting,
            ..Self::default()
        };
    }

    fn show(&mut self, control: Control) {
        let value = self.settled[control as usize].value.clone();
        match (control, value) {
            (Control::Thumbs, Some(Value::Text(word))) => {
                self.thumb = Some(if word == "up" { Thumb::Up } else { Thumb::Down });
            }
            (Control::Thumbs, _) => self.thumb = None,
            (Control::Rating, value) => {
                self.stars = (1..=5).find(|stars| value == Some(Value::Score(f64::from(*stars))));
            }
            (Control::Comment, _) => {}
        }
    }

    /// Whether anything is unsent.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests;
