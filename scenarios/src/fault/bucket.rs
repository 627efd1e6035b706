//! A token bucket: how many requests still pass.

use crate::time::{Instant, Span};

/// A bucket that lets a request pass for each token in it, and fills evenly.
///
/// It counts in parts of a token, of which one comes in each millisecond for each token that fits in, so that nothing is
/// rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bucket {
    level: i128,
    at: Instant,
}

impl Bucket {
    /// A full one.
    pub(super) fn full(limit: u32, per: Span, now: Instant) -> Self {
        Self { level: capacity(limit, per), at: now }
    }

    /// Takes a token.
    ///
    /// # Errors
    ///
    /// If there is none: how long it takes until there is.
    pub(super) fn take(&mut self, limit: u32, per: Span, now: Instant) -> Result<(), Span> {
        // A clock that has been set back fills nothing; it goes on from there.
        let passed = i128::from((now - self.at).as_millis().max(0));
        self.level = (self.level + passed * i128::from(limit)).min(capacity(limit, per));
        self.at = now;
        let token = i128::from(per.as_millis());
        if self.level >= token {
            self.level -= token;
            return Ok(());
        }
        let missing = token - self.level;
        let limit = i128::from(limit.max(1));
        Err(Span::from_millis(i64::try_from((missing + limit - 1) / limit).unwrap_or(i64::MAX)))
    }
}

fn capacity(limit: u32, per: Span) -> i128 {
    i128::from(limit) * i128::from(per.as_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_lets_as_many_pass_as_it_holds_and_fills_evenly() {
        let (limit, per) = (3, Span::from_secs(60));
        let mut bucket = Bucket::full(limit, per, Instant::EARLIEST);
        let mut take = |millis| bucket.take(limit, per, Instant::EARLIEST + Span::from_millis(millis));
        assert_eq!([take(0), take(0), take(0)], [Ok(()); 3]);
        assert_eq!(take(0), Err(Span::from_secs(20)));
        assert_eq!(take(19_999), Err(Span::from_millis(1)));
        assert_eq!(take(20_000), Ok(()));
        assert_eq!(take(20_000), Err(Span::from_secs(20)));
        assert_eq!(take(10_000), Err(Span::from_secs(20)), "set back, nothing fills");
        assert_eq!(take(30_000), Ok(()), "it fills from there");
        assert_eq!([take(600_000), take(600_000), take(600_000)], [Ok(()); 3]);
        assert_eq!(take(600_000), Err(Span::from_secs(20)), "no more than its limit was in it");
    }
}
