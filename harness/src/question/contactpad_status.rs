//! Which one word would `ContactPad` show for each agent?

use scenarios::scenario::Scenario;
use scenarios::truth;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asked, Expected, Row};

/// The one word in which `ContactPad` would show an agent now.
///
/// It is `Busy` for whoever is rung or at work on anything, else `Wrap` for whoever wraps anything up, else the label of the
/// presence. How `ContactPad` really simplifies is not known; that order is our choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContactpadStatus {
    /// The agent's ID.
    pub agent: String,
    /// `Busy`, `Wrap`, or the label of the presence.
    pub shown: String,
}

impl Row for ContactpadStatus {
    const KEY: &'static [&'static str] = &["agent"];
    const TOLERANCE: &'static [(&'static str, i64)] = &[];

    fn expected(scenario: &Scenario, asked: &Asked) -> Vec<Expected<Self>> {
        let told = |status: truth::ContactPadStatus| Expected {
            about: Vec::new(),
            row: Self { agent: status.agent.to_string(), shown: status.shown.to_string() },
        };
        truth::contactpad(scenario, asked.now).into_iter().map(told).collect()
    }

    fn concerns(scenario: &Scenario) -> bool {
        !scenario.centre.agents.is_empty()
    }
}
