//! Gap-free sequences of an agent's states, as the platform came to know them.
//!
//! Workload and WFM state follow from everything that an agent has in hand. While facts are processed in the order in
//! which they happened, a sequence only grows. A fact that is processed late changes what was told of the past: stretches
//! are withdrawn and told anew, and everything of the agent from there on counts as processed again: see [`Retold`].

use super::retold::Retold;
use crate::record::{Ending, Stamp};
use crate::time::Instant;

/// What is summed up over an agent's facts, and what of it is told.
pub(super) trait Tally: Copy + Default {
    /// What a fact changes.
    type Change: Copy;
    /// What is told; a stretch lasts while it stays the same.
    type Told: Copy + PartialEq;

    /// Takes a change in.
    fn apply(&mut self, change: Self::Change);

    /// What is told now.
    fn told(&self) -> Self::Told;
}

/// A change, when it happened, and when the platform had processed that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fact<C> {
    pub(super) stamp: Stamp,
    pub(super) change: C,
}

/// Between two instants the same was to be told.
#[derive(Clone, Debug)]
pub(super) struct Stretch<V> {
    pub(super) start: Instant,
    pub(super) value: V,
    pub(super) end: Option<Ending>,
    /// From when on it is told.
    pub(super) known: Instant,
    /// From when on it is no longer told.
    pub(super) withdrawn: Option<Instant>,
}

/// Everything that was ever told of an agent, in no order, and what of it was processed again.
pub(super) struct History<V> {
    pub(super) stretches: Vec<Stretch<V>>,
    pub(super) retold: Option<Retold>,
}

/// Facts that are processed late may have so many stretches of one sequence told anew. With thousands of facts processed
/// days late, what would have to be told grows with the square of their number, beyond all memory.
pub(super) const MOST_TOLD_ANEW: usize = 1_000_000;

/// And so many may be gone through for that: where most stay as they were, they take no memory, but time.
const MOST_GONE_THROUGH: usize = 20 * MOST_TOLD_ANEW;

/// Late facts would have had more than [`MOST_TOLD_ANEW`] stretches told anew, or too many gone through for that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Endless;

/// What follows from an agent's facts, from `origin` on.
///
/// Facts of the same instant take effect in the order given.
pub(super) fn history<T: Tally>(origin: Instant, mut facts: Vec<Fact<T::Change>>) -> Result<History<T::Told>, Endless> {
    facts.sort_by_key(|fact| (fact.stamp.processed, fact.stamp.at));
    let mut sequence = Sequence::<T>::new(origin, facts.len());
    for batch in facts.chunk_by(|one, other| one.stamp.processed == other.stamp.processed) {
        sequence.learn(batch);
        if sequence.gone_through > MOST_GONE_THROUGH || sequence.told_anew > MOST_TOLD_ANEW {
            return Err(Endless);
        }
    }
    Ok(History { stretches: sequence.told, retold: Retold::of(&sequence.retold) })
}

struct Sequence<T: Tally> {
    /// All facts processed so far, by when they happened, each with the tally after it.
    known: Vec<(Instant, T::Change, T)>,
    /// Every stretch ever told.
    told: Vec<Stretch<T::Told>>,
    /// Positions in `told` of the stretches that stand, by start.
    standing: Vec<usize>,
    /// When late facts were processed, and from when on all counts as processed again.
    retold: Vec<(Instant, Instant)>,
    /// How many facts late ones had gone through anew.
    gone_through: usize,
    /// How many stretches late ones had told anew.
    told_anew: usize,
    /// Empty; kept to be filled again.
    fresh: Vec<(Instant, T::Told)>,
}

impl<T: Tally> Sequence<T> {
    /// What is told before any of so many facts has been processed.
    fn new(origin: Instant, facts: usize) -> Self {
        let mut sequence = Self {
            known: Vec::with_capacity(facts),
            told: Vec::with_capacity(facts),
            standing: Vec::with_capacity(facts),
            retold: Vec::new(),
            gone_through: 0,
            told_anew: 0,
            fresh: Vec::new(),
        };
        sequence.tell(origin, T::default().told(), origin);
        sequence
    }

