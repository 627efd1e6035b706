//! What became of all that entered each queue?

use scenarios::flow::Action;
use scenarios::scenario::Scenario;
use scenarios::truth;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asked, Expected, Row};

/// What became of all that entered one queue in the window. An interaction that enters a queue twice counts twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct QueueOutcome {
    /// The queue's name.
    pub queue: String,
    /// The queue's kind.
    #[serde(rename = "type")]
    pub kind: QueueType,
    /// How many entered: the sum of the five counts below.
    pub offered: u64,
    /// How many an agent answered; of queued callbacks, how many were called back.
    pub answered: u64,
    /// In how many the customer hung up.
    pub abandoned: u64,
    /// How many left by a way out of the queue, whichever.
    pub breakout: u64,
    /// How many still wait.
    pub waiting: u64,
    /// How many ended on an error of the platform (category `Abandoned`, reason `InternalError`).
    pub failed: u64,
    /// How long the answered ones had waited, added up, in milliseconds. To be offered to an agent is still to wait.
    pub answered_wait: i64,
    /// The longest wait of any, in milliseconds; of those that still wait, as long as they have waited.
    pub longest_wait: i64,
}

/// The kinds of queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum QueueType {
    /// Interactions wait in it.
    #[serde(rename = "ACD")]
    Acd,
    /// It counts the same waiting once more.
    Virtual,
}

impl Row for QueueOutcome {
    const KEY: &'static [&'static str] = &["queue", "type"];
    const TOLERANCE: &'static [(&'static str, i64)] = &[];

    fn expected(scenario: &Scenario, asked: &Asked) -> Vec<Expected<Self>> {
        let told = |queue: truth::QueueOutcomes| Expected {
            about: Vec::new(),
            row: Self {
                queue: queue.queue.to_string(),
                kind: match queue.kind {
                    truth::QueueKind::Acd => QueueType::Acd,
                    truth::QueueKind::Virtual => QueueType::Virtual,
                },
                offered: queue.offered,
                answered: queue.answered,
                abandoned: queue.abandoned,
                breakout: queue.breakouts.values().sum(),
                waiting: queue.waiting,
                failed: queue.errors,
                answered_wait: queue.answered_wait.as_millis(),
                longest_wait: queue.longest_wait.as_millis(),
            },
        };
        truth::queue_outcomes(scenario, asked.now).into_iter().map(told).collect()
    }

    fn concerns(scenario: &Scenario) -> bool {
        let steps = scenario.flows.iter().flat_map(|flow| &flow.steps);
        steps.into_iter().any(|step| matches!(step.action, Action::Queue { .. }))
    }
}
