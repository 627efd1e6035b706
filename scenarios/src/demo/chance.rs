//! The demo's source of variety: a sequence of numbers that a seed determines.

use crate::time::Span;

/// `SplitMix64`: small, well mixed from any seed, and the same on every machine.
#[derive(Debug)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: i64) -> Self {
        Self(seed.cast_unsigned())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = (high - low).unsigned_abs() + 1;
        low + (self.next() % width).cast_signed()
    }

    /// A span of so many seconds, both bounds included, to the millisecond.
    pub(super) fn secs(&mut self, low: i64, high: i64) -> Span {
        Span::from_millis(self.between(low * 1000, high * 1000))
    }

    /// A span that is often short and seldom long: the smaller of two draws.
    pub(super) fn mostly_short(&mut self, low: i64, high: i64) -> Span {
        self.secs(low, high).min(self.secs(low, high))
    }

    /// The time until the next arrival: from a tenth of the mean to a little over twice it.
    pub(super) fn gap(&mut self, mean: Span) -> Span {
        Span::from_millis(self.between(mean.as_millis() / 10, mean.as_millis() * 19 / 10))
    }

    /// One of several.
    pub(super) fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        let last = i64::try_from(choices.len()).unwrap_or(1) - 1;
        choices[usize::try_from(self.between(0, last)).unwrap_or(0)]
    }
}
