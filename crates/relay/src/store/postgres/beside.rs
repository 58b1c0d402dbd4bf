//! A task beside others that ends when its handle is dropped.

use tokio::task::JoinHandle;

pub(super) struct Beside(JoinHandle<()>);

impl Beside {
    pub(super) fn spawn(work: impl Future<Output = ()> + Send + 'static) -> Self {
        Self(tokio::spawn(work))
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.0.abort();
    }
}
