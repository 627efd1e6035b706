//! Interactions in queues.

use scenarios::view;

use crate::error::Refusal;
use crate::request::Asked;
use crate::request::parameter::QUEUE_TYPE;
use crate::request::window::Longest;
use crate::routes::answer::Answer;
use crate::wire::queue::QueueTime;

/// Those in a window, ACD queues only unless others are asked for.
pub(crate) fn times(asked: &Asked<'_>) -> Result<Answer, Refusal> {
    let window = asked.window(Longest::Unlimited)?;
    let filter = asked.queues(&QUEUE_TYPE)?;
    let page = view::queue_times(asked.history(), asked.now(), &window, &filter, asked.paging()?);
    asked.page(&page, |entry, row, telling| QueueTime::of(entry, row, telling))
}
