//! What the API answers, as far as analyses need it. Names are those of the API; all durations and offsets are whole
//! milliseconds.
//!
//! Words that are not known become `Unknown`, and fields that are missing or null become empty: an API that grows breaks
//! nobody who reads it so.

use scenarios::time::{Instant, Span};
use serde::{Deserialize, Deserializer};

use crate::moment;

/// One page of a collection.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page<T> {
    pub(super) meta: Meta,
    pub(super) items: Vec<T>,
    #[serde(with = "moment")]
    pub(super) up_to: Instant,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Meta {
    /// 0 when there is nothing.
    pub(super) page_count: u64,
}

/// An interaction: a call, an email, a chat.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Interaction {
    /// Its identifier.
    pub guid: String,
    /// Where its processing stands.
    #[serde(default)]
    pub status: Status,
    /// What it is carried by, such as `Phone`.
    #[serde(default, deserialize_with = "or_default")]
    pub medium: String,
    /// `Inbound`, `Outbound` or `Internal`.
    #[serde(default, deserialize_with = "or_default")]
    pub direction: String,
    /// When it began.
    #[serde(with = "moment")]
    pub start: Instant,
    /// The whole of it, the last agent's wrap included; `None` while it goes on.
    #[serde(default)]
    pub duration: Option<i64>,
    /// Each party's part in it, by when it began. An outside contact's is missing until it has ended.
    #[serde(default, deserialize_with = "or_default")]
    pub channels: Vec<Channel>,
}

impl Interaction {
    /// The instant at that offset. Offsets count from the interaction's start, those of events too.
    pub fn at(&self, offset: i64) -> Instant {
        self.start + Span::from_millis(offset)
    }
}

/// Where the processing of an interaction stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Status {
    /// It goes on.
    Ongoing,
    /// It is over, wraps included.
    Completed,
    /// Processing ended early on an error.
    InternalError,
    /// A word that is not known.
    #[default]
    #[serde(other)]
    Unknown,
}

/// One party's part in an interaction.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Channel {
    /// From the interaction's start.
    pub offset: i64,
    /// Wrap included; `None` while it is open.
    #[serde(default)]
    pub duration: Option<i64>,
    /// Whose it is.
    #[serde(default, deserialize_with = "or_default")]
    pub party: Party,
    /// What happened on it, by offset.
    #[serde(default, deserialize_with = "or_default")]
    pub events: Vec<Event>,
}

impl Channel {
    /// The agent's ID; `None` if it is no agent's.
    pub fn agent(&self) -> Option<&str> {
        self.party.id.as_deref().filter(|_| self.party.role == "Agent")
    }

    /// Whether it is an outside contact's, to whom Call Connect Router handed the call.
    pub fn is_ccr(&self) -> bool {
        self.party.id.as_deref() == Some("CCRConnect")
    }

    /// Whether it is the customer's.
    pub fn is_customer(&self) -> bool {
        self.party.role == "External" && !self.is_ccr()
    }

    /// The events of that type.
    pub fn events(&self, kind: EventType) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| event.kind == kind)
    }
}

/// Whose channel it is.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Party {
    /// Null for the customer; the agent's ID; `CCRConnect` for an outside contact.
    #[serde(default)]
    pub id: Option<String>,
    /// `External` or `Agent`.
    #[serde(default, deserialize_with = "or_default")]
    pub role: String,
    /// The party's address, for calls a number.
    #[serde(default, deserialize_with = "or_default")]
    pub touchpoint: String,
}

/// Something that happened on a channel.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Event {
    /// What.
    #[serde(default, rename = "type")]
    pub kind: EventType,
    /// From the interaction's start, not the channel's.
    pub offset: i64,
    /// The plan's, applet's or queue's name.
    #[serde(default)]
    pub name: Option<String>,
    /// `None` while it goes on.
    #[serde(default)]
    pub duration: Option<i64>,
    /// What else is told of this type.
    #[serde(default, deserialize_with = "or_default")]
    pub properties: Properties,
}

impl Event {
    /// Where it ends, from the interaction's start; what goes on ends at `now`.
    pub fn end(&self, now: i64) -> i64 {
        self.duration.map_or(now, |duration| self.offset + duration)
    }
}

/// What happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum EventType {
    /// The party is offered the interaction.
    Ringing,
    /// The party is in it. An agent is while the customer is on hold, too.
    Connected,
    /// The interaction runs in its plan.
    InteractionPlan,
    /// An applet of the plan was passed.
    Applet,
    /// The interaction waits in an ACD queue.
    Queue,
    /// The party is recorded.
    CallRecording,
    /// The customer is on hold, or parked; it stands on the customer's channel.
    Held,
    /// After-work.
    Wrap,
    /// A word that is not known.
    #[default]
    #[serde(other)]
    Unknown,
}

/// What else is told of an event. Each type has some of these.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Properties {
    /// Of a `Held`: the agent who did so.
    #[serde(default)]
    pub initiating_agent_id: Option<String>,
    /// Of a `Held`: `Held`, or `Parked`.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// Of a `Queue`: how it left, such as `Delivered`; `None` while it waits.
    #[serde(default)]
    pub result: Option<String>,
}

