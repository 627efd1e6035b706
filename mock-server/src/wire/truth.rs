//! Truth in JSON: what an analyst's question is to be answered with. All of it is our choice.

mod agents;
mod calls;
mod queues;

use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;

use self::agents::{AgentAvailability, ContactPadStatus};
pub(crate) use self::agents::{HandleTime, Session};
pub(crate) use self::calls::{CcrChannel, Consult, Transfer};
pub(crate) use self::queues::QueueEntry;
use self::queues::QueueOutcomes;
use super::value::DateTime;

/// The questions.
pub(crate) const QUESTIONS: [Question; 9] = [
    Question::of::<Transfer>("transfers", "who left a customer to whom"),
    Question::of::<Consult>("consults", "who asked a colleague while the customer waited, and what came of it"),
    Question::of::<Session>("logins", "when each agent logged in and out"),
    Question::of::<CcrChannel>("ccr-channels", "which calls were with an outside contact"),
    Question::of::<QueueEntry>("queue-entries", "what entered which queue, and how it left"),
    Question::of::<QueueOutcomes>("queue-outcomes", "what became of all that entered each queue"),
    Question::of::<HandleTime>("handle-times", "how long each agent rang, talked, held and wrapped"),
    Question::of::<AgentAvailability>("availability", "whether each agent is idle or busy"),
    Question::of::<ContactPadStatus>("contactpad", "the one word in which ContactPad would show each agent"),
];

/// A question that can be asked of what happened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question {
    /// Its name in paths.
    pub(crate) name: &'static str,
    /// What it asks for.
    pub(crate) asks: &'static str,
    /// What it asks about.
    pub(crate) about: About,
    /// The answer to it.
    pub(crate) answer: fn(&Scenario, &Asked) -> Value,
    /// What its answer looks like.
    pub(crate) schema: fn(&mut SchemaGenerator) -> Schema,
}

/// What kind of thing a question asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// What happened in a window.
    Happenings,
    /// What everything amounts to until an instant.
    Amounts,
    /// How things stand at an instant.
    Standings,
}

/// Of when a question is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    /// The beginning of the window; `None` for that of the scenario.
    pub(crate) start: Option<Instant>,
    /// Its end, which does not belong to it; `None` for now, which does.
    pub(crate) end: Option<Instant>,
    /// As of when it is answered: the window's end.
    pub(crate) as_of: Instant,
}

impl Question {
    const fn of<T: Item>(name: &'static str, asks: &'static str) -> Self {
        let schema = SchemaGenerator::subschema_for::<Truth<T>>;
        Self { name, asks, about: T::ABOUT, answer: answer::<T>, schema }
    }
}

/// The answer to an analyst's question, from what happened and not from what was recorded of it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "{T}Truth")]
struct Truth<T> {
    /// As of when it is told: what comes later does not exist.
    as_of: DateTime,
    /// Sorted.
    items: Vec<T>,
}

/// One of the things that answer a question.
pub(crate) trait Item: Serialize + JsonSchema + Sized {
    /// What kind of thing it is.
    const ABOUT: About;

    /// All of them as of an instant, each with when it happened. Of what does not happen, that is when its interaction
    /// began, or else the instant itself.
    fn all(scenario: &Scenario, as_of: Instant) -> Vec<(Instant, Self)>;
}

fn answer<T: Item>(scenario: &Scenario, asked: &Asked) -> Value {
    let lies_in = |at: Instant| asked.start.is_none_or(|start| start <= at) && asked.end.is_none_or(|end| at < end);
    let all = T::all(scenario, asked.as_of).into_iter();
    let items = all.filter(|(at, _)| T::ABOUT != About::Happenings || lies_in(*at)).map(|(_, item)| item).collect();
    // There is nothing in these types that JSON cannot hold.
    serde_json::to_value(Truth { as_of: DateTime(asked.as_of), items }).unwrap_or_default()
}

fn text(name: &str) -> String {
    name.to_owned()
}
