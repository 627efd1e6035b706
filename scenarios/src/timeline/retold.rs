//! What of an agent's history was processed again, and when.

use super::Row;
use crate::time::Instant;
use crate::view::Window;

/// The instants at which facts were processed late, and from when on each of them had the agent's history told anew.
///
/// As the reference has it for WFM (section 6), everything of the agent that reaches beyond there counts as processed
/// again, so that a client that deletes from the first returned row on loses nothing. Kept once for all rows of an
/// agent's history: late facts are many where a whole day is late, and each concerns all rows after it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Retold {
    /// By instant.
    times: Box<[Time]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Time {
    /// When it was processed.
    at: Instant,
    /// From when on it counts.
    from: Instant,
    /// The earliest `from` of this one and all later ones.
    earliest: Instant,
}

impl Retold {
    /// Of instants of processing in ascending order, each with the instant from which on it counts; `None` of none.
    pub(super) fn of(times: &[(Instant, Instant)]) -> Option<Self> {
        let mut earliest = Instant::LATEST;
        let mut times: Box<[Time]> =
            times.iter().map(|&(at, from)| Time { at, from, earliest: Instant::LATEST }).collect();
        for time in times.iter_mut().rev() {
            earliest = earliest.min(time.from);
            time.earliest = earliest;
        }
        (!times.is_empty()).then_some(Self { times })
    }

    /// The instants at which `row` was processed again.
    pub(super) fn again<T>(&self, row: &Row<T>) -> impl Iterator<Item = Instant> {
        self.standing(row).iter().filter(|time| time.concerns(row)).map(|time| time.at)
    }

    /// The last of them.
    pub(super) fn last<T>(&self, row: &Row<T>) -> Option<Instant> {
        self.standing(row).iter().rev().find(|time| time.concerns(row)).map(|time| time.at)
    }

    /// Whether one of them lies in the window, and not after `now`.
    pub(super) fn lies_in<T>(&self, row: &Row<T>, window: &Window, now: Instant) -> bool {
        let standing = self.standing(row);
        let from = standing.partition_point(|time| time.at < window.start);
        let past = standing.partition_point(|time| time.at < window.end && time.at <= now);
        standing.get(from..past).is_some_and(|times| times.iter().any(|time| time.concerns(row)))
    }

    /// The times while `row` stands that may concern it: after the last that could, none follows that does.
    fn standing<T>(&self, row: &Row<T>) -> &[Time] {
        let first = self.times.partition_point(|time| time.at < row.known);
        let withdrawn = row.withdrawn().unwrap_or(Instant::LATEST);
        let reach = row
            .end
            .as_ref()
            .map_or(Instant::LATEST, |end| end.versions().map(|stamp| stamp.at).fold(end.last.at, Instant::max));
        // An end that is not known yet reaches everywhere.
        let closed = row.closed().unwrap_or(Instant::LATEST);
        let past =
            self.times.partition_point(|time| time.at < withdrawn && (time.at < closed || time.earliest <= reach));
        self.times.get(first..past).unwrap_or_default()
    }
}

impl Time {
    /// Whether a row that stands then reaches to where it counts.
    fn concerns<T>(&self, row: &Row<T>) -> bool {
        row.end_at(self.at).is_none_or(|end| self.from <= end)
    }
}
