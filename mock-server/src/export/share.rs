//! Which part of an export is whose: the days of the teams, dealt out.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use scenarios::time::{Instant, Span};

/// One of so many parts of an export, which together are the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which, from 1 on.
    number: u32,
    /// Of how many.
    of: u32,
}

impl Shard {
    /// All of it.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// Which it is, from 1 on.
    pub(super) fn number(self) -> u32 {
        self.number
    }

    /// Of how many.
    pub(super) fn of(self) -> u32 {
        self.of
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self { number, of }),
            Some((number, of)) => Err(format!("there is no shard {number} of {of}; shards are numbered from 1")),
            None => Err("a shard is written like 2/4: the second of four".to_owned()),
        }
    }
}

/// The smallest part: what is told of a team on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// Counted from 1970-01-01.
    pub(super) day: i64,
    pub(super) team: usize,
}

/// The units of a window that belong to a shard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Share {
    first_day: i64,
    teams: u64,
    /// Those with these numbers: day by day, and of a day team by team.
    numbers: Range<u64>,
}

impl Share {
    /// What of a window, from `start` to `end`, is for that shard.
    ///
    /// Shards get days in a row, which are less work than others, and as many units as one another.
    pub(super) fn of(start: Instant, end: Instant, teams: usize, shard: Shard) -> Self {
        let first_day = day_of(start);
        let days = (day_of(end - Span::from_millis(1)) + 1).saturating_sub(first_day);
        let units = u64::try_from(days).unwrap_or_default() * teams as u64;
        // No more than `units`, since there are no more shards before than there are.
        let before = |shards: u32| (u128::from(units) * u128::from(shards) / u128::from(shard.of)) as u64;
        Self { first_day, teams: teams as u64, numbers: before(shard.number - 1)..before(shard.number) }
    }

    /// How many units it has.
    pub(super) fn len(&self) -> u64 {
        self.numbers.end - self.numbers.start
    }

    /// Its units by day, each day with those of its teams.
    pub(super) fn days(&self) -> impl Iterator<Item = (i64, Range<usize>)> {
        let (teams, first_day) = (self.teams, self.first_day);
        let Range { mut start, end } = self.numbers;
        std::iter::from_fn(move || {
            let team = start.checked_rem(teams)?;
            let day = start / teams;
            let until = end.min((day + 1) * teams);
            let those = team as usize..(team + until.saturating_sub(start)) as usize;
            start = until;
            (!those.is_empty()).then_some((first_day + day as i64, those))
        })
    }
}

/// The day of an instant, counted from 1970-01-01.
fn day_of(instant: Instant) -> i64 {
    instant.as_millis().div_euclid(DAY)
}

const DAY: i64 = 24 * 60 * 60 * 1000;

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn units(share: &Share) -> Vec<(i64, usize)> {
        share.days().flat_map(|(day, teams)| teams.map(move |team| (day, team))).collect()
    }

    #[test]
    fn shards_are_together_the_whole_without_overlap() {
        for (start, end, days) in [
            ("2024-03-05", "2024-03-06", 1),
            ("2024-03-05T12:00", "2024-03-05T12:01", 1),
            ("2024-03-05T23:59:59.999", "2024-03-07T00:00:00.001", 3),
            ("2024-02-01", "2024-03-01", 29),
            ("1969-12-30", "1970-01-02", 3),
        ] {
            let (start, end) = (instant(start), instant(end));
            for teams in [1, 3, 10] {
                let whole = units(&Share::of(start, end, teams, Shard::WHOLE));
                assert_eq!(whole.len(), days * teams, "from {start} to {end}");
                for of in [1, 2, 3, 7, 64] {
                    let shares = (1..=of).map(|number| Share::of(start, end, teams, Shard { number, of }));
                    let shares: Vec<_> = shares.map(|share| (share.len(), units(&share))).collect();
                    assert!(shares.iter().all(|(length, units)| *length == units.len() as u64));
                    let (least, most) =
                        (shares.iter().map(|share| share.0).min(), shares.iter().map(|share| share.0).max());
                    assert!(most.unwrap() - least.unwrap() <= 1);
                    let together: Vec<_> = shares.into_iter().flat_map(|(_, units)| units).collect();
                    assert_eq!(together, whole);
                }
            }
        }
    }

    #[test]
    fn a_shard_is_told_as_the_number_of_so_many() {
        assert_eq!("1/1".parse(), Ok(Shard::WHOLE));
        assert_eq!("3/8".parse::<Shard>().map(|shard| shard.to_string()), Ok("3/8".to_owned()));
        for (text, wrong) in [
            ("0/4", "there is no shard 0 of 4; shards are numbered from 1"),
            ("5/4", "there is no shard 5 of 4; shards are numbered from 1"),
            ("3", "a shard is written like 2/4: the second of four"),
            ("a/b", "a shard is written like 2/4: the second of four"),
            ("-1/4", "a shard is written like 2/4: the second of four"),
        ] {
            assert_eq!(text.parse::<Shard>(), Err(wrong.to_owned()));
        }
    }
}
