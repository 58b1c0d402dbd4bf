//! Thumbs: two toggle buttons.

use leptos::prelude::*;

use super::icon::{THUMB, icon};
use crate::instance::Instance;
use crate::state::Thumb;
use crate::text::ENGLISH;

#[component]
pub(super) fn Thumbs(instance: Instance) -> impl IntoView {
    view! {
        <div class="thumbs" part="thumbs">
            {button(instance, Thumb::Up, ENGLISH.up)}
            {button(instance, Thumb::Down, ENGLISH.down)}
        </div>
    }
}

fn button(instance: Instance, thumb: Thumb, name: &'static str) -> impl IntoView {
    let is_pressed = move || instance.state.with(|state| state.thumb == Some(thumb));
    view! {
        <button
            type="button"
            class=thumb.as_str()
            part="button thumb"
            aria-label=name
            title=name
            aria-pressed=move || if is_pressed() { "true" } else { "false" }
            disabled=move || !instance.ready.get()
            on:click=move |_| instance.press(thumb)
        >
            {icon(THUMB)}
        </button>
    }
}
