//! Timelines of recorded answers.

use std::collections::HashMap;
use std::sync::Arc;

use super::table::Table;
use super::{Row, Timeline};
use crate::centre::Name;
use crate::record::{Body, Ending, Recorded, Stamp};
use crate::view::Endpoint;

impl Timeline {
    /// A timeline of recorded answers, served as they are.
    ///
    /// Of an interaction that was recorded more than once the completed version counts, else the later one.
    pub fn recorded(items: Vec<Recorded>) -> Self {
        let items: Vec<Arc<Recorded>> = items.into_iter().map(Arc::new).collect();
        let of = |endpoints: &[Endpoint]| -> Vec<Arc<Recorded>> {
            items.iter().filter(|item| endpoints.contains(&item.endpoint)).cloned().collect()
        };
        let mut statuses = of(&[Endpoint::AgentStatus]);
        statuses.sort_by(|one, other| one.agent.cmp(&other.agent));
        let interactions = of(&[Endpoint::Interactions, Endpoint::OngoingInteractions, Endpoint::Interaction]);
        let queues = of(&[Endpoint::QueueTimes, Endpoint::QueueMetrics, Endpoint::QueueActivity]);
        let activities = [Endpoint::Activities, Endpoint::PresenceActivities, Endpoint::InteractionActivities];
        let timeline = Self {
            interactions: Table::new(recorded_rows(last_versions(interactions), |_| String::new())),
            activities: Table::new(recorded_rows(of(&activities), |item| {
                format!("{}\u{1f}{}", item.agent, item.activity.map_or(0, |kind| kind as u8))
            })),
            queue_times: Table::new(recorded_rows(queues.clone(), |item| item.queue.to_string())),
            handled_queues: Table::new(recorded_rows(queues, |item| item.queue.to_string())),
            states: Table::new(recorded_rows(of(&[Endpoint::AgentStates]), |item| item.agent.to_string())),
            statuses,
            by_guid: HashMap::new(),
            settled: None,
        };
        timeline.indexed()
    }
}

fn last_versions(items: Vec<Arc<Recorded>>) -> Vec<Arc<Recorded>> {
    let mut kept: Vec<Arc<Recorded>> = Vec::new();
    let mut places: HashMap<Name, usize> = HashMap::new();
    for item in items {
        match places.get(&item.guid) {
            Some(&place) if kept[place].end.is_none() || item.end.is_some() => kept[place] = item,
            Some(_) => {}
            None => {
                places.insert(item.guid.clone(), kept.len());
                kept.push(item);
            }
        }
    }
    kept
}

/// Recorded items in their places, equal starts by `then`, and after that as recorded.
fn recorded_rows<T>(mut items: Vec<Arc<Recorded>>, then: impl Fn(&Recorded) -> String) -> Vec<Row<T>> {
    items.sort_by_cached_key(|item| (item.start, then(item)));
    let row = |item: Arc<Recorded>| Row {
        start: item.start,
        known: item.start,
        withdrawn: None,
        end: item.end.map(|end| Ending::once(Stamp { at: end, processed: end })),
        processed: item.end.into_iter().collect(),
        body: Body::Recorded(item),
    };
    items.into_iter().map(row).collect()
}
