//! One element's life: presses in, state on, votes and DOM events out.

use leptos::prelude::*;
use leptos::task::spawn_local;
use thumbspan_contract::{Event, Target};
use web_sys::HtmlElement;

use crate::announce::{announce, warn_once};
use crate::context::{self, Context};
use crate::error::Fault;
use crate::options::{self, Control};
use crate::state::{self, Phase, Stamp, State, Thumb};
use crate::transport::{js, post};
use crate::{page, stamp::stamp};

/// A handle on one element; it lives as long as the reactive owner that it was made in.
#[derive(Clone, Copy)]
pub(crate) struct Instance {
    pub(crate) state: RwSignal<State>,
    /// Whether votes can be cast: there is a target, and the element is not disabled.
    pub(crate) ready: RwSignal<bool>,
    own: StoredValue<Own, LocalStorage>,
}

struct Own {
    host: HtmlElement,
    relay: String,
    target: Option<Target>,
    reported: Option<Fault>,
    sending: bool,
}

impl Instance {
    /// `relay` is the base URL used when the element names none; empty means the page's origin.
    pub(crate) fn new(host: HtmlElement, relay: String) -> Self {
        let own = Own {
            host,
            relay,
            target: None,
            reported: None,
            sending: false,
        };
        Self {
            state: RwSignal::default(),
            ready: RwSignal::default(),
            own: StoredValue::new_local(own),
        }
    }

    fn host(self) -> HtmlElement {
        self.own.with_value(|own| own.host.clone())
    }

    /// Reads the page again; the context when there is one.
    pub(crate) fn refresh(self) -> Option<Context> {
        let host = self.host();
        let found = self
            .endpoint()
            .and_then(|_| context::resolve(&page::sources(&host)));
        let is_enabled = !host.has_attribute("disabled");
        match found {
            Ok(context) => {
                self.own.update_value(|own| own.reported = None);
                self.meet(&context.target);
                self.set_ready(is_enabled);
                Some(context)
            }
            Err(fault) => {
                self.set_ready(false);
                self.report(&fault);
                None
            }
        }
    }

    fn set_ready(self, ready: bool) {
        if self.ready.get_untracked() != ready {
            self.ready.set(ready);
        }
    }

    /// Another target is another answer: nothing that was chosen for the last one is shown for it.
    fn meet(self, target: &Target) {
        let known = self
            .own
            .try_update_value(|own| own.target.replace(target.clone()));
        if known.flatten().is_some_and(|known| known != *target) {
            self.state.update(State::reset);
        }
    }

    /// Says a fault of the page once, until it is mended.
    fn report(self, fault: &Fault) {
        let last = self
            .own
            .try_update_value(|own| own.reported.replace(fault.clone()));
        if last.flatten().as_ref() != Some(fault) {
            warn_once(&fault.message);
            self.fail(fault);
        }
    }

    fn fail(self, fault: &Fault) {
        announce(&self.host(), options::ERROR, &js(fault), false);
    }

    fn endpoint(self) -> Result<String, Fault> {
        self.own
            .with_value(|own| page::endpoint(&own.host, &own.relay))
    }

    /// A thumb was pressed.
    pub(crate) fn press(self, thumb: Thumb) {
        self.cast(Control::Thumbs, |state, context, stamp| {
            state.press(thumb, context, stamp);
            Ok(())
        });
    }

    /// Stars were chosen.
    pub(crate) fn rate(self, stars: u8) {
        self.cast(Control::Rating, |state, context, stamp| {
            state.rate(stars, context, stamp);
            Ok(())
        });
    }

    /// The draft is to be sent.
    pub(crate) fn send_comment(self) {
        self.cast(Control::Comment, State::send_comment);
    }

    fn cast(
        self,
        control: Control,
        apply: impl FnOnce(&mut State, &Context, Stamp) -> Result<(), Fault>,
    ) {
        let Some(context) = self.refresh().filter(|_| self.ready.get_untracked()) else {
            return;
        };
        let applied = self
            .state
            .try_update(|state| apply(state, &context, stamp()));
        if let Some(Err(fault)) = applied {
            self.fail(&fault);
            return;
        }
        self.announce_change(control);
        self.send();
    }

    fn announce_change(self, control: Control) {
        let value = self.state.with_untracked(|state| match control {
            Control::Thumbs => js(&state.thumb.map(Thumb::as_str)),
            Control::Rating => js(&state.stars),
            Control::Comment => js(&state.draft),
        });
        let detail = js_sys::Object::new();
        for (key, value) in [("label", state::signal(control).0.into()), ("value", value)] {
            let _ = js_sys::Reflect::set(&detail, &key.into(), &value);
        }
        announce(&self.host(), options::CHANGE, &detail, false);
    }

    /// Sends what waits, one after the other; also what failed before, with its own id.
    pub(crate) fn send(self) {
        let Ok(url) = self.endpoint() else {
            return;
        };
        let was_sending = self
            .own
            .try_update_value(|own| std::mem::replace(&mut own.sending, true));
        if was_sending == Some(false) {
            // Counted, not owned: votes are sent although their element was removed meanwhile.
            let state = ArcRwSignal::from(self.state);
            let host = self.host();
            spawn_local(async move {
                while let Some(event) = state.try_update(State::begin).flatten() {
                    if !send_one(&state, &host, &url, &event).await {
                        break;
                    }
                }
                self.own.try_update_value(|own| own.sending = false);
            });
        }
    }

    /// Sends the draft and whatever failed; whether anything is on its way.
    pub(crate) fn submit(self) -> bool {
        self.send_comment();
        self.send();
        self.state.with_untracked(State::is_waiting)
    }

    /// Forgets everything shown.
    pub(crate) fn reset(self) {
        self.state.update(State::reset);
    }

    /// Whether the person sees this phase.
    pub(crate) fn is_in(self, phase: Phase) -> bool {
        self.state.with(|state| state.phase == phase)
    }
}

/// Sends one event; false when it must wait for Retry.
async fn send_one(
    state: &ArcRwSignal<State>,
    host: &HtmlElement,
    url: &str,
    event: &Event,
) -> bool {
    let detail = js(event);
    if !announce(host, options::SUBMIT, &detail, true) {
        state.update(State::taken);
        return true;
    }
    match post(url, event).await {
        Ok(()) => {
            state.update(State::sent);
            announce(host, options::SENT, &detail, false);
            true
        }
        Err(fault) => {
            state.update(|state| state.failed(&fault));
            announce(host, options::ERROR, &js(&fault), false);
            !fault.retryable
        }
    }
}
