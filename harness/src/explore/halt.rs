//! Ending early what takes long.

use std::sync::Arc;

use tokio::sync::watch;

/// A time at which exploring is to end. Whoever holds a copy of it can say that it has come.
#[derive(Clone, Debug)]
pub struct Halt(Arc<watch::Sender<bool>>);

impl Default for Halt {
    /// It has not come yet.
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Halt {
    /// It has come.
    pub fn call(&self) {
        self.0.send_replace(true);
    }

    /// Whether it has come.
    pub fn has_come(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it has come.
    pub(super) async fn come(&self) {
        // The sender is there as long as this is.
        let _ = self.0.subscribe().wait_for(|come| *come).await;
    }
}
