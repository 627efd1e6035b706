//! Workforce management.

use scenarios::view;

use crate::error::Refusal;
use crate::request::Asked;
use crate::request::parameter::WFM_QUEUE_TYPE;
use crate::request::window::Longest;
use crate::routes::answer::Answer;
use crate::wire::queue::WfmQueueTime;
use crate::wire::wfm::AgentState;

/// Agents' states.
pub(crate) fn agent_states(asked: &Asked<'_>) -> Result<Answer, Refusal> {
    let window = asked.window(Longest::Documented)?;
    let page = view::agent_states(asked.history(), asked.now(), &window, asked.agent(), asked.paging()?);
    asked.page(&page, AgentState::of)
}

/// What has left its queue.
pub(crate) fn queue_metrics(asked: &Asked<'_>) -> Result<Answer, Refusal> {
    let window = asked.window(Longest::Unlimited)?;
    let filter = asked.queues(&WFM_QUEUE_TYPE)?;
    let page = view::queue_metrics(asked.history(), asked.now(), &window, &filter, asked.paging()?);
    asked.page(&page, WfmQueueTime::of)
}

/// What is in its queue, and what has left it. That `include` is honoured follows the documented example, not the
/// documented list of parameters.
pub(crate) fn queue_activity(asked: &Asked<'_>) -> Result<Answer, Refusal> {
    let window = asked.window(Longest::Unlimited)?;
    let filter = asked.queues(&WFM_QUEUE_TYPE)?;
    let page = view::queue_activity(asked.history(), asked.now(), &window, &filter, asked.paging()?);
    asked.page(&page, WfmQueueTime::of)
}
