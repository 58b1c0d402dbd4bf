//! What becomes of votes: tried, sent, failed, forgotten.

use super::{BOXES, Phase, State, Vote};

impl State {
    /// The relay may have the event from now on, so it keeps its id.
    pub fn tried(&mut self, id: &str) {
        if let Some(at) = self.find(id) {
            let vote = &mut self.waiting[at];
            vote.tried = true;
            if !vote.parted {
                self.phase = Phase::Sending;
            }
        }
    }

    /// The relay has the event.
    pub fn sent(&mut self, id: &str) {
        self.finish(id, Phase::Thanks);
    }

    /// The host took the event over.
    pub fn taken(&mut self, id: &str) {
        self.finish(id, Phase::Idle);
    }

    fn find(&self, id: &str) -> Option<usize> {
        self.waiting.iter().position(|vote| vote.said.id == id)
    }

    fn finish(&mut self, id: &str, phase: Phase) {
        let Some(at) = self.find(id) else {
            return;
        };
        let Vote {
            control,
            said,
            parted,
            ..
        } = self.waiting.remove(at);
        if self.waiting.is_empty() {
            // What went since another vote was chosen is no news: the vote is.
            let is_news = control.is_vote() || self.asks(control) || !self.has_vote();
            self.phase = match phase {
                _ if parted => Phase::Idle,
                Phase::Thanks if said.text.is_empty() && is_news => Phase::Withdrawn,
                phase => phase,
            };
        }
        if !parted {
            self.settled[control as usize] = said;
            if BOXES.contains(&control) {
                self.close_written();
            }
        }
    }

    /// The follow-up closes when the relay has all that is written in it.
    pub(super) fn close_written(&mut self) {
        let has =
            |state: &Self, control| state.wanted(control) == state.settled[control as usize].text;
        // A box that is being edited says something by being empty: until all are done, it is not emptied.
        let is_done = BOXES.into_iter().all(|control| {
            has(self, control) || (self.shown[control as usize].is_empty() && !self.editing)
        });
        for control in BOXES {
            if has(self, control) && (is_done || !self.editing) {
                self.shown[control as usize].clear();
            }
        }
        if is_done {
            self.open = false;
            self.editing = false;
        }
    }

    /// The event failed, and will be tried again with the same id.
    pub fn failed(&mut self, id: &str) {
        if self.find(id).is_some_and(|at| !self.waiting[at].parted) {
            self.phase = Phase::Failed;
        }
    }

    /// The event was refused for good: the control shows again what the relay has. A text stays in its
    /// box, to be mended.
    pub fn refused(&mut self, id: &str) {
        let Some(at) = self.find(id) else {
            return;
        };
        let Vote {
            control, parted, ..
        } = self.waiting.remove(at);
        if parted {
            if self.waiting.is_empty() {
                self.phase = Phase::Idle;
            }
            return;
        }
        self.phase = Phase::Refused;
        if !BOXES.contains(&control) {
            self.show(control);
            self.open &= self.has_follow_up();
        }
    }

    /// Everything shown is forgotten, as for another answer; what was cast is still sent.
    pub fn reset(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        for vote in &mut waiting {
            vote.parted = true;
        }
        *self = Self {
            options: std::mem::take(&mut self.options),
            waiting,
            ..Self::default()
        };
    }

    /// Whether anything is unsent.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }
}
