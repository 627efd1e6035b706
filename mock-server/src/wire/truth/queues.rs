//! What waited in queues, and what became of it.

use std::collections::BTreeMap;

use scenarios::flow;
use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use scenarios::truth;
use schemars::JsonSchema;
use serde::Serialize;

use super::{About, Item, text};
use crate::wire::value::{DateTime, Guid, Millis};

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
pub(super) struct QueueOutcomes {
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
