//! A browser's stream, read from Rust.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use wasm_bindgen::{JsCast as _, JsValue, UnwrapThrowExt as _};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ReadableStreamDefaultReader, ReadableStreamReadResult};

/// The chunks of a [`ReadableStream`](crate::ReadableStream), until its end or first error.
#[must_use = "a stream does nothing unless it is polled"]
#[derive(Debug)]
pub struct IntoStream {
    reader: Option<ReadableStreamDefaultReader>,
    pending: Option<JsFuture>,
}

impl IntoStream {
    pub(crate) fn new(raw: &web_sys::ReadableStream) -> Self {
        let reader = ReadableStreamDefaultReader::new(raw).expect_throw("already has a reader");
        Self {
            reader: Some(reader),
            pending: None,
        }
    }

    fn settle(&mut self, read: Result<JsValue, JsValue>) -> Option<Result<JsValue, JsValue>> {
        let chunk = match read {
            Ok(result) => {
                let result: ReadableStreamReadResult = result.unchecked_into();
                let done = result.get_done().unwrap_or_default();
                (!done).then(|| Ok(result.get_value()))
            }
            Err(error) => Some(Err(error)),
        };
        if !matches!(chunk, Some(Ok(_))) {
            self.reader = None;
        }
        chunk
    }
}

impl Stream for IntoStream {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pending = self.pending.take();
        let Some(reader) = &self.reader else {
            return Poll::Ready(None);
        };
        let mut read = pending.unwrap_or_else(|| JsFuture::from(reader.read()));
        match Pin::new(&mut read).poll(context) {
            Poll::Pending => {
                self.pending = Some(read);
                Poll::Pending
            }
            Poll::Ready(result) => Poll::Ready(self.settle(result)),
        }
    }
}

impl Drop for IntoStream {
    fn drop(&mut self) {
        if let Some(reader) = self.reader.take() {
            let cancelled = JsFuture::from(reader.cancel());
            // Nobody is left to be told of a failed cancel; awaiting it keeps it off the console.
            spawn_local(async { drop(cancelled.await) });
        }
    }
}
