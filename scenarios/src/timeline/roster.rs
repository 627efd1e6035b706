//! Agents by number.

use foldhash::{HashMap, HashMapExt};

use crate::centre::{Centre, Name};

/// The agents of a centre by their position in it; whoever else is named has a number behind them.
#[derive(Debug, Default)]
pub(super) struct Roster(HashMap<Name, usize>);

impl Roster {
    pub(super) fn of(centre: &Centre) -> Self {
        let mut roster = Self(HashMap::with_capacity(centre.agents.len()));
        for (number, agent) in centre.agents.iter().enumerate() {
            roster.0.entry(agent.id.clone()).or_insert(number);
        }
        roster
    }

    /// The number of an agent, who gets `next` if they have none yet.
    pub(super) fn number(&mut self, agent: &Name, next: usize) -> usize {
        match self.0.get(agent) {
            Some(number) => *number,
            None => *self.0.entry(agent.clone()).or_insert(next),
        }
    }

    /// The number of an agent who has one.
    pub(super) fn known(&self, agent: &Name) -> Option<usize> {
        self.0.get(agent).copied()
    }
}
