//! Which thread a value belongs to: nothing to know where there is only one.

#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
mod thread {
    #[derive(Clone, Copy)]
    pub(crate) struct Owner;

    impl Owner {
        pub(crate) const fn here() -> Self {
            Self
        }

        #[expect(clippy::unused_self, reason = "as its twin")]
        pub(crate) const fn is_here(self) -> bool {
            true
        }
    }
}

#[cfg(not(all(target_family = "wasm", not(target_feature = "atomics"))))]
mod thread {
    use std::thread::{ThreadId, current};

    #[derive(Clone, Copy)]
    pub(crate) struct Owner(ThreadId);

    impl Owner {
        pub(crate) fn here() -> Self {
            Self(current().id())
        }

        pub(crate) fn is_here(self) -> bool {
            self.0 == current().id()
        }
    }
}

pub(crate) use thread::Owner;
