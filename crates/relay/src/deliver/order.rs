//! What must not overtake what it revises. Pure.

use crate::store::{Due, Settlement};

/// Those that must not overtake an event that waits, or one of their own, and the others.
pub(super) fn parted(all: Vec<Due>) -> (Vec<Due>, Vec<Due>) {
    let (mut held, mut free): (Vec<Due>, Vec<Due>) = (Vec::new(), Vec::new());
    for mut due in all {
        let earlier = held.iter().find(|held| due.is_later_than(held));
        let behind_held = earlier.and_then(|held| held.after_ms);
        due.after_ms = due.after_ms.or(behind_held.map(|ms| ms.saturating_add(1)));
        if due.after_ms.is_some() {
            held.push(due);
        } else {
            free.push(due);
        }
    }
    (held, free)
}

/// An event that revises another which waits comes behind it.
pub(super) fn behind(due: &Due, now_ms: u64) -> Settlement {
    let earlier = due.after_ms.unwrap_or_default();
    Settlement::Later {
        seq: due.seq,
        next_at_ms: earlier.max(now_ms).saturating_add(1),
        code: "earlier_waits",
    }
}
