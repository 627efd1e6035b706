//! Interactions (reference, sections 4.1 to 4.3).

use scenarios::centre::CCR_CONNECT;
use scenarios::flow::HeldKind;
use scenarios::record::{self, ChannelParty, EventKind};
use scenarios::time::{Instant, Span};
use scenarios::timeline::Row;
use schemars::JsonSchema;
use serde::Serialize;

use super::Telling;
use super::value::{DateTime, Guid, Millis, Names};
use super::word::{AppletType, Direction, Medium, MediumManager, PartyRole, QueueReason, Status};

/// An interaction: a call, an email, a chat.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Interaction<'a> {
    status: Status,
    medium: Medium,
    medium_manager: MediumManager,
    /// When it began.
    start: DateTime,
    /// Its identifier.
    guid: Guid,
    /// Groups the interactions of one conversation, such as a queued callback and the call that follows it.
    conversation_guid: Guid,
    /// From its start to the end of the last agent's wrap, in milliseconds; null while it goes on.
    duration: Option<Millis>,
    direction: Direction,
    /// What reports call the service; null where no plan ran.
    service_name: Option<&'a str>,
    /// The address that was contacted.
    connect_to: &'a str,
    /// The address that began it.
    connect_from: &'a str,
    /// When it was categorised; null until then. Absent in the 2020 shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    categorized_at: Option<Option<DateTime>>,
    /// How it ended, in the built-in vocabulary or as an administrator's text; null until then, and
    /// where neither has a word for it. Absent in the 2020 shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Option<&'a str>>,
    /// How it came to its plan; null where no plan ran.
    interaction_plan_mapping: Option<InteractionPlanMapping<'a>>,
    /// Each party's part in it, by when it began.
    channels: Vec<Channel<'a>>,
}

/// How an interaction came from an address to its plan.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct InteractionPlanMapping<'a> {
    /// The name of the address that was reached.
    address_name: &'a str,
    /// The name of the mapping from the address to the plan.
    mapping_name: &'a str,
    /// The name of the plan.
    interaction_plan_name: &'a str,
    /// The plan's reporting group; null where it has none. Absent in the 2020 shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    reporting_group: Option<Option<&'a str>>,
}

/// One party's part in an interaction. An outside contact's shows only once it has ended.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Channel<'a> {
    /// Its identifier; the first channel has the interaction's.
    guid: Guid,
    /// From the interaction's start, in milliseconds.
    offset: Millis,
    /// Wrap included, in milliseconds; null while it is open.
    duration: Option<Millis>,
    /// `Released`; null while it is open. Other values are unknown.
    end_reason: Option<&'static str>,
    /// Always null: other values are unknown. Absent in the 2020 shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    integration_type: Option<Option<&'static str>>,
    party: Party<'a>,
    /// What happened on it, by offset.
    events: Vec<Event<'a>>,
}

/// Whose channel it is.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ChannelParty")]
struct Party<'a> {
    /// Null for the customer; the agent's ID; `CCRConnect` for an outside contact.
    id: Option<&'a str>,
    role: PartyRole,
    /// The party's address, for calls a number.
    touchpoint: &'a str,
}

/// Something that happened on a channel.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ChannelEvent")]
struct Event<'a> {
    #[serde(rename = "type")]
    kind: EventType,
    /// From the interaction's start, in milliseconds.
    offset: Millis,
    /// The plan's, applet's or queue's name; null for other types.
    name: Option<&'a str>,
    /// In milliseconds; null while it goes on.
    duration: Option<Millis>,
    /// What else is told of this type; null where nothing is.
    properties: Option<Properties<'a>>,
}

/// What happened.
#[derive(Debug, Serialize, JsonSchema)]
enum EventType {
    /// The party is offered the interaction.
    Ringing,
    /// The party is in it.
    Connected,
    /// The interaction runs in its plan.
    InteractionPlan,
    /// An applet of the plan was passed.
    Applet,
    /// The interaction waits in an ACD queue.
    Queue,
    /// The party is recorded.
    CallRecording,
    /// The customer is on hold, or parked.
    Held,
    /// After-work.
    Wrap,
}

/// What else is told of an event.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged, rename_all_fields = "camelCase")]
#[schemars(rename = "EventProperties")]
enum Properties<'a> {
    /// Of an `InteractionPlan`.
    InteractionPlan {
        /// The plan's reporting group; null where it has none.
        reporting_group: Option<&'a str>,
    },
    /// Of an `Applet`.
    Applet {
        /// Its kind.
        applet_type: AppletType,
    },
    /// Of a `Queue`.
    Queue {
        /// The address of the plan, not its name; null where no plan ran.
        interaction_plan: Option<&'a str>,
        /// The skills asked for.
        presented_skills: Names<'a>,
        /// How it left; null while it waits.
        result: Option<QueueReason>,
    },
    /// Of a `Held`.
    Held {
        /// The agent who did so.
        initiating_agent_id: &'a str,
        /// Which of the two.
        #[serde(rename = "type")]
        kind: HeldType,
    },
}

