//! The comment box, which opens after a vote and has its own Send.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::yes;
use crate::instance::Instance;
use crate::text::ENGLISH;

/// `is_alone`: there is no vote to wait for, so the box is open from the start.
pub(super) fn comment(instance: &Instance, is_alone: bool) -> impl IntoView + use<> {
    let [open, draft, input] = [(); 3].map(|()| instance.state.clone());
    let [typed, sent] = [(); 2].map(|()| instance.clone());
    view! {
        <div
            class="comment"
            part="comment"
            data-open=move || yes(is_alone || open.with(|state| state.comment_open))
        >
            <textarea
                part="textarea"
                rows="2"
                aria-label=ENGLISH.comment
                placeholder=ENGLISH.comment_hint
                prop:value=move || draft.with(|state| state.draft.clone())
                on:input:capture=move |event| {
                    let text = event_target_value(&event);
                    input.update(|state| state.draft = text);
                }
                on:keydown:capture=move |event| key(&typed, &event)
            ></textarea>
            <button type="button" class="send" part="button send" on:click:capture=move |_| sent.send_comment()>
                {ENGLISH.send}
            </button>
        </div>
    }
}

fn key(instance: &Instance, event: &KeyboardEvent) {
    // The page's own shortcuts are not meant by what somebody types here.
    event.stop_propagation();
    if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
        instance.send_comment();
    }
}
