//! Truth in JSON: what an analyst's question is to be answered with. All of it is our choice.

use std::collections::{BTreeMap, HashMap};

use scenarios::flow;
use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use scenarios::truth::{self, BusyDefinition, Receiver};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;

use super::value::{DateTime, Guid, Millis};

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

/// A customer who was left to a colleague, or to a queue. A conference is none.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Transfer {
    interaction: Guid,
    /// When the first agent left.
    at: DateTime,
    /// That agent's ID.
    from: String,
    way: TransferWay,
    /// The colleague's ID, or the queue's name.
    to: String,
    /// Who took the customer; null while nobody has.
    answered: Option<Answer>,
}

/// How a customer was left.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
enum TransferWay {
    /// To a colleague who had been consulted.
    Consulted,
    /// To a colleague who was rung only then.
    Blind,
    /// To a queue.
    Queue,
}

/// An agent took an interaction.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
struct Answer {
    agent_id: String,
    /// When. A colleague who was consulted may have answered before the first agent left.
    at: DateTime,
}

impl Item for Transfer {
    const ABOUT: About = About::Happenings;

    fn all(scenario: &Scenario, as_of: Instant) -> Vec<(Instant, Self)> {
        let told = |transfer: truth::Transfer| {
            let (way, to) = match &transfer.to {
                Receiver::Consulted(agent) => (TransferWay::Consulted, agent),
                Receiver::Blind(agent) => (TransferWay::Blind, agent),
                Receiver::Queue(queue) => (TransferWay::Queue, queue),
            };
            let answered = |answer: truth::Answer| Answer { agent_id: text(&answer.agent), at: DateTime(answer.at) };
            let item = Self {
                interaction: Guid(transfer.interaction),
                at: DateTime(transfer.at),
                from: text(&transfer.from),
                way,
                to: text(to),
                answered: transfer.answered.map(answered),
            };
            (transfer.at, item)
        };
        truth::transfers(scenario, as_of).into_iter().map(told).collect()
    }
}

/// An agent asked a colleague while the customer waited.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Consult {
    interaction: Guid,
    /// The ID of the agent who asked.
    by: String,
    /// The ID of the colleague.
    agent_id: String,
    /// When it began.
    began: DateTime,
    /// When the colleague answered; null if not, or not before it became a transfer.
    answered: Option<DateTime>,
    /// When it ended; null while it goes on.
    ended: Option<DateTime>,
    ending: ConsultEnding,
}

/// What became of a consult.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
enum ConsultEnding {
    /// The customer was left to the colleague.
    Transferred,
    /// The customer was taken back, and all three talked.
    Conferenced,
    /// The colleague left.
    ColleagueLeft,
    /// The colleague did not answer.
    NotAnswered,
    /// The line of one of the two failed.
    Fault,
    /// The whole interaction ended.
    InteractionEnded,
    /// None of these yet.
    StillOpen,
}

impl Item for Consult {
    const ABOUT: About = About::Happenings;

    fn all(scenario: &Scenario, as_of: Instant) -> Vec<(Instant, Self)> {
        let told = |consult: truth::Consult| {
            let item = Self {
                interaction: Guid(consult.interaction),
                by: text(&consult.by),
                agent_id: text(&consult.agent),
                began: DateTime(consult.began),
                answered: consult.answered.map(DateTime),
                ended: consult.ended.map(DateTime),
                ending: match consult.ending {
                    truth::ConsultEnding::Transferred => ConsultEnding::Transferred,
                    truth::ConsultEnding::Conferenced => ConsultEnding::Conferenced,
                    truth::ConsultEnding::ColleagueLeft => ConsultEnding::ColleagueLeft,
                    truth::ConsultEnding::NotAnswered => ConsultEnding::NotAnswered,
                    truth::ConsultEnding::Fault => ConsultEnding::Fault,
                    truth::ConsultEnding::InteractionEnded => ConsultEnding::InteractionEnded,
                    truth::ConsultEnding::StillOpen => ConsultEnding::StillOpen,
                },
            };
            (consult.began, item)
        };
        truth::consults(scenario, as_of).into_iter().map(told).collect()
    }
}

/// An agent was logged in.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Session {
    agent_id: String,
    /// From when on; null if the agent was logged in when the scenario began, as which it counts then.
    login: Option<DateTime>,
    /// Until when; null while the agent is logged in.
    logout: Option<DateTime>,
}

impl Item for Session {
    const ABOUT: About = About::Happenings;

    fn all(scenario: &Scenario, as_of: Instant) -> Vec<(Instant, Self)> {
        let told = |session: truth::Session| {
            let item = Self {
                agent_id: text(&session.agent),
                login: session.login.map(DateTime),
                logout: session.logout.map(DateTime),
            };
            (session.login.unwrap_or(scenario.start), item)
        };
        truth::logins(scenario, as_of).into_iter().map(told).collect()
    }
}

