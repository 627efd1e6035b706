//! The part that is asked for (reference, section 3.1).

use scenarios::view::{ActivityType, QueueFilter, QueueTypes};

use super::Asked;
use super::parameter::{AGENT_ID, Choice, QUEUES, TYPE};
use crate::error::Refusal;

impl Asked<'_> {
    /// The agent who is asked for; `None` for all.
    pub(crate) fn agent(&self) -> Option<&str> {
        AGENT_ID.read(&self.query)
    }

    /// The type of activity that is asked for; `None` for all.
    ///
    /// # Errors
    ///
    /// [`Refusal::Malformed`] for an unknown type.
    pub(crate) fn activity_type(&self) -> Result<Option<ActivityType>, Refusal> {
        TYPE.read(&self.query)
    }

    /// The queues that are asked for. A list without any name stands for all (our choice).
    ///
    /// # Errors
    ///
    /// [`Refusal::Malformed`] for an unknown type.
    pub(crate) fn queues(&self, queue_type: &Choice<QueueTypes>) -> Result<QueueFilter<'_>, Refusal> {
        let names =
            QUEUES.read(&self.query).map(|names| names.split(',').map(str::trim).filter(|name| !name.is_empty()));
        let names = names.map(Iterator::collect::<Vec<_>>).filter(|names| !names.is_empty());
        Ok(QueueFilter { names, types: queue_type.read(&self.query)?.unwrap_or(QueueTypes::All) })
    }
}
