//! Records in their rows, and the orders in which endpoints list them.

use std::cmp::Ordering;
use std::sync::Arc;

use super::Row;
use crate::centre::Name;
use crate::record::{
    Activity, ActivityKind, Body, ChannelParty, Ending, Interaction, QueueEntry, QueueKind, Stamp, WfmState,
};
use crate::time::Instant;
use crate::view::ActivityType;

/// Start, agent ID, type (reference, section 3), and then for work on several interactions the GUID, our choice.
pub(super) fn activity_order(one: &Row<Activity>, other: &Row<Activity>) -> Ordering {
    fn then(row: &Row<Activity>) -> impl Ord + '_ {
        match &row.body {
            Body::Told(Activity { agent, kind }) => match kind {
                ActivityKind::Presence { .. } => (agent, ActivityType::Presence, None),
                ActivityKind::Workload(_) => (agent, ActivityType::Workload, None),
                ActivityKind::Work { state, on } => {
                    (agent, ActivityType::Interaction, Some((on.guid, on.channel, *state)))
                }
            },
            Body::Recorded(item) => (&item.agent, item.activity.unwrap_or(ActivityType::Presence), None),
        }
    }
    one.start.cmp(&other.start).then_with(|| then(one).cmp(&then(other)))
}

/// Start, agent ID (reference, section 3).
pub(super) fn state_order(one: &Row<WfmState>, other: &Row<WfmState>) -> Ordering {
    fn agent(row: &Row<WfmState>) -> &Name {
        match &row.body {
            Body::Told(state) => &state.agent,
            Body::Recorded(item) => &item.agent,
        }
    }
    one.start.cmp(&other.start).then_with(|| agent(one).cmp(agent(other)))
}

/// Entry time, queue name (reference, section 3), and then the interaction, our choice.
pub(super) fn queue_order(one: &QueueEntry, other: &QueueEntry) -> Ordering {
    fn then(entry: &QueueEntry) -> impl Ord + '_ {
        (&entry.queue, entry.interaction, matches!(entry.kind, QueueKind::Virtual { .. }))
    }
    let begin = |entry: &QueueEntry| entry.period.begin.at;
    begin(one).cmp(&begin(other)).then_with(|| then(one).cmp(&then(other)))
}

/// Start (reference, section 3); among equal starts the GUID decides, so that pages do not depend on the file's order.
pub(super) fn interaction_order(one: &Interaction, other: &Interaction) -> Ordering {
    (one.begin.at, one.guid).cmp(&(other.begin.at, other.guid))
}

/// The order of what rows tell of.
pub(super) fn by_told<T>(one: &Row<T>, other: &Row<T>, order: impl Fn(&T, &T) -> Ordering) -> Ordering {
    match (&one.body, &other.body) {
        (Body::Told(one), Body::Told(other)) => order(one, other),
        (Body::Told(_) | Body::Recorded(_), _) => one.start.cmp(&other.start),
    }
}

pub(super) fn interaction_row(interaction: Interaction) -> Row<Interaction> {
    Row {
        start: interaction.begin.at,
        known: interaction.begin.processed,
        rewritten: None,
        end: whole_end(&interaction),
        body: Body::Told(interaction),
    }
}

/// The end of an interaction: the latest end of its channels, in every version that the platform knew.
pub(super) fn whole_end(interaction: &Interaction) -> Option<Ending> {
    let completion = interaction.completion.as_ref()?;
    let lasting = || {
        interaction.channels.iter().filter_map(|channel| match channel.party {
            ChannelParty::External { .. } | ChannelParty::Agent { .. } => channel.period.end.as_ref(),
            ChannelParty::Router { .. } => None,
        })
    };
    if !lasting().any(Ending::is_corrected) {
        // Completed is what has ended on every channel.
        let at = lasting().map(|end| end.last.at).max()?;
        return Some(Ending::once(Stamp { at, processed: completion.processed }));
    }
    let mut instants: Vec<Instant> =
        lasting().flat_map(Ending::processed).filter(|processed| *processed >= completion.processed).collect();
    instants.sort_unstable();
    let mut versions: Vec<Stamp> = Vec::new();
    for processed in instants {
        let Some(at) = lasting().filter_map(|end| end.at(processed)).max() else { continue };
        if versions.last().is_none_or(|version| version.at != at) {
            versions.push(Stamp { at, processed });
        }
    }
    let last = versions.pop()?;
    Some(Ending::corrected(versions, last))
}

pub(super) fn queue_row<T>(entry: &Arc<QueueEntry>, told: impl FnOnce(Arc<QueueEntry>) -> T) -> Row<T> {
    Row {
        start: entry.period.begin.at,
        body: Body::Told(told(Arc::clone(entry))),
        end: entry.period.end.clone(),
        known: entry.period.begin.processed,
        rewritten: None,
    }
}
