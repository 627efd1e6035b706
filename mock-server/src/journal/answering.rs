//! How many requests a world is answering.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::host::Hosted;

/// A request to a world that is being answered for as long as this is kept.
#[derive(Debug)]
pub(crate) struct Answering {
    hosted: Arc<Hosted>,
    /// How many others were being answered when it came.
    pub(crate) others: u32,
}

impl Answering {
    /// One more is being answered.
    pub(crate) fn begin(hosted: &Arc<Hosted>) -> Self {
        let others = hosted.answering.fetch_add(1, Ordering::Relaxed);
        Self { hosted: Arc::clone(hosted), others }
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.hosted.answering.fetch_sub(1, Ordering::Relaxed);
    }
}
