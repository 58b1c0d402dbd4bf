//! What becomes of the vote, to see and to hear, and the way to try again.

use leptos::prelude::*;

use crate::instance::Instance;
use crate::state::Phase;
use crate::text::ENGLISH;

#[component]
pub(super) fn Status(instance: Instance) -> impl IntoView {
    let phase = move || instance.state.with(|state| state.phase);
    view! {
        <span class="status" part="status" role="status" data-phase=move || words(phase()).0>
            {move || words(phase()).1}
        </span>
        <button
            type="button"
            class="retry"
            part="button retry"
            hidden=move || !instance.is_in(Phase::Failed)
            on:click=move |_| instance.send()
        >
            {ENGLISH.retry}
        </button>
    }
}

const fn words(phase: Phase) -> (&'static str, &'static str) {
    match phase {
        Phase::Idle => ("idle", ""),
        Phase::Sending => ("sending", ENGLISH.sending),
        Phase::Thanks => ("thanks", ENGLISH.thanks),
        Phase::Failed => ("failed", ENGLISH.failed),
        Phase::Refused => ("refused", ENGLISH.refused),
        Phase::TooLong => ("too-long", ENGLISH.too_long),
    }
}
