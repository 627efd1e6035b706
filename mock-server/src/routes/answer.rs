//! The form of every answer that is what was asked for (reference, sections 1.1 and 2.1).

use axum::body::Body;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, Method, Request, Uri};
use axum::response::{IntoResponse as _, Response};
use scenarios::history::Listed;
use scenarios::timeline::Row;
use scenarios::view::{Page, Paging, Runs};
use serde::Serialize;

use crate::clock::Pace;
use crate::error::Refusal;
use crate::host::Host;
use crate::journal::Paged;
use crate::json;
use crate::pieces::Pieces;
use crate::request::Asked;
use crate::request::addressed::Addressed;
use crate::router::Route;
use crate::wire::Telling;
use crate::wire::envelope::{Envelope, Item};

/// What was asked for.
#[derive(Debug)]
pub(crate) struct Answer {
    /// As it is sent.
    pub(crate) response: Response,
    /// Which page it is; `None` of what comes in no pages.
    pub(crate) paged: Option<Paged>,
}

impl Asked<'_> {
    /// A page of rows, each told by `tell`.
    ///
    /// # Errors
    ///
    /// [`Refusal::Internal`] if a row cannot be written as JSON.
    pub(crate) fn page<'a, R: Listed + Send + Sync, T: Serialize>(
        &self,
        page: &'a Page<Runs<'_, R>>,
        tell: impl Fn(&'a R, &'a Row<R>, &Telling) -> T + Sync,
    ) -> Result<Answer, Refusal> {
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
        Ok(Answer { response: of(json::written(body)?), paged: Some(Paged::of(page, page.items.len())) })
    }

    /// A page that changes with the clock alone, written by `write`, which says what is on it.
    ///
    /// # Errors
    ///
    /// [`Refusal::Internal`] if it cannot be written as JSON.
    pub(crate) fn whole(
        &self,
        paging: Paging,
        write: impl FnOnce(&mut Vec<u8>) -> serde_json::Result<Paged>,
    ) -> Result<Answer, Refusal> {
        let page = match self.world.clock().pace() {
            Pace::Frozen => self.told.page(paging, write).map(|(text, paged)| (Body::from(text), paged)),
            Pace::Running(_) => {
                let mut text = Vec::new();
                write(&mut text).map(|paged| (Body::from(text), paged))
            }
        };
        let (body, paged) = json::written(page)?;
        Ok(Answer { response: of(body), paged: Some(paged) })
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
    ) -> Result<Answer, Refusal> {
        let item = Item::of(row, |record, row| tell(record, row, &self.told.telling));
        let body = json::written(serde_json::to_vec(&item).map(Body::from))?;
        Ok(Answer { response: of(body), paged: None })
    }
}

/// A request without its body, which means nothing here.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sent<'r> {
    pub(crate) method: &'r Method,
    pub(crate) uri: &'r Uri,
    pub(crate) headers: &'r HeaderMap,
}

impl<'r> Sent<'r> {
    /// That request.
    pub(crate) fn of<B>(request: &'r Request<B>) -> Self {
        Self { method: request.method(), uri: request.uri(), headers: request.headers() }
    }
}

/// The answer to a request that is addressed so, at the endpoint of that route.
pub(crate) fn to(sent: Sent<'_>, host: &Host, addressed: &Addressed, route: &Route) -> Answer {
    let (endpoint, _, handler) = route;
    if ![Method::GET, Method::HEAD].contains(sent.method) {
        let mut refused = Refusal::MethodNotAllowed(sent.method.to_string()).into_response();
        refused.headers_mut().insert(ALLOW, HeaderValue::from_static("GET,HEAD"));
        return Answer::unpaged(refused);
    }
    let asked = Asked::of(*endpoint, host, addressed, sent.uri, sent.headers);
    asked.and_then(|asked| handler(&asked)).unwrap_or_else(|refusal| Answer::unpaged(refusal.into_response()))
}

impl Answer {
    /// What comes in no pages.
    pub(crate) fn unpaged(response: Response) -> Self {
        Self { response, paged: None }
    }
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