    /// Takes in facts that were processed at the same instant, by when they happened.
    fn learn(&mut self, batch: &[Fact<T::Change>]) {
        let Some(Fact { stamp: Stamp { at: first, processed: now }, .. }) = batch.first().copied() else { return };
        let is_next = self.known.last().is_none_or(|(at, ..)| *at < first)
            && self.standing.last().is_some_and(|&row| self.told[row].start < first);
        if is_next {
            self.go_on(batch, now);
        } else {
            self.go_back(batch, first, now);
        }
    }

    /// Takes in facts that all happened after those that are known: what stands stays, and the last of it ends.
    fn go_on(&mut self, batch: &[Fact<T::Change>], now: Instant) {
        let mut tally = self.known.last().map_or_else(T::default, |(.., tally)| *tally);
        for together in batch.chunk_by(|one, other| one.stamp.at == other.stamp.at) {
            for Fact { stamp, change } in together {
                tally.apply(*change);
                self.known.push((stamp.at, *change, tally));
            }
            let (Some(fact), Some(last)) = (together.first(), self.standing.last()) else { continue };
            let (at, last, value) = (fact.stamp.at, *last, tally.told());
            if self.told[last].value != value {
                self.told[last].end = Some(Ending::once(Stamp { at, processed: now }));
                self.tell(at, value, now);
            }
        }
    }

    /// Takes in facts of which the first happened then, at or before the last one that is known.
    fn go_back(&mut self, batch: &[Fact<T::Change>], first: Instant, now: Instant) {
        let from = self.insert(first, batch);
        // The stretch that reaches into the changed time keeps its start.
        let kept = self.standing.iter().rposition(|&row| self.told[row].start < first);
        let retold = kept.map_or(0, |kept| kept + 1);
        let mut value = kept.map(|kept| self.told[self.standing[kept]].value);
        let mut fresh = std::mem::take(&mut self.fresh);
        for group in self.known[from..].chunk_by(|one, other| one.0 == other.0) {
            let Some((at, _, tally)) = group.last() else { continue };
            let next = tally.told();
            if value.as_ref() != Some(&next) {
                fresh.push((*at, next));
                value = Some(next);
            }
        }
        let late =
            retold < self.standing.len() || kept.is_some_and(|kept| self.told[self.standing[kept]].end.is_some());
        let told = self.told.len();
        self.replace(retold, &fresh, now);
        fresh.clear();
        self.fresh = fresh;
        self.close(kept.unwrap_or(0), now);
        if late {
            self.retold.push((now, first));
            self.gone_through += self.known.len() - from;
            self.told_anew += self.told.len() - told;
        }
    }

    /// Puts facts in their places and sums up anew from the first of them on; returns where that is.
    fn insert(&mut self, first: Instant, batch: &[Fact<T::Change>]) -> usize {
        // Most facts come in order: their places are sought from the end.
        let from = self.known.iter().rposition(|(at, ..)| *at < first).map_or(0, |before| before + 1);
        for Fact { stamp, change } in batch {
            let place = self.known.iter().rposition(|(at, ..)| *at <= stamp.at).map_or(0, |before| before + 1);
            self.known.insert(place, (stamp.at, *change, T::default()));
        }
        let mut tally = from.checked_sub(1).map_or_else(T::default, |before| self.known[before].2);
        for (_, change, after) in &mut self.known[from..] {
            tally.apply(*change);
            *after = tally;
        }
        from
    }

