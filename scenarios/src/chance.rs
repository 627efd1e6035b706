//! The only source of variety: a sequence of numbers that a seed determines.
//!
//! It is written out here, and not taken from a library, because what is drawn from a seed must stay the same bytes on
//! every machine and in every release; libraries do not promise that of their distributions.

use crate::time::Span;

/// `SplitMix64`: small, well mixed from any seed, and the same on every machine.
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: i64) -> Self {
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
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = (high - low).unsigned_abs() + 1;
        low + (self.next() % width).cast_signed()
    }

    /// A span of so many seconds, both bounds included, to the millisecond.
    pub(crate) fn secs(&mut self, low: i64, high: i64) -> Span {
        Span::from_millis(self.between(low * 1000, high * 1000))
    }

    /// One of several.
    pub(crate) fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        let last = i64::try_from(choices.len()).unwrap_or(1) - 1;
        choices[usize::try_from(self.between(0, last)).unwrap_or(0)]
    }

    /// True that often, in percent.
    pub(crate) fn percent(&mut self, percent: u32) -> bool {
        self.between(1, 100) <= i64::from(percent)
    }

    /// The position of one of several, each as often as its share of all shares says; `None` where all shares are 0.
    pub(crate) fn share(&mut self, shares: impl Iterator<Item = u32> + Clone) -> Option<usize> {
        let total: i64 = shares.clone().map(i64::from).sum();
        if total == 0 {
            return None;
        }
        let mut drawn = self.between(1, total);
        shares.into_iter().position(|share| {
            drawn -= i64::from(share);
            drawn <= 0
        })
    }

    /// One of several; `None` if there are none.
    pub(crate) fn pick<'c, T>(&mut self, choices: &'c [T]) -> Option<&'c T> {
        let last = i64::try_from(choices.len()).ok()? - 1;
        if last < 0 { None } else { choices.get(usize::try_from(self.between(0, last)).ok()?) }
    }
}
