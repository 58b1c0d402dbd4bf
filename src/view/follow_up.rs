//! What is asked after a vote: reasons, a comment, a correction. It opens below the row.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::button::{action, button};
use super::{group, shown, writing, yes};
use crate::instance::Instance;
use crate::options::Control;
use crate::state::{BOXES, State};
use crate::text::Text;

pub(super) fn follow_up(instance: &Instance) -> impl IntoView + use<> {
    let send = action("send", "button send", has_boxes, |instance, _| {
        instance.send();
    });
    let close = action("close", "button close", can_close, |instance, _| {
        instance.close();
    });
    let typed = instance.clone();
    view! {
        <div
            class="more"
            part="follow-up"
            data-open=shown(instance, 0, |state, _| yes(state.is_open()))
            on:keydown:capture=move |event| key(&typed, &event)
        >
            {group::reasons(instance)}
            {writing::writing(instance, Control::Comment)}
            {writing::writing(instance, Control::Correction)}
            {button(instance, send, "", "", instance.texts.get(Text::Send))}
            {button(instance, close, "", "", instance.texts.get(Text::Close))}
        </div>
    }
}

fn has_boxes(state: &State, _: u8) -> &'static str {
    yes(BOXES.into_iter().any(|control| state.asks(control)))
}

fn can_close(state: &State, _: u8) -> &'static str {
    yes(!state.options.is_alone())
}

/// Keys while somebody is in the follow-up.
fn key(instance: &Instance, event: &KeyboardEvent) {
    let key = event.key();
    if key == "Escape" {
        if instance.state.with_untracked(|state| state.open) {
            // It is this that closes, and not the dialog around it.
            event.stop_propagation();
            event.prevent_default();
            instance.close();
        }
    } else if key == "Enter" && (event.ctrl_key() || event.meta_key()) {
        instance.send();
    }
}
