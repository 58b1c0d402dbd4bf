//! The `<llm-feedback>` widget: thumbs, ratings, reasons and comments for one LLM answer.
//!
//! Pure, tested natively:
//! - [`fields`]: many texts in one, as the shell hands them over;
//! - [`options`]: the one table of attributes and events, and how an attribute's text is read;
//! - [`context`]: which target a vote is filed on, from what the page says;
//! - [`state`]: what was chosen, what is unsent, what the person sees;
//! - [`text`]: every visible text;
//! - [`wire`]: what the shell and the relay read, as JSON;
//! - [`error`]: the codes that a host page can branch on;
//! - [`instance`]: one element's life: presses in, state on, votes and DOM events out;
//! - [`view`]: the Leptos components; rendered natively to the template of the resting shell.
//!
//! Effects, only in the browser: `stamp`, the clock and the random bytes. The page is read, events are
//! dispatched and votes are sent by the hand-written JavaScript in `pkg/`, which works before this
//! module is there at all.
//!
//! Wiring: `boundary`, the only file that knows `#[wasm_bindgen]`.

#![expect(
    clippy::single_char_add_str,
    reason = "push_str is compiled anyway; push beside it would cost a page more"
)]

pub mod context;
pub mod error;
pub mod fields;
pub mod instance;
pub mod options;
pub mod state;
pub mod text;
pub mod view;
pub mod wire;

#[cfg(target_family = "wasm")]
#[expect(clippy::float_cmp, reason = "wasm-bindgen compares an enum's numbers")]
mod boundary;
#[cfg(target_family = "wasm")]
mod stamp;

#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
