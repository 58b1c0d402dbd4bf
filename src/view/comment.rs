//! The comment box, which opens after a vote and has its own Send.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::instance::Instance;
use crate::text::ENGLISH;

#[component]
pub(super) fn Comment(instance: Instance, always: bool) -> impl IntoView {
    let is_closed = move || !always && !instance.state.with(|state| state.comment_open);
    view! {
        <div class="comment" part="comment" hidden=is_closed>
            <textarea
                part="textarea"
                rows="2"
                aria-label=ENGLISH.comment
                placeholder=ENGLISH.comment_hint
                disabled=move || !instance.ready.get()
                prop:value=move || instance.state.with(|state| state.draft.clone())
                on:input=move |event| {
                    let text = event_target_value(&event);
                    instance.state.update(|state| state.draft = text);
                }
                on:keydown=move |event| key(instance, &event)
            ></textarea>
            <button
                type="button"
                class="send"
                part="button send"
                disabled=move || !instance.ready.get()
                on:click=move |_| instance.send_comment()
            >
                {ENGLISH.send}
            </button>
        </div>
    }
}

fn key(instance: Instance, event: &KeyboardEvent) {
    // The page's own shortcuts are not meant by what somebody types here.
    event.stop_propagation();
    if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
        instance.send_comment();
    }
}
