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
        Ok(Paging { page: PAGE.read(&self.query)?, limit: LIMIT.read(&self.query)? })
    }
}
