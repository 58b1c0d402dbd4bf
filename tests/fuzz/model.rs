//! What must be true of a widget whatever happens, kept beside it in the plainest way.

use thumbspan::options::Control;
use thumbspan::state::{BOXES, Cast, Phase, State};
use thumbspan::wire;

use crate::readers::{json, refusal, valid};

pub(crate) const CONTROLS: [Control; 5] = [
    Control::Thumbs,
    Control::Rating,
    Control::Reasons,
    Control::Comment,
    Control::Correction,
];

/// A vote that the relay does not have.
pub(crate) struct Waiting {
    pub(crate) id: String,
    control: Control,
    text: String,
    is_tried: bool,
    is_parted: bool,
}

/// What the relay has, and what it does not have yet.
pub(crate) struct Model {
    pub(crate) waiting: Vec<Waiting>,
    /// The last text of each control; none where only the widget knows.
    relay: [Option<String>; 5],
}

impl Model {
    pub(crate) fn new() -> Self {
        Self {
            waiting: Vec::new(),
            relay: CONTROLS.map(|_| Some(String::new())),
        }
    }

    /// What a control said last, as far as is known.
    fn newest(&self, control: Control) -> Option<&str> {
        let own = |vote: &&Waiting| vote.control == control && !vote.is_parted;
        match self.waiting.iter().rfind(own) {
            Some(vote) => Some(&vote.text),
            None => self.relay[control as usize].as_deref(),
        }
    }

    pub(crate) fn cast(&mut self, cast: &Cast, state: &State) {
        for id in cast.replaced.split_whitespace() {
            let at = self.waiting.iter().position(|vote| vote.id == id).unwrap();
            let gone = self.waiting.remove(at);
            assert!(gone.control == cast.control && !gone.is_tried && !gone.is_parted);
        }
        let known = self.newest(cast.control);
        assert!(
            known.is_none_or(|text| text == cast.before.text),
            "{known:?} {cast:?}"
        );
        if cast.now.id.is_empty() {
            assert_eq!(cast.now.text, cast.before.text);
            assert!(!cast.replaced.is_empty(), "nothing was said");
            return;
        }
        let event = wire::event(cast, state.options.scale, &valid(), 7);
        assert_eq!(refusal(&event), None, "{event}");
        assert_ne!(cast.now.text, cast.before.text);
        self.waiting.push(Waiting {
            id: cast.now.id.clone(),
            control: cast.control,
            text: cast.now.text.clone(),
            is_tried: false,
            is_parted: false,
        });
    }

    pub(crate) fn tried(&mut self, at: usize) {
        self.waiting[at].is_tried = true;
    }

    /// The relay, or the host, has it.
    pub(crate) fn settle(&mut self, at: usize) {
        let vote = self.waiting.remove(at);
        if !vote.is_parted {
            self.relay[vote.control as usize] = Some(vote.text);
        }
    }

    pub(crate) fn reset(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        for vote in &mut waiting {
            vote.is_parted = true;
        }
        *self = Self {
            waiting,
            ..Self::new()
        };
    }

    /// Votes of an earlier visit came: only the widget knows which of them it took.
    pub(crate) fn restored(&mut self) {
        self.relay = Default::default();
    }

    /// What holds at any time.
    pub(crate) fn check(&self, state: &State) {
        assert_eq!(state.is_waiting(), !self.waiting.is_empty());
        if self.waiting.is_empty() {
            assert!(
                !matches!(state.phase, Phase::Sending | Phase::Failed),
                "{:?}",
                state.phase
            );
        }
        for control in CONTROLS {
            let own =
                |vote: &&Waiting| vote.control == control && !vote.is_parted && !vote.is_tried;
            assert!(self.waiting.iter().filter(own).count() <= 1);
        }
        json(&wire::value(state));
    }

    /// What holds after a vote: nothing is said about a bad answer that is good, nor by nobody.
    pub(crate) fn check_vote(&self, state: &State) {
        for control in [Control::Reasons, Control::Correction, Control::Comment] {
            let may_stay = state.is_negative() || control == Control::Comment && state.has_vote();
            if !may_stay {
                assert_eq!(state.shown[control as usize], "");
                assert!(self.newest(control).is_none_or(str::is_empty));
            }
        }
        assert!(!state.open || state.has_follow_up());
    }

    /// What holds when everything arrived: what is shown is what the relay has.
    pub(crate) fn check_arrived(&self, state: &State) {
        assert!(self.waiting.is_empty() && !state.is_waiting());
        for control in CONTROLS {
            let Some(has) = self.relay[control as usize].as_deref() else {
                continue;
            };
            let shown = state.shown[control as usize].as_str();
            if !BOXES.contains(&control) {
                assert_eq!(shown.trim(), has, "{control:?}");
            } else if shown.is_empty() {
                assert_eq!(state.written(control), has, "{control:?}");
            }
        }
    }
}
