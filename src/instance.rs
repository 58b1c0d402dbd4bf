//! One element's life: presses in, state on, votes and DOM events out.
//!
//! The page, the clock and the random bytes come in as [`World`], so this is tested natively.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use thumbspan_contract::{Target, uuid};

use crate::context::{self, Context};
use crate::error::{BAD_RELAY, Fault};
use crate::options::{CHANGE, Control, ERROR, Options, SUBMIT};
use crate::state::{Cast, Earlier, NewId, State};
use crate::text::Texts;
use crate::wire;

/// Told to the shell besides the DOM events: a warning for the page's developer.
pub const WARN: &str = "warn";
/// Told to the shell: send again now what waits.
pub const FLUSH: &str = "flush";

/// What, JSON, and the ids that a submit replaces.
pub type Tell = Box<dyn Fn(&str, &str, &str) -> bool>;

/// What an instance needs from outside.
pub struct World {
    /// Reads the page: the text that [`context::page`] takes.
    pub look: Box<dyn Fn() -> String>,
    /// Tells the shell something; false when the host took the event over.
    pub tell: Tell,
    /// Milliseconds since 1970.
    pub now_ms: fn() -> u64,
    /// Random bytes, for an id.
    pub random: fn() -> [u8; 10],
}

/// A handle on one element.
#[derive(Clone)]
pub struct Instance {
    /// What is chosen and shown.
    pub state: ArcRwSignal<State>,
    /// The texts in the page's language.
    pub texts: Arc<Texts>,
    own: Rc<Own>,
}

/// What the page said when it was read last.
#[derive(Clone, Default, PartialEq)]
enum Found {
    #[default]
    Target,
    StillToCome,
    Fault(Fault),
}

struct Own {
    world: World,
    target: RefCell<Option<Target>>,
    found: RefCell<Found>,
    /// Runs out when the keys that choose points rest.
    rest: Cell<Option<TimeoutHandle>>,
    /// What the keys are about.
    keys: RefCell<Option<Context>>,
}

/// What a press does to the state.
type Press<'a> = dyn FnMut(&mut State, NewId) -> Result<Vec<Cast>, Fault> + 'a;

impl Instance {
    /// Nothing chosen yet.
    #[must_use]
    pub fn new(world: World) -> Self {
        Self {
            state: ArcRwSignal::default(),
            texts: Arc::default(),
            own: Rc::new(Own {
                world,
                target: RefCell::default(),
                found: RefCell::default(),
                rest: Cell::default(),
                keys: RefCell::default(),
            }),
        }
    }

    /// Takes the attributes' text. Points of one scale mean nothing on another.
    pub fn configure(&self, options: &str) {
        let options = Options::read(options, &mut |why| self.warn(&why));
        self.state.update(|state| {
            if state.options.scale != options.scale {
                state.reset();
            }
            state.options = options;
        });
    }

    fn warn(&self, why: &str) {
        (self.own.world.tell)(WARN, why, "");
    }

    /// Reads the page again; the context when somebody may vote.
    #[must_use]
    pub fn refresh(&self) -> Option<Context> {
        let page = context::page(&(self.own.world.look)(), &mut |why| self.warn(&why));
        let found = match page.bad_relay {
            Some(why) => Err(Some(Fault::lasting(BAD_RELAY, why))),
            None => context::resolve(&page.sources),
        };
        match found {
            Ok(context) => {
                self.own.found.take();
                self.meet(&context.target);
                Some(context).filter(|_| !page.disabled)
            }
            Err(fault) => {
                self.report(fault);
                None
            }
        }
    }

    /// Whether the page names a target, disabled or not.
    #[must_use]
    pub fn has_target(&self) -> bool {
        *self.own.found.borrow() == Found::Target
    }

    /// Another target is another answer: nothing that was chosen for the last one is shown for it, and
    /// what the keys chose is the last one's vote.
    fn meet(&self, target: &Target) {
        let known = self.own.target.replace(Some(target.clone()));
        if known.is_some_and(|known| !is_same(&known, target)) {
            self.rest_about(None);
            self.state.update(State::reset);
        }
    }

    /// Says a fault of the page once, until it is mended.
    fn report(&self, fault: Option<Fault>) {
        let found = fault.map_or(Found::StillToCome, Found::Fault);
        // Known before it is told: a listener may have the page read again.
        let known = self.own.found.replace(found.clone());
        if known == found {
            return;
        }
        if let Found::Fault(fault) = &found {
            self.warn(&fault.message);
            self.fail(fault);
        }
    }

