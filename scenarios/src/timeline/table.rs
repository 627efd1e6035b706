//! Records in the order in which an endpoint lists them, and the search for those that a window returns.

use crate::record::{Body, Ending};
use crate::time::{Instant, Span};
use crate::view::{Include, Page, Paging, Window};

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
    /// When something about it was processed after `known`, ascending.
    pub processed: Box<[Instant]>,
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

    /// Whether a window returns it at `now`, given that it is known.
    fn lies_in(&self, window: &Window, now: Instant) -> bool {
        let ended = || self.end_at(now).is_some_and(|end| window.contains(end));
        let was_processed = || {
            let mut instants = std::iter::once(&self.known).chain(&self.processed);
            instants.any(|&instant| instant <= now && window.contains(instant))
        };
        window.contains(self.start)
            || match window.include {
                Include::Started => false,
                Include::StartedOrEnded => ended(),
                Include::Processed => ended() || was_processed(),
            }
    }

    /// The last instant at which something about it changes; no window that begins later returns it.
    fn last_change(&self) -> Instant {
        self.changes().max().unwrap_or(self.known)
    }

    /// The instants at which something about it changes, in no order.
    pub(crate) fn changes(&self) -> impl Iterator<Item = Instant> {
        let ends = self.end.iter().flat_map(Ending::processed);
        self.processed.iter().copied().chain(self.withdrawn).chain(ends).chain([self.known])
    }

    /// From when on its end is known, if ever.
    fn closed(&self) -> Option<Instant> {
        self.end.as_ref().map(Ending::first_processed)
    }
}

/// Rows by start; what follows the start in an endpoint's order is the caller's to sort by.
#[derive(Clone, Debug)]
pub(crate) struct Table<T> {
    rows: Vec<Row<T>>,
    /// For each row, the last instant at which something about it changes.
    last_change: Maxima,
    /// For each row, from when on its end is known; the latest instant for one that never ends.
    closed: Maxima,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), last_change: Maxima::default(), closed: Maxima::default() }
    }
}

impl<T> Table<T> {
    /// A table of rows that are sorted by start already.
    pub(crate) fn new(rows: Vec<Row<T>>) -> Self {
        debug_assert!(rows.is_sorted_by_key(|row| row.start));
        let last_change = Maxima::new(rows.iter().map(Row::last_change));
        let closed = Maxima::new(rows.iter().map(|row| row.closed().unwrap_or(Instant::LATEST)));
        Self { rows, last_change, closed }
    }

    pub(crate) fn rows(&self) -> &[Row<T>] {
        &self.rows
    }

    /// The page of those rows that a window returns at `now` and that `keep` lets pass.
    pub(crate) fn in_window(
        &self,
        now: Instant,
        window: &Window,
        paging: Paging,
        keep: impl Fn(&Row<T>) -> bool,
    ) -> Page<&Row<T>> {
        let mut page = PageBuilder::new(paging);
        let first = self.rows.partition_point(|row| row.start < window.start);
        let past = self.rows.partition_point(|row| row.start < window.end).max(first);
        if window.include != Include::Started {
            self.last_change.at_least(window.start, first, |position| {
                let row = &self.rows[position];
                page.offer_if(row.is_known(now) && row.lies_in(window, now) && keep(row), row);
            });
        }
        for row in &self.rows[first..past] {
            page.offer_if(row.is_known(now) && keep(row), row);
        }
        page.finish()
    }

    /// The page of those rows that go on at `now` and that `keep` lets pass.
    pub(crate) fn ongoing(&self, now: Instant, paging: Paging, keep: impl Fn(&Row<T>) -> bool) -> Page<&Row<T>> {
        let mut page = PageBuilder::new(paging);
        for row in self.open_at(now) {
            page.offer_if(keep(row), row);
        }
        page.finish()
    }

    /// The rows that go on at `now`, in order.
    pub(crate) fn open_at(&self, now: Instant) -> Vec<&Row<T>> {
        let begun = self.rows.partition_point(|row| row.start <= now);
        let mut open = Vec::new();
        self.closed.at_least(now, begun, |position| {
            let row = &self.rows[position];
            if row.is_known(now) && row.end_at(now).is_none() {
                open.push(row);
            }
        });
        open
    }

    /// Every instant at which an answer changes.
    pub(crate) fn changes(&self) -> impl Iterator<Item = Instant> {
        self.rows.iter().flat_map(Row::changes)
    }

    /// Calls `found` with each row about which something changes after `after`, and which has begun by `upto`.
    pub(crate) fn changing<'t>(&'t self, after: Instant, upto: Instant, mut found: impl FnMut(&'t Row<T>)) {
        // What changes at an instant has begun by then.
        let begun = self.rows.partition_point(|row| row.start <= upto);
        self.last_change.at_least(after + Span::from_millis(1), begun, |position| found(&self.rows[position]));
    }
}

/// Counts everything that is offered, and keeps what lies on the page.
pub(crate) struct PageBuilder<T> {
    items: Vec<T>,
    total: usize,
    skip: usize,
    paging: Paging,
}

impl<T> PageBuilder<T> {
    pub(crate) fn new(paging: Paging) -> Self {
        let skip = (paging.page as usize).saturating_sub(1).saturating_mul(paging.limit as usize);
        Self { items: Vec::new(), total: 0, skip, paging }
    }

    pub(crate) fn offer_if(&mut self, wanted: bool, item: T) {
        if !wanted {
            return;
        }
        if self.total >= self.skip && self.items.len() < self.paging.limit as usize {
            self.items.push(item);
        }
        self.total += 1;
    }

    pub(crate) fn finish(self) -> Page<T> {
        Page { items: self.items, total: self.total, paging: self.paging }
    }
}

/// A binary tree of maxima: finds the positions at which a value reaches a bound without looking at the others.
#[derive(Clone, Debug, Default)]
struct Maxima {
    /// A heap-shaped tree: node `n` has the children `2n` and `2n + 1`; the leaves are the second half.
    nodes: Vec<Instant>,
    leaves: usize,
}

impl Maxima {
    fn new(values: impl ExactSizeIterator<Item = Instant>) -> Self {
        let leaves = values.len().next_power_of_two();
        let mut nodes = vec![Instant::EARLIEST; leaves * 2];
        for (position, value) in values.enumerate() {
            nodes[leaves + position] = value;
        }
        for node in (1..leaves).rev() {
            nodes[node] = nodes[2 * node].max(nodes[2 * node + 1]);
        }
        Self { nodes, leaves }
    }

    /// Calls `found` with each position before `end` whose value is at least `bound`, in ascending order.
    fn at_least(&self, bound: Instant, end: usize, mut found: impl FnMut(usize)) {
        if self.nodes.is_empty() {
            return;
        }
        let mut to_visit = vec![(1, 0, self.leaves)];
        while let Some((node, first, width)) = to_visit.pop() {
            if first >= end || self.nodes[node] < bound {
                continue;
            }
            if width == 1 {
                found(first);
                continue;
            }
            let half = width / 2;
            to_visit.push((2 * node + 1, first + half, half));
            to_visit.push((2 * node, first, half));
        }
    }
}
