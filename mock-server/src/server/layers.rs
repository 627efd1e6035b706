//! What all requests pass on their way to a route, and all answers on their way back.

use std::any::Any;

use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::{CatchPanic, CatchPanicLayer, ResponseForPanic};
use tower_http::compression::{Compression, CompressionLayer};

use super::answering::{Answering, finished};
use super::logged::Logged;
use crate::error::Refusal;
use crate::host::Host;

/// What answers, and around it, the outermost first: a log, compression, a last resort for our faults.
pub(super) type Layered = Logged<Compression<CatchPanic<Answering, LastResort>>>;

/// What answers for that host, and around it what all requests pass.
pub(super) fn around(host: Host) -> Layered {
    ServiceBuilder::new()
        .layer_fn(Logged::new)
        .layer(CompressionLayer::new().gzip(true))
        .layer(CatchPanicLayer::custom(LastResort(host.clone())))
        .service(Answering::new(host))
}

/// Answers in the place of what has met a fault of ours.
#[derive(Clone, Debug)]
pub(super) struct LastResort(Host);

impl ResponseForPanic for LastResort {
    type ResponseBody = Body;

    fn response_for_panic(&mut self, panic: Box<dyn Any + Send>) -> Response {
        let words = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
        tracing::error!(panic = words.unwrap_or_default(), "a request met a fault of this server");
        finished(Refusal::Internal.into_response(), self.0.world().1)
    }
}
