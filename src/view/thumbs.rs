//! Thumbs: two toggle buttons.

use leptos::prelude::*;

use super::icon::{THUMB, icon};
use super::yes;
use crate::instance::Instance;
use crate::state::Thumb;
use crate::text::ENGLISH;

pub(super) fn thumbs(instance: &Instance) -> impl IntoView + use<> {
    view! {
        <div class="thumbs" part="thumbs">
            {button(instance, Thumb::Up, ENGLISH.up)}
            {button(instance, Thumb::Down, ENGLISH.down)}
        </div>
    }
}

fn button(instance: &Instance, thumb: Thumb, name: &'static str) -> impl IntoView + use<> {
    let state = instance.state.clone();
    let instance = instance.clone();
    view! {
        <button
            type="button"
            class=thumb.as_str()
            part="button thumb"
            aria-label=name
            title=name
            aria-pressed=move || yes(state.with(|state| state.thumb == Some(thumb)))
            on:click:capture=move |_| instance.press(thumb)
        >
            {icon(THUMB)}
        </button>
    }
}
