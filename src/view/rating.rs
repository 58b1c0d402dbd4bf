//! Five stars: a radio group with arrow keys.
//!
//! Keys as in <https://www.w3.org/WAI/ARIA/apg/patterns/radio/examples/radio-rating/>. An arrow
//! chooses at once, but the vote is cast when the keys rest: four presses are one opinion.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::icon::{STAR, icon};
use crate::instance::Instance;
use crate::text::ENGLISH;

const REST: Duration = Duration::from_millis(700);

#[component]
pub(super) fn Rating(instance: Instance) -> impl IntoView {
    let rest = StoredValue::new(None);
    view! {
        <div class="stars" part="rating" role="radiogroup" aria-label=ENGLISH.rating>
            {[1, 2, 3, 4, 5].map(|stars| star(instance, stars, rest))}
        </div>
    }
}

type Rest = StoredValue<Option<TimeoutHandle>>;

fn star(instance: Instance, stars: u8, rest: Rest) -> impl IntoView {
    let chosen = move || instance.state.with(|state| state.stars);
    view! {
        <button
            type="button"
            role="radio"
            part="button star"
            aria-label=ENGLISH.stars[usize::from(stars) - 1]
            aria-checked=move || if chosen() == Some(stars) { "true" } else { "false" }
            class=move || full(chosen(), stars)
            tabindex=move || if chosen().unwrap_or(1) == stars { "0" } else { "-1" }
            disabled=move || !instance.ready.get()
            on:click=move |_| settle(instance, stars, rest)
            on:keydown=move |event| step(instance, stars, rest, &event)
        >
            {icon(STAR)}
        </button>
    }
}

fn full(chosen: Option<u8>, stars: u8) -> &'static str {
    if chosen >= Some(stars) { "full" } else { "" }
}

fn settle(instance: Instance, stars: u8, rest: Rest) {
    stop(rest);
    instance.rate(stars);
}

fn stop(rest: Rest) {
    if let Some(timer) = rest.try_update_value(Option::take).flatten() {
        timer.clear();
    }
}

fn step(instance: Instance, stars: u8, rest: Rest, event: &KeyboardEvent) {
    let next = match event.key().as_str() {
        "ArrowRight" | "ArrowUp" => stars % 5 + 1,
        "ArrowLeft" | "ArrowDown" => (stars + 3) % 5 + 1,
        "Home" => 1,
        "End" => 5,
        _ => return,
    };
    event.prevent_default();
    stop(rest);
    instance.state.update(|state| state.stars = Some(next));
    focus(event, next);
    let timer = set_timeout_with_handle(move || instance.rate(next), REST);
    rest.try_update_value(|rest| *rest = timer.ok());
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
