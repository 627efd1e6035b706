//! Agents' activities.

use scenarios::view::{self, ActivityFilter};

use crate::error::Refusal;
use crate::request::Asked;
use crate::request::window::Longest;
use crate::routes::answer::Answer;
use crate::wire::activity::{Detail, EitherVersion};

/// Those of all types.
pub(crate) fn list(asked: &Asked<'_>) -> Result<Answer, Refusal> {
    let window = asked.window(Longest::Documented)?;
    let filter = ActivityFilter { agent: asked.agent(), kind: asked.activity_type()? };
    let page = view::activities(asked.history(), asked.now(), &window, &filter, asked.paging()?);
    asked.page(&page, EitherVersion::of)
}

/// Presences.
pub(crate) fn presences(asked: &Asked<'_>) -> Result<Answer, Refusal> {
    let window = asked.window(Longest::Unlimited)?;
    let (history, now) = (asked.history(), asked.now());
    let page = view::presence_activities(history, now, &window, asked.agent(), asked.paging()?);
    asked.page(&page, Detail::of)
}

/// Work on interactions.
pub(crate) fn interactions(asked: &Asked<'_>) -> Result<Answer, Refusal> {
    let window = asked.window(Longest::Unlimited)?;
    let (history, now) = (asked.history(), asked.now());
    let page = view::interaction_activities(history, now, &window, asked.agent(), asked.paging()?);
    asked.page(&page, Detail::of)
}
