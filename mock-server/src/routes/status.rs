//! What agents are at.

use scenarios::record::Body;
use scenarios::view;

use crate::error::Refusal;
use crate::journal::Paged;
use crate::request::Asked;
use crate::routes::answer::Answer;
use crate::wire::envelope::{Envelope, Item};
use crate::wire::status::AgentStatus;

/// Every agent's status.
pub(crate) fn list(asked: &Asked<'_>) -> Result<Answer, Refusal> {
    let paging = asked.paging()?;
    asked.whole(paging, |text| {
        let page = view::agent_status(asked.history(), asked.now(), paging);
        let items = page.items.iter().map(|status| match status {
            Body::Told(status) => Item::Told(AgentStatus::of(status, asked.telling())),
            Body::Recorded(item) => Item::Recorded(&item.body),
        });
        serde_json::to_writer(text, &Envelope::of(&page, asked.now(), items.collect()))?;
        Ok(Paged::of(&page, page.items.len()))
    })
}
