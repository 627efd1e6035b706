//! What all requests pass on their way to a route, and all answers on their way back.

use axum::body::{Body, HttpBody};
use axum::http::Response;
use scenarios::fault::Network;
use tower::ServiceBuilder;
use tower_http::compression::predicate::{Predicate, SizeAbove};
use tower_http::compression::{Compression, CompressionBody, CompressionLayer};

use super::dispatch::Dispatch;
use super::logged::Logged;
use crate::host::Host;

/// What answers, and around it a log and compression.
pub(super) type Layered = Logged<Compression<Dispatch, Worthwhile>>;

/// The body of an answer that has passed them.
pub(super) type Answered = CompressionBody<Body>;

/// What answers for that host, and around it what all requests pass.
pub(super) fn around(host: Host) -> Layered {
    ServiceBuilder::new()
        .layer_fn(Logged::new)
        .layer(CompressionLayer::new().gzip(true).compress_when(Worthwhile))
        .service(Dispatch::new(host))
}

/// Which answers are compressed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Worthwhile;

impl Predicate for Worthwhile {
    fn should_compress<B: HttpBody>(&self, response: &Response<B>) -> bool {
        /// An answer that is shorter would become longer.
        const LONG: SizeAbove = SizeAbove::new(32);
        // One that the network fails is counted in bytes of what it says.
        LONG.should_compress(response) && response.extensions().get::<Network>().is_none()
    }
}
