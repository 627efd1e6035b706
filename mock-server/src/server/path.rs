//! Paths that differ from a route's only by slashes.

use axum::extract::Request;
use axum::http::Uri;
use axum::http::uri::PathAndQuery;

/// What the client asked for, where the path that is answered is spelt otherwise.
#[derive(Clone, Debug)]
pub(super) struct Sent(pub(super) Uri);

/// The request for the same path without a slash at its end and without empty parts, as `//stats/agent-status`, which
/// clients send whose base URL ends in a slash. Our choice.
pub(super) fn plain(mut request: Request) -> Request {
    if let Some(uri) = plain_uri(request.uri()) {
        let sent = std::mem::replace(request.uri_mut(), uri);
        request.extensions_mut().insert(Sent(sent));
    }
    request
}

/// `None` if it is plain already.
fn plain_uri(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    let has_empty_part = path.contains("//") || (path.len() > 1 && path.ends_with('/'));
    if !has_empty_part {
        return None;
    }
    let named: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(format!("/{}{query}", named.join("/"))).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_too_many_are_left_out_of_a_path_and_of_nothing_else() {
        for (sent, plain) in [
            ("/stats/agent-status", None),
            ("/", None),
            ("/stats/agent-status/", Some("/stats/agent-status")),
            ("//stats/agent-status?queues=a//b/", Some("/stats/agent-status?queues=a//b/")),
            ("/worlds/w1//stats///interactions//", Some("/worlds/w1/stats/interactions")),
            ("///", Some("/")),
            ("/stats/%2F/", Some("/stats/%2F")),
        ] {
            let sent: Uri = sent.parse().unwrap();
            assert_eq!(plain_uri(&sent).map(|uri| uri.to_string()).as_deref(), plain, "{sent}");
        }
    }
}
