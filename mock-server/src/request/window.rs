//! The window that is asked for (reference, section 2.3).

use scenarios::view::{LONGEST_WINDOW, Window};

use super::Asked;
use super::parameter::{END, INCLUDE, START};
use crate::error::Refusal;
use crate::world::Tale;

/// The longest window, in days, that a centre at work is asked for where no limit is documented: how many rows there are
/// has to be found out of each day.
const LONGEST_OF_A_CENTRE: i64 = 366;

const DAY: i64 = 24 * 60 * 60 * 1000;

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
        if matches!(self.world.tale(), Tale::Centre(_)) && (end - start).as_millis() > LONGEST_OF_A_CENTRE * DAY {
            return Err(Refusal::TooMuchOfACentre(LONGEST_OF_A_CENTRE));
        }
        Ok(Window { start, end, include })
    }
}
