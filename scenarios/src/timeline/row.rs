//! A record in its place.

use std::sync::Arc;

use super::retold::Retold;
use crate::centre::Name;
use crate::record::{Body, Ending, Record};
use crate::time::Instant;
use crate::view::{Include, Window};

/// A record in its place: when it began, and since when the API tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<T> {
    /// When it began.
    pub start: Instant,
    /// The record.
    pub body: Body<T>,
    /// Its end; `None` if the scenario does not tell of one.
    pub end: Option<Ending>,
    /// From when on the API tells of it.
    pub known: Instant,
    /// What late facts did to it; seldom there, and then out of the way.
    pub(super) rewritten: Option<Box<Rewritten>>,
}

/// What facts that were processed late did to a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rewritten {
    withdrawn: Option<Instant>,
    /// When the agent's history was processed again.
    retold: Option<Arc<Retold>>,
}

impl Rewritten {
    /// `None` if nothing was.
    pub(super) fn of(withdrawn: Option<Instant>, retold: Option<Arc<Retold>>) -> Option<Box<Self>> {
        (withdrawn.is_some() || retold.is_some()).then(|| Box::new(Self { withdrawn, retold }))
    }
}

impl<T> Row<T> {
    /// The end as known at `now`; `None` while it goes on.
    pub fn end_at(&self, now: Instant) -> Option<Instant> {
        self.end.as_ref().and_then(|end| end.at(now))
    }

    /// Whether the API tells of it at `now`.
    pub fn is_known(&self, now: Instant) -> bool {
        self.known <= now && self.withdrawn().is_none_or(|withdrawn| now < withdrawn)
    }

    /// From when on the API no longer tells of it, because processing has rewritten it.
    pub fn withdrawn(&self) -> Option<Instant> {
        self.rewritten.as_ref().and_then(|rewritten| rewritten.withdrawn)
    }

    fn retold(&self) -> Option<&Retold> {
        self.rewritten.as_ref().and_then(|rewritten| rewritten.retold.as_deref())
    }

    /// From when on its end is known, if ever.
    pub(super) fn closed(&self) -> Option<Instant> {
        self.end.as_ref().map(Ending::first_processed)
    }
}

impl<T: Record> Row<T> {
    /// The instants at which the platform processed something about it, in no order; one may come more than once.
    pub fn processed(&self) -> impl Iterator<Item = Instant> {
        let again = self.retold().into_iter().flat_map(|retold| retold.again(self));
        self.processed_once().chain(again)
    }

    /// The instants at which something about it changes, in no order; one may come more than once.
    pub(super) fn changes(&self) -> impl Iterator<Item = Instant> {
        self.processed().chain(self.withdrawn())
    }

    /// The last instant at which something about it changes: from then on it is told alike for ever, if at all. No window
    /// that begins later returns it.
    pub fn last_change(&self) -> Instant {
        let besides = match &self.body {
            Body::Told(record) => record.last_processed_besides(),
            Body::Recorded(_) => None,
        };
        let end = self.end.as_ref().map(Ending::last_processed);
        let again = self.retold().and_then(|retold| retold.last(self));
        [end, besides, again, self.withdrawn()].into_iter().flatten().fold(self.known, Instant::max)
    }

    /// Whether a window returns it at `now`, given that it is known.
    pub(super) fn lies_in(&self, window: &Window, now: Instant) -> bool {
        let ended = || self.end_at(now).is_some_and(|end| window.contains(end));
        let was_processed = || {
            self.processed_once().any(|instant| instant <= now && window.contains(instant))
                || self.retold().is_some_and(|retold| retold.lies_in(self, window, now))
        };
        window.contains(self.start)
            || match window.include {
                Include::Started => false,
                Include::StartedOrEnded => ended(),
                Include::Processed => ended() || was_processed(),
            }
    }

    /// The agent or the queue that it is about, by which it can be asked for; `None` if by neither.
    pub(super) fn subject(&self) -> Option<&Name> {
        match &self.body {
            Body::Told(record) => record.subject(),
            Body::Recorded(item) => [&item.agent, &item.queue].into_iter().find(|name| !name.is_empty()),
        }
    }

    /// Those at which the record itself was processed, not what happened before it.
    fn processed_once(&self) -> impl Iterator<Item = Instant> {
        let besides = match &self.body {
            Body::Told(record) => Some(record.processed_besides()),
            Body::Recorded(_) => None,
        };
        let ends = self.end.iter().flat_map(Ending::processed);
        std::iter::once(self.known).chain(ends).chain(besides.into_iter().flatten())
    }
}
