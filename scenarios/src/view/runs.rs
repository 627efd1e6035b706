//! Which rows are on a page.

use std::iter::Flatten;
use std::ops::Range;
use std::vec;

use super::{Page, Paging};
use crate::timeline::Row;

/// Rows of a page, as stretches of consecutive rows of what is stored.
#[derive(Clone, Debug)]
pub struct Runs<'t, T> {
    rows: &'t [Row<T>],
    runs: Vec<Range<usize>>,
}

impl<'t, T> Runs<'t, T> {
    /// The rows, in order.
    pub fn iter(&self) -> impl Iterator<Item = &'t Row<T>> {
        self.runs.iter().flat_map(|run| &self.rows[run.clone()])
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.runs.iter().map(Range::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// All rows that are stored.
    pub fn stored(&self) -> &'t [Row<T>] {
        self.rows
    }

    /// Where among them those of the page are: none empty, ascending, and none touching the next.
    pub fn positions(&self) -> &[Range<usize>] {
        &self.runs
    }
}

impl<'t, T> IntoIterator for Runs<'t, T> {
    type Item = &'t Row<T>;
    type IntoIter = IntoIter<'t, T>;

    fn into_iter(self) -> IntoIter<'t, T> {
        IntoIter { rows: self.rows, positions: self.runs.into_iter().flatten() }
    }
}

/// The rows of [`Runs`], one after the other.
#[derive(Clone, Debug)]
pub struct IntoIter<'t, T> {
    rows: &'t [Row<T>],
    positions: Flatten<vec::IntoIter<Range<usize>>>,
}

impl<'t, T> Iterator for IntoIter<'t, T> {
    type Item = &'t Row<T>;

    fn next(&mut self) -> Option<&'t Row<T>> {
        self.rows.get(self.positions.next()?)
    }
}

/// Counts everything that is offered, and keeps what lies on the page.
pub(crate) struct RunsBuilder<'t, T> {
    runs: Runs<'t, T>,
    total: usize,
    paging: Paging,
}

impl<'t, T> RunsBuilder<'t, T> {
    pub(crate) fn new(rows: &'t [Row<T>], paging: Paging) -> Self {
        Self { runs: Runs { rows, runs: Vec::new() }, total: 0, paging }
    }

    /// Offers the rows at these positions, which follow all that were offered before.
    pub(crate) fn offer(&mut self, positions: Range<usize>) {
        let skipped = self.paging.skipped();
        let wanted = skipped..skipped.saturating_add(self.paging.limit as usize);
        let offered = self.total..self.total + positions.len();
        self.total = offered.end;
        let from = offered.start.max(wanted.start);
        let past = offered.end.min(wanted.end);
        if from < past {
            let first = positions.start + (from - offered.start);
            self.keep(first..first + (past - from));
        }
    }

    /// Offers those rows at these positions that pass.
    pub(crate) fn offer_where(&mut self, positions: Range<usize>, passes: impl Fn(&Row<T>) -> bool) {
        for position in positions {
            if passes(&self.runs.rows[position]) {
                self.offer(position..position + 1);
            }
        }
    }

    fn keep(&mut self, positions: Range<usize>) {
        match self.runs.runs.last_mut() {
            Some(last) if last.end == positions.start => last.end = positions.end,
            Some(_) | None => self.runs.runs.push(positions),
        }
    }

    pub(crate) fn finish(self) -> Page<Runs<'t, T>> {
        Page { items: self.runs, total: self.total, paging: self.paging }
    }
}

impl Paging {
    /// How many items come before the page.
    pub(crate) fn skipped(self) -> usize {
        (self.page as usize).saturating_sub(1).saturating_mul(self.limit as usize)
    }
}
