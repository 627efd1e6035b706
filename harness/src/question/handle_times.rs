//! How long did each agent ring, talk, hold and wrap, of each interaction?

use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use scenarios::truth;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asked, Expected, Row};

/// The time that one agent gave to one interaction, over all the times that the agent took part in it. Durations are whole
/// milliseconds; what still goes on counts up to now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HandleTime {
    /// The agent's ID.
    pub agent: String,
    /// The interaction's GUID.
    pub interaction: String,
    /// Being rung, answered or not.
    pub ring: i64,
    /// Connected, without `hold`: to the customer, or to a colleague who consults.
    pub talk: i64,
    /// Connected, while the customer was on hold because this agent had put them there.
    pub hold: i64,
    /// After-work.
    pub wrap: i64,
}

impl Row for HandleTime {
    const KEY: &'static [&'static str] = &["agent", "interaction"];
    /// Where a hold meets a transfer, the API's own parts differ by a millisecond.
    const TOLERANCE: &'static [(&'static str, i64)] = &[("talk", 1), ("hold", 1)];

    fn expected(scenario: &Scenario, asked: &Asked) -> Vec<Expected<Self>> {
        let told = |time: truth::HandleTime| Expected {
            about: vec![time.interaction],
            row: Self {
                agent: time.agent.to_string(),
                interaction: time.interaction.to_string(),
                ring: time.ring.as_millis(),
                talk: time.talk.as_millis(),
                hold: time.hold.as_millis(),
                wrap: time.wrap.as_millis(),
            },
        };
        truth::handle_times(scenario, asked.now).into_iter().map(told).collect()
    }

    fn concerns(scenario: &Scenario) -> bool {
        !truth::stretches(scenario, Instant::LATEST).is_empty()
    }
}
