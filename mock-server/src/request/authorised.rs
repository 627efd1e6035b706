//! Who asks (reference, section 1.3).

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use scenarios::time::Instant;

use crate::error::Refusal;
use crate::token::Credentials;

/// Whether a request with these headers may be answered.
///
/// # Errors
///
/// [`Refusal::Unauthorised`] or [`Refusal::OtherScope`], if not.
pub(crate) fn check(headers: &HeaderMap, credentials: &Credentials, now: Instant) -> Result<(), Refusal> {
    let token = bearer(headers).ok_or(Refusal::Unauthorised)?;
    Ok(credentials.admit(token, now)?)
}

/// The token of `Authorization: Bearer …`, in which the scheme's case does not matter.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
