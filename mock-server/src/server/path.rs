//! Paths that differ from a route's only by slashes.

use axum::http::Uri;
use axum::http::uri::PathAndQuery;

/// The same address without a slash at the end of its path and without empty parts, as `//stats/agent-status`, which
/// clients send whose base URL ends in a slash: our choice. `None` if it is so already.
pub(super) fn plain(uri: &Uri) -> Option<Uri> {
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
            assert_eq!(super::plain(&sent).map(|uri| uri.to_string()).as_deref(), plain, "{sent}");
        }
    }
}
