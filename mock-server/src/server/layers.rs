//! What all requests pass on their way to a route, and all answers on their way back.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::http::header::{ALLOW, CONTENT_LENGTH, DATE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{AllowHeaders, Any as Anything, CorsLayer};

use super::dated::dated;
use super::written::written;
use crate::error::Refusal;
use crate::host::Host;

/// `router`, and around it: the journals, a last resort for our faults, compression, permission for browsers, the date,
/// and a log.
pub(super) fn around(router: Router, host: Host) -> Router {
    router
        .layer(from_fn_with_state(host.clone(), written))
        .layer(CatchPanicLayer::custom(fault))
        .layer(CompressionLayer::new().gzip(true))
        .layer(for_browsers())
        .layer(from_fn_with_state(host, dated))
        .layer(from_fn(log))
}

/// Pages of any origin may call. Wallboards run in browsers; how the real API treats them is unknown. Tests run there too,
/// and so the methods of the control API are allowed; where they do not belong they are answered with 405.
fn for_browsers() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Anything)
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([ALLOW, CONTENT_LENGTH, DATE, RETRY_AFTER, WWW_AUTHENTICATE])
        .max_age(Duration::from_secs(3600))
}

async fn log(request: Request, next: Next) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let response = next.run(request).await;
    tracing::debug!(%method, %uri, status = response.status().as_u16(), "answered");
    response
}

fn fault(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic = words.unwrap_or_default(), "a request met a fault of this server");
    Refusal::Internal.into_response()
}
