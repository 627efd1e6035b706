//! Interactions.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::Uri;
use axum::response::Response;
use scenarios::guid::Guid;
use scenarios::view;
use serde::Deserialize;

use crate::error::Refusal;
use crate::request::Asked;
use crate::request::window::Longest;
use crate::wire::interaction::Interaction;

/// What the path of a single one tells besides its world.
#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    guid: String,
}

/// Those in a window.
pub(crate) async fn list(asked: Asked) -> Result<Response, Refusal> {
    let window = asked.window(Longest::Documented)?;
    let page = view::interactions(asked.world.timeline(), asked.now(), &window, asked.paging()?);
    Ok(asked.page(&page, Interaction::of))
}

/// Those that go on.
pub(crate) async fn ongoing(asked: Asked) -> Result<Response, Refusal> {
    let page = view::ongoing_interactions(asked.world.timeline(), asked.now(), asked.paging()?);
    Ok(asked.page(&page, Interaction::of))
}

/// The one with that GUID. A text that is no GUID may still be the name of a recorded one.
pub(crate) async fn single(
    asked: Asked,
    uri: Uri,
    named: Result<Path<Named>, PathRejection>,
) -> Result<Response, Refusal> {
    // Bytes that are no text are shown as they were sent.
    let Path(Named { guid }) = named.map_err(|_| Refusal::NotAGuid(uri.path().to_owned()))?;
    match view::interaction(asked.world.timeline(), asked.now(), &guid) {
        Some(row) => Ok(asked.single(row, Interaction::of)),
        None if Guid::parse(&guid).is_ok() => Err(Refusal::UnknownInteraction(guid)),
        None => Err(Refusal::NotAGuid(guid)),
    }
}
