//! Writing requests into the journals of the worlds that answer them.

use axum::body::HttpBody as _;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::path::Sent;
use crate::host::Host;
use crate::journal::Entry;
use crate::request::addressed::Addressed;

/// Finds the world of a request, has it answered, and writes it down there.
///
/// A token request that names no world in its path is found to be another world's only when its form is read: the answer
/// says so.
pub(super) async fn written(State(host): State<Host>, mut request: Request, next: Next) -> Response {
    if !is_asked_of_a_world(request.uri().path()) {
        return next.run(request).await;
    }
    let addressed = match Addressed::of(request.uri(), request.headers(), &host) {
        Ok(addressed) => addressed,
        Err(refusal) => return refusal.into_response(),
    };
    let sent = request.extensions().get().map_or(request.uri(), |Sent(uri)| uri);
    let mut entry = Entry::of(request.method(), sent, request.headers(), addressed.now);
    request.extensions_mut().insert(addressed.clone());
    let mut response = next.run(request).await;
    let Addressed { hosted, now, .. } = response.extensions_mut().remove().unwrap_or(addressed);
    entry.at = now;
    entry.status = response.status();
    entry.bytes = response.body().size_hint().lower();
    hosted.journal().write(entry);
    response
}

fn is_asked_of_a_world(path: &str) -> bool {
    ["/stats/", "/Auth/", "/auth/", "/worlds/"].iter().any(|begin| path.starts_with(begin))
}
