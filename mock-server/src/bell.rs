//! What tells who waits that something has changed.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A bell that remembers how often it was rung.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    rung: Mutex<u64>,
    heard: Condvar,
}

impl Bell {
    /// Rings it.
    pub(crate) fn ring(&self) {
        *self.lock() += 1;
        self.heard.notify_all();
    }

    /// How often it was rung.
    pub(crate) fn rung(&self) -> u64 {
        *self.lock()
    }

    /// Waits until it has been rung more often than that, but no longer than so long; `None` for as long as it takes.
    pub(crate) fn wait(&self, rung: u64, longest: Option<Duration>) {
        let is_quiet = |now: &mut u64| *now == rung;
        let lock = self.lock();
        match longest {
            None => drop(self.heard.wait_while(lock, is_quiet)),
            Some(longest) => drop(self.heard.wait_timeout_while(lock, longest, is_quiet)),
        }
    }

    fn lock(&self) -> MutexGuard<'_, u64> {
        self.rung.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
