//! Is each agent idle or busy?

use scenarios::scenario::Scenario;
use scenarios::truth::{self, WorkState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asked, Expected, Row};

/// Whether one agent is idle or busy now. What counts as busy is the caller's to say; unless said otherwise, to be rung or
/// connected on any medium is, and to wrap is told apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Availability {
    /// The agent's ID.
    pub agent: String,
    /// What the agent is up to.
    pub state: Up,
}

/// What an agent is up to: the first that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Up {
    /// At work on at least one interaction that counts. One that is parked or interrupted does not keep an agent busy, nor
    /// does one that the agent has just failed to answer.
    Busy,
    /// Not busy, but in wrap of at least one interaction that counts.
    WrapOnly,
    /// Ready in one of its three forms, and nothing in hand that counts.
    Idle,
    /// Away for short or long, and nothing in hand that counts.
    Away,
    /// Logged out, and nothing in hand that counts.
    LoggedOut,
}

impl Row for Availability {
    const KEY: &'static [&'static str] = &["agent"];
    const TOLERANCE: &'static [(&'static str, i64)] = &[];

    fn expected(scenario: &Scenario, asked: &Asked) -> Vec<Expected<Self>> {
        let told = |agent: truth::AgentAvailability| {
            let state = match agent.state {
                WorkState::Busy => Up::Busy,
                WorkState::WrapOnly => Up::WrapOnly,
                WorkState::Idle => Up::Idle,
                WorkState::Away { .. } => Up::Away,
                WorkState::LoggedOut => Up::LoggedOut,
            };
            Expected { about: Vec::new(), row: Self { agent: agent.agent.to_string(), state } }
        };
        truth::availability(scenario, asked.now, &asked.busy).into_iter().map(told).collect()
    }

    fn concerns(scenario: &Scenario) -> bool {
        !scenario.centre.agents.is_empty()
    }
}
