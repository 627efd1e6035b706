//! The JSON of the control API, all of which is our choice.

use scenarios::format;
use scenarios::time::{Instant, Span};
use scenarios::timeline;
use scenarios::view::{ActivityType, Endpoint};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::value::DateTime;
use crate::clock::Pace;
use crate::faults::Active;
use crate::load::Trouble;
use crate::router::path_of;
use crate::{journal, journey, world};

/// A world that is named instead of told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FromCatalog {
    /// The name of a scenario of the catalog, such as `faq/transfer`.
    pub(crate) catalog: String,
}

/// A world, what it tells of, and all that a client needs to ask it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct World {
    /// Its name.
    pub(crate) id: String,
    /// A client that gets tokens; null if the scenario's own clients may not ask for any.
    pub(crate) client_id: Option<String>,
    /// Its secret.
    pub(crate) client_secret: Option<String>,
    /// A token that is good as long as the world is there, whatever its clock shows.
    pub(crate) token: String,
    /// What a client is to take for the address of the API.
    pub(crate) base_url: String,
    /// What a client is to take for the address of the token endpoint.
    pub(crate) token_url: String,
    /// When it is there.
    pub(crate) clock: Clock,
    /// What it tells of.
    pub(crate) story: Story,
    /// From when on nothing changes any more; null if nothing is told, and of a centre at work.
    pub(crate) settled: Option<DateTime>,
    /// The fields that are served.
    pub(crate) shape: Shape,
}

/// What a world tells of.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Story {
    /// Where it came from.
    kind: StoryKind,
    /// Its name in the catalog, or the files that it was read from; null if it came without a name.
    name: Option<String>,
    /// When it begins; null of recorded answers, and of a centre at work.
    start: Option<DateTime>,
    /// How many agents there are; null of recorded answers.
    agents: Option<usize>,
    /// How many interactions there are in all; null of recorded answers, and of a centre at work.
    interactions: Option<usize>,
    /// Of a centre at work, what everything depends on that happens by chance.
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
}

/// Where a story came from.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
enum StoryKind {
    /// A scenario.
    Scenario,
    /// Recorded answers.
    Recorded,
    /// A centre at work, which goes on for ever; the demo is one.
    Centre,
}

/// The fields that are served.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(crate) enum Shape {
    /// All that are known today.
    Current,
    /// Those of the FAQ.
    #[serde(rename = "2020")]
    Y2020,
}

impl Story {
    /// That of this world.
    pub(crate) fn of(world: &world::World) -> Self {
        let name = world.title().map(str::to_owned);
        let story = |kind| Self { kind, name, start: None, agents: None, interactions: None, seed: None };
        match world.tale() {
            world::Tale::Scenario(scenario, _) => Self {
                start: Some(DateTime(scenario.start)),
                agents: Some(scenario.centre.agents.len()),
                interactions: Some(scenario.flows.len()),
                ..story(StoryKind::Scenario)
            },
            world::Tale::Recorded(_) => story(StoryKind::Recorded),
            world::Tale::Centre(operation) => Self {
                agents: Some(operation.centre().agents.len()),
                seed: Some(operation.seed()),
                ..story(StoryKind::Centre)
            },
        }
    }
}

impl From<scenarios::scenario::Shape> for Shape {
    fn from(shape: scenarios::scenario::Shape) -> Self {
        match shape {
            scenarios::scenario::Shape::Current => Self::Current,
            scenarios::scenario::Shape::Y2020 => Self::Y2020,
        }
    }
}

/// The worlds of a server.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Worlds {
    /// The default one first, the others in the order in which they were made.
    pub(crate) worlds: Vec<World>,
}

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
            endpoint: endpoint(change.endpoint),
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

fn endpoint(endpoint: Endpoint) -> &'static str {
    path_of(endpoint)
}

/// Everything that is wrong with what was to become a world.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Wrong<'a> {
    /// For people.
    pub(crate) message: &'a str,
    /// Each problem, in the order of the text.
    pub(crate) problems: Vec<Problem<'a>>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Problem<'a> {
    /// The line, counted from 1; null where the text as a whole is meant.
    line: Option<usize>,
    /// The character of that line, counted from 1.
    column: Option<usize>,
    /// What is wrong.
    what: &'a str,
    /// What would be right; empty where nothing can be said.
    advice: &'a str,
}

impl<'a> Problem<'a> {
    /// That trouble.
    pub(crate) fn of(trouble: &'a Trouble) -> Self {
        match trouble {
            Trouble::Faulty(fault) => {
                Self { line: Some(fault.line), column: Some(fault.column), what: &fault.what, advice: &fault.advice }
            }
            Trouble::Unreadable(_, what) | Trouble::Mismatched(what) => {
                Self { line: None, column: None, what, advice: "" }
            }
        }
    }
}

