//! What all requests pass on their way to a route, and all answers on their way back.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::http::header::{ALLOW, CONTENT_LENGTH, DATE, RETRY_AFTER, VARY, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, Method};
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{AllowHeaders, Any as Anything, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;

use super::dated::dated;
use super::logged::Logged;
use super::written::Written;
use crate::error::Refusal;
use crate::host::Host;

/// `router`, and around it: a log, the date, permission for browsers, compression, a last resort for our faults, and the
/// journals.
pub(super) fn around(router: Router, host: Host) -> Router {
    let clocks = host.clone();
    // All in one: a router has to box what each of its layers does, for every request.
    let passed = ServiceBuilder::new()
        .layer_fn(Logged::new)
        .map_response(move |response| dated(response, &clocks))
        .layer(SetResponseHeaderLayer::appending(VARY, HeaderValue::from_static(FOR_BROWSERS_VARY)))
        .layer(for_browsers())
        .layer(CompressionLayer::new().gzip(true))
        .layer(CatchPanicLayer::custom(fault))
        .layer_fn(move |route| Written::new(host.clone(), route));
    router.layer(passed)
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
        // Set beside it: the layer would put the list together for every answer.
        .vary([])
}

/// What answers to browsers depend on.
const FOR_BROWSERS_VARY: &str = "origin, access-control-request-method, access-control-request-headers";

fn fault(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic = words.unwrap_or_default(), "a request met a fault of this server");
    Refusal::Internal.into_response()
}
