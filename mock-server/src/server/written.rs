//! Writing requests into the journals of the worlds that answer them.

use std::task::{Context, Poll};

use axum::body::HttpBody as _;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use futures_util::future::BoxFuture;
use tower::Service;

use super::dated::AnsweredAt;
use super::path::Sent;
use crate::host::Host;
use crate::journal::Entry;
use crate::request::addressed::Addressed;

/// A service that finds the world of each request, has it answered, and writes it down there.
///
/// A token request that names no world in its path is found to be another world's only when its form is read: the answer
/// says so.
#[derive(Clone, Debug)]
pub(super) struct Written<S> {
    host: Host,
    service: S,
}

impl<S> Written<S> {
    pub(super) fn new(host: Host, service: S) -> Self {
        Self { host, service }
    }
}

impl<S> Service<Request> for Written<S>
where
    S: Service<Request, Response = Response>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Response, S::Error>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.service.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        if !is_asked_of_a_world(request.uri().path()) {
            return Box::pin(self.service.call(request));
        }
        let addressed = match Addressed::of(request.uri(), request.headers(), &self.host) {
            Ok(addressed) => addressed,
            Err(refusal) => return Box::pin(async { Ok(refusal.into_response()) }),
        };
        let sent = request.extensions().get().map_or(request.uri(), |Sent(uri)| uri);
        let mut entry = Entry::of(request.method(), sent, request.headers(), addressed.now);
        request.extensions_mut().insert(addressed.clone());
        let answer = self.service.call(request);
        Box::pin(async move {
            let mut response = answer.await?;
            let Addressed { hosted, now, .. } = response.extensions_mut().remove().unwrap_or(addressed);
            entry.at = now;
            entry.status = response.status();
            entry.bytes = response.body().size_hint().lower();
            hosted.journal().write(entry);
            response.extensions_mut().insert(AnsweredAt(now));
            Ok(response)
        })
    }
}

fn is_asked_of_a_world(path: &str) -> bool {
    ["/stats/", "/Auth/", "/auth/", "/worlds/"].iter().any(|begin| path.starts_with(begin))
}
