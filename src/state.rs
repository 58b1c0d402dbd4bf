//! What was chosen, what is unsent, and what the person sees. No clock, no network, no DOM.
//!
//! Votes wait in order, and the first is in flight: so a change never overtakes what it revises. A
//! vote that was never tried is replaced by a newer one of the same control; one that was tried
//! keeps its id for ever, since the relay may have it although its answer was lost.

use std::sync::Arc;

use thumbspan_contract::{Event, Signal, Value, limits};

use crate::context::Context;
use crate::error::{Fault, TEXT_TOO_LONG};
use crate::options::Control;

mod vote;

pub use vote::Stamp;
use vote::{Settled, Vote};

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
    /// The relay has the withdrawal of a vote.
    Withdrawn,
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
    /// Whether the stars are what keys chose just now, and no vote yet.
    previewing: bool,
    waiting: Vec<Vote>,
    settled: [Settled; 3],
}

impl State {
    /// A thumb was pressed: chosen, changed, or withdrawn when it was chosen already.
    pub fn press(&mut self, thumb: Thumb, context: &Context, stamp: Stamp) -> Option<Signal> {
        self.thumb = if self.thumb == Some(thumb) {
            None
        } else {
            Some(thumb)
        };
        self.comment_open = self.thumb.is_some();
        let value = self
            .thumb
            .map(|thumb| Value::Text(thumb.as_str().to_owned()));
        self.cast(Control::Thumbs, value, context, stamp)
    }

    /// Keys chose stars: they are shown, and become a vote when the keys rest.
    pub fn preview(&mut self, stars: u8) {
        self.stars = Some(stars);
        self.previewing = true;
    }

    /// The keys rest: what they chose becomes a vote, unless a reset came first.
    pub fn rest(&mut self, context: &Context, stamp: Stamp) -> Option<Signal> {
        let stars = self.stars.filter(|_| self.previewing)?;
        self.rate(stars, context, stamp)
    }

    /// What the keys chose cannot become a vote: the control shows again what the relay has.
    pub fn unpreview(&mut self) {
        if std::mem::take(&mut self.previewing) {
            self.show(Control::Rating);
        }
    }

    /// Stars were chosen.
    pub fn rate(&mut self, stars: u8, context: &Context, stamp: Stamp) -> Option<Signal> {
        self.stars = Some(stars);
        self.previewing = false;
        self.comment_open = true;
        let value = Some(Value::Score(f64::from(stars)));
        self.cast(Control::Rating, value, context, stamp)
    }

    /// The draft is sent; an empty one is not.
    ///
    /// # Errors
    /// [`TEXT_TOO_LONG`]: the draft stays, and the person sees why.
    pub fn send_comment(
        &mut self,
        context: &Context,
        stamp: Stamp,
    ) -> Result<Option<Signal>, Fault> {
        let text = vote::comment(&self.draft);
        if text.is_empty() {
            return Ok(None);
        }
        if text.chars().count() > limits::TEXT_CHARS {
            self.phase = Phase::TooLong;
            return Err(Fault::lasting(
                TEXT_TOO_LONG,
                "The comment is longer than 4,000 characters; it was not sent.",
            ));
        }
        let cast = self.cast(Control::Comment, Some(Value::Text(text)), context, stamp);
        if cast.is_none() && self.waiting.is_empty() {
            // The relay has these very words already.
            self.draft.clear();
            self.comment_open = false;
            self.phase = Phase::Thanks;
        }
        Ok(cast)
    }

    /// The signal that was cast; none where nothing changes.
    fn cast(
        &mut self,
        control: Control,
        value: Option<Value>,
        context: &Context,
        stamp: Stamp,
    ) -> Option<Signal> {
        if self.newest(control).value == value {
            return None;
        }
        self.waiting
            .retain(|vote| vote.control != control || vote.tried || vote.parted);
        let known = self.newest(control);
        let is_news = known.value != value;
        let event = vote::event(control, value, known.id, context, stamp);
        let signal = event.signals.first().cloned();
        if is_news {
            self.waiting.push(Vote::new(control, event));
        }
        self.phase = if self.waiting.is_empty() {
            Phase::Idle
        } else {
            Phase::Sending
        };
        signal
    }

    /// The last vote of a control that waits, or else the last that the relay has.
    fn newest(&self, control: Control) -> Settled {
        let waiting = self
            .waiting
            .iter()
            .rev()
            .find(|vote| vote.control == control && !vote.parted);
        waiting.map_or_else(|| self.settled[control as usize].clone(), Vote::settled)
    }

    /// The event to send next, marked as tried; call it only when nothing is in flight.
    pub fn begin(&mut self) -> Option<Arc<Event>> {
        let vote = self.waiting.first_mut()?;
        vote.tried = true;
        self.phase = Phase::Sending;
        Some(Arc::clone(&vote.event))
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
        self.phase = match phase {
            _ if !self.waiting.is_empty() => Phase::Sending,
            _ if vote.parted => Phase::Idle,
            Phase::Thanks if vote.withdraws() => Phase::Withdrawn,
            phase => phase,
        };
    }

    /// The event in flight failed: it waits for [`State::begin`] with the same id, or, refused for
    /// good, is dropped, and the control shows again what the relay has.
    pub fn failed(&mut self, fault: &Fault) {
        if fault.retryable {
            self.phase = Phase::Failed;
            return;
        }
        self.phase = Phase::Refused;
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
