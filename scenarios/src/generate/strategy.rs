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
        Ok(Shrinking(Search::from(draw(Chance::new(seed), &self.config, &self.cast))))
    }
}

/// A scenario on its way to a smaller one.
#[derive(Clone, Debug)]
pub struct Shrinking(Search);

impl ValueTree for Shrinking {
    type Value = Scenario;

    fn current(&self) -> Scenario {
        self.0.current().clone()
    }

    fn simplify(&mut self) -> bool {
        self.0.decide(true);
        self.0.propose().is_some()
    }

    fn complicate(&mut self) -> bool {
        self.0.decide(false);
        self.0.propose().is_some()
    }
}
