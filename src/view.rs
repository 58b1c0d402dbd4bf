//! The Leptos components: one file for each control.

#![expect(unreachable_pub, reason = "#[component] writes public types")]

mod comment;
mod icon;
mod rating;
mod status;
mod thumbs;

use std::any::Any;

use leptos::mount::mount_to;
use leptos::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};

use crate::instance::Instance;
use crate::options::Control;
use crate::page::document;
use crate::text::ENGLISH;

/// What is drawn for one element; dropping it removes it from the page.
pub(crate) struct Drawn {
    frame: HtmlElement,
    _parts: Vec<Box<dyn Any>>,
}

impl Drop for Drawn {
    fn drop(&mut self) {
        self.frame.remove();
    }
}

/// Draws the controls in their order. Each is mounted by itself, which costs a page fewer bytes
/// than one view that can hold any of them.
pub(crate) fn draw(root: &ShadowRoot, instance: Instance, controls: &[Control]) -> Option<Drawn> {
    let frame: HtmlElement =
        wasm_bindgen::JsCast::unchecked_into(document().create_element("div").ok()?);
    for (name, value) in [
        ("part", "frame"),
        ("class", "frame"),
        ("role", "group"),
        ("aria-label", ENGLISH.group),
    ] {
        frame.set_attribute(name, value).ok()?;
    }
    root.append_child(&frame).ok()?;
    let always = controls == [Control::Comment];
    let mut parts: Vec<Box<dyn Any>> = controls
        .iter()
        .map(|control| one(&frame, instance, *control, always))
        .collect();
    parts.push(Box::new(mount_to(
        frame.clone(),
        move || view! { <status::Status instance/> },
    )));
    Some(Drawn {
        frame,
        _parts: parts,
    })
}

fn one(frame: &HtmlElement, instance: Instance, control: Control, always: bool) -> Box<dyn Any> {
    let frame = frame.clone();
    match control {
        Control::Thumbs => Box::new(mount_to(
            frame,
            move || view! { <thumbs::Thumbs instance/> },
        )),
        Control::Rating => Box::new(mount_to(
            frame,
            move || view! { <rating::Rating instance/> },
        )),
        Control::Comment => Box::new(mount_to(
            frame,
            move || view! { <comment::Comment instance always/> },
        )),
    }
}
