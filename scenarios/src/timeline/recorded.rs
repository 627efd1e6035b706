//! Timelines of recorded answers.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use super::table::Table;
use super::{Row, Timeline};
use crate::record::{Body, Ending, Recorded, Stamp};
use crate::time::Instant;
use crate::view::{ActivityType, Endpoint};

impl Timeline {
    /// A timeline of recorded answers, served as they are.
    ///
    /// Of an item that was recorded more than once, as polling does, the completed version counts, else the later one.
    pub fn recorded(items: Vec<Recorded>) -> Self {
        let items = last_versions(items);
        let of = |endpoints: &[Endpoint]| -> Vec<Arc<Recorded>> {
            items.iter().filter(|item| endpoints.contains(&item.endpoint)).cloned().collect()
        };
        let mut statuses = of(&[Endpoint::AgentStatus]);
        statuses.sort_by(|one, other| one.agent.cmp(&other.agent));
        let interactions = of(&[Endpoint::Interactions, Endpoint::OngoingInteractions, Endpoint::Interaction]);
        let queues = of(&[Endpoint::QueueTimes, Endpoint::QueueMetrics, Endpoint::QueueActivity]);
        let activities = [Endpoint::Activities, Endpoint::PresenceActivities, Endpoint::InteractionActivities];
        let timeline = Self {
            interactions: Table::new(recorded_rows(interactions, |_| String::new())),
            activities: Table::new(recorded_rows(of(&activities), |item| {
                format!("{}\u{1f}{}", item.agent, item.activity.map_or(0, |kind| kind as u8))
            })),
            queue_times: Table::new(recorded_rows(queues.clone(), |item| item.queue.to_string())),
            handled_queues: Table::new(recorded_rows(queues, |item| item.queue.to_string())),
            states: Table::new(recorded_rows(of(&[Endpoint::AgentStates]), |item| item.agent.to_string())),
            statuses,
            ..Self::default()
        };
        timeline.prepared()
    }
}

fn last_versions(items: Vec<Recorded>) -> Vec<Arc<Recorded>> {
    let mut kept: Vec<Arc<Recorded>> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for item in items.into_iter().map(Arc::new) {
        match places.entry(key(&item)) {
            Entry::Vacant(place) => {
                place.insert(kept.len());
                kept.push(item);
            }
            Entry::Occupied(place) => {
                let before = &mut kept[*place.get()];
                if before.end.is_none() || item.end.is_some() {
                    *before = item;
                }
            }
        }
    }
    kept
}

/// What makes two recorded items versions of one (reference, section 2.4).
fn key(item: &Recorded) -> String {
    let Recorded { endpoint, start, agent, queue, guid, activity, queue_type, .. } = item;
    match endpoint {
        Endpoint::Interactions | Endpoint::OngoingInteractions | Endpoint::Interaction => format!("interaction {guid}"),
        Endpoint::AgentStatus => format!("status {agent}"),
        Endpoint::AgentStates => format!("state {agent} {start}"),
        Endpoint::QueueTimes | Endpoint::QueueMetrics | Endpoint::QueueActivity => {
            format!("{endpoint:?} {guid} {queue:?} {queue_type:?} {start}")
        }
        Endpoint::Activities | Endpoint::PresenceActivities | Endpoint::InteractionActivities => match activity {
            Some(ActivityType::Presence | ActivityType::Workload) => {
                format!("{endpoint:?} {agent} {activity:?} {start}")
            }
            // Several stretches of work can begin at one instant, and nothing that has been read tells them apart.
            Some(ActivityType::Interaction) | None => format!("{endpoint:?} {}", item.body),
        },
    }
}

/// Recorded items in their places, equal starts by `then`, and after that as recorded.
///
/// They are served as they are: what tells a duration is over even for a clock that stands before its end. Our choice.
fn recorded_rows<T>(mut items: Vec<Arc<Recorded>>, then: impl Fn(&Recorded) -> String) -> Vec<Row<T>> {
    items.sort_by_cached_key(|item| (item.start, then(item)));
    let row = |item: Arc<Recorded>| Row {
        start: item.start,
        known: item.start,
        rewritten: None,
        end: item.end.map(|end| ended_from(item.start, end)),
        body: Body::Recorded(item),
    };
    items.into_iter().map(row).collect()
}

/// An end that is told from the beginning on, and counts as processed when it comes.
fn ended_from(start: Instant, end: Instant) -> Ending {
    Ending::corrected(vec![Stamp { at: end, processed: start }], Stamp { at: end, processed: end })
}
