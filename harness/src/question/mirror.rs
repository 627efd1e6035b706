//! Which interactions were there, as finally known?

use scenarios::centre::CCR_CONNECT;
use scenarios::flow::{HeldKind, Medium};
use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use scenarios::truth::{self, Happened, Standing, Who};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asked, Expected, Row};
use crate::moment;

/// An interaction as finally known: the newest version, once. It may have more fields; these are judged. Of events only
/// those of the types `Ringing`, `Connected`, `Queue`, `Held` and `Wrap` are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mirrored {
    /// The interaction's GUID.
    pub guid: String,
    /// `Ongoing`, `Completed` or `InternalError`.
    pub status: String,
    /// `Phone`, `Phone Callback`, `Email`, `Chat` or `Case`.
    pub medium: String,
    /// When it began.
    #[serde(with = "moment")]
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub start: Instant,
    /// In milliseconds; null while it goes on.
    pub duration: Option<i64>,
    /// Each party's part, in any order.
    pub channels: Vec<Channel>,
}

/// One party's part in an interaction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Channel {
    /// From the interaction's start, in milliseconds.
    pub offset: i64,
    /// Whose it is.
    pub party: Party,
    /// In milliseconds; null while it is open.
    pub duration: Option<i64>,
    /// What happened on it, in any order.
    pub events: Vec<Event>,
}

/// Whose a channel is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// Null for the customer; the agent's ID; `CCRConnect` for an outside contact.
    pub id: Option<String>,
}

/// Something that happened on a channel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// From the interaction's start, in milliseconds.
    pub offset: i64,
    /// What.
    #[serde(rename = "type")]
    pub kind: String,
    /// The queue's name, of a `Queue`; null for other types.
    #[serde(default)]
    pub name: Option<String>,
    /// In milliseconds; null while it goes on.
    pub duration: Option<i64>,
}

/// The types of event that are judged.
const JUDGED: [&str; 5] = ["Ringing", "Connected", "Queue", "Held", "Wrap"];

impl Row for Mirrored {
    const KEY: &'static [&'static str] = &["guid"];
    const TOLERANCE: &'static [(&'static str, i64)] = &[];

    fn expected(scenario: &Scenario, asked: &Asked) -> Vec<Expected<Self>> {
        let told = |one: truth::Mirrored| {
            let offset = |at: Instant| (at - one.start).as_millis();
            let length = |from: Instant, to: Option<Instant>| to.map(|to| (to - from).as_millis());
            let event = |event: &truth::PartEvent| {
                let (kind, name) = match &event.what {
                    Happened::Ringing => ("Ringing", None),
                    Happened::Connected => ("Connected", None),
                    Happened::Queued(queue) => ("Queue", Some(queue.to_string())),
                    Happened::Held(_, HeldKind::Held | HeldKind::Parked) => ("Held", None),
                    Happened::Wrap => ("Wrap", None),
                };
                let duration = length(event.from, event.to);
                Event { offset: offset(event.from), kind: kind.to_owned(), name, duration }
            };
            let channel = |part: &truth::Part| Channel {
                offset: offset(part.from),
                party: Party {
                    id: match &part.who {
                        Who::Customer => None,
                        Who::Agent(agent) => Some(agent.to_string()),
                        Who::Contact(_) => Some(CCR_CONNECT.to_owned()),
                    },
                },
                duration: length(part.from, part.to),
                events: part.events.iter().map(event).collect(),
            };
            let row = Self {
                guid: one.interaction.to_string(),
                status: match one.standing {
                    Standing::Ongoing => "Ongoing",
                    Standing::Completed => "Completed",
                    Standing::InternalError => "InternalError",
                }
                .to_owned(),
                medium: match one.medium {
                    Medium::Phone => "Phone",
                    Medium::PhoneCallback => "Phone Callback",
                    Medium::Email => "Email",
                    Medium::Chat => "Chat",
                    Medium::Case => "Case",
                }
                .to_owned(),
                start: one.start,
                duration: one.duration.map(scenarios::time::Span::as_millis),
                channels: one.parts.iter().map(channel).collect(),
            };
            Expected { about: vec![one.interaction], row }
        };
        truth::mirror(scenario, asked.now).into_iter().map(told).collect()
    }

    fn concerns(scenario: &Scenario) -> bool {
        !scenario.flows.is_empty()
    }

    fn in_order(mut self) -> Self {
        for channel in &mut self.channels {
            channel.events.retain(|event| JUDGED.contains(&&*event.kind));
            for event in channel.events.iter_mut().filter(|event| event.kind != "Queue") {
                event.name = None;
            }
            channel.events.sort();
        }
        self.channels.sort();
        self
    }
}
