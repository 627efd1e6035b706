//! Answers in JSON.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Serialize;

use crate::error::Refusal;

/// An answer with that body.
pub(crate) fn response(status: StatusCode, body: &impl Serialize) -> Response {
    let (status, bytes) = match written(serde_json::to_vec(body)) {
        Ok(bytes) => (status, bytes),
        Err(_) => {
            let words = br#"{"message":"An internal server error occurred"}"#;
            (StatusCode::INTERNAL_SERVER_ERROR, words.to_vec())
        }
    };
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, CONTENT);
    response
}

/// The type of all of it.
pub(crate) const CONTENT: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// What was written as JSON.
///
/// # Errors
///
/// [`Refusal::Internal`], and a word in the log, if it could not be: then the fault is ours.
pub(crate) fn written<T>(text: serde_json::Result<T>) -> Result<T, Refusal> {
    text.map_err(|error| {
        tracing::error!(%error, "an answer cannot be written as JSON");
        Refusal::Internal
    })
}

/// A body as text, for answers that do not go through a route.
pub(crate) fn text(body: &impl Serialize) -> String {
    serde_json::to_string(body).unwrap_or_default()
}
