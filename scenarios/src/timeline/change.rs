//! What changes in the answers while time passes.

use super::table::Table;
use super::{Row, Timeline};
use crate::guid::Guid;
use crate::record::{ActivityKind, Body, QueueEntry, Record, Recorded};
use crate::time::Instant;
use crate::view::{ActivityType, Endpoint};

/// From an instant on, an endpoint tells something else of a record: that it is there, that something about it has been
/// processed, or, if it has been rewritten, nothing any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<'t> {
    /// The instant.
    pub at: Instant,
    /// The endpoint that lists the record. Of those that tell the same records (all interactions, the ongoing ones and
    /// single ones; activities, the two lists of their types, and statuses; WFM queue metrics and activity) only
    /// [`Endpoint::Interactions`], [`Endpoint::Activities`] and [`Endpoint::QueueActivity`] are named here.
    pub endpoint: Endpoint,
    /// Which record.
    pub key: Key<'t>,
}

/// What tells a record from others of its endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key<'t> {
    /// When it began.
    pub start: Instant,
    /// The GUID of the interaction that it is or is about, as it is written; `None` if it is about none.
    pub guid: Option<String>,
    /// The agent that it is about; `None` if it is about none.
    pub agent: Option<&'t str>,
    /// The queue that it is about; `None` if it is about none.
    pub queue: Option<&'t str>,
    /// Of an activity, its type.
    pub activity: Option<ActivityType>,
}

impl Timeline {
    /// Everything that changes after `after` and not after `upto`, by instant, endpoint, and the endpoint's order.
    ///
    /// A record that changes more than once is there for each of those instants.
    pub fn changes_between(&self, after: Instant, upto: Instant) -> Vec<Change<'_>> {
        let mut changes = Changes { after, upto, found: Vec::new() };
        changes.of(&self.interactions, Endpoint::Interactions, |interaction, start| Key {
            guid: Some(interaction.guid.to_string()),
            ..Key::at(start)
        });
        changes.of(&self.activities, Endpoint::Activities, |activity, start| {
            let (kind, guid) = match &activity.kind {
                ActivityKind::Presence { .. } => (ActivityType::Presence, None),
                ActivityKind::Workload(_) => (ActivityType::Workload, None),
                ActivityKind::Work { on, .. } => (ActivityType::Interaction, Some(on.guid)),
            };
            Key {
                guid: guid.as_ref().map(Guid::to_string),
                agent: Some(&activity.agent),
                activity: Some(kind),
                ..Key::at(start)
            }
        });
        changes.of(&self.queue_times, Endpoint::QueueTimes, |entry, start| Key::queued(entry, start));
        changes.of(&self.handled_queues, Endpoint::QueueActivity, |entry, start| Key::queued(entry.as_ref(), start));
        changes.of(&self.states, Endpoint::AgentStates, |state, start| Key {
            agent: Some(&state.agent),
            ..Key::at(start)
        });
        for status in self.statuses.iter().filter(|status| after < status.start && status.start <= upto) {
            changes.found.push(Change {
                at: status.start,
                endpoint: Endpoint::AgentStatus,
                key: Key::recorded(status),
            });
        }
        // Stable: within an endpoint the order of its table stays.
        changes.found.sort_by_key(|change| (change.at, change.endpoint));
        // A recorded queue entry stands in both tables of queue entries.
        changes.found.dedup();
        changes.found
    }
}

struct Changes<'t> {
    after: Instant,
    upto: Instant,
    found: Vec<Change<'t>>,
}

impl<'t> Changes<'t> {
    /// Adds those of a table.
    fn of<T: Record>(&mut self, table: &'t Table<T>, endpoint: Endpoint, key: impl Fn(&'t T, Instant) -> Key<'t>) {
        let Self { after, upto, found } = self;
        table.changing(*after, *upto, |row: &'t Row<T>| {
            let mut instants: Vec<Instant> =
                row.changes().filter(|instant| *after < *instant && *instant <= *upto).collect();
            instants.sort_unstable();
            instants.dedup();
            found.extend(instants.into_iter().map(|at| match &row.body {
                Body::Told(record) => Change { at, endpoint, key: key(record, row.start) },
                Body::Recorded(item) => Change { at, endpoint: item.endpoint, key: Key::recorded(item) },
            }));
        });
    }
}

