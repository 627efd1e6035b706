//! The window that is asked for (reference, section 2.3).

use scenarios::view::{LONGEST_WINDOW, Window};

use super::Asked;
use super::parameter::{END, INCLUDE, START};
use crate::error::Refusal;

/// Whether an endpoint limits its windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Longest {
    /// To 31 days, as documented.
    Documented,
    /// No limit is documented.
    Unlimited,
}

impl Asked<'_> {
    /// The window that is asked for. One that begins in the future and has no end is empty (our choice).
    ///
    /// # Errors
    ///
    /// If `start` is missing, a value is malformed, `end` is before `start`, or the window is too long.
    pub(crate) fn window(&self, longest: Longest) -> Result<Window, Refusal> {
        let start = START.read(&self.query)?.unwrap_or(self.now());
        let end = END.read(&self.query)?;
        let include = INCLUDE.read(&self.query)?.unwrap_or_default();
        if end.is_some_and(|end| end < start) {
            return Err(Refusal::EndBeforeStart);
        }
        let end = end.unwrap_or(self.now());
        if longest == Longest::Documented && end - start > LONGEST_WINDOW {
            return Err(Refusal::WindowTooLong);
        }
        Ok(Window { start, end, include })
    }
}
