//! The Leptos components: rows of votes, the follow-up that opens below them, and the status.
//!
//! Few shapes, since each costs a page bytes: every button of every control is [`button::button`],
//! every row of them [`group::group`], and all that changes is read by a plain function, so that
//! Leptos' effects are compiled once. What a control does not ask for now is there and hidden.
//! Listeners are `:capture`, which on a control itself is the same: the other kind links Leptos' table
//! of delegated events, though delegation is off.
//!
//! Compiled natively too: `tests/resting.rs` renders the same components to the shell's template.

mod button;
mod follow_up;
mod group;
mod icon;
mod status;
mod writing;

use leptos::prelude::*;

use crate::instance::Instance;
use crate::state::State;
use crate::text::Texts;

/// Reads what an attribute shows; the number tells apart what shares a function.
type Read = fn(&State, u8) -> &'static str;

/// All controls of one element.
#[must_use]
pub fn controls(instance: &Instance) -> impl IntoView + use<> {
    (
        group::votes(instance),
        follow_up::follow_up(instance),
        status::status(instance),
    )
}

/// One attribute that changes with the state.
fn shown(
    instance: &Instance,
    at: u8,
    read: Read,
) -> impl Fn() -> &'static str + Clone + Send + Sync + use<> {
    let state = instance.state.clone();
    move || state.with(|state| read(state, at))
}

/// Reads what a text says.
type ReadText = fn(&State, &Texts, u8) -> String;

/// One text that changes with the state.
fn said(
    instance: &Instance,
    at: u8,
    read: ReadText,
) -> impl Fn() -> String + Clone + Send + Sync + use<> {
    let (state, texts) = (instance.state.clone(), instance.texts.clone());
    move || state.with(|state| read(state, &texts, at))
}

/// A truth as an attribute's text.
const fn yes(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}

fn always(_: &State, _: u8) -> &'static str {
    yes(true)
}
