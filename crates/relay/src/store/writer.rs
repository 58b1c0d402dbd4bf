//! The end of what writes.

use tokio::sync::oneshot;

use super::StoreError;

/// The end of a store's writer.
pub struct Writer {
    ending: oneshot::Receiver<Result<(), StoreError>>,
    ended: Option<Result<(), StoreError>>,
}

impl Writer {
    pub(super) fn new(ending: oneshot::Receiver<Result<(), StoreError>>) -> Self {
        let ended = None;
        Self { ending, ended }
    }

    /// Waits until the writer has ended and the store may be opened again: well, because every
    /// handle was dropped, or with the fault of the disk that ended it.
    ///
    /// # Errors
    /// [`StoreError::Failed`]: stop the relay; a restart recovers.
    pub async fn ended(&mut self) -> Result<(), StoreError> {
        if let Some(answer) = &self.ended {
            return answer.clone();
        }
        let answer = (&mut self.ending).await.unwrap_or_else(|_| Err(gone()));
        self.ended = Some(answer.clone());
        answer
    }
}

/// The writer ended without a word.
pub(super) fn gone() -> StoreError {
    StoreError::Failed("its writer has ended".to_owned())
}
