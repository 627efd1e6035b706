//! Requests for what is not there.

use axum::http::{Method, Uri};

use crate::error::Refusal;

/// There is nothing at this path.
pub(crate) async fn path(uri: Uri) -> Refusal {
    Refusal::UnknownPath(uri.path().to_owned())
}

/// The path is right, the method is not.
pub(crate) async fn method(method: Method) -> Refusal {
    Refusal::MethodNotAllowed(method.to_string())
}