/// A presence, a workload, or work on an interaction.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Activity {
    /// The agent's ID.
    pub agent_id: String,
    /// Which of the three.
    #[serde(default, rename = "type")]
    pub kind: ActivityType,
    /// Of a presence, or of work.
    #[serde(default, deserialize_with = "or_default")]
    pub category: Category,
    /// Of a presence: its label.
    #[serde(default)]
    pub name: Option<String>,
    /// When it began.
    #[serde(with = "moment")]
    pub start: Instant,
    /// `None` while it goes on.
    #[serde(default)]
    pub duration: Option<i64>,
    /// Of work: on what.
    #[serde(default)]
    pub interaction: Option<WorkedOn>,
    /// Of a workload: how much.
    #[serde(default)]
    pub workload: Option<Workload>,
}

/// The three types of activity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum ActivityType {
    /// The agent had a presence.
    Presence,
    /// The agent had so much in hand.
    Workload,
    /// The agent worked on an interaction.
    Interaction,
    /// A word that is not known.
    #[default]
    #[serde(other)]
    Unknown,
}

/// What an activity is: the kind of a presence, or what the agent does about an interaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Category {
    /// Can be offered interactions, or begins them.
    Ready,
    /// A short absence.
    Away,
    /// A longer absence.
    ExtendedAway,
    /// Logged out of `ContactPad`.
    LoggedOut,
    /// Is offered it.
    Ringing,
    /// Works on it.
    Connected,
    /// Does the after-work.
    Wrap,
    /// Should have answered, and did not.
    Unexpected,
    /// Had a fault on the line.
    Failed,
    /// A word that is not known, or none.
    #[default]
    #[serde(other)]
    Unknown,
}

/// The interaction that an agent worked on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct WorkedOn {
    /// Its identifier.
    pub guid: String,
    /// What it is carried by, such as `Phone`.
    #[serde(default, deserialize_with = "or_default")]
    pub medium: String,
}

/// How many interactions an agent has in hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Workload {
    /// Calls.
    #[serde(default, deserialize_with = "or_default")]
    pub calls: i64,
    /// Chats.
    #[serde(default, deserialize_with = "or_default")]
    pub semi_live: i64,
    /// Emails and cases.
    #[serde(default, deserialize_with = "or_default")]
    pub non_live: i64,
}

/// A presence, from a start on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PresenceActivity {
    /// The agent's ID.
    pub agent_id: String,
    /// When it began.
    #[serde(with = "moment")]
    pub start: Instant,
    /// `None` while it goes on.
    #[serde(default)]
    pub duration: Option<i64>,
    /// What kind of availability it stands for.
    #[serde(default, deserialize_with = "or_default")]
    pub category: Category,
    /// The label as configured.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
}

/// Work on an interaction, from a start on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InteractionActivity {
    /// The agent's ID.
    pub agent_id: String,
    /// When it began.
    #[serde(with = "moment")]
    pub start: Instant,
    /// `None` while it goes on.
    #[serde(default)]
    pub duration: Option<i64>,
    /// What the agent does.
    #[serde(default, deserialize_with = "or_default")]
    pub state: State,
    /// About which interaction.
    #[serde(default, deserialize_with = "or_default")]
    pub interaction_guid: String,
}

/// What an agent does about an interaction.
pub type State = Category;

/// What an agent is at.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentStatus {
    /// The agent's ID.
    pub agent_id: String,
    /// The agent's presence. It stays what it is through calls.
    #[serde(default, deserialize_with = "or_default")]
    pub presence: Presence,
    /// Everything that the agent has in hand.
    #[serde(default, deserialize_with = "or_default")]
    pub interaction: Vec<InHand>,
}

/// An agent's presence.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Presence {
    /// What kind of availability it stands for.
    #[serde(default, deserialize_with = "or_default")]
    pub name: Category,
    /// The label as configured.
    #[serde(default, deserialize_with = "or_default")]
    pub description: String,
}

/// An interaction that an agent has in hand.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InHand {
    /// Its identifier.
    pub guid: String,
    /// What it is carried by, such as `Phone`.
    #[serde(default, deserialize_with = "or_default")]
    pub medium: String,
    /// What the agent does about it.
    #[serde(default, deserialize_with = "or_default")]
    pub state: State,
}

/// An interaction in a queue. One for each queue that it enters.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QueueTime {
    /// When it entered the queue.
    #[serde(with = "moment")]
    pub start: Instant,
    /// Its identifier.
    pub interaction_guid: String,
    /// The queue's name.
    pub queue: String,
    /// The queue's kind.
    #[serde(default, rename = "type", deserialize_with = "or_default")]
    pub kind: QueueTimeType,
    /// `Answered`, `Abandoned` or `Breakout`; `None` while it waits.
    #[serde(default)]
    pub category: Option<String>,
    /// Why it left, such as `Delivered`; `None` while it waits.
    #[serde(default)]
    pub reason: Option<String>,
    /// `None` while it waits.
    #[serde(default)]
    pub duration: Option<i64>,
}

/// The kinds of queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum QueueTimeType {
    /// Interactions wait in it.
    #[serde(rename = "ACD")]
    Acd,
    /// It counts the same waiting once more.
    Virtual,
    /// A word that is not known.
    #[default]
    #[serde(other)]
    Unknown,
}

/// An agent's state, as workforce management sees it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentState {
    /// The agent's ID.
    pub agent_id: String,
    /// When it began.
    #[serde(with = "moment")]
    pub start: Instant,
    /// `None` while it goes on.
    #[serde(default)]
    pub duration: Option<i64>,
    /// The state, such as `Busy`.
    #[serde(default, deserialize_with = "or_default")]
    pub state: String,
    /// The presence's label, or `Live`, `Semi-Live`, `Non-Live`.
    #[serde(default, deserialize_with = "or_default")]
    pub description: String,
}

/// What is null becomes empty.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}
