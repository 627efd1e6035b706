//! The platform's records over time: bitemporal, immutable, sorted as the API lists them.

use std::sync::Arc;

use crate::record::{Activity, Body, Ending, Interaction, QueueEntry, WfmState};
use crate::time::Instant;
use crate::view::{ActivityType, Endpoint, QueueTypes};

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
    /// From when on the API no longer tells of it, because processing has rewritten it.
    pub withdrawn: Option<Instant>,
}

impl<T> Row<T> {
    /// The end as known at `now`; `None` while it goes on.
    pub fn end_at(&self, now: Instant) -> Option<Instant> {
        self.end.as_ref().and_then(|end| end.at(now))
    }

    /// Whether the API tells of it at `now`.
    pub fn is_known(&self, now: Instant) -> bool {
        self.known <= now && self.withdrawn.is_none_or(|withdrawn| now < withdrawn)
    }
}

/// An item of a recorded answer, with what windows, filters and orders need of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The endpoint that gave it.
    pub endpoint: Endpoint,
    /// Its JSON text.
    pub body: Arc<str>,
    /// When it began; for an agent's status, which has no beginning, the `upTo` of its page.
    pub start: Instant,
    /// When it ended; `None` if its duration is null.
    pub end: Option<Instant>,
    /// The agent that it is about, else the empty text.
    pub agent: Arc<str>,
    /// The queue that it is about, else the empty text.
    pub queue: Arc<str>,
    /// The interaction's GUID as written, else the empty text.
    pub guid: Arc<str>,
    /// Of an activity, its type.
    pub activity: Option<ActivityType>,
    /// Of a queue entry, the type of its queue.
    pub queue_type: Option<QueueTypes>,
}