    fn fail(&self, fault: &Fault) {
        (self.own.world.tell)(ERROR.name, &wire::fault(fault), "");
    }

    /// A thumb or points were chosen.
    pub fn choose(&self, control: Control, choice: &str) {
        self.press(&mut |state, id| Ok(state.choose(control, choice, id)));
    }

    /// Points were chosen by keys that may go on: they are a vote when the keys rest.
    pub fn preview(&self, points: &str) {
        self.stop_rest();
        self.point(points);
        let resting = self.clone();
        let timer = set_timeout_with_handle(move || resting.rest(), REST);
        self.own.rest.set(timer.ok());
    }

    fn point(&self, points: &str) {
        let about = self.refresh();
        self.own.keys.replace(about);
        self.state.update(|state| state.preview(points));
    }

    /// The keys rest. What they are about may be gone by then.
    pub fn rest(&self) {
        let about = self.refresh();
        self.rest_about(about);
    }

    fn rest_about(&self, about: Option<Context>) {
        let keys = self.own.keys.take();
        match about.or(keys) {
            Some(about) => self.cast(&mut |state, id| Ok(state.rest(id)), &about),
            None => self.state.update(State::unpreview),
        }
    }

    fn stop_rest(&self) {
        if let Some(timer) = self.own.rest.take() {
            timer.clear();
        }
    }

    /// A reason was chosen, or is one no longer.
    pub fn toggle_reason(&self, at: u8) {
        self.press(&mut |state, id| Ok(state.toggle_reason(at, id)));
    }

    /// What was written is to be sent.
    pub fn send(&self) {
        self.press(&mut State::send);
    }

    fn press(&self, press: &mut Press<'_>) {
        if let Some(context) = self.refresh() {
            self.cast(press, &context);
        }
    }

    fn cast(&self, press: &mut Press<'_>, context: &Context) {
        let world = &self.own.world;
        let mut id = || uuid::v7((world.now_ms)(), (world.random)());
        match self.state.try_update(|state| press(state, &mut id)) {
            Some(Ok(casts)) => {
                for cast in &casts {
                    self.announce(cast, context);
                }
            }
            Some(Err(fault)) => self.fail(&fault),
            None => {}
        }
    }

    fn announce(&self, cast: &Cast, context: &Context) {
        let world = &self.own.world;
        let scale = self.state.with_untracked(|state| state.options.scale);
        let now = &cast.now;
        (world.tell)(CHANGE.name, &wire::change(cast.control, scale, now), "");
        let json = if now.id.is_empty() {
            String::new()
        } else {
            wire::event(cast, scale, context, (world.now_ms)())
        };
        if !(world.tell)(SUBMIT.name, &json, &cast.replaced) {
            self.state.update(|state| state.taken(&now.id));
        }
    }

    /// Opens the follow-up with what was sent before.
    pub fn edit(&self) {
        self.state.update(State::edit);
    }

    /// Closes the follow-up.
    pub fn close(&self) {
        self.state.update(State::close);
    }

    /// Tries again what failed.
    pub fn retry(&self) {
        (self.own.world.tell)(FLUSH, "", "");
    }

    /// Sends what was chosen and written and whatever failed; whether anything is on its way.
    #[must_use]
    pub fn submit(&self) -> bool {
        self.rest();
        self.send();
        self.retry();
        self.state.with_untracked(State::is_waiting)
    }

    /// Forgets everything shown.
    pub fn reset(&self) {
        self.stop_rest();
        self.state.update(State::reset);
    }

    /// Shows votes of an earlier visit.
    pub fn restore(&self, text: &str) {
        let earlier = Earlier::read(text);
        self.state.update(|state| state.restore(&earlier));
    }
}

/// How long keys rest before what they chose is a vote: four presses are one opinion.
const REST: Duration = Duration::from_millis(700);

#[cfg(test)]
mod tests;

/// The same span is the same answer, also when its trace is named later.
fn is_same(known: &Target, target: &Target) -> bool {
    match (known, target) {
        (
            Target::Span { span_id, trace_id },
            Target::Span {
                span_id: id,
                trace_id: trace,
            },
        ) => span_id == id && (trace_id == trace || trace_id.is_none() || trace.is_none()),
        _ => known == target,
    }
}
