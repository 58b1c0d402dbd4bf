//! The `<llm-feedback>` widget: thumbs, stars and a comment box for one LLM answer.
//!
//! Pure, tested natively:
//! - [`options`]: the one table of attributes and events, and how an attribute's text is read;
//! - [`context`]: which target a vote is filed on, from what the page says;
//! - [`state`]: what was chosen, what is unsent, what the person sees;
//! - [`text`]: every visible text;
//! - [`error`]: the codes that a host page can branch on.
//!
//! Effects, only in the browser:
//! - `page`: reads the element and the document;
//! - `json`: reads what the page or the relay wrote, and writes objects;
//! - `wire`: the contract's types as JavaScript objects;
//! - `stamp`: the clock and the random bytes;
//! - `transport`: posts an event to the relay;
//! - `announce`: dispatches the element's DOM events;
//! - `instance`: one element's life: presses in, state on, events out;
//! - `view`: the Leptos components, one per control.
//!
//! Wiring: `boundary`, the only file that knows `#[wasm_bindgen]`.

pub mod context;
pub mod error;
pub mod options;
pub mod state;
pub mod text;

#[cfg(target_family = "wasm")]
mod announce;
#[cfg(target_family = "wasm")]
mod boundary;
#[cfg(target_family = "wasm")]
mod instance;
#[cfg(target_family = "wasm")]
mod json;
#[cfg(target_family = "wasm")]
mod page;
#[cfg(target_family = "wasm")]
mod stamp;
#[cfg(target_family = "wasm")]
mod transport;
#[cfg(target_family = "wasm")]
mod view;
#[cfg(target_family = "wasm")]
mod wire;
