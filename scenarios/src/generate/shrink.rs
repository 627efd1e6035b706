//! From a scenario that shows something to a small one that still shows it.

mod cuts;
mod size;
mod tidying;

use self::size::Size;
use super::possible::possible;
use crate::scenario::Scenario;

/// The smallest scenario that can be found from this one for which `still_fails` holds.
///
/// It has few interactions, steps and agents, nothing that the rest can do without, rounded times, and the names of what
/// is left of it. `still_fails` is asked at most `budget` times; it is never asked about the scenario itself, which should
/// fail, and comes back if nothing smaller does.
///
/// Every scenario that is tried can have happened, in the opinion of this module's model. Whoever compiles it should take
/// a refusal for an answer all the same, and say that it does not fail.
pub fn smallest(scenario: Scenario, mut still_fails: impl FnMut(&Scenario) -> bool, budget: usize) -> Scenario {
    let first_failing = |proposed: &[Scenario]| proposed.iter().position(&mut still_fails);
    smallest_at_once(scenario, first_failing, 1, budget)
}

/// The same scenario, found by trying so many at a time: `first_failing` is given that many or fewer, and tells which is the
/// first of them that still fails. What comes behind it does not matter, and counts nothing of the budget.
pub fn smallest_at_once(
    scenario: Scenario,
    mut first_failing: impl FnMut(&[Scenario]) -> Option<usize>,
    at_once: usize,
    budget: usize,
) -> Scenario {
    let mut search = Search::from(scenario);
    let mut left = budget;
    loop {
        // Most of what is tried does not fail: it is gone on as if nothing did, and gone back if something does.
        let (mut ahead, mut proposed) = (search.clone(), Vec::new());
        while proposed.len() < at_once.max(1).min(left)
            && let Some(smaller) = ahead.propose()
        {
            proposed.push(smaller.clone());
            ahead.decide(false);
        }
        if proposed.is_empty() {
            return search.best;
        }
        match first_failing(&proposed) {
            None => {
                left -= proposed.len();
                search = ahead;
            }
            Some(at) => {
                left -= at + 1;
                for number in 0..=at {
                    search.propose();
                    search.decide(number == at);
                }
            }
        }
    }
}

/// A greedy search: whatever is smaller and still fails is gone on from.
#[derive(Clone, Debug)]
pub(super) struct Search {
    /// The smallest so far.
    pub(super) best: Scenario,
    size: Size,
    /// What is being judged.
    proposed: Option<(Scenario, Size)>,
    /// Which kind of cut is tried next, and which of its kind.
    kind: usize,
    number: usize,
    /// Whether anything has become smaller since the first kind was last begun with.
    progress: bool,
}

impl From<Scenario> for Search {
    fn from(best: Scenario) -> Self {
        Self { size: Size::of(&best), best, proposed: None, kind: 0, number: 0, progress: false }
    }
}

impl Search {
    /// A smaller scenario to be judged; `None` if there is none left.
    pub(super) fn propose(&mut self) -> Option<&Scenario> {
        self.proposed = None;
        loop {
            let Some(cut) = cuts::ALL.get(self.kind) else {
                if !self.progress {
                    return None;
                }
                (self.kind, self.number, self.progress) = (0, 0, false);
                continue;
            };
            let mut smaller = self.best.clone();
            match cut(&mut smaller, self.number) {
                Cut::NoMore => (self.kind, self.number) = (self.kind + 1, 0),
                Cut::Nothing => self.number += 1,
                Cut::Made => {
                    let smaller = possible(smaller);
                    let size = Size::of(&smaller);
                    if size < self.size {
                        let (smaller, _) = self.proposed.insert((smaller, size));
                        return Some(smaller);
                    }
                    self.number += 1;
                }
            }
        }
    }

    /// Whether what was proposed still fails, and is gone on from.
    pub(super) fn decide(&mut self, fails: bool) {
        match self.proposed.take() {
            // What comes next has moved up to where this was.
            Some((smaller, size)) if fails => {
                (self.best, self.size, self.progress) = (smaller, size, true);
            }
            Some(_) => self.number += 1,
            None => {}
        }
    }
}

/// What has become of an attempt to make a scenario smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// Something is different now, and may be impossible.
    Made,
    /// This one has nothing to cut.
    Nothing,
    /// There is none of this number, nor of any larger.
    NoMore,
}
