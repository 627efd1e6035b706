//! Interactions.

use scenarios::guid::Guid;
use scenarios::view;

use crate::error::Refusal;
use crate::request::Asked;
use crate::request::window::Longest;
use crate::routes::answer::Answer;
use crate::wire::interaction::Interaction;

/// Those in a window.
pub(crate) fn list(asked: &Asked<'_>) -> Result<Answer, Refusal> {
    let window = asked.window(Longest::Documented)?;
    let page = view::interactions(asked.history(), asked.now(), &window, asked.paging()?);
    asked.page(&page, Interaction::of)
}

/// Those that go on.
pub(crate) fn ongoing(asked: &Asked<'_>) -> Result<Answer, Refusal> {
    let page = view::ongoing_interactions(asked.history(), asked.now(), asked.paging()?);
    asked.page(&page, Interaction::of)
}

/// The one with that GUID. A text that is no GUID may still be the name of a recorded one.
pub(crate) fn single(asked: &Asked<'_>) -> Result<Answer, Refusal> {
    let guid = asked.guid()?;
    match view::interaction(asked.history(), asked.now(), &guid) {
        Some(row) => asked.single(&row, Interaction::of),
        None if Guid::parse(&guid).is_ok() => Err(Refusal::UnknownInteraction(guid.into_owned())),
        None => Err(Refusal::NotAGuid(guid.into_owned())),
    }
}