/// Why the customer waits although an agent has answered. That parking shows here at all is our choice.
#[derive(Debug, Serialize, JsonSchema)]
enum HeldType {
    /// On hold.
    Held,
    /// Parked.
    Parked,
}

impl<'a> Interaction<'a> {
    /// The interaction that `row` tells of.
    pub(crate) fn of(record: &'a record::Interaction, row: &Row<record::Interaction>, telling: &Telling) -> Self {
        let now = telling.now;
        let completion = record.completion.as_ref().filter(|completion| completion.processed <= now);
        let categorised = record.categorised.filter(|stamp| stamp.processed <= now);
        Self {
            status: record.status_at(now).into(),
            medium: record.medium.into(),
            medium_manager: record.manager.into(),
            start: DateTime(row.start),
            guid: Guid(record.guid),
            conversation_guid: Guid(record.conversation),
            duration: telling.duration(row),
            direction: record.direction.into(),
            service_name: record.service.as_deref(),
            connect_to: &record.connect_to,
            connect_from: &record.connect_from,
            categorized_at: telling.since_2020(categorised.map(|stamp| DateTime(stamp.at))),
            outcome: telling.since_2020(completion.and_then(|completion| completion.outcome.as_deref())),
            interaction_plan_mapping: record.mapping.as_deref().map(|mapping| plan_mapping(mapping, telling)),
            channels: (record.channels.iter())
                .filter(|channel| channel.is_known(now))
                .map(|known| channel(known, record.begin.at, telling))
                .collect(),
        }
    }
}

fn plan_mapping<'a>(mapping: &'a record::Mapping, telling: &Telling) -> InteractionPlanMapping<'a> {
    InteractionPlanMapping {
        address_name: &mapping.address_name,
        mapping_name: &mapping.mapping_name,
        interaction_plan_name: &mapping.plan_name,
        reporting_group: telling.since_2020(mapping.reporting_group.as_deref()),
    }
}

fn channel<'a>(channel: &'a record::Channel, began: Instant, telling: &Telling) -> Channel<'a> {
    let length = length(&channel.period, telling.now);
    Channel {
        guid: Guid(channel.guid),
        offset: Millis(channel.period.begin.at - began),
        duration: length.map(Millis),
        end_reason: length.map(|_| "Released"),
        integration_type: telling.since_2020(None),
        party: party(&channel.party),
        events: (channel.events.iter())
            .filter(|event| event.period.is_known(telling.now))
            .map(|known| event(known, began, telling.now))
            .collect(),
    }
}

fn party(party: &ChannelParty) -> Party<'_> {
    match party {
        ChannelParty::External { touchpoint } => Party { id: None, role: PartyRole::External, touchpoint },
        ChannelParty::Agent { id, touchpoint } => Party { id: Some(id), role: PartyRole::Agent, touchpoint },
        ChannelParty::Router { touchpoint } => Party { id: Some(CCR_CONNECT), role: PartyRole::External, touchpoint },
    }
}

fn event(event: &record::Event, began: Instant, now: Instant) -> Event<'_> {
    let length = length(&event.period, now);
    let (kind, name, properties) = match &event.kind {
        EventKind::Ringing => (EventType::Ringing, None, None),
        EventKind::Connected => (EventType::Connected, None, None),
        EventKind::CallRecording => (EventType::CallRecording, None, None),
        EventKind::Wrap => (EventType::Wrap, None, None),
        EventKind::InteractionPlan(mapping) => {
            let properties = Properties::InteractionPlan { reporting_group: mapping.reporting_group.as_deref() };
            (EventType::InteractionPlan, Some(&*mapping.plan_name), Some(properties))
        }
        EventKind::Applet { name, kind } => {
            (EventType::Applet, Some(&**name), Some(Properties::Applet { applet_type: (*kind).into() }))
        }
        EventKind::Queue(waiting) => {
            let properties = Properties::Queue {
                interaction_plan: waiting.plan_address.as_deref(),
                presented_skills: Names(&waiting.skills),
                result: length.and(waiting.exit).map(QueueReason::from),
            };
            (EventType::Queue, Some(&*waiting.queue), Some(properties))
        }
        EventKind::Held { by, kind } => {
            let kind = match kind {
                HeldKind::Held => HeldType::Held,
                HeldKind::Parked => HeldType::Parked,
            };
            (EventType::Held, None, Some(Properties::Held { initiating_agent_id: by, kind }))
        }
    };
    Event { kind, offset: Millis(event.period.begin.at - began), name, duration: length.map(Millis), properties }
}

/// How long it took; `None` while it goes on.
fn length(period: &record::Period, now: Instant) -> Option<Span> {
    period.end_at(now).map(|end| end - period.begin.at)
}
