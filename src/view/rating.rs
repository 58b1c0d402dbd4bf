//! Five stars: a radio group with arrow keys.
//!
//! Keys as in <https://www.w3.org/WAI/ARIA/apg/patterns/radio/examples/radio-rating/>. An arrow
//! chooses at once, but the vote is cast when the keys rest: four presses are one opinion.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::icon::{STAR, icon};
use super::yes;
use crate::instance::Instance;
use crate::state::State;
use crate::text::ENGLISH;

const REST: Duration = Duration::from_millis(700);

type Rest = Rc<Cell<Option<TimeoutHandle>>>;

pub(super) fn rating(instance: &Instance) -> impl IntoView + use<> {
    let rest = Rest::default();
    view! {
        <div class="stars" part="rating" role="radiogroup" aria-label=ENGLISH.rating>
            {[1, 2, 3, 4, 5].map(|stars| star(instance, stars, &rest))}
        </div>
    }
}

fn star(instance: &Instance, stars: u8, rest: &Rest) -> impl IntoView + use<> {
    let [checked, full, focusable] = [(); 3].map(|()| instance.state.clone());
    let chosen = |state: &ArcRwSignal<State>| state.with(|state| state.stars);
    let [clicked, stepped] = [(); 2].map(|()| (instance.clone(), rest.clone()));
    view! {
        <button
            type="button"
            role="radio"
            part="button star"
            aria-label=ENGLISH.stars[usize::from(stars) - 1]
            aria-checked=move || yes(chosen(&checked) == Some(stars))
            data-full=move || yes(chosen(&full) >= Some(stars))
            tabindex=move || if chosen(&focusable).unwrap_or(1) == stars { "0" } else { "-1" }
            on:click:capture=move |_| settle(&clicked.0, stars, &clicked.1)
            on:keydown:capture=move |event| step(&stepped.0, stars, &stepped.1, &event)
        >
            {icon(STAR)}
        </button>
    }
}

fn settle(instance: &Instance, stars: u8, rest: &Rest) {
    stop(rest);
    instance.rate(stars);
}

fn stop(rest: &Rest) {
    if let Some(timer) = rest.take() {
        timer.clear();
    }
}

fn step(instance: &Instance, stars: u8, rest: &Rest, event: &KeyboardEvent) {
    let next = match event.key().as_str() {
        "ArrowRight" | "ArrowUp" => stars % 5 + 1,
        "ArrowLeft" | "ArrowDown" => (stars + 3) % 5 + 1,
        "Home" => 1,
        "End" => 5,
        _ => return,
    };
    event.prevent_default();
    stop(rest);
    instance.state.update(|state| state.preview(next));
    focus(event, next);
    let resting = instance.clone();
    rest.set(set_timeout_with_handle(move || resting.rest(), REST).ok());
}

fn focus(event: &KeyboardEvent, stars: u8) {
    let star = event.current_target().and_then(|button| {
        button
            .dyn_into::<Element>()
            .ok()?
            .parent_element()?
            .children()
            .item(u32::from(stars) - 1)
    });
    if let Some(star) = star {
        let _ = star.unchecked_into::<HtmlElement>().focus();
    }
}
