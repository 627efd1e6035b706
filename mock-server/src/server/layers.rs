//! What all requests pass on their way to a route, and all answers on their way back.

use axum::body::Body;
use tower::ServiceBuilder;
use tower_http::compression::predicate::SizeAbove;
use tower_http::compression::{Compression, CompressionBody, CompressionLayer};

use super::dispatch::Dispatch;
use super::logged::Logged;
use crate::host::Host;

/// What answers, and around it a log and compression.
pub(super) type Layered = Logged<Compression<Dispatch, SizeAbove>>;

/// The body of an answer that has passed them.
pub(super) type Answered = CompressionBody<Body>;

/// What answers for that host, and around it what all requests pass.
pub(super) fn around(host: Host) -> Layered {
    /// An answer that is shorter would become longer.
    const WORTHWHILE: SizeAbove = SizeAbove::new(32);
    ServiceBuilder::new()
        .layer_fn(Logged::new)
        .layer(CompressionLayer::new().gzip(true).compress_when(WORTHWHILE))
        .service(Dispatch::new(host))
}
