//! What agents are at (reference, section 4.6).

use scenarios::record::{Activity, ActivityKind, Body};
use scenarios::timeline::Row;
use scenarios::view;
use schemars::JsonSchema;
use serde::Serialize;

use super::Telling;
use super::value::{DateTime, Guid};
use super::word::{self, Direction, Medium, MediumManager, State};

/// What an agent is at: presence, workload, and each interaction in hand.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AgentStatus<'a> {
    agent_id: &'a str,
    presence: Presence<'a>,
    workload: Workload,
    /// One entry for each interaction in hand, despite the name; empty for an idle agent.
    interaction: Vec<InHand>,
}

/// An agent's presence.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "CurrentPresence")]
struct Presence<'a> {
    /// When it began.
    since: DateTime,
    /// What kind of availability it stands for.
    name: word::Presence,
    /// The label as configured.
    description: &'a str,
    /// Whether the agent may be offered interactions; a call in hand does not count.
    eligible_for_routing: bool,
}

/// How many interactions an agent has in hand, from ringing until wrap.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "CurrentWorkload")]
struct Workload {
    /// When it last changed.
    since: DateTime,
    /// Calls.
    calls: u32,
    /// Chats. Absent in the 2020 shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32")]
    semi_live: Option<u32>,
    /// Emails and cases. Absent in the 2020 shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32")]
    non_live: Option<u32>,
}

/// An interaction that an agent has in hand.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "InteractionInHand")]
struct InHand {
    guid: Guid,
    /// Always null, as in all examples.
    channel_guid: Option<&'static str>,
    /// When the agent began work on it.
    since: DateTime,
    medium: Medium,
    medium_manager: MediumManager,
    direction: Direction,
    /// What the agent does about it.
    state: State,
    /// Always null: other values are unknown.
    reason: Option<&'static str>,
}

impl<'a> AgentStatus<'a> {
    /// That status. `None` if what it calls presence or workload is another type of activity, which no view does.
    pub(crate) fn of(status: &'a view::AgentStatus, telling: &Telling) -> Option<Self> {
        Some(Self {
            agent_id: &status.agent,
            presence: presence(&status.presence)?,
            workload: workload(&status.workload, telling)?,
            interaction: status.interactions.iter().filter_map(|row| in_hand(row, telling)).collect(),
        })
    }
}

fn presence(row: &Row<Activity>) -> Option<Presence<'_>> {
    let ActivityKind::Presence { label, availability } = kind(row)? else { return None };
    Some(Presence {
        since: DateTime(row.start),
        name: (*availability).into(),
        description: label,
        eligible_for_routing: availability.eligible_for_routing(),
    })
}

fn workload(row: &Row<Activity>, telling: &Telling) -> Option<Workload> {
    let ActivityKind::Workload(workload) = kind(row)? else { return None };
    Some(Workload {
        since: DateTime(row.start),
        calls: workload.calls,
        semi_live: telling.since_2020(workload.semi_live),
        non_live: telling.since_2020(workload.non_live),
    })
}

fn in_hand(row: &Row<Activity>, telling: &Telling) -> Option<InHand> {
    let ActivityKind::Work { state, on } = kind(row)? else { return None };
    Some(InHand {
        guid: Guid(on.guid),
        channel_guid: None,
        since: DateTime(on.since),
        medium: on.medium.into(),
        medium_manager: on.manager.into(),
        direction: on.direction.into(),
        state: State::of(*state, telling.version),
        reason: None,
    })
}

fn kind(row: &Row<Activity>) -> Option<&ActivityKind> {
    match &row.body {
        Body::Told(activity) => Some(&activity.kind),
        Body::Recorded(_) => None,
    }
}
