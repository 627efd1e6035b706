//! What is handed in of flows, for all of them together.

use std::sync::Arc;

use crate::centre::{Centre, Name};
use crate::flow::Load;
use crate::record::{Interaction, Period, QueueEntry, Stamp, WorkState, WorkedOn};
use crate::time::Instant;
use crate::timeline::Row;
use crate::timeline::roster::Roster;

/// What the platform makes of flows.
#[derive(Debug)]
pub(in crate::timeline) struct Records {
    pub(in crate::timeline) interactions: Vec<Row<Interaction>>,
    pub(in crate::timeline) queues: Vec<Arc<QueueEntry>>,
    pub(in crate::timeline) intents: Vec<Intent>,
    pub(in crate::timeline) roster: Roster,
    /// By the agents' numbers.
    pub(in crate::timeline) agents: Vec<AgentRecords>,
}

/// What it makes of what an agent does.
#[derive(Debug, Default)]
pub(in crate::timeline) struct AgentRecords {
    pub(in crate::timeline) works: Vec<AgentWork>,
    pub(in crate::timeline) in_hand: Vec<InHand>,
}

/// A stretch of an agent's work on an interaction, with what is told of the interaction.
#[derive(Debug)]
pub(in crate::timeline) struct AgentWork {
    pub(in crate::timeline) state: WorkState,
    pub(in crate::timeline) on: Arc<WorkedOn>,
    pub(in crate::timeline) period: Period,
    /// The flow's position in the scenario.
    pub(in crate::timeline) flow: usize,
    /// The step that began it; `None` for the flow's opening.
    pub(in crate::timeline) step: Option<usize>,
}

/// The time during which an interaction counts in an agent's workload: from ringing until wrap, parked or not (reference,
/// section 5), or until the agent leaves where nothing is wrapped.
#[derive(Debug)]
pub(in crate::timeline) struct InHand {
    pub(in crate::timeline) load: Load,
    pub(in crate::timeline) period: Period,
}

/// A presence that an agent chose for when the interaction has ended for them.
#[derive(Debug)]
pub(in crate::timeline) struct Intent {
    /// The agent's number.
    pub(in crate::timeline) agent: usize,
    pub(in crate::timeline) presence: Name,
    /// When the agent chose.
    pub(in crate::timeline) chosen: Instant,
    /// When the interaction ended for them.
    pub(in crate::timeline) done: Stamp,
}

impl Records {
    /// Those of no flow.
    pub(in crate::timeline) fn none(centre: &Centre) -> Self {
        let agents = centre.agents.iter().map(|_| AgentRecords::default()).collect();
        let (interactions, queues, intents) = Default::default();
        Self { interactions, queues, intents, roster: Roster::of(centre), agents }
    }

    /// Makes room for those of so many flows, most of which wait in one queue.
    pub(in crate::timeline) fn expect(&mut self, flows: usize) {
        self.interactions.reserve(flows);
        self.queues.reserve(flows);
    }

    /// What an agent did.
    pub(in crate::timeline) fn works_of(&self, agent: &Name) -> &[AgentWork] {
        let records = self.roster.known(agent).and_then(|number| self.agents.get(number));
        records.map_or(&[], |records| &records.works)
    }

    /// The number of an agent.
    pub(super) fn number(&mut self, agent: &Name) -> usize {
        let number = self.roster.number(agent, self.agents.len());
        if number == self.agents.len() {
            self.agents.push(AgentRecords::default());
        }
        number
    }
}

/// What is to be recorded of a flow.
#[derive(Clone, Copy, Debug)]
pub(in crate::timeline) struct Wanted {
    /// The interaction, and what waited in queues.
    pub(in crate::timeline) interaction: bool,
    /// What agents did.
    pub(in crate::timeline) agents: bool,
}

impl Wanted {
    /// Everything.
    pub(in crate::timeline) const ALL: Self = Self { interaction: true, agents: true };
}
