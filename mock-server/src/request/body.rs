//! The bodies of requests.

use std::time::Duration;

use axum::body::{Body, HttpBody as _, to_bytes};

use crate::error::Refusal;

/// The whole of a body that has at most `largest` bytes.
///
/// # Errors
///
/// If it is larger, breaks off, or takes longer than `patience`.
pub(crate) async fn read(body: Body, patience: Duration, largest: usize) -> Result<Vec<u8>, Refusal> {
    // A body that is announced to be too large is not even waited for.
    if body.size_hint().lower() > largest as u64 {
        return Err(Refusal::BodyTooLarge(largest));
    }
    match tokio::time::timeout(patience, to_bytes(body, largest)).await {
        Ok(Ok(bytes)) => Ok(bytes.into()),
        Ok(Err(error)) if is_length_limit(&error) => Err(Refusal::BodyTooLarge(largest)),
        Ok(Err(_)) => Err(Refusal::BodyUnreadable),
        Err(_) => Err(Refusal::BodyTooSlow),
    }
}

fn is_length_limit(error: &axum::Error) -> bool {
    std::error::Error::source(error).is_some_and(|source| source.is::<http_body_util::LengthLimitError>())
}
