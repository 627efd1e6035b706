//! The platform's records over time: bitemporal, immutable, sorted as the API lists them.

mod across;
mod agents;
mod change;
mod compile;
mod outcome;
mod recorded;
mod recorder;
mod rows;
mod sequence;
pub(crate) mod table;

use std::collections::HashMap;
use std::sync::Arc;

pub use self::change::{Change, Key};
pub use self::compile::compile;
pub use self::table::Row;
use self::table::Table;
use crate::record::{Activity, Body, Interaction, QueueEntry, Recorded, WfmState};
use crate::time::Instant;

/// Everything that the platform ever told, and when.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    pub(crate) interactions: Table<Interaction>,
    /// Positions of interactions, by their GUIDs in lower case.
    pub(crate) by_guid: HashMap<Box<str>, usize>,
    pub(crate) activities: Table<Activity>,
    pub(crate) queue_times: Table<Arc<QueueEntry>>,
    /// The same entries; what agents did afterwards counts as processing them.
    pub(crate) handled_queues: Table<Arc<QueueEntry>>,
    pub(crate) states: Table<WfmState>,
    /// Recorded statuses by agent; empty unless statuses were recorded.
    pub(crate) statuses: Vec<Arc<Recorded>>,
    settled: Option<Instant>,
}

impl Timeline {
    /// The instant from which on no answer changes any more: everything has been processed. `None` if there is nothing.
    pub fn settled(&self) -> Option<Instant> {
        self.settled
    }

    /// The first instant after `now` at which any answer changes; `None` if none does any more.
    pub fn next_change(&self, now: Instant) -> Option<Instant> {
        self.changes().filter(|change| *change > now).min()
    }

    /// Every version of every interaction that is ever told, by start.
    pub fn interactions(&self) -> &[Row<Interaction>] {
        self.interactions.rows()
    }

    /// Every version of every activity that is ever told, by start, agent ID, type.
    pub fn activities(&self) -> &[Row<Activity>] {
        self.activities.rows()
    }

    /// Every version of every queue entry that is ever told, by entry, queue name.
    pub fn queue_entries(&self) -> &[Row<Arc<QueueEntry>>] {
        self.queue_times.rows()
    }

    /// Every version of every WFM state that is ever told, by start, agent ID.
    pub fn agent_states(&self) -> &[Row<WfmState>] {
        self.states.rows()
    }

    fn changes(&self) -> impl Iterator<Item = Instant> {
        let statuses = self.statuses.iter().map(|status| status.start);
        self.interactions
            .changes()
            .chain(self.activities.changes())
            .chain(self.handled_queues.changes())
            .chain(self.states.changes())
            .chain(statuses)
    }

    fn indexed(mut self) -> Self {
        let guid_of = |row: &Row<Interaction>| match &row.body {
            Body::Told(interaction) => interaction.guid.to_string(),
            Body::Recorded(item) => item.guid.to_lowercase(),
        };
        let rows = self.interactions.rows().iter().enumerate();
        self.by_guid = rows.map(|(position, row)| (guid_of(row).into(), position)).collect();
        self.settled = self.changes().max();
        self
    }
}
