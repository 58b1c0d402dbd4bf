//! One widget's life in any order: somebody presses and writes, the relay answers, the page changes.

use thumbspan::options::{Control, Options, Scale};
use thumbspan::state::{BOXES, Cast, Earlier, State};
use thumbspan_contract::uuid;

use crate::model::Model;
use crate::random::Random;
use crate::texts;

const POINTS: [&str; 11] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];

struct Life<'a> {
    random: &'a mut Random,
    state: State,
    model: Model,
}

/// Forty things happen, and then everything arrives.
pub(crate) fn live(random: &mut Random) {
    let mut life = Life {
        random,
        state: State::default(),
        model: Model::new(),
    };
    life.configure();
    for _ in 0..life.random.below(40) {
        life.happen();
        life.model.check(&life.state);
    }
    life.state.unpreview();
    while !life.model.waiting.is_empty() {
        life.answer(State::sent);
    }
    life.model.check(&life.state);
    life.model.check_arrived(&life.state);
}

impl Life<'_> {
    fn happen(&mut self) {
        match self.random.below(18) {
            0..=2 => self.thumb(),
            3 | 4 => self.rate(),
            5 => self.keys(),
            6 | 7 => self.reason(),
            8 => self.write(),
            9 | 10 => self.send(),
            11 => self.state.edit(),
            12 => self.state.close(),
            13 => self.attempt(),
            14 => self.answer(State::sent),
            15 => self.answer(State::taken),
            16 => self.refuse(),
            _ => self.page(),
        }
    }

    fn act(&mut self, act: impl FnOnce(&mut State, thumbspan::state::NewId) -> Vec<Cast>) {
        let random = &mut *self.random;
        let casts = act(&mut self.state, &mut || uuid::v7(7, random.bytes()));
        for cast in &casts {
            self.model.cast(cast, &self.state);
        }
    }

    fn thumb(&mut self) {
        let thumb = self.random.pick(&["up", "down"]);
        self.act(|state, id| state.choose(Control::Thumbs, thumb, id));
        self.model.check_vote(&self.state);
    }

    fn points(&mut self) -> &'static str {
        let points = if self.state.options.scale == Scale::Nps {
            &POINTS[..]
        } else {
            &POINTS[1..6]
        };
        self.random.pick(points)
    }

    fn rate(&mut self) {
        let points = self.points();
        self.act(|state, id| state.choose(Control::Rating, points, id));
        self.model.check_vote(&self.state);
    }

    fn keys(&mut self) {
        match self.random.below(4) {
            0 => {
                self.act(State::rest);
            }
            1 => {
                self.state.unpreview();
            }
            _ => {
                let points = self.points();
                self.state.preview(points);
            }
        }
    }

    fn reason(&mut self) {
        let at = self.random.byte() % 14;
        self.act(|state, id| state.toggle_reason(at, id));
    }

    fn write(&mut self) {
        let control = BOXES[self.random.below(2)];
        self.state.shown[control as usize] = texts::written(self.random);
    }

    /// A text above the limit is no vote.
    fn send(&mut self) {
        self.act(|state, id| state.send(id).unwrap_or_default());
    }

    /// A try, or one that failed; of a vote that waits, or of none.
    fn attempt(&mut self) {
        let at = self.random.below(self.model.waiting.len() + 1);
        let failed = self.random.once_in(2);
        let Some(vote) = self.model.waiting.get(at) else {
            for happens in [
                State::tried,
                State::sent,
                State::taken,
                State::failed,
                State::refused,
            ] {
                happens(&mut self.state, self.random.pick(&["", "x", "\0"]));
            }
            return;
        };
        self.state.tried(&vote.id);
        if failed {
            self.state.failed(&vote.id);
        }
        self.model.tried(at);
    }

    /// The outbox keeps the order, so it is the first that arrives.
    fn answer(&mut self, arrives: fn(&mut State, &str)) {
        if let Some(vote) = self.model.waiting.first() {
            arrives(&mut self.state, &vote.id);
            self.model.settle(0);
        }
    }

    fn refuse(&mut self) {
        if !self.model.waiting.is_empty() {
            let vote = self.model.waiting.remove(0);
            self.state.refused(&vote.id);
        }
    }

    fn page(&mut self) {
        match self.random.below(3) {
            0 => {
                self.state.reset();
                self.model.reset();
            }
            1 => {
                let text = if self.random.once_in(3) {
                    texts::hostile(self.random)
                } else {
                    texts::earlier(self.random)
                };
                self.state.restore(&Earlier::read(&text));
                self.model.restored();
            }
            _ => self.configure(),
        }
    }

    /// As [`thumbspan::instance::Instance::configure`].
    fn configure(&mut self) {
        let options = Options::read(&texts::options(self.random), &mut |why| panic!("{why}"));
        if self.state.options.scale != options.scale {
            self.state.reset();
            self.model.reset();
        }
        self.state.options = options;
    }
}
