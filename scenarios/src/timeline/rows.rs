//! Records in their rows, and the orders in which endpoints list them.

use std::sync::Arc;

use super::Row;
use crate::centre::Name;
use crate::record::{
    Activity, ActivityKind, Body, ChannelParty, Ending, Interaction, QueueEntry, QueueKind, Stamp, WfmState,
};
use crate::time::Instant;
use crate::view::ActivityType;

/// Start, agent ID, type (reference, section 3), and then for work on several interactions the GUID, our choice.
pub(super) fn activity_order(row: &Row<Activity>) -> impl Ord + use<> {
    let (agent, kind, guid) = match &row.body {
        Body::Told(Activity { agent, kind }) => match kind {
            ActivityKind::Presence { .. } => (agent.clone(), ActivityType::Presence, None),
            ActivityKind::Workload(_) => (agent.clone(), ActivityType::Workload, None),
            ActivityKind::Work(work) => {
                (agent.clone(), ActivityType::Interaction, Some((work.on.guid, work.on.channel, work.state)))
            }
        },
        Body::Recorded(item) => (item.agent.clone(), item.activity.unwrap_or(ActivityType::Presence), None),
    };
    (row.start, agent, kind, guid)
}

pub(super) fn state_agent(row: &Row<WfmState>) -> Name {
    match &row.body {
        Body::Told(state) => state.agent.clone(),
        Body::Recorded(item) => item.agent.clone(),
    }
}

/// Entry time, queue name (reference, section 3), and then the interaction, our choice.
pub(super) fn queue_order(entry: &QueueEntry) -> impl Ord + use<> {
    let is_virtual = matches!(entry.kind, QueueKind::Virtual { .. });
    (entry.period.begin.at, entry.queue.clone(), entry.interaction, is_virtual)
}

pub(super) fn interaction_row(interaction: Interaction) -> Row<Interaction> {
    Row {
        start: interaction.begin.at,
        known: interaction.begin.processed,
        withdrawn: None,
        retold: None,
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
        withdrawn: None,
        retold: None,
    }
}
