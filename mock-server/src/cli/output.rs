//! What goes to standard output: the results that other programs read. Everything else goes to standard error.

use std::io::{self, Write as _};
use std::process::ExitCode;

use super::UNUSABLE;

/// Writes `text` and a newline.
///
/// # Errors
///
/// If nobody reads any more.
pub(super) fn line(text: &str) -> io::Result<()> {
    self::text(&format!("{text}\n"))
}

/// Writes `text` as it is.
///
/// # Errors
///
/// If nobody reads any more.
pub(super) fn text(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// Writes a result, and ends the program.
pub(super) fn result(json: &serde_json::Value) -> ExitCode {
    match line(&format!("{json:#}")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(UNUSABLE),
    }
}
