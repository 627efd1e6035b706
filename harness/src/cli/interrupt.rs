//! Ctrl-C, and being asked to end: what runs under the harness is ended with it, and what is known is still told.

use std::process;
use std::thread;

use tokio::signal::unix::{SignalKind, signal};

use super::{UNUSABLE, output};

/// The first time, does that; the second time, ends everything at once.
pub(super) fn once(first: impl FnOnce() + Send + 'static) {
    watched(Some(first));
}

/// Ends everything at once.
pub(super) fn at_once() {
    watched(None::<fn()>);
}

fn watched(first: Option<impl FnOnce() + Send + 'static>) {
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        // Without a runtime, signals do what they usually do.
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            let (interrupt, terminate) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
            let (Ok(mut interrupt), Ok(mut terminate)) = (interrupt, terminate) else { return };
            let mut first = first;
            loop {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
                match first.take() {
                    Some(first) => first(),
                    None => {
                        harness::end_programs();
                        output::unusable("it was interrupted");
                        process::exit(UNUSABLE.into());
                    }
                }
            }
        });
    });
}
