//! A stand-in for crates.io's [`send_wrapper`](https://docs.rs/send_wrapper/0.6.0) 0.6, put in its
//! place by `[patch.crates-io]` in the root `Cargo.toml`.
//!
//! Why: Leptos keeps every listener in a [`SendWrapper`], which asks which thread it is on. In wasm
//! without threads the answer is always the same, but to ask links std's handle of a thread, which is
//! allocated by `std::alloc::System`, and so a second allocator beside the widget's own: together
//! 2 KB of brotli. Here a thread is asked for only where there can be a second one.
//!
//! When it can go: once the original does the same, or std's `Thread` needs no `System`.
//!
//! Layout: the wrapper here, which thread it belongs to in `owner`, futures in `futures`.

#[cfg(feature = "futures")]
mod futures;
mod owner;
#[cfg(test)]
mod tests;

use std::fmt;
use std::mem::{ManuallyDrop, needs_drop};
use std::ops::{Deref, DerefMut};

use owner::Owner;

/// A value that may be sent to other threads, and used and dropped only on the one that made it.
pub struct SendWrapper<T> {
    value: ManuallyDrop<T>,
    owner: Owner,
}

// SAFETY: nothing but the owner's thread reaches the value: each way to it asks `valid` first.
#[expect(unsafe_code, reason = "what this crate is for")]
unsafe impl<T> Send for SendWrapper<T> {}
// SAFETY: as above.
#[expect(unsafe_code, reason = "what this crate is for")]
unsafe impl<T> Sync for SendWrapper<T> {}

impl<T> SendWrapper<T> {
    /// Wraps a value, which from now on belongs to this thread.
    pub fn new(value: T) -> Self {
        Self {
            value: ManuallyDrop::new(value),
            owner: Owner::here(),
        }
    }

    /// Whether this is the thread that made the wrapper.
    #[must_use]
    pub fn valid(&self) -> bool {
        self.owner.is_here()
    }

    /// Hands the value out.
    ///
    /// # Panics
    /// On another thread than the one that made the wrapper.
    #[track_caller]
    pub fn take(self) -> T {
        self.check();
        let mut this = ManuallyDrop::new(self);
        // SAFETY: `this` is neither used nor dropped afterwards.
        #[expect(unsafe_code, reason = "moves out of a type that has a Drop")]
        unsafe {
            ManuallyDrop::take(&mut this.value)
        }
    }

    #[track_caller]
    fn check(&self) {
        assert!(self.valid(), "a SendWrapper was used on another thread");
    }
}

impl<T> Deref for SendWrapper<T> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        self.check();
        &self.value
    }
}

impl<T> DerefMut for SendWrapper<T> {
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        self.check();
        &mut self.value
    }
}

impl<T> Drop for SendWrapper<T> {
    /// # Panics
    /// On another thread than the one that made the wrapper, where the value is left undropped.
    #[track_caller]
    fn drop(&mut self) {
        if needs_drop::<T>() && !self.valid() {
            assert!(
                std::thread::panicking(),
                "a SendWrapper was dropped on another thread"
            );
            return;
        }
        // SAFETY: dropped once, here, on the thread that it belongs to.
        #[expect(unsafe_code, reason = "the counterpart of ManuallyDrop::new")]
        unsafe {
            ManuallyDrop::drop(&mut self.value);
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for SendWrapper<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SendWrapper").field(&**self).finish()
    }
}

impl<T: Clone> Clone for SendWrapper<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        Self::new(T::clone(self))
    }
}
