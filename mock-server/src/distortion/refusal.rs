//! Refusals that are not what they should be, and tokens that should have been refused.

use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use scenarios::fault::{Lie, Meaning};
use serde_json::Value;

use super::whole;
use crate::json;
use crate::request::addressed::Addressed;
use crate::wire::token::Token;

/// What a proxy says that knows nothing of the API.
const PAGE: &str = "<html><body><h1>The request could not be processed</h1></body></html>\n";

/// A refusal in which all lies are told that are about refusals, and which those are.
pub(super) fn distorted(mut refusal: Response, lies: &[Meaning]) -> (Response, Vec<Meaning>) {
    let mut effective = Vec::new();
    for lie in lies {
        if *lie == Meaning::Lie(Lie::MissingAsEmpty) && refusal.status() == StatusCode::NOT_FOUND {
            refusal = json::response(StatusCode::OK, &serde_json::Map::new());
        } else if *lie == Meaning::Lie(Lie::RefusalsAsPages) && !refusal.status().is_success() {
            *refusal.body_mut() = Body::from(PAGE);
            refusal.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
        } else {
            continue;
        }
        effective.push(*lie);
    }
    (refusal, effective)
}

/// An answer of the token endpoint in which all lies are told that are about tokens, and which those are.
pub(crate) fn token(mut response: Response, lies: &[Meaning], addressed: &Addressed) -> (Response, Vec<Meaning>) {
    let mut effective = Vec::new();
    for lie in lies {
        if *lie == Meaning::Lie(Lie::ClientUnchecked) && !response.status().is_success() {
            response = json::response(StatusCode::OK, &Token::fresh(&addressed.world.credentials().ready()));
        } else if *lie == Meaning::Lie(Lie::ExpiresInMillis) && response.status().is_success() {
            response = in_millis(response);
        } else {
            continue;
        }
        effective.push(*lie);
    }
    (response, effective)
}

/// The same token, which is said to be good for a thousand times as many seconds.
fn in_millis(response: Response) -> Response {
    let (mut head, body) = response.into_parts();
    let bytes = whole(body);
    let Ok(mut told) = serde_json::from_slice::<Value>(&bytes) else {
        return Response::from_parts(head, Body::from(bytes));
    };
    if let Some(seconds) = told.get("expires_in").and_then(Value::as_i64) {
        told["expires_in"] = (seconds * 1000).into();
    }
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(json::text(&told)))
}
