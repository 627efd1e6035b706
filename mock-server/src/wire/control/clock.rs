//! Clocks, how they are moved, and what falls due meanwhile.

use scenarios::time::{Instant, Span};
use scenarios::timeline;
use scenarios::view::ActivityType;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clock::Pace;
use crate::journey;
use crate::router::path_of;
use crate::wire::value::DateTime;

/// A world's clock.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Clock {
    /// What it shows.
    now: DateTime,
    /// How it goes: `frozen`, `live`, or, 60 times as fast, `x60`.
    clock: String,
}

impl Clock {
    /// A clock of that pace that shows `now`.
    pub(crate) fn of(now: Instant, pace: Pace) -> Self {
        Self { now: DateTime(now), clock: pace.to_string() }
    }
}

/// What a clock is set to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetClock {
    #[serde(default)]
    now: Option<String>,
    #[serde(default)]
    clock: Option<String>,
}

impl SetClock {
    /// The instant and the pace; `None` for what stays.
    ///
    /// # Errors
    ///
    /// What is wrong with them.
    pub(crate) fn read(&self) -> Result<(Option<Instant>, Option<Pace>), String> {
        let now = self.now.as_deref().map(|text| instant("now", text)).transpose()?;
        let pace = self.clock.as_deref().map(str::parse).transpose().map_err(|not| format!("\"clock\": {not}"))?;
        Ok((now, pace))
    }
}

/// How far a clock is moved: exactly one of these.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) enum Advance {
    By(String),
    To(String),
    ToNextChange(bool),
    Until(Condition),
}

/// What a clock is moved to.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Condition {
    Interaction(InteractionIs),
    Settled(IsSettled),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InteractionIs {
    interaction: String,
    status: Status,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IsSettled {
    settled: bool,
}

#[derive(Clone, Copy, Debug, Deserialize)]
enum Status {
    Ongoing,
    Completed,
    InternalError,
}

impl Advance {
    /// How far.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub(crate) fn read(&self) -> Result<journey::Advance, String> {
        use scenarios::{guid, record};
        Ok(match self {
            Self::By(text) => {
                journey::Advance::By(Span::parse(text).map_err(|not| format!("\"by\" is {text:?}, {not}"))?)
            }
            Self::To(text) => journey::Advance::To(instant("to", text)?),
            Self::ToNextChange(true) => journey::Advance::ToNextChange,
            Self::ToNextChange(false) => return Err("\"toNextChange\" can only be true".to_owned()),
            Self::Until(Condition::Interaction(InteractionIs { interaction, status })) => {
                let guid = guid::Guid::parse(interaction)
                    .map_err(|_| format!("\"interaction\" is {interaction:?}; it must be the GUID of one"))?;
                let status = match status {
                    Status::Ongoing => record::Status::Ongoing,
                    Status::Completed => record::Status::Completed,
                    Status::InternalError => record::Status::InternalError,
                };
                journey::Advance::Until(journey::Condition::Interaction(guid, status))
            }
            Self::Until(Condition::Settled(IsSettled { settled: true })) => {
                journey::Advance::Until(journey::Condition::Settled)
            }
            Self::Until(Condition::Settled(IsSettled { settled: false })) => {
                return Err("\"settled\" can only be true".to_owned());
            }
        })
    }
}

/// A clock that has been moved, and what fell due on the way.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Advanced {
    #[serde(flatten)]
    clock: Clock,
    /// What changed after the instant that the clock showed before, and up to that which it shows now.
    due: Due,
}

/// What fell due.
#[derive(Debug, Serialize, JsonSchema)]
struct Due {
    /// How much.
    count: usize,
    /// By instant, endpoint, and the endpoint's order; of more than 1000, the first.
    changes: Vec<Change>,
}

/// From an instant on, an endpoint tells something else of a record.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Change {
    /// The instant.
    at: DateTime,
    /// The endpoint that lists it.
    endpoint: &'static str,
    /// When what it is about began.
    start: DateTime,
    /// The interaction's GUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    guid: Option<String>,
    /// The agent's ID.
    #[serde(skip_serializing_if = "Option::is_none")]
    agent_id: Option<String>,
    /// The queue's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    queue: Option<String>,
    /// The activity's type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    activity: Option<&'static str>,
}

impl Advanced {
    /// The most changes that are told one by one.
    const MOST: usize = 1000;

    /// That clock, before anything has fallen due.
    pub(crate) fn to(clock: Clock) -> Self {
        Self { clock, due: Due { count: 0, changes: Vec::new() } }
    }

    /// Adds what falls due next.
    pub(crate) fn falls_due(&mut self, change: &timeline::Change<'_>) {
        self.due.count += 1;
        if self.due.changes.len() < Self::MOST {
            self.due.changes.push(Change::of(change));
        }
    }
}

impl Change {
    fn of(change: &timeline::Change<'_>) -> Self {
        let key = &change.key;
        Self {
            at: DateTime(change.at),
            endpoint: path_of(change.endpoint),
            start: DateTime(key.start),
            guid: key.guid.clone(),
            agent_id: key.agent.map(str::to_owned),
            queue: key.queue.map(str::to_owned),
            activity: key.activity.map(|activity| match activity {
                ActivityType::Presence => "Presence",
                ActivityType::Workload => "Workload",
                ActivityType::Interaction => "Interaction",
            }),
        }
    }
}

fn instant(name: &str, text: &str) -> Result<Instant, String> {
    Instant::parse(text).map_err(|not| format!("{name:?} is {text:?}, {not}"))
}
