//! What JavaScript sees: the only file that knows `#[wasm_bindgen]`. Texts cross it and little else,
//! since every type and every function that does costs the page glue.

use std::any::Any;
use std::sync::Arc;

use js_sys::Function;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::instance::{Instance, World};
use crate::state::State;
use crate::text::Texts;
use crate::{stamp, view, wire};

/// One element's controls. `free()` removes them and everything that they hold.
#[wasm_bindgen]
pub struct Feedback {
    frame: HtmlElement,
    owner: Owner,
    instance: Instance,
    drawn: Option<Box<dyn Any>>,
}

/// What the shell can say to a [`Feedback`]; each takes a text and gives one.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug)]
pub enum Say {
    /// Read the page again: `true` when it names a target.
    Refresh,
    /// The event with this id is about to be sent.
    Tried,
    /// The relay has the event with this id.
    Sent,
    /// The event with this id failed, and will be tried again.
    Failed,
    /// The event with this id was refused for good.
    Refused,
    /// Show these votes of an earlier visit.
    Restore,
    /// Send what is written and whatever failed: `true` when anything is on its way.
    Submit,
    /// Forget what is shown, as for another answer; what was cast is still sent.
    Reset,
    /// What is chosen now, as JSON.
    Value,
}

#[wasm_bindgen]
impl Feedback {
    /// `look` reads the page into one text; `tell` is told what happens (what, JSON, replaced ids) and
    /// answers false where the host takes an event over.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(frame: HtmlElement, look: Function, tell: Function) -> Feedback {
        let world = World {
            look: Box::new(move || {
                look.call0(&JsValue::NULL)
                    .ok()
                    .and_then(|text| text.as_string())
                    .unwrap_or_default()
            }),
            tell: Box::new(move |what, json, replaced| {
                let told = tell.call3(&JsValue::NULL, &what.into(), &json.into(), &replaced.into());
                told.is_ok_and(|ours| !ours.is_falsy())
            }),
            now_ms: stamp::now_ms,
            random: stamp::random,
        };
        Feedback {
            frame,
            owner: Owner::new(),
            instance: Instance::new(world),
            drawn: None,
        }
    }

    /// Draws the controls anew, as options and texts want them.
    pub fn draw(&mut self, options: &str, texts: &str) {
        // The old controls go first, so that both are never on the page.
        self.drawn = None;
        self.instance.configure(options);
        self.instance.texts = Arc::new(Texts::read(texts));
        let (frame, instance) = (self.frame.clone(), self.instance.clone());
        self.drawn = Some(self.owner.with(|| -> Box<dyn Any> {
            Box::new(mount_to(frame, move || view::controls(&instance)))
        }));
    }

    /// Says one thing.
    #[must_use]
    pub fn say(&self, what: Say, text: &str) -> String {
        let instance = &self.instance;
        let act: fn(&mut State, &str) = match what {
            Say::Refresh => {
                let _ = instance.refresh();
                return yes(instance.has_target());
            }
            Say::Submit => return yes(instance.submit()),
            Say::Value => return instance.state.with_untracked(wire::value),
            Say::Restore => {
                instance.restore(text);
                return String::new();
            }
            Say::Reset => {
                instance.reset();
                return String::new();
            }
            Say::Tried => State::tried,
            Say::Sent => State::sent,
            Say::Failed => State::failed,
            Say::Refused => State::refused,
        };
        instance.state.update(|state| act(state, text));
        String::new()
    }
}

fn yes(is: bool) -> String {
    if is { "true" } else { "" }.to_owned()
}

impl Drop for Feedback {
    fn drop(&mut self) {
        self.drawn = None;
        self.owner.cleanup();
    }
}
