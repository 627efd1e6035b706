//! In which state was each agent when, as workforce management sees it?

use scenarios::centre::Availability;
use scenarios::flow::Load;
use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use scenarios::truth::{self, Attention, WfmWork};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asked, Expected, Row};
use crate::moment;

/// A state of an agent. The states of one agent follow one another without gap; where later processing has rewritten them,
/// the newest ones count, and those that no longer come back are gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WfmState {
    /// The agent's ID.
    pub agent: String,
    /// When it began.
    #[serde(with = "moment")]
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub start: Instant,
    /// In milliseconds; null while it goes on.
    pub duration: Option<i64>,
    /// The state in the API's words: `Ready`, `ReadyRFO`, `Away`, `ExtendedAway`, `LoggedOut`, `Busy`, `Wrap`,
    /// `Unexpected` or `Failed`.
    pub state: String,
    /// The label of the presence, or `Live`, `Semi-Live` or `Non-Live`.
    pub description: String,
}

impl Row for WfmState {
    const KEY: &'static [&'static str] = &["agent", "start"];
    const TOLERANCE: &'static [(&'static str, i64)] = &[];

    fn expected(scenario: &Scenario, asked: &Asked) -> Vec<Expected<Self>> {
        let told = |state: truth::WfmState| {
            let (word, description) = words(&state.attention);
            let row = Self {
                agent: state.agent.to_string(),
                start: state.from,
                duration: state.to.map(|to| (to - state.from).as_millis()),
                state: word.to_owned(),
                description,
            };
            Expected { about: Vec::new(), row }
        };
        truth::wfm_states(scenario, asked.now).into_iter().map(told).collect()
    }

    fn concerns(scenario: &Scenario) -> bool {
        !scenario.centre.agents.is_empty()
    }
}

/// State and description.
fn words(attention: &Attention) -> (&'static str, String) {
    match attention {
        Attention::Work(work, load) => {
            let word = match work {
                WfmWork::Busy => "Busy",
                WfmWork::Failed => "Failed",
                WfmWork::Unexpected => "Unexpected",
                WfmWork::Wrap => "Wrap",
            };
            let load = match load {
                Load::Live => "Live",
                Load::SemiLive => "Semi-Live",
                Load::NonLive => "Non-Live",
            };
            (word, load.to_owned())
        }
        Attention::Presence(presence) => {
            let word = match presence.availability {
                Availability::Ready => "Ready",
                Availability::ReadyOutbound | Availability::ReadyOffline => "ReadyRFO",
                Availability::Away => "Away",
                Availability::ExtendedAway => "ExtendedAway",
                Availability::LoggedOut => "LoggedOut",
            };
            (word, presence.label.to_string())
        }
    }
}
