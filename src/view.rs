//! The Leptos components: one file for each control.
//!
//! Listeners are `:capture`, which on a control itself is the same: the other kind links Leptos' table
//! of delegated events, though delegation is off.

mod comment;
mod icon;
mod rating;
mod status;
mod thumbs;

use std::any::Any;

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, ShadowRoot};

use crate::instance::Instance;
use crate::options::Control;
use crate::page::document;
use crate::text::ENGLISH;

/// What is drawn in a frame; dropping it removes it.
pub(crate) type Drawn = Vec<Box<dyn Any>>;

/// The element around the controls. A fieldset, since it can disable all of them at once.
pub(crate) fn frame(root: &ShadowRoot) -> Result<HtmlElement, JsValue> {
    let frame = document().create_element("fieldset")?;
    for (name, value) in [("part", "frame"), ("aria-label", ENGLISH.group)] {
        frame.set_attribute(name, value)?;
    }
    root.append_child(&frame)?;
    Ok(frame.unchecked_into())
}

/// Draws the controls in their order. Each is mounted by itself, which costs a page fewer bytes
/// than one view that can hold any of them.
pub(crate) fn draw(frame: &HtmlElement, instance: &Instance, controls: &[Control]) -> Drawn {
    let is_alone = controls == [Control::Comment];
    let mut drawn: Drawn = controls
        .iter()
        .map(|control| one(frame, instance, *control, is_alone))
        .collect();
    drawn.push(mount(frame, status::status(instance)));
    drawn
}

fn one(frame: &HtmlElement, instance: &Instance, control: Control, is_alone: bool) -> Box<dyn Any> {
    match control {
        Control::Thumbs => mount(frame, thumbs::thumbs(instance)),
        Control::Rating => mount(frame, rating::rating(instance)),
        Control::Comment => mount(frame, comment::comment(instance, is_alone)),
    }
}

fn mount(frame: &HtmlElement, view: impl IntoView + 'static) -> Box<dyn Any> {
    Box::new(mount_to(frame.clone(), move || view))
}

/// A truth as an attribute's text. All attributes have one type, since each further type that
/// changes costs a page about 1 KB of wasm.
const fn yes(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}
