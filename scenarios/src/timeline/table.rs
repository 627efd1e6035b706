//! Records in the order in which an endpoint lists them, and the search for those that a window returns.

use std::cmp::Ordering;
use std::sync::OnceLock;

use foldhash::{HashMap, HashMapExt};

use super::Row;
use super::summary::{Bounds, Summary};
use crate::centre::Name;
use crate::history::Listed;
use crate::record::{Body, Record, Recorded};
use crate::time::{Instant, Span};
use crate::view::{Include, Offer, Window};

/// Rows by start; what follows the start in an endpoint's order is the caller's to sort by.
#[derive(Clone, Debug)]
pub(crate) struct Table<T> {
    rows: Vec<Row<T>>,
    /// What holds of stretches of them; summed up when it is first asked for.
    summary: OnceLock<Summary>,
    /// Where the rows about each agent or queue stand; noted when it is first asked for.
    by_subject: OnceLock<HashMap<Name, Vec<u32>>>,
}

/// Which rows are asked for.
pub(crate) struct Wanted<'w, T> {
    /// Only those about one of these agents or queues; `None` for all.
    pub(crate) subjects: Option<&'w [&'w str]>,
    /// Only those that pass; `None` if all do.
    pub(crate) keep: Option<Keep<'w, T>>,
}

/// Whether a row is one of those that are asked for.
pub(crate) type Keep<'w, T> = &'w dyn Fn(&Row<T>) -> bool;

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), summary: OnceLock::new(), by_subject: OnceLock::new() }
    }
}

impl<T: Record> Table<T> {
    /// A table of rows that are sorted by start already.
    pub(crate) fn new(mut rows: Vec<Row<T>>) -> Self {
        debug_assert!(rows.is_sorted_by_key(|row| row.start));
        rows.shrink_to_fit();
        Self { rows, summary: OnceLock::new(), by_subject: OnceLock::new() }
    }

    /// A table of rows that are put in that order, which begins with the start; what is equal stays in the order given.
    pub(super) fn sorted(mut rows: Vec<Row<T>>, order: impl Fn(&Row<T>, &Row<T>) -> Ordering) -> Self {
        // Numbers are sorted faster than rows are looked at, which is left for those that begin at the same instant.
        let mut keys: Vec<SortKey> = rows.iter().zip(0..).map(|(row, place)| SortKey::new(row.start, place)).collect();
        keys.sort_unstable();
        let row = |key: &SortKey| &rows[key.place() as usize];
        for together in keys.chunk_by_mut(|one, other| one.start() == other.start()) {
            together.sort_by(|one, other| order(row(one), row(other)));
        }
        put_in_place(&mut rows, keys.into_iter().map(SortKey::place).collect());
        Self::new(rows)
    }

    /// The rows that begin before an instant, and the others.
    pub(super) fn split(mut self, at: Instant) -> (Self, Self) {
        let others = self.rows.split_off(self.rows.partition_point(|row| row.start < at));
        (Self::new(self.rows), Self::new(others))
    }

    /// The rows of all of them, in that order.
    pub(super) fn of_all(tables: Vec<Self>, order: impl Fn(&Row<T>, &Row<T>) -> Ordering) -> Self {
        let mut rows = Vec::with_capacity(tables.iter().map(|table| table.rows.len()).sum());
        rows.extend(tables.into_iter().flat_map(|table| table.rows));
        Self::sorted(rows, order)
    }

    /// The rows of which something changes at an instant or after it.
    pub(super) fn changing_from(&self, instant: Instant) -> Self
    where
        T: Clone,
    {
        Self::new(self.rows.iter().filter(|row| row.last_change() >= instant).cloned().collect())
    }

    /// The rows that begin before an instant.
    pub(super) fn begun_before(&self, instant: Instant) -> Self
    where
        T: Clone,
    {
        let begun = self.rows.partition_point(|row| row.start < instant);
        Self::new(self.rows.iter().take(begun).cloned().collect())
    }

    /// About how many bytes the rows take, if a record takes so many beside its row.
    pub(super) fn bytes(&self, beside: impl Fn(&T) -> usize) -> usize {
        let beside = |row: &Row<T>| match &row.body {
            Body::Told(record) => beside(record),
            Body::Recorded(item) => size_of::<Recorded>() + item.body.len(),
        };
        self.rows.iter().map(|row| size_of::<Row<T>>() + beside(row)).sum()
    }

    pub(crate) fn rows(&self) -> &[Row<T>] {
        &self.rows
    }

    pub(super) fn summary(&self) -> &Summary {
        let bounds = |row: &Row<T>| Bounds {
            last_change: row.last_change(),
            last_closed: row.closed().unwrap_or(Instant::LATEST),
            last_known: row.known,
            any_withdrawn: row.withdrawn().is_some(),
        };
        self.summary.get_or_init(|| Summary::new(self.rows.iter().map(bounds)))
    }

