//! What becomes of the vote, to see and to hear, and the way to try again.

use leptos::prelude::*;

use super::yes;
use crate::instance::Instance;
use crate::state::{Phase, State};
use crate::text::ENGLISH;

pub(super) fn status(instance: &Instance) -> impl IntoView + use<> {
    let [seen, said, retry] = [(); 3].map(|()| instance.state.clone());
    let instance = instance.clone();
    view! {
        <span
            class="status"
            part="status"
            role="status"
            data-phase=move || words(&seen).0
            prop:textContent=move || words(&said).1.to_owned()
        ></span>
        <button
            type="button"
            class="retry"
            part="button retry"
            data-open=move || yes(words(&retry).0 == "failed")
            on:click:capture=move |_| instance.send()
        >
            {ENGLISH.retry}
        </button>
    }
}

fn words(state: &ArcRwSignal<State>) -> (&'static str, &'static str) {
    match state.with(|state| state.phase) {
        Phase::Idle => ("idle", ""),
        Phase::Sending => ("sending", ENGLISH.sending),
        Phase::Thanks => ("thanks", ENGLISH.thanks),
        Phase::Withdrawn => ("withdrawn", ENGLISH.withdrawn),
        Phase::Failed => ("failed", ENGLISH.failed),
        Phase::Refused => ("refused", ENGLISH.refused),
        Phase::TooLong => ("too-long", ENGLISH.too_long),
    }
}
