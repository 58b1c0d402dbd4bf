//! Whether a pause is about the sink or about an event that meets it alone. Pure.

use std::collections::HashMap;

use crate::store::Due;

/// Events that may meet a pause alone, with nothing taken between them, before it is the sink's: so
/// many may stand side by side, and so many requests it costs to see that a key became wrong.
const DOUBTS: u32 = 3;
/// Events that are remembered: about half a mebibyte.
const MOST: usize = 10_000;

/// What a sink has shown since its last pause. It begins with nothing.
#[derive(Default)]
pub(super) struct Trust {
    /// Events that may still meet a pause alone.
    left: u32,
    /// How often the sink took something.
    taken: u64,
    /// The events that met a pause alone, by their places, and what `taken` was then.
    alone: HashMap<u128, u64>,
}

impl Trust {
    /// Whether the sink took something lately, so that a pause may be about the events.
    pub(super) fn is_left(&self) -> bool {
        self.left > 0
    }

    /// The sink took something.
    pub(super) fn taken(&mut self) {
        self.left = DOUBTS;
        self.taken += 1;
    }

    /// An event met a pause alone. Tells whether that is known to be about the event: it met one
    /// before, and the sink took others before that and after it.
    pub(super) fn met_alone(&mut self, due: &Due) -> bool {
        let before = self.alone.get(&due.seq.key);
        if before.is_some_and(|before| *before < self.taken) {
            return true;
        }
        self.left = self.left.saturating_sub(1);
        if self.alone.len() >= MOST {
            // Many of them are gone for long; the others are known again after two tries.
            self.alone.clear();
        }
        self.alone.insert(due.seq.key, self.taken);
        false
    }

    /// The sink is paused: what met that since it last took something proves nothing of itself.
    pub(super) fn paused(&mut self) {
        self.left = 0;
        self.alone.retain(|_, before| *before < self.taken);
    }
}
