//! Timelines taken apart and put together, row by row.

use super::Timeline;
use super::rows::{activity_order, by_told, interaction_order, queue_order, state_order};
use super::table::Table;
use crate::record::{Activity, ActivityKind, Channel, Event, Interaction, QueueEntry, WorkedOn};
use crate::time::Instant;

impl Timeline {
    /// The rows that begin before an instant, and the others.
    pub(crate) fn split(self, at: Instant) -> (Self, Self) {
        let interactions = self.interactions.split(at);
        let activities = self.activities.split(at);
        let queue_times = self.queue_times.split(at);
        let handled_queues = self.handled_queues.split(at);
        let states = self.states.split(at);
        let of = |(interactions, activities, queue_times, handled_queues, states)| Self {
            interactions,
            activities,
            queue_times,
            handled_queues,
            states,
            ..Self::default()
        };
        (
            of((interactions.0, activities.0, queue_times.0, handled_queues.0, states.0)),
            of((interactions.1, activities.1, queue_times.1, handled_queues.1, states.1)),
        )
    }

    /// The rows of both, in the order of their endpoints.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        Self::of_all([self, other])
    }

    /// The rows of all of them, in the order of their endpoints.
    pub fn of_all(all: impl IntoIterator<Item = Self>) -> Self {
        let (mut interactions, mut activities, mut queue_times, mut handled_queues, mut states) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for timeline in all {
            interactions.push(timeline.interactions);
            activities.push(timeline.activities);
            queue_times.push(timeline.queue_times);
            handled_queues.push(timeline.handled_queues);
            states.push(timeline.states);
        }
        Self {
            interactions: Table::of_all(interactions, |one, other| by_told(one, other, interaction_order)),
            activities: Table::of_all(activities, activity_order),
            queue_times: Table::of_all(queue_times, |one, other| {
                by_told(one, other, |one, other| queue_order(one, other))
            }),
            handled_queues: Table::of_all(handled_queues, |one, other| {
                by_told(one, other, |one, other| queue_order(&one.0, &other.0))
            }),
            states: Table::of_all(states, state_order),
            ..Self::default()
        }
    }

    /// Only the rows of which something changes at an instant or after it.
    pub(crate) fn changing_from(&self, instant: Instant) -> Self {
        Self {
            interactions: self.interactions.changing_from(instant),
            activities: self.activities.changing_from(instant),
            queue_times: self.queue_times.changing_from(instant),
            handled_queues: self.handled_queues.changing_from(instant),
            states: self.states.changing_from(instant),
            ..Self::default()
        }
    }

    /// Only the rows that begin before an instant.
    pub(crate) fn begun_before(&self, instant: Instant) -> Self {
        Self {
            interactions: self.interactions.begun_before(instant),
            activities: self.activities.begun_before(instant),
            queue_times: self.queue_times.begun_before(instant),
            handled_queues: self.handled_queues.begun_before(instant),
            states: self.states.begun_before(instant),
            ..Self::default()
        }
    }

    /// About how many bytes all of it takes.
    pub fn bytes(&self) -> usize {
        let of_interaction = |interaction: &Interaction| {
            let events: usize = interaction.channels.iter().map(|channel| channel.events.capacity()).sum();
            interaction.channels.capacity() * size_of::<Channel>() + events * size_of::<Event>()
        };
        let of_activity = |activity: &Activity| match activity.kind {
            ActivityKind::Work { .. } => size_of::<WorkedOn>(),
            ActivityKind::Presence { .. } | ActivityKind::Workload(_) => 0,
        };
        size_of::<Self>()
            + self.interactions.bytes(of_interaction)
            + self.activities.bytes(of_activity)
            + self.queue_times.bytes(|_| size_of::<QueueEntry>())
            + self.handled_queues.bytes(|_| 0)
            + self.states.bytes(|_| 0)
    }
}
