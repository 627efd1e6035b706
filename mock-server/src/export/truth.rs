//! Truth, as rows that belong to a day.

use std::ops::Range;

use scenarios::scenario::Scenario;
use scenarios::time::Instant;

use crate::wire::truth::{CcrChannel, Consult, HandleTime, Item, QueueEntry, Session, Transfer};

/// What truth says of a stretch of time: each of its answers with when that happened, in that order.
#[derive(Debug, Default)]
pub(super) struct Truth {
    pub(super) transfers: Dated<Transfer>,
    pub(super) consults: Dated<Consult>,
    pub(super) logins: Dated<Session>,
    pub(super) ccr_channels: Dated<CcrChannel>,
    pub(super) queue_entries: Dated<QueueEntry>,
    pub(super) handle_times: Dated<HandleTime>,
}

/// Answers to one question, by when they happened.
#[derive(Debug)]
pub(super) struct Dated<T>(Vec<(Instant, T)>);

impl Truth {
    /// What it says of a scenario as of an instant.
    pub(super) fn of(scenario: &Scenario, as_of: Instant) -> Self {
        Self {
            transfers: Dated::of(scenario, as_of),
            consults: Dated::of(scenario, as_of),
            logins: Dated::of(scenario, as_of),
            ccr_channels: Dated::of(scenario, as_of),
            queue_entries: Dated::of(scenario, as_of),
            handle_times: Dated::of(scenario, as_of),
        }
    }

    /// What happened before an instant stays; the rest is taken out.
    pub(super) fn split_off(&mut self, at: Instant) -> Self {
        Self {
            transfers: self.transfers.split_off(at),
            consults: self.consults.split_off(at),
            logins: self.logins.split_off(at),
            ccr_channels: self.ccr_channels.split_off(at),
            queue_entries: self.queue_entries.split_off(at),
            handle_times: self.handle_times.split_off(at),
        }
    }

    /// Takes in what happened besides.
    pub(super) fn add(&mut self, other: Self) {
        self.transfers.add(other.transfers);
        self.consults.add(other.consults);
        self.logins.add(other.logins);
        self.ccr_channels.add(other.ccr_channels);
        self.queue_entries.add(other.queue_entries);
        self.handle_times.add(other.handle_times);
    }
}

impl<T: Item> Dated<T> {
    fn of(scenario: &Scenario, as_of: Instant) -> Self {
        let mut all = T::all(scenario, as_of);
        // The sort is stable: answers of one instant stay in the order of their question.
        all.sort_by_key(|(at, _)| *at);
        Self(all)
    }
}

impl<T> Dated<T> {
    /// Those that happened then.
    pub(super) fn within(&self, when: &Range<Instant>) -> impl Iterator<Item = &T> {
        let before = |instant: Instant| self.0.partition_point(|(at, _)| *at < instant);
        let within = self.0.get(before(when.start)..before(when.end));
        within.unwrap_or_default().iter().map(|(_, item)| item)
    }

    fn split_off(&mut self, at: Instant) -> Self {
        Self(self.0.split_off(self.0.partition_point(|(own, _)| *own < at)))
    }

    fn add(&mut self, other: Self) {
        self.0.extend(other.0);
        self.0.sort_by_key(|(at, _)| *at);
    }
}

impl<T> Default for Dated<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}
