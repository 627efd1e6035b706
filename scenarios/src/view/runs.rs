//! Which rows are on a page.

use std::marker::PhantomData;
use std::ops::Range;
use std::sync::OnceLock;

use super::{Page, Paging};
use crate::history::{Held, History, Listed, Part};
use crate::timeline::Row;

/// Rows of a page, as stretches of consecutive rows of what is stored, part by part.
#[derive(Clone, Debug)]
pub struct Runs<'h, T> {
    parts: Vec<InPart<'h, T>>,
}

/// Those rows of a page that stand in one part of a history.
#[derive(Clone, Debug)]
pub struct InPart<'h, T> {
    history: History<'h>,
    part: Part,
    /// Where the rows stand; where they are is known before they are looked at.
    held: OnceLock<Held<'h>>,
    positions: Vec<Range<usize>>,
    of: PhantomData<fn() -> T>,
}

impl<'h, T> Runs<'h, T> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.parts.iter().flat_map(|part| &part.positions).map(Range::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Where they stand: part by part, none empty.
    pub fn parts(&self) -> &[InPart<'h, T>] {
        &self.parts
    }
}

impl<T: Listed> Runs<'_, T> {
    /// The rows, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Row<T>> {
        self.parts.iter().flat_map(|part| part.positions.iter().flat_map(|run| &part.stored()[run.clone()]))
    }
}

impl<'r, T: Listed> IntoIterator for &'r Runs<'_, T> {
    type Item = &'r Row<T>;
    type IntoIter = Box<dyn Iterator<Item = &'r Row<T>> + 'r>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

impl<T: Listed> InPart<'_, T> {
    /// Which part it is.
    pub fn part(&self) -> Part {
        self.part
    }

    /// Where among the part's rows those of the page are: none empty, ascending, and none touching the next.
    pub fn positions(&self) -> &[Range<usize>] {
        &self.positions
    }

    /// All rows of the part. If nobody has looked at them yet, this is when they are asked for.
    pub fn stored(&self) -> &[Row<T>] {
        T::rows(self.held.get_or_init(|| self.history.held(self.part, T::TOPIC)))
    }
}

/// Counts everything that is offered, and keeps what lies on the page.
pub(crate) struct RunsBuilder<'h, T> {
    history: History<'h>,
    runs: Runs<'h, T>,
    total: usize,
    paging: Paging,
}

/// Rows of one part, to be offered to a page.
pub(crate) struct Offer<'b, 'h, T> {
    page: &'b mut RunsBuilder<'h, T>,
    part: Part,
    held: &'b Held<'h>,
}

impl<'h, T> RunsBuilder<'h, T> {
    pub(crate) fn new(history: History<'h>, paging: Paging) -> Self {
        Self { history, runs: Runs { parts: Vec::new() }, total: 0, paging }
    }

    /// The rows of a part, which follow all that were offered before.
    pub(crate) fn offer_of<'b>(&'b mut self, part: Part, held: &'b Held<'h>) -> Offer<'b, 'h, T> {
        Offer { page: self, part, held }
    }

    /// Offers so many rows of a part, from its first on, without looking at them.
    pub(crate) fn offer_unseen(&mut self, part: Part, rows: usize) {
        self.offer(part, None, 0..rows);
    }

    /// Whether some of so many rows that are offered next would lie on the page.
    pub(crate) fn would_keep(&self, rows: usize) -> bool {
        self.kept_of(rows).is_some()
    }

    /// Counts so many rows, of which none lies on the page.
    pub(crate) fn pass_over(&mut self, rows: usize) {
        self.total += rows;
    }

    /// Which of so many rows that are offered next would lie on the page.
    fn kept_of(&self, rows: usize) -> Option<Range<usize>> {
        let skipped = self.paging.skipped();
        let wanted = skipped..skipped.saturating_add(self.paging.limit as usize);
        let from = self.total.max(wanted.start);
        let past = (self.total + rows).min(wanted.end);
        (from < past).then(|| from - self.total..past - self.total)
    }

    fn offer(&mut self, part: Part, held: Option<&Held<'h>>, positions: Range<usize>) {
        let kept = self.kept_of(positions.len());
        self.total += positions.len();
        if let Some(kept) = kept {
            self.keep(part, held, positions.start + kept.start..positions.start + kept.end);
        }
    }

    fn keep(&mut self, part: Part, held: Option<&Held<'h>>, positions: Range<usize>) {
        match self.runs.parts.last_mut().filter(|last| last.part == part) {
            Some(last) => match last.positions.last_mut() {
                Some(run) if run.end == positions.start => run.end = positions.end,
                Some(_) | None => last.positions.push(positions),
            },
            None => self.runs.parts.push(InPart {
                history: self.history,
                part,
                held: held.map(|held| held.clone().into()).unwrap_or_default(),
                positions: vec![positions],
                of: PhantomData,
            }),
        }
    }

    pub(crate) fn finish(self) -> Page<Runs<'h, T>> {
        Page { items: self.runs, total: self.total, paging: self.paging }
    }
}

impl<T: Listed> Offer<'_, '_, T> {
    /// Offers the rows at these positions, which follow all that were offered before.
    pub(crate) fn offer(&mut self, positions: Range<usize>) {
        self.page.offer(self.part, Some(self.held), positions);
    }

    /// Offers those rows at these positions that pass.
    pub(crate) fn offer_where(&mut self, positions: Range<usize>, passes: impl Fn(&Row<T>) -> bool) {
        let rows = T::rows(self.held);
        for position in positions {
            if passes(&rows[position]) {
                self.offer(position..position + 1);
            }
        }
    }
}

impl Paging {
    /// How many items come before the page.
    pub(crate) fn skipped(self) -> usize {
        (self.page as usize).saturating_sub(1).saturating_mul(self.limit as usize)
    }
}