impl<'t> Key<'t> {
    fn at(start: Instant) -> Self {
        Self { start, guid: None, agent: None, queue: None, activity: None }
    }

    fn queued(entry: &'t QueueEntry, start: Instant) -> Self {
        Self { guid: Some(entry.interaction.to_string()), queue: Some(&entry.queue), ..Self::at(start) }
    }

    fn recorded(item: &'t Recorded) -> Self {
        let named = |name: &'t str| Some(name).filter(|name| !name.is_empty());
        Self {
            start: item.start,
            guid: named(&item.guid).map(str::to_owned),
            agent: named(&item.agent),
            queue: named(&item.queue),
            activity: item.activity,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::timeline::{Timeline, compile};

    const CALL: &str = r#"
        start = 2024-03-05T09:00:00Z

        [[agent]]
        id = "anna"
        presence = "Ready"

        [[plan]]
        name = "Sales"

        [[address]]
        address = "+442079460100"
        plan = "Sales"

        [[interaction]]
        name = "a call"
        guid = "018e0e2a-1111-4c3d-8a01-3f2d5c7b9a10"
        medium = "phone"
        start = "5m"
        from = "+447700900123"
        to = "+442079460100"
        steps = [
          { at = "8s", ring = "anna" },
          { at = "12s", answer = "anna", processed = "40s" },
          { at = "2m", hangup = "customer" },
        ]
    "#;

    fn timeline() -> Timeline {
        let scenario = crate::format::parse(CALL).unwrap().scenario;
        compile(&scenario).unwrap()
    }

    fn told(timeline: &Timeline, after: &str, upto: &str) -> Vec<String> {
        let [after, upto] = [after, upto].map(|text| crate::time::Instant::parse(text).unwrap());
        let changes = timeline.changes_between(after, upto);
        changes.iter().map(|change| format!("{} {:?} {:?}", change.at, change.endpoint, change.key.activity)).collect()
    }

    #[test]
    fn what_changes_is_told_after_an_instant_and_up_to_another() {
        let timeline = timeline();
        assert_eq!(told(&timeline, "2024-03-05T09:05:01Z", "2024-03-05T09:05:07.999Z"), Vec::<String>::new());
        let rings = told(&timeline, "2024-03-05T09:05:07.999Z", "2024-03-05T09:05:08Z");
        assert!(rings.contains(&"2024-03-05T09:05:08.000Z Interactions None".to_owned()), "{rings:?}");
        assert!(rings.contains(&"2024-03-05T09:05:08.000Z Activities Some(Interaction)".to_owned()), "{rings:?}");
        // Told 40 s late.
        assert_eq!(told(&timeline, "2024-03-05T09:05:08Z", "2024-03-05T09:05:51.999Z"), Vec::<String>::new());
        assert!(!told(&timeline, "2024-03-05T09:05:51.999Z", "2024-03-05T09:05:52Z").is_empty());
    }

    #[test]
    fn the_instants_of_changes_are_those_that_are_next() {
        let timeline = timeline();
        let earliest = crate::time::Instant::EARLIEST;
        let all = timeline.changes_between(earliest, crate::time::Instant::LATEST);
        assert!(all.is_sorted_by_key(|change| (change.at, change.endpoint)));
        let mut instants: Vec<_> = all.iter().map(|change| change.at).collect();
        instants.dedup();
        let steps = std::iter::successors(timeline.next_change(earliest), |at| timeline.next_change(*at));
        assert_eq!(instants, steps.collect::<Vec<_>>());
    }
}
