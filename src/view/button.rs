//! Every button: a choice that stays chosen, or something done once.

use leptos::ev::{KeyboardEvent, capture, click, keydown};
use leptos::html;
use leptos::prelude::*;

use super::icon::icon;
use super::{Read, shown};
use crate::instance::Instance;
use crate::state::State;

#[derive(Clone, Copy)]
pub(super) struct Button {
    pub(super) class: &'static str,
    pub(super) part: &'static str,
    pub(super) role: &'static str,
    /// Which choice of its group it is.
    pub(super) at: u8,
    /// The attribute that changes, and what it shows.
    pub(super) state: (&'static str, Read),
    pub(super) tab: Read,
    pub(super) act: fn(&Instance, u8),
    pub(super) keys: fn(&Instance, u8, &KeyboardEvent),
}

/// One that does something once; shown while `open` says so.
pub(super) fn action(
    class: &'static str,
    part: &'static str,
    open: Read,
    act: fn(&Instance, u8),
) -> Button {
    Button {
        class,
        part,
        role: "button",
        at: 0,
        state: ("data-open", open),
        tab: reachable,
        act,
        keys: |_, _, _| (),
    }
}

/// `name` is the accessible name, where `text` is not; people with a mouse see it as a tooltip.
pub(super) fn button(
    instance: &Instance,
    button: Button,
    name: &str,
    path: &'static str,
    text: &str,
) -> impl IntoView + use<> {
    let Button { at, act, keys, .. } = button;
    let (clicked, typed) = (instance.clone(), instance.clone());
    html::button()
        .r#type("button")
        .class(button.class)
        .part(button.part)
        .role(button.role)
        .title(name.to_owned())
        .tabindex(shown(instance, at, button.tab))
        .attr(button.state.0, shown(instance, at, button.state.1))
        .on(capture(click), move |_| act(&clicked, at))
        .on(capture(keydown), move |event| keys(&typed, at, &event))
        .child((icon(path), text.to_owned()))
}

pub(super) fn reachable(_: &State, _: u8) -> &'static str {
    "0"
}
