//! The element's DOM events, and warnings for the page's developer.

use std::cell::RefCell;

use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement, console};

use crate::options::DomEvent;

/// Dispatches an event from the element; false when a listener called `preventDefault()`.
pub(crate) fn announce(
    host: &HtmlElement,
    event: DomEvent,
    detail: &JsValue,
    cancelable: bool,
) -> bool {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_cancelable(cancelable);
    init.set_detail(detail);
    CustomEvent::new_with_event_init_dict(event.name, &init)
        .and_then(|event| host.dispatch_event(&event))
        .unwrap_or(true)
}

thread_local! {
    static SAID: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Warns in the console, once a page for each message: 200 widgets have one cause.
pub(crate) fn warn_once(message: &str) {
    let is_new = SAID.with_borrow_mut(|said| {
        let is_new = !said.iter().any(|each| each == message);
        if is_new {
            said.push(message.to_owned());
        }
        is_new
    });
    if is_new {
        console::warn_1(&message.into());
    }
}
