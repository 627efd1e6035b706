//! Which calls were with an outside contact?

use scenarios::flow::Action;
use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use scenarios::truth;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asked, Expected, Row};
use crate::moment;

/// A call was with an outside contact, to whom Call Connect Router had handed it, and is no longer. The API does not tell
/// of one that goes on, so neither has an analysis to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CcrChannel {
    /// The interaction's GUID.
    pub interaction: String,
    /// The outside contact's address.
    pub contact: String,
    /// When the call was handed over.
    #[serde(with = "moment")]
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub start: Instant,
    /// How long the call was with the contact, in milliseconds.
    pub duration: i64,
}

impl Row for CcrChannel {
    const KEY: &'static [&'static str] = &["interaction", "start"];
    const TOLERANCE: &'static [(&'static str, i64)] = &[];

    fn expected(scenario: &Scenario, asked: &Asked) -> Vec<Expected<Self>> {
        let told = |channel: truth::CcrChannel| {
            let row = Self {
                interaction: channel.interaction.to_string(),
                contact: channel.contact.to_string(),
                start: channel.start,
                duration: (channel.end? - channel.start).as_millis(),
            };
            Some(Expected { about: vec![channel.interaction], row })
        };
        truth::ccr_channels(scenario, asked.now).into_iter().filter_map(told).collect()
    }

    fn concerns(scenario: &Scenario) -> bool {
        let steps = scenario.flows.iter().flat_map(|flow| &flow.steps);
        steps.into_iter().any(|step| matches!(step.action, Action::HandOver { .. }))
    }
}
