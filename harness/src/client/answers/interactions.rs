//! Interactions, their channels and events.

use scenarios::time::{Instant, Span};
use serde::Deserialize;

use super::or_default;
use crate::moment;

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
