//! A stand-in for crates.io's [`wasm-streams`](https://docs.rs/wasm-streams/0.5.0) 0.5, put in its
//! place by `[patch.crates-io]` in the root `Cargo.toml`.
//!
//! Why: Leptos links `server_fn`, which links `wasm-streams`. The original exports JavaScript
//! classes with `#[wasm_bindgen]`, and what is exported is never dropped by the linker, so a widget
//! that streams nothing carries about 7 KB (brotli) of streaming code. This crate has the four
//! functions that `server_fn`'s browser client calls, works as the original does, and exports
//! nothing: unused, it costs no byte.
//!
//! When it can go: once Leptos can be built without `server_fn`, or `wasm-streams` without its
//! exported classes. Should `server_fn` call a fifth function, the build of the widget says so.
//!
//! Layout: [`ReadableStream`] here, reading in [`IntoStream`], writing in `source`.

mod reader;
mod source;

pub use reader::IntoStream;

use futures_core::Stream;
use wasm_bindgen::JsValue;

/// A [readable stream](https://streams.spec.whatwg.org/#rs) of the browser.
#[derive(Debug)]
pub struct ReadableStream {
    raw: web_sys::ReadableStream,
}

impl ReadableStream {
    /// Takes a stream that the browser made, such as a response's body.
    #[must_use]
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self { raw }
    }

    /// Hands the stream to the browser, for instance as a request's body.
    #[must_use]
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.raw
    }

    /// A stream that asks `stream` for one item each time the browser wants one.
    ///
    /// # Panics
    /// Throws into JavaScript where the browser has no `ReadableStream`, as the original does.
    #[must_use]
    pub fn from_stream<S>(stream: S) -> Self
    where
        S: Stream<Item = Result<JsValue, JsValue>> + 'static,
    {
        Self::from_raw(source::readable(stream))
    }

    /// Reads the stream from Rust. Dropping the [`IntoStream`] cancels it.
    ///
    /// # Panics
    /// Throws into JavaScript if the stream already has a reader, as the original does.
    pub fn into_stream(self) -> IntoStream {
        IntoStream::new(&self.raw)
    }
}
