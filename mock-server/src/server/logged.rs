//! A line in the log for each request, for those who ask for it.

use std::task::{Context, Poll};

use axum::http::{Request, Response};
use futures_util::TryFutureExt as _;
use futures_util::future::{BoxFuture, Either};
use tower::Service;

/// A service whose answers are told to the log.
#[derive(Clone, Debug)]
pub(super) struct Logged<S>(S);

impl<S> Logged<S> {
    pub(super) fn new(service: S) -> Self {
        Self(service)
    }
}

impl<S, A, B> Service<Request<A>> for Logged<S>
where
    S: Service<Request<A>, Response = Response<B>>,
    S::Future: Send + 'static,
{
    type Response = Response<B>;
    type Error = S::Error;
    type Future = Either<S::Future, BoxFuture<'static, Result<Response<B>, S::Error>>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request<A>) -> Self::Future {
        if !tracing::enabled!(tracing::Level::DEBUG) {
            return Either::Left(self.0.call(request));
        }
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let tell = move |response: &Response<B>| {
            tracing::debug!(%method, %uri, status = response.status().as_u16(), "answered");
        };
        Either::Right(Box::pin(self.0.call(request).inspect_ok(tell)))
    }
}
