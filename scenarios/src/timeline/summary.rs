//! What holds of many rows at once, so that a search need not look at each of them.

use std::ops::Range;

use crate::time::Instant;

/// A tree over consecutive rows: finds those of which something may hold without looking at the others.
#[derive(Clone, Debug, Default)]
pub(super) struct Summary {
    /// How many rows there are.
    rows: usize,
    /// Heap-shaped: node `n` has the children `2n` and `2n + 1`; the second half are the blocks.
    nodes: Vec<Bounds>,
}

/// What holds of all rows of a stretch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// The last instant at which something about one of them changes.
    pub(super) last_change: Instant,
    /// The last instant from which on the end of one of them is known; the latest of all if one never ends.
    pub(super) last_closed: Instant,
    /// The last instant from which on one of them is told.
    pub(super) last_known: Instant,
    /// Whether one of them is withdrawn at some time.
    pub(super) any_withdrawn: bool,
}

/// So many rows are summed up at least: a tree over each single row would take as much room as they do.
const BLOCK: usize = 16;

impl Summary {
    pub(super) fn new(mut rows: impl ExactSizeIterator<Item = Bounds>) -> Self {
        let count = rows.len();
        let blocks = count.div_ceil(BLOCK).next_power_of_two();
        let mut nodes = vec![Bounds::NOTHING; blocks * 2];
        for block in &mut nodes[blocks..blocks + count.div_ceil(BLOCK)] {
            *block = rows.by_ref().take(BLOCK).fold(Bounds::NOTHING, Bounds::and);
        }
        for node in (1..blocks).rev() {
            nodes[node] = nodes[2 * node].and(nodes[2 * node + 1]);
        }
        Self { rows: count, nodes }
    }

    /// What holds of all rows; `None` if there are none.
    pub(super) fn whole(&self) -> Option<Bounds> {
        self.nodes.get(1).copied().filter(|_| self.rows > 0)
    }

    /// Calls `found` with stretches of `range`, in ascending order, that together hold every row of which `may_hold`
    /// does. It is asked of stretches, and must hold of one if it holds of a part of it.
    pub(super) fn visit(
        &self,
        range: Range<usize>,
        may_hold: impl Fn(&Bounds) -> bool,
        mut found: impl FnMut(Range<usize>),
    ) {
        let blocks = self.nodes.len() / 2;
        let range = range.start..range.end.min(self.rows);
        // (node, its first block, its number of blocks)
        let mut to_visit = vec![(1, 0, blocks)];
        while let Some((node, first, width)) = to_visit.pop() {
            let rows = (first * BLOCK).max(range.start)..((first + width) * BLOCK).min(range.end);
            if rows.is_empty() || !self.nodes.get(node).is_some_and(&may_hold) {
                continue;
            }
            if width == 1 {
                found(rows);
                continue;
            }
            let half = width / 2;
            to_visit.push((2 * node + 1, first + half, half));
            to_visit.push((2 * node, first, half));
        }
    }
}

impl Bounds {
    /// Those of no row.
    const NOTHING: Self = Self {
        last_change: Instant::EARLIEST,
        last_closed: Instant::EARLIEST,
        last_known: Instant::EARLIEST,
        any_withdrawn: false,
    };

    /// Those of two stretches together.
    fn and(self, other: Self) -> Self {
        Self {
            last_change: self.last_change.max(other.last_change),
            last_closed: self.last_closed.max(other.last_closed),
            last_known: self.last_known.max(other.last_known),
            any_withdrawn: self.any_withdrawn || other.any_withdrawn,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_that_changes_late_enough_is_found_once_and_in_order() {
        use proptest::prelude::*;
        let rows = proptest::collection::vec(0i64..20, 0..100);
        proptest!(|(rows in rows, bound in 0i64..22, first in 0usize..100, length in 0usize..110)| {
            let changes: Vec<_> = rows.iter().map(|at| Instant::from_millis(*at)).collect();
            let of = |at: &Instant| Bounds { last_change: *at, ..Bounds::NOTHING };
            let summary = Summary::new(changes.iter().map(of).collect::<Vec<_>>().into_iter());
            let bound = Instant::from_millis(bound);
            let mut found = Vec::new();
            summary.visit(first..first + length, |bounds| bounds.last_change >= bound, |range| found.extend(range));
            prop_assert!(found.is_sorted_by(|one, other| one < other));
            prop_assert!(found.iter().all(|position| (first..first + length).contains(position) && *position < rows.len()));
            let due = (0..rows.len()).filter(|position| (first..first + length).contains(position) && changes[*position] >= bound);
            for position in due {
                prop_assert!(found.contains(&position));
            }
        });
    }
}