/// A call was with an outside contact, through Call Connect Router.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CcrChannel {
    interaction: Guid,
    /// The outside contact's address.
    contact: String,
    /// When the call was handed over.
    start: DateTime,
    /// When it came back or ended; null while it goes on.
    end: Option<DateTime>,
}

impl Item for CcrChannel {
    const ABOUT: About = About::Happenings;

    fn all(scenario: &Scenario, as_of: Instant) -> Vec<(Instant, Self)> {
        let told = |channel: truth::CcrChannel| {
            let item = Self {
                interaction: Guid(channel.interaction),
                contact: text(&channel.contact),
                start: DateTime(channel.start),
                end: channel.end.map(DateTime),
            };
            (channel.start, item)
        };
        truth::ccr_channels(scenario, as_of).into_iter().map(told).collect()
    }
}

/// An interaction entered a queue.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QueueEntry {
    interaction: Guid,
    /// The queue's name.
    queue: String,
    #[serde(rename = "type")]
    kind: QueueKind,
    /// When it entered.
    entered: DateTime,
    /// When it left; null while it waits.
    left: Option<DateTime>,
    outcome: QueueOutcome,
    /// How it broke out; null if it did not.
    breakout: Option<Breakout>,
}

/// The kind of a queue.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
enum QueueKind {
    /// An interaction waits in it.
    #[serde(rename = "ACD")]
    Acd,
    /// It counts waiting that happens in an ACD queue.
    Virtual,
}

/// How an interaction left a queue.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
enum QueueOutcome {
    /// An agent answered; of a queued callback, the call back began.
    Answered,
    /// The customer hung up.
    Abandoned,
    /// It left without an agent, and went on in the plan.
    Breakout,
    /// It has not left.
    Waiting,
    /// Processing ended on an error.
    Error,
}

/// Ways out of a queue without an agent.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(inline)]
enum Breakout {
    /// The customer chose it.
    Voluntary,
    /// Nobody was there to answer.
    NoAgents,
    /// An agent declined.
    AgentDecline,
    /// Too many waited.
    QueueLength,
    /// The wait was too long.
    QueueDuration,
    /// The wait would have been too long.
    EstimatedWaitTime,
}

impl Item for QueueEntry {
    const ABOUT: About = About::Happenings;

    fn all(scenario: &Scenario, as_of: Instant) -> Vec<(Instant, Self)> {
        let told = |entry: truth::QueueEntry| {
            let (outcome, way) = match entry.outcome {
                truth::QueueOutcome::Answered => (QueueOutcome::Answered, None),
                truth::QueueOutcome::Abandoned => (QueueOutcome::Abandoned, None),
                truth::QueueOutcome::Breakout(way) => (QueueOutcome::Breakout, Some(way.into())),
                truth::QueueOutcome::Waiting => (QueueOutcome::Waiting, None),
                truth::QueueOutcome::Error => (QueueOutcome::Error, None),
            };
            let item = Self {
                interaction: Guid(entry.interaction),
                queue: text(&entry.queue),
                kind: entry.kind.into(),
                entered: DateTime(entry.entered),
                left: entry.left.map(DateTime),
                outcome,
                breakout: way,
            };
            (entry.entered, item)
        };
        truth::queue_entries(scenario, as_of).into_iter().map(told).collect()
    }
}

/// What became of all that entered one queue.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct QueueOutcomes {
    /// The queue's name.
    queue: String,
    #[serde(rename = "type")]
    kind: QueueKind,
    /// How many entered: the sum of the counts below.
    offered: u64,
    /// How many an agent answered.
    answered: u64,
    /// In how many the customer hung up.
    abandoned: u64,
    /// How many broke out, by how; ways that nobody took are absent.
    breakouts: BTreeMap<Breakout, u64>,
    /// How many still wait.
    waiting: u64,
    /// How many ended on an error.
    errors: u64,
    /// How long the answered ones had waited, added up, in milliseconds.
    answered_wait: Millis,
    /// The longest wait of any, in milliseconds; of those that still wait, as long as they have.
    longest_wait: Millis,
}

impl Item for QueueOutcomes {
    const ABOUT: About = About::Amounts;

