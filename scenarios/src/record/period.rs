//! From when to when something was, and since when the platform knew.

use crate::time::Instant;

/// When something happened, and when the platform had processed that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When it happened.
    pub at: Instant,
    /// From when on the API can tell of it; never before `at`.
    pub processed: Instant,
}

/// The end of something, as the platform came to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The end as it finally stands.
    pub last: Stamp,
    /// Seldom there, and then out of the way.
    earlier: Option<Box<Earlier>>,
}

/// Other versions of an end that were told before, by ascending `processed`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Earlier(Vec<Stamp>);

impl Ending {
    /// An end that is right from the first.
    pub fn once(stamp: Stamp) -> Self {
        Self { last: stamp, earlier: None }
    }

    /// An end of which other versions were told before, by ascending `processed`.
    pub fn corrected(earlier: Vec<Stamp>, last: Stamp) -> Self {
        Self { last, earlier: (!earlier.is_empty()).then(|| Box::new(Earlier(earlier))) }
    }

    /// Whether other versions were told before.
    pub fn is_corrected(&self) -> bool {
        self.earlier.is_some()
    }

    /// Every version, by ascending `processed`.
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = Stamp> + Clone {
        self.earlier.iter().flat_map(|earlier| &earlier.0).chain([&self.last]).copied()
    }

    /// The end with each of its versions changed.
    #[must_use]
    pub fn map(&self, mut change: impl FnMut(Stamp) -> Stamp) -> Self {
        if self.earlier.is_none() {
            return Self::once(change(self.last));
        }
        let earlier = self.earlier.iter().flat_map(|earlier| &earlier.0).map(|stamp| change(*stamp)).collect();
        Self::corrected(earlier, change(self.last))
    }

    /// The end as known at `now`; `None` while the platform has not processed any version.
    pub fn at(&self, now: Instant) -> Option<Instant> {
        if self.earlier.is_none() {
            return (self.last.processed <= now).then_some(self.last.at);
        }
        self.versions().rfind(|version| version.processed <= now).map(|version| version.at)
    }

    /// From when on some version of the end is known.
    pub fn first_processed(&self) -> Instant {
        let first = self.earlier.as_ref().and_then(|earlier| earlier.0.first());
        first.unwrap_or(&self.last).processed
    }

    /// When the last version of it was processed.
    pub fn last_processed(&self) -> Instant {
        let earlier = self.earlier.iter().flat_map(|earlier| &earlier.0).map(|stamp| stamp.processed);
        earlier.fold(self.last.processed, Instant::max)
    }

    /// The instants at which a version of it was processed.
    pub fn processed(&self) -> impl Iterator<Item = Instant> + Clone {
        self.versions().map(|version| version.processed)
    }
}

/// From when to when, as the platform came to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its beginning.
    pub begin: Stamp,
    /// Its end; `None` if the scenario does not tell of one.
    pub end: Option<Ending>,
}

impl Period {
    /// Whether the platform knows of it at `now`.
    pub fn is_known(&self, now: Instant) -> bool {
        self.begin.processed <= now
    }

    /// Its end as known at `now`; `None` while it goes on.
    pub fn end_at(&self, now: Instant) -> Option<Instant> {
        self.end.as_ref().and_then(|end| end.at(now))
    }

    /// The last instant at which the platform processed something about it.
    pub fn last_processed(&self) -> Instant {
        self.end.as_ref().map_or(self.begin.processed, |end| end.last_processed().max(self.begin.processed))
    }

    /// The instants at which the platform processed something about it, in no order.
    pub fn processed(&self) -> impl Iterator<Item = Instant> + Clone {
        std::iter::once(self.begin.processed).chain(self.end.iter().flat_map(Ending::processed))
    }
}
