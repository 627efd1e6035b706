//! What goes to standard output: the results that other programs read. Everything else goes to standard error.

use std::io::{self, Write as _};
use std::process::ExitCode;

use super::UNUSABLE;

/// Writes a result, and says whether anybody read it.
pub(super) fn result(text: &str) -> ExitCode {
    match write(text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(UNUSABLE),
    }
}

fn write(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}
