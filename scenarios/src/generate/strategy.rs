//! Generated scenarios as a strategy of proptest.

use proptest::prelude::any;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::cast::Cast;
use super::config::Config;
use super::draw::draw;
use super::shrink::Search;
use crate::chance::Chance;
use crate::scenario::Scenario;

/// Scenarios that can have happened; they shrink as [`smallest`](super::smallest) makes them small.
///
/// ```
/// use proptest::prelude::*;
/// use scenarios::generate::{Config, scenarios};
/// use scenarios::timeline::compile;
///
/// proptest!(ProptestConfig::with_cases(20), |(scenario in scenarios(&Config::default()))| {
///     prop_assert!(compile(&scenario).is_ok());
/// });
/// ```
pub fn scenarios(config: &Config) -> Scenarios {
    Scenarios { config: config.clone(), cast: Cast::of(config) }
}

/// The strategy of [`scenarios`].
#[derive(Clone, Debug)]
pub struct Scenarios {
    config: Config,
    cast: Cast,
}

impl Strategy for Scenarios {
    type Tree = Shrinking;
    type Value = Scenario;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let seed = any::<i64>().new_tree(runner)?.current();
        let scenario = draw(Chance::new(seed), &self.config, &self.cast);
        Ok(Shrinking { current: scenario.clone(), search: Search::from(scenario) })
    }
}

/// A scenario on its way to a smaller one.
#[derive(Clone, Debug)]
pub struct Shrinking {
    current: Scenario,
    search: Search,
}

impl Shrinking {
    /// Turns to the next smaller scenario, given whether the current one still fails; `false` if there is none.
    fn go_on(&mut self, fails: bool) -> bool {
        self.search.decide(fails);
        let Some(proposed) = self.search.propose() else { return false };
        self.current = proposed.clone();
        true
    }
}

impl ValueTree for Shrinking {
    type Value = Scenario;

    fn current(&self) -> Scenario {
        self.current.clone()
    }

    fn simplify(&mut self) -> bool {
        self.go_on(true)
    }

    fn complicate(&mut self) -> bool {
        if self.go_on(false) {
            return true;
        }
        // The way ends where it last went on: that is one step back, and none when it has been taken.
        let is_back = self.current == self.search.best;
        self.current.clone_from(&self.search.best);
        !is_back
    }
}
