//! The page that is asked for (reference, section 2.2).

use scenarios::view::Paging;

use super::Asked;
use super::parameter::{LIMIT, PAGE};
use crate::error::Refusal;

impl Asked<'_> {
    /// The page that is asked for.
    ///
    /// # Errors
    ///
    /// [`Refusal::Malformed`] if one of its numbers is out of range.
    pub(crate) fn paging(&self) -> Result<Paging, Refusal> {
        // That a page may be smaller than asked for, as a world can be told to have it, is documented nowhere; that there
        // is a largest limit, and not which, is all that is known.
        Ok(Paging { page: PAGE.read(&self.query)?, limit: LIMIT.read(&self.query)?.min(self.world.largest_page()) })
    }
}
