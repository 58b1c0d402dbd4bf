//! Rows of choices: thumbs, points, reasons.
//!
//! Points are a radio group with the keys of
//! <https://www.w3.org/WAI/ARIA/apg/patterns/radio/examples/radio-rating/>.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::button::{Button, button, reachable};
use super::icon::{FACES, STAR, THUMB};
use super::{Read, always, shown, yes};
use crate::instance::Instance;
use crate::options::{Control, Scale};
use crate::state::{DIGITS, State};
use crate::text::Text;

struct Group {
    class: &'static str,
    part: &'static str,
    role: &'static str,
    open: Read,
    name: Text,
    /// Which choices, by number.
    range: (u8, u8),
    choice: Button,
}

/// The rows that are shown at rest, in their order.
pub(super) fn votes(instance: &Instance) -> impl IntoView + use<> {
    let (controls, scale) = instance
        .state
        .with_untracked(|state| (state.options.controls.clone(), state.options.scale));
    let mut rows = Vec::new();
    for control in controls {
        match control {
            Control::Thumbs => rows.push(group(instance, &THUMBS, scale)),
            Control::Rating => rows.push(group(instance, &rating(scale), scale)),
            _ => {}
        }
    }
    rows
}

/// The reasons to choose from, after a bad vote.
pub(super) fn reasons(instance: &Instance) -> impl IntoView + use<> {
    let count = instance
        .state
        .with_untracked(|state| state.options.reasons.len());
    let range = (0, u8::try_from(count).unwrap_or(u8::MAX));
    group(instance, &Group { range, ..REASONS }, Scale::Stars)
}

fn group(instance: &Instance, group: &Group, scale: Scale) -> impl IntoView + use<> {
    let mut buttons = Vec::new();
    for at in group.range.0..group.range.1 {
        let (name, icon, text) = face(instance, group.name, at, scale);
        let choice = Button {
            class: if group.name == Text::Group {
                THUMB_CLASSES[usize::from(at)]
            } else {
                group.choice.class
            },
            at,
            ..group.choice
        };
        buttons.push(button(instance, choice, &name, icon, &text));
    }
    // The thumbs are alone in the whole group, or beside points that have a name of their own.
    let label = if group.name == Text::Group {
        ""
    } else {
        instance.texts.get(group.name)
    };
    view! {
        <div
            class=group.class
            part=group.part
            role=group.role
            aria-label=label.to_owned()
            data-open=shown(instance, 0, group.open)
        >
            {buttons}
        </div>
    }
}

/// What a choice looks like: its name, its icon, its text.
fn face(instance: &Instance, group: Text, at: u8, scale: Scale) -> (String, &'static str, String) {
    let texts = &instance.texts;
    let place = usize::from(at);
    match (group, scale) {
        (Text::Group, _) => (
            texts
                .get(if at == 0 { Text::Up } else { Text::Down })
                .to_owned(),
            THUMB,
            String::new(),
        ),
        (Text::Reasons, _) => {
            let text = instance
                .state
                .with_untracked(|state| state.options.reasons[place].1.clone());
            (String::new(), "", text)
        }
        (_, Scale::Stars) => (
            texts.at(Text::Stars, at - 1).to_owned(),
            STAR,
            String::new(),
        ),
        (_, Scale::Faces) => (
            texts.at(Text::Faces, at - 1).to_owned(),
            FACES[place - 1],
            String::new(),
        ),
        (_, Scale::Nps) => {
            let end = match at {
                0 => texts.get(Text::NpsLow),
                10 => texts.get(Text::NpsHigh),
                _ => "",
            };
            (end.to_owned(), "", DIGITS[place].to_owned())
        }
    }
}

const THUMB_CLASSES: [&str; 2] = ["up", "down"];

const THUMBS: Group = Group {
    class: "thumbs",
    part: "thumbs",
    role: "none",
    open: always,
    name: Text::Group,
    range: (0, 2),
    choice: Button {
        class: "up",
        part: "button thumb",
        role: "button",
        at: 0,
        state: ("aria-pressed", |state, at| {
            yes(state.shown[Control::Thumbs as usize] == THUMB_CLASSES[usize::from(at)])
        }),
        tab: reachable,
        act: |instance, at| instance.choose(Control::Thumbs, THUMB_CLASSES[usize::from(at)]),
        keys: |_, _, _| (),
    },
};

const fn rating(scale: Scale) -> Group {
    let (class, name, range) = match scale {
        Scale::Stars => ("stars", Text::Rating, (1, 6)),
        Scale::Faces => ("faces", Text::Rating, (1, 6)),
        Scale::Nps => ("nps", Text::Nps, (0, 11)),
    };
    Group {
        class,
        part: "rating",
        role: "radiogroup",
        open: always,
        name,
        range,
        choice: POINT,
    }
}

const POINT: Button = Button {
    class: "point",
    part: "button point",
    role: "radio",
    at: 0,
    state: ("aria-checked", |state, at| yes(state.points() == Some(at))),
    tab: |state, at| {
        if state.points().unwrap_or(ends(state).0) == at {
            "0"
        } else {
            "-1"
        }
    },
    act: |instance, at| instance.choose(Control::Rating, DIGITS[usize::from(at)]),
    keys: step,
};

const REASONS: Group = Group {
    class: "reasons",
    part: "reasons",
    role: "group",
    open: |state, _| yes(state.asks(Control::Reasons)),
    name: Text::Reasons,
    range: (0, 0),
    choice: Button {
        class: "reason",
        part: "button reason",
        role: "button",
        at: 0,
        state: ("aria-pressed", |state, at| yes(state.has_reason(at))),
        tab: reachable,
        act: Instance::toggle_reason,
        keys: |_, _, _| (),
    },
};

/// The lowest and the highest point of the scale.
fn ends(state: &State) -> (u8, u8) {
    if state.options.scale == Scale::Nps {
        (0, 10)
    } else {
        (1, 5)
    }
}

fn step(instance: &Instance, points: u8, event: &KeyboardEvent) {
    let (least, most) = instance.state.with_untracked(ends);
    let (on, back) = if is_mirrored(event) {
        ("ArrowLeft", "ArrowRight")
    } else {
        ("ArrowRight", "ArrowLeft")
    };
    let key = event.key();
    let next = match key.as_str() {
        key if key == on || key == "ArrowUp" => points + 1,
        key if key == back || key == "ArrowDown" => points.wrapping_sub(1),
        "Home" => least,
        "End" => most,
        _ => return,
    };
    // Round the ends.
    let next = if next == most + 1 {
        least
    } else if (least..=most).contains(&next) {
        next
    } else {
        most
    };
    event.prevent_default();
    instance.preview(DIGITS[usize::from(next)]);
    focus(event, next - least);
}

/// Whether the points run from right to left; as the style sheet has it in `pkg/widget/writing.js`.
fn is_mirrored(event: &KeyboardEvent) -> bool {
    event.current_target().is_some_and(|button| {
        button
            .unchecked_into::<Element>()
            .matches(":is(:dir(rtl),:lang(ar),:lang(he),:lang(iw))")
            .unwrap_or_default()
    })
}

fn focus(event: &KeyboardEvent, at: u8) {
    let sibling = event.current_target().and_then(|button| {
        let row = button.unchecked_into::<Element>().parent_element()?;
        row.children().item(at.into())
    });
    if let Some(sibling) = sibling {
        let _ = sibling.unchecked_into::<HtmlElement>().focus();
    }
}
