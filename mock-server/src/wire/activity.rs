//! Agents' activities: all three types in one shape (reference, section 4.4), and the two detail endpoints (4.5).

use scenarios::record::{self, ActivityKind, Status as Processing, WorkedOn};
use scenarios::timeline::Row;
use schemars::JsonSchema;
use serde::Serialize;

use super::value::{DateTime, Guid, Millis};
use super::word::{Category, Direction, Medium, MediumManager, Presence, State, Status};
use super::{Telling, Version};

/// Something an agent did or was, from a start on: a presence, a workload, or work on an interaction.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AgentActivity<'a> {
    agent_id: &'a str,
    #[serde(rename = "type")]
    kind: ActivityType,
    /// Of a presence, what kind of availability it stands for; of an interaction, what the agent does about it; null for
    /// a workload.
    category: Option<Category>,
    /// Of a presence, its label as configured; else null.
    name: Option<&'a str>,
    /// Of a presence, whether the agent may be offered interactions; else null.
    eligible_for_routing: Option<bool>,
    start: DateTime,
    /// Of an interaction, where the processing of that interaction (not of this activity) stands; else null.
    status: Option<Status>,
    /// In milliseconds; null while it goes on.
    duration: Option<Millis>,
    /// Always null: other values are unknown.
    reason: Option<&'static str>,
    /// Of an interaction, which; else null.
    interaction: Option<ActivityInteraction>,
    /// Of an interaction, on which channel; else null.
    channel: Option<ActivityChannel>,
    /// Of a workload, how much; else null.
    workload: Option<Workload>,
}

/// An agent's activity as version 2 tells it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AgentActivityV2<'a> {
    agent_id: &'a str,
    #[serde(rename = "type")]
    kind: ActivityType,
    category: Option<Category>,
    name: Option<&'a str>,
    start: DateTime,
    duration: Option<Millis>,
    reason: Option<&'static str>,
    interaction: Option<ActivityInteractionV2>,
    workload: Option<Workload>,
}

/// An agent's activity in the version that was asked for.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum EitherVersion<'a> {
    V2(AgentActivityV2<'a>),
    V3(AgentActivity<'a>),
}

/// The three types of activity.
#[derive(Debug, Serialize, JsonSchema)]
enum ActivityType {
    /// The agent had a presence.
    Presence,
    /// The agent had so much in hand.
    Workload,
    /// The agent worked on an interaction.
    Interaction,
}

/// The interaction that an agent worked on.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ActivityInteraction {
    guid: Guid,
    medium: Medium,
    medium_manager: MediumManager,
    direction: Direction,
}

/// The interaction that an agent worked on, as version 2 tells it.
#[derive(Debug, Serialize)]
struct ActivityInteractionV2 {
    guid: Guid,
    #[serde(rename = "type")]
    kind: InteractionTypeV2,
    direction: Direction,
}

/// What version 2 calls media. Only `Call` is known, the others are spelt as in version 3.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum InteractionTypeV2 {
    Call(&'static str),
    Other(Medium),
}

/// The channel that an agent worked on.
#[derive(Debug, Serialize, JsonSchema)]
struct ActivityChannel {
    guid: Guid,
}

/// How many interactions an agent has in hand, from ringing until wrap.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Workload {
    /// Calls.
    calls: u32,
    /// Chats.
    semi_live: u32,
    /// Emails and cases.
    non_live: u32,
}

impl<'a> EitherVersion<'a> {
    /// The activity that `row` tells of.
    pub(crate) fn of(record: &'a record::Activity, row: &Row<record::Activity>, telling: &Telling) -> Self {
        let v3 = activity(record, row, telling);
        match telling.version {
            Version::V2 => Self::V2(v2(record, v3)),
            Version::V3 => Self::V3(v3),
        }
    }
}

fn activity<'a>(activity: &'a record::Activity, row: &Row<record::Activity>, telling: &Telling) -> AgentActivity<'a> {
    let blank = AgentActivity {
        agent_id: &activity.agent,
        kind: ActivityType::Presence,
        category: None,
        name: None,
        eligible_for_routing: None,
        start: DateTime(row.start),
        status: None,
        duration: telling.duration(row),
        reason: None,
        interaction: None,
        channel: None,
        workload: None,
    };
    match &activity.kind {
        ActivityKind::Presence { label, availability } => AgentActivity {
            category: Some(Category::Presence((*availability).into())),
            name: Some(label),
            eligible_for_routing: Some(availability.eligible_for_routing()),
            ..blank
        },
        ActivityKind::Workload(workload) => AgentActivity {
            kind: ActivityType::Workload,
            workload: Some(Workload {
                calls: workload.calls,
                semi_live: workload.semi_live,
                non_live: workload.non_live,
            }),
            ..blank
        },
        ActivityKind::Work { state, on } => AgentActivity {
            kind: ActivityType::Interaction,
            category: Some(Category::Work(State::of(*state, telling.version))),
            status: Some(status(on, telling)),
            interaction: Some(ActivityInteraction {
                guid: Guid(on.guid),
                medium: on.medium.into(),
                medium_manager: on.manager.into(),
                direction: on.direction.into(),
            }),
            channel: Some(ActivityChannel { guid: Guid(on.channel) }),
            ..blank
        },
    }
}

