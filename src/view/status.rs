//! What becomes of the vote, to see and to hear; the ways to try again and to edit.

use leptos::prelude::*;

use super::button::{action, button};
use super::{said, shown, yes};
use crate::instance::Instance;
use crate::state::{Phase, State};
use crate::text::{Text, Texts};

pub(super) fn status(instance: &Instance) -> impl IntoView + use<> {
    let retry = action(
        "retry",
        "button retry",
        |state, _| yes(state.phase == Phase::Failed),
        |instance, _| instance.retry(),
    );
    let edit = action("edit", "button edit", can_edit, |instance, _| {
        instance.edit();
    });
    let ask = action("ask", "button edit", can_ask, |instance, _| instance.edit());
    let get = |text| instance.texts.get(text);
    (
        view! {
            <span
                class="status"
                part="status"
                role="status"
                data-phase=shown(instance, 0, |state, _| phase(state).0)
                prop:textContent=said(instance, 0, words)
            ></span>
        },
        button(instance, retry, "", "", get(Text::Retry)),
        button(instance, edit, "", "", get(Text::Edit)),
        button(instance, ask, "", "", get(Text::Comment)),
    )
}

fn words(state: &State, texts: &Texts, _: u8) -> String {
    phase(state).1.map_or("", |text| texts.get(text)).to_owned()
}

const fn phase(state: &State) -> (&'static str, Option<Text>) {
    match state.phase {
        Phase::Idle => ("idle", None),
        Phase::Sending => ("sending", Some(Text::Sending)),
        Phase::Thanks => ("thanks", Some(Text::Thanks)),
        Phase::Withdrawn => ("withdrawn", Some(Text::Withdrawn)),
        Phase::Failed => ("failed", Some(Text::Failed)),
        Phase::Refused => ("refused", Some(Text::Refused)),
        Phase::TooLong => ("too-long", Some(Text::TooLong)),
    }
}

fn can_edit(state: &State, _: u8) -> &'static str {
    yes(!state.open && state.has_written())
}

/// Nothing written yet, and the follow-up closed: by the person, or since it never opens by itself.
fn can_ask(state: &State, _: u8) -> &'static str {
    yes(!state.is_open() && state.has_follow_up() && !state.has_written())
}
