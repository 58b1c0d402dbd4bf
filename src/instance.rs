//! One element's life: presses in, state on, votes and DOM events out.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thumbspan_contract::{Event, Signal, Target};
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

use crate::announce::{announce, warn_once};
use crate::context::{self, Context};
use crate::error::Fault;
use crate::options::{self, Control};
use crate::stamp::stamp;
use crate::state::{Stamp, State, Thumb};
use crate::transport::post;
use crate::{page, wire};

/// A handle on one element.
#[derive(Clone)]
pub(crate) struct Instance {
    pub(crate) state: ArcRwSignal<State>,
    own: Rc<Own>,
}

struct Own {
    host: HtmlElement,
    /// Around the controls: a fieldset, which disables them all at once.
    frame: Element,
    relay: String,
    target: RefCell<Option<Target>>,
    reported: RefCell<Option<Fault>>,
    sending: Cell<bool>,
}

/// What a press does to the state: the signal that it casts, if it changes anything.
type Cast<'a> = dyn FnMut(&mut State, &Context, Stamp) -> Result<Option<Signal>, Fault> + 'a;

impl Instance {
    /// `relay` is the base URL used when the element names none; empty means the page's origin.
    pub(crate) fn new(host: HtmlElement, frame: Element, relay: String) -> Self {
        Self {
            state: ArcRwSignal::default(),
            own: Rc::new(Own {
                host,
                frame,
                relay,
                target: RefCell::default(),
                reported: RefCell::default(),
                sending: Cell::default(),
            }),
        }
    }

    /// Reads the page again; the context when there is one.
    pub(crate) fn refresh(&self) -> Option<Context> {
        let host = &self.own.host;
        let found = self
            .endpoint()
            .and_then(|_| context::resolve(&page::sources(host)));
        let is_ready = found.is_ok() && !host.has_attribute("disabled");
        let _ = self
            .own
            .frame
            .toggle_attribute_with_force("disabled", !is_ready);
        match found {
            Ok(context) => {
                self.own.reported.take();
                self.meet(&context.target);
                Some(context)
            }
            Err(fault) => {
                self.report(&fault);
                None
            }
        }
    }

    /// Another target is another answer: nothing that was chosen for the last one is shown for it.
    fn meet(&self, target: &Target) {
        let known = self.own.target.replace(Some(target.clone()));
        if known.is_some_and(|known| known != *target) {
            self.state.update(State::reset);
        }
    }

    /// Says a fault of the page once, until it is mended.
    fn report(&self, fault: &Fault) {
        let last = self.own.reported.replace(Some(fault.clone()));
        if last.as_ref() != Some(fault) {
            warn_once(&fault.message);
            self.fail(fault);
        }
    }

    fn fail(&self, fault: &Fault) {
        announce(&self.own.host, options::ERROR, &wire::fault(fault), false);
    }

    fn endpoint(&self) -> Result<String, Fault> {
        page::endpoint(&self.own.host, &self.own.relay)
    }

    /// A thumb was pressed.
    pub(crate) fn press(&self, thumb: Thumb) {
        self.cast(&mut |state, context, stamp| Ok(state.press(thumb, context, stamp)));
    }

    /// Stars were chosen.
    pub(crate) fn rate(&self, stars: u8) {
        self.cast(&mut |state, context, stamp| Ok(state.rate(stars, context, stamp)));
    }

    /// The keys that chose stars rest.
    pub(crate) fn rest(&self) {
        self.cast(&mut |state, context, stamp| Ok(state.rest(context, stamp)));
    }

    /// The draft is to be sent.
    pub(crate) fn send_comment(&self) {
        self.cast(&mut State::send_comment);
    }

    fn cast(&self, apply: &mut Cast<'_>) {
        let enabled = !self.own.host.has_attribute("disabled");
        let Some(context) = self.refresh().filter(|_| enabled) else {
            self.state.update(State::unpreview);
            return;
        };
        match self
            .state
            .try_update(|state| apply(state, &context, stamp()))
        {
            Some(Ok(Some(signal))) => {
                let detail = wire::change(&signal);
                announce(&self.own.host, options::CHANGE, &detail, false);
                self.send();
            }
            Some(Err(fault)) => self.fail(&fault),
            _ => {}
        }
    }

    /// What a control shows, as its signal's value; null for nothing.
    pub(crate) fn value(&self, control: Control) -> JsValue {
        let or_null = |value: Option<JsValue>| value.unwrap_or(JsValue::NULL);
        self.state.with_untracked(|state| match control {
            Control::Thumbs => or_null(state.thumb.map(|thumb| thumb.as_str().into())),
            Control::Rating => or_null(state.stars.map(JsValue::from)),
            Control::Comment => (&state.draft).into(),
        })
    }

    /// Sends what waits, one after the other; also what failed before, with its own id.
    pub(crate) fn send(&self) {
        let Ok(url) = self.endpoint() else {
            return;
        };
        if self.own.sending.replace(true) {
            return;
        }
        // The votes are sent although their element is removed meanwhile: this holds its state.
        let this = self.clone();
        spawn_local(async move {
            while let Some(event) = this.state.try_update(State::begin).flatten() {
                if !this.send_one(&url, &event).await {
                    break;
                }
            }
            this.own.sending.set(false);
        });
    }

    /// Sends one event; false when it must wait for Retry.
    async fn send_one(&self, url: &str, event: &Event) -> bool {
        let host = &self.own.host;
        let detail = wire::event(event);
        if !announce(host, options::SUBMIT, &detail, true) {
            self.state.update(State::taken);
            return true;
        }
        match post(url, event).await {
            Ok(()) => {
                self.state.update(State::sent);
                announce(host, options::SENT, &detail, false);
                true
            }
            Err(fault) => {
                self.state.update(|state| state.failed(&fault));
                self.fail(&fault);
                !fault.retryable
            }
        }
    }

    /// Sends the draft and whatever failed; whether anything is on its way.
    pub(crate) fn submit(&self) -> bool {
        self.send_comment();
        self.send();
        self.state.with_untracked(State::is_waiting)
    }

    /// Forgets everything shown.
    pub(crate) fn reset(&self) {
        self.state.update(State::reset);
    }
}
