//! Records in the order in which an endpoint lists them, and the search for those that a window returns.

use super::Row;
use super::summary::{Bounds, Summary};
use crate::record::Processed;
use crate::time::{Instant, Span};
use crate::view::{Include, Page, Paging, Runs, RunsBuilder, Window};

/// Rows by start; what follows the start in an endpoint's order is the caller's to sort by.
#[derive(Clone, Debug)]
pub(crate) struct Table<T> {
    rows: Vec<Row<T>>,
    summary: Summary,
}

/// What lets a row pass; `None` if all do.
pub(crate) type Keep<'k, T> = Option<&'k dyn Fn(&Row<T>) -> bool>;

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), summary: Summary::default() }
    }
}

impl<T: Processed> Table<T> {
    /// A table of rows that are sorted by start already.
    pub(crate) fn new(mut rows: Vec<Row<T>>) -> Self {
        debug_assert!(rows.is_sorted_by_key(|row| row.start));
        rows.shrink_to_fit();
        let summary = Summary::new(rows.iter().map(|row| Bounds {
            last_change: row.last_change(),
            last_closed: row.closed().unwrap_or(Instant::LATEST),
            last_known: row.known,
            any_withdrawn: row.withdrawn.is_some(),
        }));
        Self { rows, summary }
    }

    pub(crate) fn rows(&self) -> &[Row<T>] {
        &self.rows
    }

    /// The page of those rows that a window returns at `now`, and that `keep`, if there is one, lets pass.
    ///
    /// Without `keep` the work grows with the page, not with the window: stretches of rows of which all are known are
    /// counted without being looked at.
    pub(crate) fn in_window(
        &self,
        now: Instant,
        window: &Window,
        paging: Paging,
        keep: Keep<'_, T>,
    ) -> Page<Runs<'_, T>> {
        let mut page = RunsBuilder::new(&self.rows, paging);
        let passes = |row: &Row<T>| row.is_known(now) && keep.is_none_or(|keep| keep(row));
        let first = self.rows.partition_point(|row| row.start < window.start);
        let past = self.rows.partition_point(|row| row.start < window.end).max(first);
        if window.include != Include::Started {
            let changes = |bounds: &Bounds| bounds.last_change >= window.start;
            self.summary.visit(0..first, changes, |positions| {
                page.offer_where(positions, |row| row.lies_in(window, now) && passes(row));
            });
        }
        match keep {
            Some(_) => page.offer_where(first..past, passes),
            None => {
                let is_mixed = |bounds: &Bounds| bounds.any_withdrawn || bounds.last_known > now;
                let mut clean = first;
                self.summary.visit(first..past, is_mixed, |positions| {
                    page.offer(clean..positions.start);
                    clean = positions.end;
                    page.offer_where(positions, passes);
                });
                page.offer(clean..past);
            }
        }
        page.finish()
    }

    /// The page of those rows that go on at `now`.
    pub(crate) fn ongoing(&self, now: Instant, paging: Paging) -> Page<Runs<'_, T>> {
        let mut page = RunsBuilder::new(&self.rows, paging);
        self.visit_open(now, |positions| {
            page.offer_where(positions, |row| row.is_known(now) && row.end_at(now).is_none());
        });
        page.finish()
    }

    /// The rows that go on at `now`, in order.
    pub(crate) fn open_at(&self, now: Instant) -> Vec<&Row<T>> {
        let mut open = Vec::new();
        self.visit_open(now, |positions| {
            let rows = self.rows[positions].iter();
            open.extend(rows.filter(|row| row.is_known(now) && row.end_at(now).is_none()));
        });
        open
    }

    /// Visits all rows that may go on at `now`.
    fn visit_open(&self, now: Instant, found: impl FnMut(std::ops::Range<usize>)) {
        let begun = self.rows.partition_point(|row| row.start <= now);
        self.summary.visit(0..begun, |bounds| bounds.last_closed >= now, found);
    }

    /// Every instant at which an answer changes, in no order.
    pub(crate) fn changes(&self) -> impl Iterator<Item = Instant> {
        self.rows.iter().flat_map(Row::changes)
    }

    /// The last of them.
    pub(crate) fn last_change(&self) -> Option<Instant> {
        self.summary.whole().map(|bounds| bounds.last_change)
    }

    /// Calls `found` with each row about which something may change after `after`, and which has begun by `upto`.
    pub(crate) fn changing<'t>(&'t self, after: Instant, upto: Instant, mut found: impl FnMut(&'t Row<T>)) {
        // What changes at an instant has begun by then.
        let begun = self.rows.partition_point(|row| row.start <= upto);
        let after = after + Span::from_millis(1);
        self.summary.visit(
            0..begun,
            |bounds| bounds.last_change >= after,
            |positions| {
                self.rows[positions].iter().for_each(&mut found);
            },
        );
    }
}
