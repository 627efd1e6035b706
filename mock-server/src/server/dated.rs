//! The header `Date`: every answer has that of the world's clock, so that equal worlds answer with equal bytes.

use std::time::{Duration, SystemTime};

use axum::http::HeaderValue;
use axum::http::header::DATE;
use axum::response::Response;
use scenarios::time::Instant;

use crate::host::Host;

/// Put into an answer: what the clock of the world that gives it shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct AnsweredAt(pub(super) Instant);

/// Dates an answer by the clock of the world that gives it, or by that of the default world if it is no world's.
pub(super) fn dated<B>(mut response: Response<B>, host: &Host) -> Response<B> {
    let now = match response.extensions_mut().remove() {
        Some(AnsweredAt(now)) => now,
        None => host.world().1,
    };
    if let Ok(date) = HeaderValue::try_from(http_date(now)) {
        response.headers_mut().insert(DATE, date);
    }
    response
}

/// `Tue, 05 Mar 2024 09:05:00 GMT`. The form knows no years before 1970: those are told as its beginning.
fn http_date(now: Instant) -> String {
    let millis = u64::try_from(now.as_millis()).unwrap_or_default();
    httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_millis(millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_http_does() {
        for (instant, date) in [
            ("2024-03-05T09:05:00.999Z", "Tue, 05 Mar 2024 09:05:00 GMT"),
            ("1969-12-31T23:59:59.999Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            ("9999-12-31T23:59:59.999Z", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ] {
            assert_eq!(http_date(Instant::parse(instant).unwrap()), date);
        }
    }
}