    fn all(scenario: &Scenario, as_of: Instant) -> Vec<(Instant, Self)> {
        let told = |queue: truth::QueueOutcomes| {
            let item = Self {
                queue: text(&queue.queue),
                kind: queue.kind.into(),
                offered: queue.offered,
                answered: queue.answered,
                abandoned: queue.abandoned,
                breakouts: queue.breakouts.into_iter().map(|(way, count)| (way.into(), count)).collect(),
                waiting: queue.waiting,
                errors: queue.errors,
                answered_wait: Millis(queue.answered_wait),
                longest_wait: Millis(queue.longest_wait),
            };
            (as_of, item)
        };
        truth::queue_outcomes(scenario, as_of).into_iter().map(told).collect()
    }
}

/// How long an agent was at what about one interaction, in milliseconds each.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HandleTime {
    agent_id: String,
    interaction: Guid,
    /// Being rung, answered or not.
    ring: Millis,
    /// Connected, without `hold`.
    talk: Millis,
    /// Connected, while this agent had the customer on hold.
    hold: Millis,
    /// After-call work.
    wrap: Millis,
    /// While it was parked by this agent.
    parked: Millis,
}

impl Item for HandleTime {
    const ABOUT: About = About::Amounts;

    fn all(scenario: &Scenario, as_of: Instant) -> Vec<(Instant, Self)> {
        let starts: HashMap<_, _> = scenario.flows.iter().map(|flow| (flow.guid, flow.start)).collect();
        let told = |time: truth::HandleTime| {
            let item = Self {
                agent_id: text(&time.agent),
                interaction: Guid(time.interaction),
                ring: Millis(time.ring),
                talk: Millis(time.talk),
                hold: Millis(time.hold),
                wrap: Millis(time.wrap),
                parked: Millis(time.parked),
            };
            (starts.get(&time.interaction).copied().unwrap_or(as_of), item)
        };
        truth::handle_times(scenario, as_of).into_iter().map(told).collect()
    }
}

/// Whether an agent is idle or busy, presence and interactions taken together.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct AgentAvailability {
    agent_id: String,
    state: AvailabilityState,
    /// What the presence is called; null unless the agent is away.
    label: Option<String>,
}

/// The first that holds.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
enum AvailabilityState {
    /// Rung, or at work.
    Busy,
    /// In wrap.
    WrapOnly,
    /// Ready, with nothing in hand.
    Idle,
    /// Away, with nothing in hand.
    Away,
    /// Logged out, with nothing in hand.
    LoggedOut,
}

impl Item for AgentAvailability {
    const ABOUT: About = About::Standings;

    fn all(scenario: &Scenario, as_of: Instant) -> Vec<(Instant, Self)> {
        let told = |agent: truth::AgentAvailability| {
            let (state, label) = match &agent.state {
                truth::WorkState::Busy => (AvailabilityState::Busy, None),
                truth::WorkState::WrapOnly => (AvailabilityState::WrapOnly, None),
                truth::WorkState::Idle => (AvailabilityState::Idle, None),
                truth::WorkState::Away { label, .. } => (AvailabilityState::Away, Some(text(label))),
                truth::WorkState::LoggedOut => (AvailabilityState::LoggedOut, None),
            };
            (as_of, Self { agent_id: text(&agent.agent), state, label })
        };
        truth::availability(scenario, as_of, &BusyDefinition::default()).into_iter().map(told).collect()
    }
}

/// The one word in which `ContactPad` would show an agent.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ContactPadStatus {
    agent_id: String,
    /// `Busy`, `Wrap`, or what the presence is called.
    shown: String,
}

impl Item for ContactPadStatus {
    const ABOUT: About = About::Standings;

    fn all(scenario: &Scenario, as_of: Instant) -> Vec<(Instant, Self)> {
        let told = |status: truth::ContactPadStatus| {
            let shown = match &status.shown {
                truth::Shown::Busy => "Busy",
                truth::Shown::Wrap => "Wrap",
                truth::Shown::Presence(label) => label,
            };
            (as_of, Self { agent_id: text(&status.agent), shown: text(shown) })
        };
        truth::contactpad(scenario, as_of).into_iter().map(told).collect()
    }
}

impl From<truth::QueueKind> for QueueKind {
    fn from(kind: truth::QueueKind) -> Self {
        match kind {
            truth::QueueKind::Acd => Self::Acd,
            truth::QueueKind::Virtual => Self::Virtual,
        }
    }
}

impl From<flow::Breakout> for Breakout {
    fn from(way: flow::Breakout) -> Self {
        match way {
            flow::Breakout::Voluntary => Self::Voluntary,
            flow::Breakout::NoAgents => Self::NoAgents,
            flow::Breakout::AgentDecline => Self::AgentDecline,
            flow::Breakout::QueueLength => Self::QueueLength,
            flow::Breakout::QueueDuration => Self::QueueDuration,
            flow::Breakout::EstimatedWaitTime => Self::EstimatedWaitTime,
        }
    }
}

fn text(name: &str) -> String {
    name.to_owned()
}