    /// The positions of the rows about one of these agents or queues, ascending.
    fn about(&self, subjects: &[&str]) -> Vec<usize> {
        let noted = self.by_subject.get_or_init(|| {
            let mut noted: HashMap<Name, Vec<u32>> = HashMap::new();
            for (row, position) in self.rows.iter().zip(0..) {
                if let Some(subject) = row.subject() {
                    noted.entry(subject.clone()).or_default().push(position);
                }
            }
            noted
        });
        let mut positions: Vec<usize> = subjects
            .iter()
            .filter_map(|subject| noted.get(*subject))
            .flatten()
            .map(|&position| position as usize)
            .collect();
        positions.sort_unstable();
        positions.dedup();
        positions
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
        self.summary().visit(0..begun, |bounds| bounds.last_closed >= now, found);
    }

    /// Every instant at which an answer changes, in no order.
    pub(crate) fn changes(&self) -> impl Iterator<Item = Instant> {
        self.rows.iter().flat_map(Row::changes)
    }

    /// The last of them.
    pub(crate) fn last_change(&self) -> Option<Instant> {
        self.summary().whole().map(|bounds| bounds.last_change)
    }

    /// The last change up to `now`, and the first one after it: between them every row is told alike.
    pub(crate) fn same_around(&self, now: Instant) -> (Instant, Option<Instant>) {
        match self.last_change() {
            Some(last) if last > now => {
                let (mut from, mut until) = (Instant::EARLIEST, last);
                for change in self.changes() {
                    if change <= now { from = from.max(change) } else { until = until.min(change) }
                }
                (from, Some(until))
            }
            last => (last.unwrap_or(Instant::EARLIEST), None),
        }
    }

    /// Calls `found` with each row about which something may change after `after`, and which has begun by `upto`.
    pub(crate) fn changing<'t>(&'t self, after: Instant, upto: Instant, mut found: impl FnMut(&'t Row<T>)) {
        // What changes at an instant has begun by then.
        let begun = self.rows.partition_point(|row| row.start <= upto);
        let after = after + Span::from_millis(1);
        self.summary().visit(
            0..begun,
            |bounds| bounds.last_change >= after,
            |positions| {
                self.rows[positions].iter().for_each(&mut found);
            },
        );
    }
}

/// When a row begins, and behind that where it stands: one number, which is compared at once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct SortKey(i128);

impl SortKey {
    fn new(start: Instant, place: u32) -> Self {
        Self(i128::from(start.as_millis()) << u32::BITS | i128::from(place))
    }

    fn start(self) -> i128 {
        self.0 >> u32::BITS
    }

    fn place(self) -> u32 {
        self.0 as u32
    }
}

/// Lets each position have the row that stands at the place given for it. Rows are large, and none is copied elsewhere.
fn put_in_place<T>(rows: &mut [Row<T>], mut places: Vec<u32>) {
    for first in 0..rows.len() {
        let mut position = first;
        loop {
            let place = std::mem::replace(&mut places[position], position as u32) as usize;
            if place == first {
                break;
            }
            rows.swap(position, place);
            position = place;
        }
    }
}

impl<T: Listed> Table<T> {
    /// Offers to a page those rows that a window returns at `now` and that are wanted.
    ///
    /// Where all are wanted the work grows with the page, not with the window: stretches of rows of which all are known
    /// are counted without being looked at. Where those of an agent or a queue are, it grows with theirs.
    pub(crate) fn in_window(&self, now: Instant, window: &Window, wanted: &Wanted<'_, T>, page: &mut Offer<'_, '_, T>) {
        let passes = |row: &Row<T>| row.is_known(now) && wanted.keep.is_none_or(|keep| keep(row));
        let first = self.rows.partition_point(|row| row.start < window.start);
        let past = self.rows.partition_point(|row| row.start < window.end).max(first);
        let earlier = |row: &Row<T>| row.lies_in(window, now) && passes(row);
        let looks_back = window.include != Include::Started;
        if let Some(subjects) = wanted.subjects {
            for position in self.about(subjects) {
                match position {
                    _ if position >= past => break,
                    _ if position >= first => page.offer_where(position..position + 1, passes),
                    _ if looks_back => page.offer_where(position..position + 1, earlier),
                    _ => {}
                }
            }
            return;
        }
        if looks_back {
            let changes = |bounds: &Bounds| bounds.last_change >= window.start;
            self.summary().visit(0..first, changes, |positions| page.offer_where(positions, earlier));
        }
        if wanted.keep.is_some() {
            page.offer_where(first..past, passes);
            return;
        }
        let is_mixed = |bounds: &Bounds| bounds.any_withdrawn || bounds.last_known > now;
        let mut clean = first;
        self.summary().visit(first..past, is_mixed, |positions| {
            page.offer(clean..positions.start);
            clean = positions.end;
            page.offer_where(positions, passes);
        });
        page.offer(clean..past);
    }

    /// Offers to a page those rows that go on at `now`.
    pub(crate) fn ongoing(&self, now: Instant, page: &mut Offer<'_, '_, T>) {
        self.visit_open(now, |positions| {
            page.offer_where(positions, |row| row.is_known(now) && row.end_at(now).is_none());
        });
    }
}
