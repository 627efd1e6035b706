//! The header `Date`: every answer has that of the world's clock, so that equal worlds answer with equal bytes.

use std::cell::RefCell;
use std::time::{Duration, SystemTime};

use axum::http::header::DATE;
use axum::http::{HeaderMap, HeaderValue};
use scenarios::time::Instant;

thread_local! {
    /// The second that was told last, and how.
    static LAST: RefCell<Option<(i64, HeaderValue)>> = const { RefCell::new(None) };
}

/// Dates an answer by the clock of the world that gives it, or by that of the default world if it is no world's.
pub(super) fn date(headers: &mut HeaderMap, now: Instant) {
    let second = now.as_millis().div_euclid(1000);
    LAST.with_borrow_mut(|last| {
        if last.as_ref().is_none_or(|(told, _)| *told != second) {
            *last = HeaderValue::try_from(http_date(now)).ok().map(|date| (second, date));
        }
        if let Some((_, date)) = last {
            headers.insert(DATE, date.clone());
        }
    });
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
