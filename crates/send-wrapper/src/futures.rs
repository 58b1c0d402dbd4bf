//! A wrapped future or stream is one itself, polled on its own thread alone.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::SendWrapper;

impl<T> SendWrapper<T> {
    fn project(self: Pin<&mut Self>) -> Pin<&mut T> {
        // SAFETY: the value is never moved out of a pinned wrapper: `take` needs the wrapper itself.
        #[expect(unsafe_code, reason = "a pin through Deref")]
        unsafe {
            self.map_unchecked_mut(|this| &mut **this)
        }
    }
}

impl<F: Future> Future for SendWrapper<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.project().poll(context)
    }
}

impl<S: Stream> Stream for SendWrapper<S> {
    type Item = S::Item;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        self.project().poll_next(context)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (**self).size_hint()
    }
}
