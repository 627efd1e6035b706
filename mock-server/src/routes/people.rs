//! What people look at, and their tools.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};

use crate::host::Host;
use crate::{json, openapi, page};

/// The OpenAPI document.
pub(crate) async fn document() -> Response {
    json::response(StatusCode::OK, &openapi::document().await)
}

/// The page for people.
pub(crate) async fn front(State(host): State<Host>, headers: HeaderMap) -> Response {
    let (world, now) = host.world();
    let authority = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1:8080");
    let page = page::front(&format!("http://{authority}"), &world, now).into_string();
    ([(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")], page).into_response()
}