/// A part of a world's journal.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Journal {
    /// How many requests are kept in all: the last that fit into 1 MiB.
    kept: usize,
    /// How many had to be thrown away to keep within that.
    dropped: u64,
    /// The requests of this part, in the order of their answers.
    entries: Vec<Entry>,
    /// What to send as `after` for the requests that follow; null if none do.
    next: Option<u64>,
}

/// A request, and how it was answered.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Entry {
    /// Counted from 1, since the world was made.
    number: u64,
    /// What the world's clock showed when it came.
    at: DateTime,
    method: String,
    path: String,
    query: Option<String>,
    /// Names and values; secrets are `***`.
    headers: Vec<[String; 2]>,
    /// The status of the answer.
    status: u16,
    /// How long the body of the answer was before it was compressed.
    bytes: u64,
    /// The token that was sent, or that the answer gave, by its number: the first that was seen is 1. Null if there was
    /// none.
    token: Option<u32>,
    /// Which page the answer is; null if it is none.
    page: Option<Paged>,
    /// The header `Retry-After` of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<String>,
    /// The plan and the faults that it met, as the header `insights-mock-fault` names them; left out if it met none.
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
    /// What differs from run to run; only if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    real: Option<Real>,
}

/// What an answer says of its page.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Paged {
    page: u32,
    count: u32,
    page_count: u32,
    total_count: u32,
    /// The time of the request, unless a plan of faults had the answer tell another, or tell it in another form.
    up_to: String,
}

/// What a request has to do with real time.
#[derive(Debug, Serialize, JsonSchema)]
struct Real {
    /// What the system's clock showed when the request came.
    received: DateTime,
    /// What it showed when the answer was ready.
    answered: DateTime,
    /// How many other requests to the same world were being answered when it came.
    others: u32,
}

impl Journal {
    /// That part; of real time only if `with_real`.
    pub(crate) fn of(part: &journal::Part, with_real: bool) -> Self {
        let end = part.entries.last().map(|entry| entry.number);
        Self {
            kept: part.kept,
            dropped: part.dropped,
            entries: part.entries.iter().map(|entry| Entry::of(entry, with_real)).collect(),
            next: end.filter(|end| *end < part.last),
        }
    }
}

impl Entry {
    fn of(entry: &journal::Entry, with_real: bool) -> Self {
        let journal::Real { received, answered, others } = entry.real;
        Self {
            number: entry.number,
            at: DateTime(entry.at),
            method: entry.method.to_string(),
            path: entry.path().to_owned(),
            query: entry.query().map(str::to_owned),
            headers: entry.headers().map(|(name, value)| [name, value].map(str::to_owned)).collect(),
            status: entry.status.as_u16(),
            bytes: entry.bytes,
            token: entry.token,
            page: entry.paged.map(|paged| Paged {
                page: paged.page,
                count: paged.count,
                page_count: paged.page_count,
                total_count: paged.total_count,
                up_to: entry.up_to.as_deref().map_or_else(|| entry.at.to_string(), str::to_owned),
            }),
            retry_after: entry.retry_after.as_deref().map(str::to_owned),
            fault: entry.fault.as_deref().map(str::to_owned),
            real: with_real.then_some(Real { received: DateTime(received), answered: DateTime(answered), others }),
        }
    }
}

/// What goes wrong between a world and its clients, on purpose.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Faults {
    /// The plan; null if there is none.
    plan: Option<Plan>,
}

/// A plan of faults, and what has become of it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "FaultPlan")]
struct Plan {
    /// What headers and journals call it.
    name: String,
    /// When it began, by the world's clock: its offsets count from there.
    began: DateTime,
    /// What has become of each rule.
    rules: Vec<Rule>,
    /// The plan as the text of a file.
    text: String,
}

/// What has become of a rule.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "FaultRule")]
struct Rule {
    /// The fault.
    fault: &'static str,
    /// How many requests went where it strikes.
    seen: u64,
    /// How many of them it has befallen.
    struck: u64,
}

impl Faults {
    /// Those of a world with that plan.
    pub(crate) fn of(active: Option<&Active>) -> Self {
        let plan = active.map(|active| {
            let state = active.state();
            let standings = active.plan().rules.iter().zip(state.standings());
            Plan {
                name: active.plan().name.to_string(),
                began: DateTime(state.began()),
                rules: standings
                    .map(|(rule, standing)| Rule {
                        fault: rule.fault.word(),
                        seen: standing.seen,
                        struck: standing.struck,
                    })
                    .collect(),
                text: format::print_faults(active.plan()),
            }
        });
        Self { plan }
    }
}

/// That the server is there.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Health {
    /// `ok`
    pub(crate) status: &'static str,
    /// How many worlds it has.
    pub(crate) worlds: usize,
}

fn instant(name: &str, text: &str) -> Result<Instant, String> {
    Instant::parse(text).map_err(|not| format!("{name:?} is {text:?}, {not}"))
}
