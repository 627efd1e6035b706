//! Refusals that are not what they should be, and tokens that should have been refused.

use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use scenarios::fault::Meaning;
use serde_json::Value;

use super::way::Way;
use super::whole;
use crate::json;
use crate::request::addressed::Addressed;
use crate::wire::token::Token;

/// What a proxy says that knows nothing of the API.
const PAGE: &str = "<html><body><h1>The request could not be processed</h1></body></html>\n";

/// A refusal in which all lies are told that are about refusals, and which those are.
pub(super) fn distorted(mut refusal: Response, lies: &[Meaning]) -> (Response, Vec<Meaning>) {
    let is_told = |lie: &Meaning| match Way::of(*lie) {
        Way::Refused(alter) => alter(&mut refusal),
        Way::Asked(_) | Way::Allowed(_) | Way::Shifted(..) | Way::Told(_) | Way::Dated | Way::Token(_) => false,
    };
    let effective = lies.iter().copied().filter(is_told).collect();
    (refusal, effective)
}

/// An answer of the token endpoint in which all lies are told that are about tokens, and which those are.
pub(crate) fn token(mut response: Response, lies: &[Meaning], addressed: &Addressed) -> (Response, Vec<Meaning>) {
    let is_told = |lie: &Meaning| match Way::of(*lie) {
        Way::Token(alter) => alter(&mut response, addressed),
        Way::Asked(_) | Way::Allowed(_) | Way::Shifted(..) | Way::Told(_) | Way::Dated | Way::Refused(_) => false,
    };
    let effective = lies.iter().copied().filter(is_told).collect();
    (response, effective)
}

/// Says that there is nothing, and no more, where it should be said that there is no such thing.
pub(super) fn as_empty(refusal: &mut Response) -> bool {
    let is_about_it = refusal.status() == StatusCode::NOT_FOUND;
    if is_about_it {
        *refusal = json::response(StatusCode::OK, &serde_json::Map::new());
    }
    is_about_it
}

/// Says no as a proxy does.
pub(super) fn as_page(refusal: &mut Response) -> bool {
    let is_about_it = !refusal.status().is_success();
    if is_about_it {
        *refusal.body_mut() = Body::from(PAGE);
        refusal.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    }
    is_about_it
}

/// Gives a token to who should get none.
pub(super) fn unchecked(response: &mut Response, addressed: &Addressed) -> bool {
    let is_about_it = !response.status().is_success();
    if is_about_it {
        *response = json::response(StatusCode::OK, &Token::fresh(&addressed.world.credentials().ready()));
    }
    is_about_it
}

/// Says of a token that it is good for a thousand times as many seconds.
pub(super) fn in_millis(response: &mut Response, _: &Addressed) -> bool {
    let is_about_it = response.status().is_success();
    if is_about_it {
        let (mut head, body) = std::mem::take(response).into_parts();
        let mut bytes = whole(body);
        if let Ok(mut told) = serde_json::from_slice::<Value>(&bytes) {
            if let Some(seconds) = told.get("expires_in").and_then(Value::as_i64) {
                told["expires_in"] = (seconds * 1000).into();
            }
            head.headers.remove(CONTENT_LENGTH);
            bytes = json::text(&told).into();
        }
        *response = Response::from_parts(head, Body::from(bytes));
    }
    is_about_it
}
