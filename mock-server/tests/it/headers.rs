use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode};
use serde_json::json;

use crate::given::{Answer, TOKEN, V2, V3, faq, get, send};

async fn ask(headers: &[(&str, &[u8])]) -> Answer {
    let mut request = Request::get("/stats/agent-status").body(Body::empty()).expect("the request is one");
    for (name, value) in headers {
        let name: axum::http::HeaderName = name.parse().expect("a name");
        request.headers_mut().append(name, HeaderValue::from_bytes(value).expect("a value"));
    }
    send(&faq(), request).await
}

#[tokio::test]
async fn the_version_is_read_from_accept() {
    let (ok, no_version, unsupported) =
        (None, Some("Invalid Accept header!"), Some("Invalid api-version! Valid values: 2,3"));
    for (accept, refused) in [
        (&[V3][..], ok),
        (&[V2], ok),
        (&["APPLICATION/VND.NEWVOICEMEDIA.V3+JSON"], ok),
        (&["application/vnd.newvoicemedia.v3+json; charset=utf-8"], ok),
        (&["text/html, application/vnd.newvoicemedia.v3+json;q=0.9, */*"], ok),
        (&["*/*", V3], ok),
        (&["application/vnd.newvoicemedia.v9+json", V2], ok),
        (&[], no_version),
        (&[""], no_version),
        (&["*/*"], no_version),
        (&["application/json"], no_version),
        (&["application/vnd.newvoicemedia.v+json"], no_version),
        (&["application/vnd.newvoicemedia.vX+json"], no_version),
        (&["application/vnd.newvoicemedia.v3+xml"], no_version),
        (&["application/vnd.newvoicemedia.v3"], no_version),
        (&["application/vnd.newvoicemedia.v1+json"], unsupported),
        (&["application/vnd.newvoicemedia.v4+json"], unsupported),
        (&["application/vnd.newvoicemedia.v33333333333333333333+json"], unsupported),
    ] {
        let bearer = format!("Bearer {TOKEN}");
        let mut headers = vec![("authorization", bearer.as_bytes())];
        headers.extend(accept.iter().map(|value| ("accept", value.as_bytes())));
        let answer = ask(&headers).await;
        match refused {
            None => assert_eq!(answer.status, StatusCode::OK, "{accept:?}"),
            Some(message) => {
                assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{accept:?}");
                let body = json!({ "statusCode": 400, "error": "Bad Request", "message": message });
                assert_eq!(answer.body, body, "{accept:?}");
            }
        }
    }
}

#[tokio::test]
async fn the_token_is_read_from_authorization() {
    for (authorization, status) in [
        (&b"Bearer letmein"[..], StatusCode::OK),
        (b"bearer letmein", StatusCode::OK),
        (b"BEARER  letmein ", StatusCode::OK),
        (b"letmein", StatusCode::UNAUTHORIZED),
        (b"Bearer", StatusCode::UNAUTHORIZED),
        (b"Bearer letmeout", StatusCode::UNAUTHORIZED),
        (b"Basic letmein", StatusCode::UNAUTHORIZED),
        (b"Bearer \xff\xfe", StatusCode::UNAUTHORIZED),
        (b"", StatusCode::UNAUTHORIZED),
    ] {
        let answer = ask(&[("authorization", authorization), ("accept", V3.as_bytes())]).await;
        assert_eq!(answer.status, status, "{}", String::from_utf8_lossy(authorization));
    }
}

#[tokio::test]
async fn the_token_is_checked_before_the_version_and_the_version_before_parameters() {
    let refused = ask(&[]).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert_eq!(refused.body, json!({ "message": "Authorization has been denied for this request." }));
    assert_eq!(refused.header("www-authenticate"), "Bearer");

    let bearer = format!("Bearer {TOKEN}");
    let request = Request::get("/stats/interactions?limit=none").header("authorization", bearer).body(Body::empty());
    assert_eq!(send(&faq(), request.expect("the request is one")).await.message(), "Invalid Accept header!");
}

#[tokio::test]
async fn answers_may_be_kept_for_five_seconds_and_refusals_not_at_all() {
    let answer = get(&faq(), "/stats/agent-status").await;
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "max-age=5, must-revalidate, private");
    let refused = get(&faq(), "/stats/interactions").await;
    assert_eq!(refused.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(refused.header("cache-control"), "no-store");
}

#[tokio::test]
async fn what_is_not_there_is_told_in_json() {
    for (path, status) in [
        ("/stats/agent-status/", StatusCode::OK),
        ("/stats/interactions/016f8db7-798f-407c-9925-ef8c2b51e6b0/", StatusCode::OK),
        ("/stats/agent-status/anna", StatusCode::NOT_FOUND),
        ("/stats/Agent-Status", StatusCode::NOT_FOUND),
        ("/agent-status", StatusCode::NOT_FOUND),
        ("/stats/agent-activities/workload", StatusCode::NOT_FOUND),
        ("/stats/%FF%FE", StatusCode::NOT_FOUND),
        ("/Auth/connect/token", StatusCode::METHOD_NOT_ALLOWED),
        ("/AUTH/connect/token", StatusCode::NOT_FOUND),
    ] {
        let answer = get(&faq(), path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.status.is_success() || answer.body["message"].is_string(), "{path}: {:?}", answer.body);
    }
}
