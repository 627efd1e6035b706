//! When did each agent log in and out?

use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use scenarios::truth;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asked, Expected, Row};
use crate::moment;

/// The time from one login of an agent to the next logout.
///
/// To log in is to change from Logged Out to any other presence. Without a Logged Out before, the login cannot be told, and
/// without one in the evening, neither can the next morning's: the two days are one session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Login {
    /// The agent's ID.
    pub agent: String,
    /// When the agent logged in; null if the agent was there from the beginning of the window.
    #[serde(default, with = "moment::optional")]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub login: Option<Instant>,
    /// When the agent logged out; null if not yet.
    #[serde(default, with = "moment::optional")]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub logout: Option<Instant>,
}

impl Row for Login {
    const KEY: &'static [&'static str] = &["agent", "login"];
    const TOLERANCE: &'static [(&'static str, i64)] = &[];

    fn expected(scenario: &Scenario, asked: &Asked) -> Vec<Expected<Self>> {
        let told = |session: truth::Session| Expected {
            about: Vec::new(),
            row: Self { agent: session.agent.to_string(), login: session.login, logout: session.logout },
        };
        truth::logins(scenario, asked.now).into_iter().map(told).collect()
    }

    fn concerns(scenario: &Scenario) -> bool {
        !scenario.presences.is_empty()
    }
}