/// The same as version 2 tells it (reference, section 1.4).
fn v2<'a>(activity: &record::Activity, v3: AgentActivity<'a>) -> AgentActivityV2<'a> {
    let interaction = match &activity.kind {
        ActivityKind::Presence { .. } | ActivityKind::Workload(_) => None,
        ActivityKind::Work { on, .. } => Some(ActivityInteractionV2 {
            guid: Guid(on.guid),
            kind: match on.medium.into() {
                Medium::Phone => InteractionTypeV2::Call("Call"),
                other @ (Medium::PhoneCallback | Medium::Email | Medium::Chat | Medium::Case) => {
                    InteractionTypeV2::Other(other)
                }
            },
            direction: on.direction.into(),
        }),
    };
    AgentActivityV2 {
        agent_id: v3.agent_id,
        kind: v3.kind,
        category: v3.category,
        name: v3.name,
        start: v3.start,
        duration: v3.duration,
        reason: v3.reason,
        interaction,
        workload: v3.workload,
    }
}

/// Where the processing of the interaction stands at the time of telling.
fn status(interaction: &WorkedOn, telling: &Telling) -> Status {
    let reached = interaction.completion.filter(|(processed, _)| *processed <= telling.now);
    reached.map_or(Processing::Ongoing, |(_, status)| status).into()
}

/// A presence. Provisional: the real shape is unknown, this one is our choice.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-provisional" = true))]
pub(crate) struct PresenceActivity<'a> {
    agent_id: &'a str,
    start: DateTime,
    /// In milliseconds; null while it goes on.
    duration: Option<Millis>,
    category: Presence,
    /// The label as configured.
    name: &'a str,
    /// Whether the agent may be offered interactions.
    eligible_for_routing: bool,
}

/// Work on an interaction. Provisional: the first five fields are documented, the others are our choice.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-provisional" = true))]
pub(crate) struct InteractionActivity<'a> {
    agent_id: &'a str,
    start: DateTime,
    /// Where the processing of the interaction (not of this activity) stands.
    status: Status,
    /// In milliseconds; null while it goes on.
    duration: Option<Millis>,
    /// What the agent does about the interaction.
    state: State,
    /// Always null: other values are unknown.
    reason: Option<&'static str>,
    interaction_guid: Guid,
    channel_guid: Guid,
    medium: Medium,
    medium_manager: MediumManager,
    direction: Direction,
}

/// An activity in the shape of the endpoint for its type.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Detail<'a> {
    Presence(PresenceActivity<'a>),
    Interaction(InteractionActivity<'a>),
    /// No endpoint tells of workloads alone: they keep the shape that all types share.
    Workload(EitherVersion<'a>),
}

impl<'a> Detail<'a> {
    /// The activity that `row` tells of.
    pub(crate) fn of(record: &'a record::Activity, row: &Row<record::Activity>, telling: &Telling) -> Self {
        match &record.kind {
            ActivityKind::Presence { label, availability } => Self::Presence(PresenceActivity {
                agent_id: &record.agent,
                start: DateTime(row.start),
                duration: telling.duration(row),
                category: (*availability).into(),
                name: label,
                eligible_for_routing: availability.eligible_for_routing(),
            }),
            ActivityKind::Work { state, on } => Self::Interaction(InteractionActivity {
                agent_id: &record.agent,
                start: DateTime(row.start),
                status: status(on, telling),
                duration: telling.duration(row),
                state: State::of(*state, telling.version),
                reason: None,
                interaction_guid: Guid(on.guid),
                channel_guid: Guid(on.channel),
                medium: on.medium.into(),
                medium_manager: on.manager.into(),
                direction: on.direction.into(),
            }),
            ActivityKind::Workload(_) => Self::Workload(EitherVersion::of(record, row, telling)),
        }
    }
}
