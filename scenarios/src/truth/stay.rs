//! From when to when something went on.

use crate::time::{Instant, Span};

/// A stretch of time, its first instant included and its end not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stay {
    /// When it began.
    pub(super) from: Instant,
    /// When it ended, never before it began; `None` while it goes on.
    pub(super) to: Option<Instant>,
}

impl Stay {
    /// A stay that has just begun.
    pub(super) fn since(from: Instant) -> Self {
        Self { from, to: None }
    }

    /// Ends it, unless it is over already.
    pub(super) fn end(&mut self, at: Instant) {
        self.to.get_or_insert(at.max(self.from));
    }

    pub(super) fn goes_on(&self) -> bool {
        self.to.is_none()
    }

    /// What there is of it at `until`: nothing before it begins, no end before it ends.
    pub(super) fn until(self, until: Instant) -> Option<Self> {
        let happened = |at: &Instant| *at <= until;
        happened(&self.from).then(|| Self { to: self.to.filter(happened), ..self })
    }

    /// How much of the window from `from` to `until` it takes up.
    pub(super) fn within(self, from: Instant, until: Instant) -> Span {
        let begin = self.from.max(from);
        let end = self.to.map_or(until, |to| to.min(until));
        (end - begin).max(Span::ZERO)
    }

    /// How long it has lasted at `until`.
    pub(super) fn length(self, until: Instant) -> Span {
        self.within(self.from, until)
    }

    /// How long both it and `other` have gone on at `until`.
    pub(super) fn overlap(self, other: Self, until: Instant) -> Span {
        self.within(other.from, other.to.map_or(until, |to| to.min(until)))
    }
}

/// The sum of several spans.
pub(super) fn total(spans: impl IntoIterator<Item = Span>) -> Span {
    spans.into_iter().fold(Span::ZERO, |sum, span| sum + span)
}
