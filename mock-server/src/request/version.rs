//! Which version of the API is asked for (reference, sections 1.3 and 1.5).

use axum::http::HeaderMap;
use axum::http::header::ACCEPT;

use crate::error::Refusal;
use crate::wire::Version;

/// The version in `Accept`: the first valid one among all values of all such headers, whatever their case and
/// parameters.
///
/// # Errors
///
/// [`Refusal::NoVersion`] if no value tells a version, [`Refusal::UnsupportedVersion`] if none of them is valid.
pub(crate) fn requested(headers: &HeaderMap) -> Result<Version, Refusal> {
    let values = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let mut found = Err(Refusal::NoVersion);
    for media_type in values.flat_map(|value| value.split(',')) {
        match version(media_type) {
            Some("2") => return Ok(Version::V2),
            Some("3") => return Ok(Version::V3),
            Some(_) => found = Err(Refusal::UnsupportedVersion),
            None => {}
        }
    }
    found
}

/// The digits of `application/vnd.newvoicemedia.v{digits}+json`.
fn version(media_type: &str) -> Option<&str> {
    const PREFIX: &str = "application/vnd.newvoicemedia.v";
    const SUFFIX: &str = "+json";
    let name = media_type.split(';').next()?.trim();
    let (prefix, rest) = name.split_at_checked(PREFIX.len())?;
    let (digits, suffix) = rest.split_at_checked(rest.len().checked_sub(SUFFIX.len())?)?;
    let fits = prefix.eq_ignore_ascii_case(PREFIX) && suffix.eq_ignore_ascii_case(SUFFIX);
    (fits && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}
