//! A box to write in, with its visible label, and how much room is left near the limit.

use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;
use thumbspan_contract::limits;

use super::{said, shown, yes};
use crate::fields::{cut, join};
use crate::instance::Instance;
use crate::options::Control;
use crate::state::State;
use crate::text::{Text, Texts};
use crate::wire::digits;

/// From so many characters left on, the number is shown.
const NEAR: usize = 200;

pub(super) fn writing(instance: &Instance, control: Control) -> impl IntoView + use<> {
    let texts = &instance.texts;
    let at = control as usize;
    let (class, label, hint) = match control {
        Control::Correction => ("correction", Text::Correction, Text::CorrectionHint),
        _ => ("comment", Text::Comment, Text::CommentHint),
    };
    let asks = |state: &State, at| {
        yes(state.asks(if at == 0 {
            Control::Comment
        } else {
            Control::Correction
        }))
    };
    let input = instance.state.clone();
    view! {
        <label class=class part=class data-open=shown(instance, (control == Control::Correction).into(), asks)>
            {texts.get(label).to_owned()}
            <textarea
                part="textarea"
                rows="2"
                placeholder=texts.get(hint).to_owned()
                prop:value=said(instance, control as u8, |state, _, at| state.shown[usize::from(at)].clone())
                on:input:capture=move |event: Event| {
                    let text = event_target_value(&event);
                    input.update(|state| state.shown[at] = text);
                }
                on:keydown:capture=keep
            ></textarea>
            <small part="counter" prop:textContent=said(instance, control as u8, left)></small>
        </label>
    }
}

/// The page's own shortcuts are not meant by what somebody types here; the follow-up's are.
#[expect(clippy::needless_pass_by_value, reason = "a listener takes its event")]
fn keep(event: KeyboardEvent) {
    if event.key() != "Escape" {
        event.stop_propagation();
    }
}

/// How many characters may still be written, when there are few; below zero, how many are too many.
fn left(state: &State, texts: &Texts, at: u8) -> String {
    let draft = &state.shown[usize::from(at)];
    let count = if draft.len() + NEAR < limits::TEXT_CHARS {
        0
    } else {
        draft.chars().count()
    };
    if count + NEAR < limits::TEXT_CHARS {
        return String::new();
    }
    let mut number = String::new();
    if count > limits::TEXT_CHARS {
        number.push_str("−");
    }
    digits(&mut number, count.abs_diff(limits::TEXT_CHARS) as u64);
    let (before, rest) = cut(texts.get(Text::Left), b'{');
    let (_, after) = cut(rest.unwrap_or_default(), b'}');
    join(&[before, &number, after.unwrap_or_default()])
}
