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

/// Says why nothing was done.
pub(super) fn unusable(why: &str) -> ExitCode {
    // If nobody reads it, the exit code still tells.
    let _ = writeln!(io::stderr(), "error: {why}");
    ExitCode::from(UNUSABLE)
}

fn write(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}
