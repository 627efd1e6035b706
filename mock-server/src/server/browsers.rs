//! Pages of any origin may call. Wallboards run in browsers; how the real API treats them is unknown.
//!
//! Tests run there too, and so the methods of the control API are allowed; where they do not belong they are answered
//! with 405. All that is said of it is known before the first request comes: putting it together for each, as the
//! libraries' layers do, took as long as answering.

use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS, VARY,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

/// Lets any page read an answer with these headers.
pub(super) fn permit(headers: &mut HeaderMap) {
    const DEPENDS: &str = "origin, access-control-request-method, access-control-request-headers";
    headers.append(VARY, HeaderValue::from_static(DEPENDS));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let exposed =
        HeaderValue::from_static("allow,content-length,date,insights-mock-fault,retry-after,www-authenticate");
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
}

/// The answer to a browser that asks, with these headers, whether a page may send a request.
pub(super) fn permission(asked: &HeaderMap) -> Response {
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET,HEAD,POST,PUT,DELETE"));
    if let Some(wanted) = asked.get(ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("3600"));
    response
}
