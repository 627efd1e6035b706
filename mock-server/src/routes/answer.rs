//! The form of every answer that is what was asked for (reference, sections 1.1 and 2.1).

use axum::body::Body;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::http::{HeaderValue, Method, Request};
use axum::response::{IntoResponse as _, Response};
use scenarios::history::Listed;
use scenarios::timeline::Row;
use scenarios::view::{Page, Paging, Runs};
use serde::Serialize;

use crate::clock::Pace;
use crate::error::Refusal;
use crate::host::Host;
use crate::json;
use crate::pieces::Pieces;
use crate::request::Asked;
use crate::request::addressed::Addressed;
use crate::router::Route;
use crate::wire::Telling;
use crate::wire::envelope::{Envelope, Item};

impl Asked<'_> {
    /// A page of rows, each told by `tell`.
    ///
    /// # Errors
    ///
    /// [`Refusal::Internal`] if a row cannot be written as JSON.
    pub(crate) fn page<'a, R: Listed, T: Serialize>(
        &self,
        page: &'a Page<Runs<'_, R>>,
        tell: impl Fn(&'a R, &'a Row<R>, &Telling) -> T,
    ) -> Result<Response, Refusal> {
        let telling = &self.told.telling;
        let row = |text: &mut Vec<u8>, row: &'a Row<R>| {
            serde_json::to_writer(text, &Item::of(row, |record, row| tell(record, row, telling)))
        };
        let envelope = Envelope::<()>::around(page, page.items.len(), self.now());
        let body = envelope.and_then(|(before, after)| {
            let mut pieces = Pieces::starting_with(before);
            self.told.rows(&page.items, &mut pieces, row)?;
            pieces.text().extend(after);
            Ok(pieces.into_body())
        });
        Ok(of(json::written(body)?))
    }

    /// A page that changes with the clock alone, written by `write`.
    ///
    /// # Errors
    ///
    /// [`Refusal::Internal`] if it cannot be written as JSON.
    pub(crate) fn whole(
        &self,
        paging: Paging,
        write: impl FnOnce(&mut Vec<u8>) -> serde_json::Result<()>,
    ) -> Result<Response, Refusal> {
        let body = match self.world.clock().pace() {
            Pace::Frozen => self.told.page(paging, write).map(Body::from),
            Pace::Running(_) => {
                let mut text = Vec::new();
                write(&mut text).map(|()| Body::from(text))
            }
        };
        Ok(of(json::written(body)?))
    }

    /// One row, told by `tell`.
    ///
    /// # Errors
    ///
    /// [`Refusal::Internal`] if it cannot be written as JSON.
    pub(crate) fn single<'a, R, T: Serialize>(
        &self,
        row: &'a Row<R>,
        tell: impl Fn(&'a R, &'a Row<R>, &Telling) -> T,
    ) -> Result<Response, Refusal> {
        let item = Item::of(row, |record, row| tell(record, row, &self.told.telling));
        Ok(of(json::written(serde_json::to_vec(&item).map(Body::from))?))
    }
}

/// The answer to a request that is addressed so, at the endpoint of that route.
pub(crate) fn to<B>(request: &Request<B>, host: &Host, addressed: &Addressed, route: &Route) -> Response {
    let (endpoint, _, handler) = route;
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let mut refused = Refusal::MethodNotAllowed(request.method().to_string()).into_response();
        refused.headers_mut().insert(ALLOW, HeaderValue::from_static("GET,HEAD"));
        return refused;
    }
    let asked = Asked::of(*endpoint, host, addressed, request.uri(), request.headers());
    asked.and_then(|asked| handler(&asked)).unwrap_or_else(Refusal::into_response)
}

/// An answer of the Stats API.
fn of(body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    // As many as an answer has, with what all say: more takes more than a moment, fewer would be moved.
    headers.reserve(6);
    headers.insert(CONTENT_TYPE, json::CONTENT);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("max-age=5, must-revalidate, private"));
    // For five seconds an answer may be used again, but not for who asks another version or has another token.
    headers.append(VARY, HeaderValue::from_static("accept, authorization"));
    headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    response
}