    /// Lets `fresh` stand in place of what stood from the position `retold` on, keeping what is the same.
    fn replace(&mut self, retold: usize, fresh: &[(Instant, T::Told)], now: Instant) {
        let old = self.standing.split_off(retold);
        let is_same = |(row, (start, value)): (&usize, &(Instant, T::Told))| {
            let stretch = &self.told[*row];
            stretch.start == *start && stretch.value == *value
        };
        let before = old.iter().zip(fresh).take_while(|pair| is_same(*pair)).count();
        let after =
            old[before..].iter().rev().zip(fresh[before..].iter().rev()).take_while(|pair| is_same(*pair)).count();
        let changed = before..old.len() - after;
        let fresh_count = fresh.len() - after - before;
        self.standing.extend_from_slice(&old[..before]);
        for &row in &old[changed.clone()] {
            self.told[row].withdrawn = Some(now);
        }
        for (start, value) in &fresh[before..before + fresh_count] {
            self.tell(*start, *value, now);
        }
        self.standing.extend_from_slice(&old[changed.end..]);
    }

    /// Ends each standing stretch from the position `from` on where the next begins.
    fn close(&mut self, from: usize, now: Instant) {
        for position in from..self.standing.len() {
            let row = self.standing[position];
            let next = self.standing.get(position + 1).map(|&next| self.told[next].start);
            let stretch = &mut self.told[row];
            match (next, stretch.end.take()) {
                (None, None) => {}
                (Some(at), None) => stretch.end = Some(Ending::once(Stamp { at, processed: now })),
                (Some(at), Some(ending)) if ending.last.at == at => stretch.end = Some(ending),
                (Some(at), Some(ending)) => {
                    stretch.end = Some(Ending::corrected(ending.versions().collect(), Stamp { at, processed: now }));
                }
                (None, Some(ending)) => {
                    // What was over goes on again: an end cannot be taken back, so the stretch is told anew.
                    stretch.end = Some(ending);
                    stretch.withdrawn = Some(now);
                    let (start, value) = (stretch.start, stretch.value);
                    self.standing.truncate(position);
                    self.tell(start, value, now);
                    return;
                }
            }
        }
    }

