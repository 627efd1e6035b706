//! Where "now" comes from: the only module that reads the system's clock.

use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

use scenarios::time::Instant;

/// A world's clock: what drives its data, `upTo` and the expiry of its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// It stands still.
    Frozen(Instant),
    /// It runs.
    Running {
        /// What it showed when it was set.
        from: Instant,
        /// What the system's clock showed then.
        set: Instant,
        /// How many of its seconds pass in one second of the system's.
        rate: u32,
    },
}

/// How a clock is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// It stands still.
    Frozen,
    /// It runs so many times as fast as the system's clock.
    Running(u32),
}

impl Clock {
    /// A clock that shows `from` now, and goes on at that pace.
    pub fn set(pace: Pace, from: Instant) -> Self {
        match pace {
            Pace::Frozen => Self::Frozen(from),
            Pace::Running(rate) => Self::Running { from, set: system_now(), rate },
        }
    }

    /// The system's clock.
    pub fn live() -> Self {
        Self::set(Pace::Running(1), system_now())
    }

    /// How it goes.
    pub fn pace(&self) -> Pace {
        match *self {
            Self::Frozen(_) => Pace::Frozen,
            Self::Running { rate, .. } => Pace::Running(rate),
        }
    }

    /// What the clock shows.
    pub fn now(&self) -> Instant {
        match self {
            Self::Frozen(instant) => *instant,
            Self::Running { .. } => self.at(system_now()),
        }
    }

    /// What the clock shows when the system's clock shows `system`.
    fn at(&self, system: Instant) -> Instant {
        match *self {
            Self::Frozen(instant) => instant,
            Self::Running { from, set, rate } => {
                let passed = (system - set).as_millis().saturating_mul(i64::from(rate));
                Instant::from_millis(from.as_millis().saturating_add(passed))
            }
        }
    }
}

/// What the system's clock shows.
#[expect(clippy::disallowed_methods, reason = "this is the one place that may")]
pub fn system_now() -> Instant {
    // A system clock before 1970 is read as 1970: nothing sensible can be told of it.
    let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Instant::from_millis(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}

/// `stands still`, `runs`, `runs 60 times as fast`: continues the sentence "the clock …".
impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frozen(_) => f.write_str("stands still"),
            Self::Running { rate: 1, .. } => f.write_str("runs"),
            Self::Running { rate, .. } => write!(f, "runs {rate} times as fast as the system's"),
        }
    }
}

/// `frozen`, `live`, `x60`: what is read back as the same pace.
impl fmt::Display for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frozen => f.write_str("frozen"),
            Self::Running(1) => f.write_str("live"),
            Self::Running(rate) => write!(f, "x{rate}"),
        }
    }
}

/// The text is not a pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a clock is \"live\", \"frozen\" or, 60 times as fast, \"x60\"; the fastest is x100000")]
pub struct NotAPace;

impl FromStr for Pace {
    type Err = NotAPace;

    fn from_str(text: &str) -> Result<Self, NotAPace> {
        const FASTEST: u32 = 100_000;
        match text {
            "live" => Ok(Self::Running(1)),
            "frozen" => Ok(Self::Frozen),
            _ => {
                let rate = text.strip_prefix('x').and_then(|rate| rate.parse().ok());
                rate.filter(|rate| (1..=FASTEST).contains(rate)).map(Self::Running).ok_or(NotAPace)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_at_x60_passes_an_hour_in_a_minute() {
        let set = Instant::from_millis(1_000_000);
        let from = Instant::from_millis(0);
        let clock = Clock::Running { from, set, rate: 60 };
        assert_eq!(clock.at(set), from);
        assert_eq!(clock.at(Instant::from_millis(1_060_000)), Instant::from_millis(3_600_000));
    }

    #[test]
    fn a_frozen_clock_stands_still() {
        let clock = Clock::Frozen(Instant::from_millis(5));
        assert_eq!(clock.at(Instant::from_millis(0)), clock.at(Instant::from_millis(99)));
    }

    #[test]
    fn paces_are_written_as_the_command_line_documents_them() {
        for (text, pace) in [
            ("live", Ok(Pace::Running(1))),
            ("frozen", Ok(Pace::Frozen)),
            ("x60", Ok(Pace::Running(60))),
            ("x0", Err(NotAPace)),
            ("x-1", Err(NotAPace)),
            ("x100001", Err(NotAPace)),
            ("60", Err(NotAPace)),
            ("", Err(NotAPace)),
        ] {
            assert_eq!(text.parse(), pace, "{text}");
        }
    }
}
