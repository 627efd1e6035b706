//! The platform's records over time: bitemporal, immutable, sorted as the API lists them.

mod across;
mod agents;
mod change;
mod compile;
mod outcome;
mod parts;
mod recorded;
mod recorder;
mod retold;
mod roster;
mod row;
mod rows;
mod sequence;
mod summary;
pub(crate) mod table;

use std::sync::{Arc, OnceLock};

pub use self::change::{Change, Key};
pub(crate) use self::compile::{Extent, compile_agents, compile_extent, compile_interactions};
pub use self::compile::{check, compile};
pub use self::row::Row;
use self::table::Table;
use crate::guid::Guid;
use crate::record::{Activity, Body, Handled, Interaction, QueueEntry, Recorded, WfmState};
use crate::time::Instant;

/// Everything that the platform ever told, and when.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    pub(crate) interactions: Table<Interaction>,
    pub(crate) activities: Table<Activity>,
    pub(crate) queue_times: Table<Arc<QueueEntry>>,
    /// The same entries; what agents did afterwards counts as processing them.
    pub(crate) handled_queues: Table<Handled>,
    pub(crate) states: Table<WfmState>,
    /// Recorded statuses by agent; empty unless statuses were recorded.
    pub(crate) statuses: Vec<Arc<Recorded>>,
    /// Where interactions stand; noted when it is first asked for.
    places: OnceLock<Places>,
    /// Every instant at which an answer changes, in order; found when it is first asked for.
    changes: OnceLock<Box<[Instant]>>,
}

/// Where interactions stand.
#[derive(Clone, Debug)]
struct Places {
    /// Those of which a GUID is known, by GUID.
    by_guid: Box<[(Guid, u32)]>,
    /// Recorded ones that have another text in the GUID's place, by that text in lower case.
    by_text: Box<[(Box<str>, u32)]>,
}

impl Timeline {
    /// The instant from which on no answer changes any more: everything has been processed. `None` if there is nothing.
    pub fn settled(&self) -> Option<Instant> {
        let statuses = self.statuses.iter().map(|status| status.start).max();
        let Self { interactions, activities, handled_queues, states, .. } = self;
        let tables =
            [interactions.last_change(), activities.last_change(), handled_queues.last_change(), states.last_change()];
        tables.into_iter().chain([statuses]).max().flatten()
    }

    /// The first instant after `now` at which any answer changes; `None` if none does any more.
    pub fn next_change(&self, now: Instant) -> Option<Instant> {
        let changes = self.changes.get_or_init(|| self.all_changes());
        changes.get(changes.partition_point(|change| *change <= now)).copied()
    }

    /// Where the interaction of that GUID stands, in either case, whether or not anything is told of it yet.
    pub(crate) fn position_of(&self, guid: &str) -> Option<usize> {
        let places = self.places();
        let position = match Guid::parse(guid) {
            Ok(guid) => found(&places.by_guid, |(known, _)| known.cmp(&guid)),
            Err(_) => {
                let text = guid.to_lowercase();
                found(&places.by_text, |(known, _)| (**known).cmp(&*text))
            }
        };
        position.map(|position| position as usize)
    }

    /// Whether these are answers that were recorded, told as they are.
    pub(crate) fn is_recorded(&self) -> bool {
        let Self { interactions, activities, queue_times, states, .. } = self;
        let bodies = [
            interactions.rows().first().map(|row| row.body.is_recorded()),
            activities.rows().first().map(|row| row.body.is_recorded()),
            queue_times.rows().first().map(|row| row.body.is_recorded()),
            states.rows().first().map(|row| row.body.is_recorded()),
        ];
        bodies.contains(&Some(true))
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

    fn all_changes(&self) -> Box<[Instant]> {
        let statuses = self.statuses.iter().map(|status| status.start);
        let mut changes: Vec<Instant> = (self.interactions.changes())
            .chain(self.activities.changes())
            .chain(self.handled_queues.changes())
            .chain(self.states.changes())
            .chain(statuses)
            .collect();
        changes.sort_unstable();
        changes.dedup();
        changes.into()
    }

    /// With all that is noted when it is first asked for, but for what few ask: nobody has to wait for it later.
    fn prepared(self) -> Self {
        let Self { interactions, activities, queue_times, handled_queues, states, .. } = &self;
        interactions.summary();
        activities.summary();
        queue_times.summary();
        handled_queues.summary();
        states.summary();
        self.places();
        self
    }

    fn places(&self) -> &Places {
        self.places.get_or_init(|| {
            let (mut by_guid, mut by_text) = (Vec::new(), Vec::new());
            for (row, position) in self.interactions.rows().iter().zip(0..) {
                match &row.body {
                    Body::Told(interaction) => by_guid.push((interaction.guid, position)),
                    Body::Recorded(item) => match Guid::parse(&item.guid) {
                        Ok(guid) => by_guid.push((guid, position)),
                        Err(_) => by_text.push((item.guid.to_lowercase().into(), position)),
                    },
                }
            }
            by_guid.sort_unstable();
            by_text.sort_unstable();
            Places { by_guid: by_guid.into(), by_text: by_text.into() }
        })
    }
}

fn found<K>(places: &[(K, u32)], order: impl FnMut(&(K, u32)) -> std::cmp::Ordering) -> Option<u32> {
    places.binary_search_by(order).ok().and_then(|found| places.get(found)).map(|(_, position)| *position)
}