    fn tell(&mut self, start: Instant, value: T::Told, known: Instant) {
        self.standing.push(self.told.len());
        self.told.push(Stretch { start, value, end: None, known, withdrawn: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Body;
    use crate::timeline::Row;
    use crate::timeline::row::Rewritten;

    #[derive(Clone, Copy, Default)]
    struct Sum(i64);

    impl Tally for Sum {
        type Change = i64;
        type Told = i64;
        fn apply(&mut self, change: i64) {
            self.0 += change;
        }
        fn told(&self) -> i64 {
            self.0
        }
    }

    fn at(millis: i64) -> Instant {
        Instant::from_millis(millis)
    }

    fn fact(when: i64, processed: i64, change: i64) -> Fact<i64> {
        Fact { stamp: Stamp { at: at(when), processed: at(processed) }, change }
    }

    /// What stands at an instant: start, end, value.
    fn standing(stretches: &[Stretch<i64>], now: i64) -> Vec<(i64, Option<i64>, i64)> {
        let now = at(now);
        let mut standing: Vec<_> = stretches
            .iter()
            .filter(|s| s.known <= now && s.withdrawn.is_none_or(|w| now < w))
            .map(|s| {
                let end = s.end.as_ref().and_then(|end| end.at(now));
                (s.start.as_millis(), end.map(Instant::as_millis), s.value)
            })
            .collect();
        standing.sort_unstable();
        standing
    }

    fn told_of(facts: Vec<Fact<i64>>) -> History<i64> {
        history::<Sum>(at(0), facts).unwrap_or_else(|Endless| panic!("too many"))
    }

    #[test]
    fn facts_in_order_only_close_and_open() {
        let History { stretches: told, retold } = told_of(vec![fact(10, 12, 1), fact(20, 22, -1)]);
        assert_eq!(standing(&told, 11), [(0, None, 0)]);
        assert_eq!(standing(&told, 12), [(0, Some(10), 0), (10, None, 1)]);
        assert_eq!(standing(&told, 22), [(0, Some(10), 0), (10, Some(20), 1), (20, None, 0)]);
        assert!(told.iter().all(|stretch| stretch.withdrawn.is_none()));
        assert!(retold.is_none());
    }

    #[test]
    fn a_late_fact_rewrites_the_past_and_counts_as_processing_all_that_follows() {
        let History { stretches: told, retold } = told_of(vec![fact(10, 10, 1), fact(20, 20, 1), fact(5, 30, 5)]);
        assert_eq!(standing(&told, 29), [(0, Some(10), 0), (10, Some(20), 1), (20, None, 2)]);
        assert_eq!(standing(&told, 30), [(0, Some(5), 0), (5, Some(10), 5), (10, Some(20), 6), (20, None, 7)]);
        let again = |stretch: &Stretch<i64>| -> Vec<_> {
            let Stretch { start, value, ref end, known, withdrawn } = *stretch;
            let row = Row {
                start,
                body: Body::Told(value),
                end: end.clone(),
                known,
                rewritten: Rewritten::of(withdrawn, None),
            };
            retold.iter().flat_map(|retold| retold.again(&row)).map(Instant::as_millis).collect()
        };
        let standing: Vec<_> = told.iter().filter(|stretch| stretch.withdrawn.is_none()).collect();
        assert_eq!(standing.len(), 4);
        assert!(standing.into_iter().all(|stretch| again(stretch) == [30]));
    }

    #[test]
    fn facts_that_are_so_late_that_rewriting_would_not_end_are_refused() {
        let in_time = (0..10_000).map(|when| fact(when, when, 1));
        let late = (0..3_000).map(|when| fact(when, 10_000 + when, 1));
        assert!(history::<Sum>(at(0), in_time.clone().collect()).is_ok());
        assert!(history::<Sum>(at(0), in_time.chain(late).collect()).is_err());
    }

    #[test]
    fn changes_that_cancel_out_at_one_instant_leave_no_trace() {
        let told = told_of(vec![fact(10, 10, 1), fact(10, 10, -1)]).stretches;
        assert_eq!(standing(&told, 10), [(0, None, 0)]);
    }

    #[test]
    fn an_end_that_is_taken_back_is_told_anew() {
        let told = told_of(vec![fact(10, 10, 1), fact(20, 20, -1), fact(20, 25, 1), fact(24, 25, -1)]).stretches;
        assert_eq!(standing(&told, 20), [(0, Some(10), 0), (10, Some(20), 1), (20, None, 0)]);
        assert_eq!(standing(&told, 25), [(0, Some(10), 0), (10, Some(24), 1), (24, None, 0)]);
    }

    #[test]
    fn at_every_instant_the_standing_stretches_equal_a_fresh_sum_over_what_is_known() {
        use proptest::prelude::*;
        let facts = proptest::collection::vec((1i64..50, 0i64..30, -2i64..3), 0..25);
        proptest!(|(facts in facts)| {
            let facts: Vec<_> = facts.into_iter().map(|(when, delay, change)| fact(when, when + delay, change)).collect();
            let told = told_of(facts.clone()).stretches;
            for now in 0..90 {
                let mut known: Vec<_> = facts.iter().filter(|f| f.stamp.processed <= at(now)).collect();
                known.sort_by_key(|f| f.stamp.at);
                let mut expected = vec![(0, None, 0)];
                for instant in 0..=90 {
                    let sum: i64 = known.iter().filter(|f| f.stamp.at <= at(instant)).map(|f| f.change).sum();
                    let last = expected.len() - 1;
                    if sum != expected[last].2 {
                        expected[last].1 = Some(instant);
                        expected.push((instant, None, sum));
                    }
                }
                prop_assert_eq!(standing(&told, now), expected, "at {}", now);
            }
        });
    }
}
