//! The form of every answer that is what was asked for (reference, sections 1.1 and 2.1).

use axum::http::header::{ALLOW, CACHE_CONTROL, VARY};
use axum::http::{HeaderValue, Method, Request, StatusCode};
use axum::response::{IntoResponse as _, Response};
use scenarios::timeline::Row;
use scenarios::view::{Page, Runs};
use serde::Serialize;

use crate::error::Refusal;
use crate::json;
use crate::request::Asked;
use crate::request::addressed::Addressed;
use crate::router::Handler;
use crate::wire::Telling;
use crate::wire::envelope::{Envelope, Item};

impl Asked<'_> {
    /// A page of rows, each told by `tell`.
    pub(crate) fn page<'a, R, T: Serialize>(
        &self,
        page: &Page<Runs<'a, R>>,
        tell: impl Fn(&'a R, &'a Row<R>, &Telling) -> T,
    ) -> Response {
        let item = |row: &'a Row<R>| Item::of(row, |record, row| tell(record, row, &self.telling));
        let items = page.items.iter().map(item).collect();
        of(&Envelope::of(page, self.now(), items))
    }

    /// One row, told by `tell`.
    pub(crate) fn single<'a, R, T: Serialize>(
        &self,
        row: &'a Row<R>,
        tell: impl Fn(&'a R, &'a Row<R>, &Telling) -> T,
    ) -> Response {
        of(&Item::of(row, |record, row| tell(record, row, &self.telling)))
    }
}

/// The answer of `handler` to a request that is addressed so.
pub(crate) fn to<B>(request: &Request<B>, addressed: &Addressed, handler: Handler) -> Response {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let mut refused = Refusal::MethodNotAllowed(request.method().to_string()).into_response();
        refused.headers_mut().insert(ALLOW, HeaderValue::from_static("GET,HEAD"));
        return refused;
    }
    let asked = Asked::of(addressed, request.uri(), request.headers());
    asked.and_then(|asked| handler(&asked)).unwrap_or_else(Refusal::into_response)
}

/// An answer of the Stats API.
pub(crate) fn of(body: &impl Serialize) -> Response {
    let mut response = json::response(StatusCode::OK, body);
    let cached = HeaderValue::from_static("max-age=5, must-revalidate, private");
    response.headers_mut().insert(CACHE_CONTROL, cached);
    // For five seconds an answer may be used again, but not for who asks another version or has another token.
    response.headers_mut().append(VARY, HeaderValue::from_static("accept, authorization"));
    response
}
