//! What all requests pass on their way to a route, and all answers on their way back.

use std::any::Any;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_LENGTH, DATE, RETRY_AFTER, VARY, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, Method};
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::{CatchPanic, CatchPanicLayer, ResponseForPanic};
use tower_http::compression::{Compression, CompressionLayer};
use tower_http::cors::{AllowHeaders, Any as Anything, Cors, CorsLayer};
use tower_http::set_header::{SetResponseHeader, SetResponseHeaderLayer};

use super::answering::Answering;
use super::logged::Logged;
use crate::error::Refusal;

/// What answers, and around it, the outermost first: a log, permission for browsers, compression, a last resort for our
/// faults.
pub(super) type Layered = Logged<SetResponseHeader<Cors<Compression<CatchPanic<Answering, LastResort>>>, HeaderValue>>;

/// `answering`, and around it what all requests pass.
pub(super) fn around(answering: Answering) -> Layered {
    ServiceBuilder::new()
        .layer_fn(Logged::new)
        .layer(SetResponseHeaderLayer::appending(VARY, HeaderValue::from_static(FOR_BROWSERS_VARY)))
        .layer(for_browsers())
        .layer(CompressionLayer::new().gzip(true))
        .layer(CatchPanicLayer::custom(LastResort))
        .service(answering)
}

/// Pages of any origin may call. Wallboards run in browsers; how the real API treats them is unknown.
fn for_browsers() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Anything)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([ALLOW, CONTENT_LENGTH, DATE, RETRY_AFTER, WWW_AUTHENTICATE])
        .max_age(Duration::from_secs(3600))
        // Set beside it: the layer would put the list together for every answer.
        .vary([])
}

/// What answers to browsers depend on.
const FOR_BROWSERS_VARY: &str = "origin, access-control-request-method, access-control-request-headers";

/// Answers in the place of what has met a fault of ours.
#[derive(Clone, Copy, Debug)]
pub(super) struct LastResort;

impl ResponseForPanic for LastResort {
    type ResponseBody = Body;

    fn response_for_panic(&mut self, panic: Box<dyn Any + Send>) -> Response {
        let words = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
        tracing::error!(panic = words.unwrap_or_default(), "a request met a fault of this server");
        Refusal::Internal.into_response()
    }
}
