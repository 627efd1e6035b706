//! Which interactions were there, as finally known?

mod words;

use scenarios::scenario::{Scenario, Shape};
use scenarios::time::{Instant, Span};
use scenarios::truth;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::{Asked, Expected, Row};
use crate::moment;

/// An interaction as finally known: the newest version, once. It may have more fields, and it may be without those that are
/// not required: a field that is there is judged. Lists have to be whole: all channels, and on them all events of the types
/// `Ringing`, `Connected`, `InteractionPlan`, `Applet`, `Queue`, `CallRecording`, `Held` and `Wrap`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
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
    /// The GUID of the conversation that it belongs to.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub conversation_guid: Maybe<String>,
    /// The application that manages it, such as `CC`.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub medium_manager: Maybe<String>,
    /// `Inbound`, `Outbound` or `Internal`.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub direction: Maybe<String>,
    /// What reports call the service; null where no plan ran.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub service_name: Maybe<String>,
    /// The address that was contacted.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub connect_to: Maybe<String>,
    /// The address that began it.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub connect_from: Maybe<String>,
    /// When it was categorised; null until then.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub categorized_at: Maybe<String>,
    /// How it ended; null until then, and where there is no word for it.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub outcome: Maybe<String>,
    /// How it came to its plan; null where no plan ran.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub interaction_plan_mapping: Maybe<Mapping>,
}

/// A field that may be left out; where it is there, it may be null.
pub type Maybe<T> = Option<Option<T>>;

/// How an interaction came from an address to its plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Mapping {
    /// The name of the address that was reached.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub address_name: Maybe<String>,
    /// The name of the mapping from the address to the plan.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub mapping_name: Maybe<String>,
    /// The name of the plan.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub interaction_plan_name: Maybe<String>,
    /// The plan's reporting group; null where it has none.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub reporting_group: Maybe<String>,
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
    /// `External` or `Agent`.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub role: Maybe<String>,
    /// The party's address, for calls a number.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub touchpoint: Maybe<String>,
}

/// Something that happened on a channel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// From the interaction's start, in milliseconds.
    pub offset: i64,
    /// What.
    #[serde(rename = "type")]
    pub kind: String,
    /// The plan's, applet's or queue's name; null for other types.
    #[serde(default)]
    pub name: Option<String>,
    /// In milliseconds; null while it goes on.
    pub duration: Option<i64>,
    /// What else is told of this type; null where nothing is.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub properties: Maybe<Properties>,
}

/// What else is told of an event. Each type has some of these.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Properties {
    /// Of a `Held`: the agent who did so.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub initiating_agent_id: Maybe<String>,
    /// Of a `Held`: `Held`, or `Parked`.
    #[serde(rename = "type", default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub kind: Maybe<String>,
    /// Of an `Applet`: its kind, such as `Menu`.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub applet_type: Maybe<String>,
    /// Of a `Queue`: how it left, such as `Delivered`; null while it waits.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub result: Maybe<String>,
    /// Of an `InteractionPlan`: the plan's reporting group; null where it has none.
    #[serde(default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
    pub reporting_group: Maybe<String>,
}

/// A field that is there.
fn there<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Maybe<T>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// The types of event that are judged, and whether there is a name to them.
const JUDGED: [(&str, bool); 8] = [
    ("Ringing", false),
    ("Connected", false),
    ("InteractionPlan", true),
    ("Applet", true),
    ("Queue", true),
    ("CallRecording", false),
    ("Held", false),
    ("Wrap", false),
];

impl Row for Mirrored {
    const KEY: &'static [&'static str] = &["guid"];
    const TOLERANCE: &'static [(&'static str, i64)] = &[];

    fn expected(scenario: &Scenario, asked: &Asked) -> Vec<Expected<Self>> {
        let told = |one: truth::Mirrored| Expected { about: vec![one.interaction], row: told(scenario, one) };
        truth::mirror(scenario, asked.now).into_iter().map(told).collect()
    }

    fn concerns(scenario: &Scenario) -> bool {
        !scenario.flows.is_empty()
    }

    fn in_order(mut self) -> Self {
        for channel in &mut self.channels {
            channel.events.retain(|event| JUDGED.iter().any(|(kind, _)| *kind == event.kind));
            for event in &mut channel.events {
                let has_name = JUDGED.contains(&(&event.kind, true));
                event.name = event.name.take().filter(|_| has_name);
            }
            channel.events.sort();
        }
        self.channels.sort();
        self
    }
}

fn told(scenario: &Scenario, one: truth::Mirrored) -> Mirrored {
    // These fields came later.
    let since_2020 = |value: Option<String>| match scenario.shape {
        Shape::Current => Some(value),
        Shape::Y2020 => None,
    };
    let channels = one.parts.iter().map(|part| channel(scenario, &one, part)).collect();
    let name = |name: &scenarios::centre::Name| Some(Some(name.to_string()));
    Mirrored {
        guid: one.interaction.to_string(),
        status: words::standing(one.standing).to_owned(),
        medium: words::medium(one.medium).to_owned(),
        start: one.start,
        duration: one.duration.map(Span::as_millis),
        channels,
        conversation_guid: Some(Some(one.conversation.to_string())),
        medium_manager: Some(Some(words::manager(one.manager).to_owned())),
        direction: Some(Some(words::direction(&one.opening).to_owned())),
        service_name: Some(one.service.as_ref().map(ToString::to_string)),
        connect_to: name(&one.connect_to),
        connect_from: name(&one.connect_from),
        categorized_at: since_2020(one.categorised.map(|at| at.to_string())),
        outcome: since_2020(one.outcome.as_ref().map(ToString::to_string)),
        interaction_plan_mapping: Some(one.plan.as_ref().map(|plan| Mapping {
            address_name: name(&plan.address),
            mapping_name: name(&plan.mapping),
            interaction_plan_name: name(&plan.plan),
            reporting_group: since_2020(plan.reporting_group.as_ref().map(ToString::to_string)),
        })),
    }
}

fn channel(scenario: &Scenario, one: &truth::Mirrored, part: &truth::Part) -> Channel {
    let offset = |at: Instant| (at - one.start).as_millis();
    let length = |from: Instant, to: Option<Instant>| to.map(|to| (to - from).as_millis());
    let event = |event: &truth::PartEvent| {
        let words::Told { kind, name, properties } = words::happened(&event.what, one.plan.as_ref());
        let duration = length(event.from, event.to);
        Event { offset: offset(event.from), kind: kind.to_owned(), name, duration, properties: Some(properties) }
    };
    Channel {
        offset: offset(part.from),
        party: words::party(scenario, one, &part.who),
        duration: length(part.from, part.to),
        events: part.events.iter().map(event).collect(),
    }
}
