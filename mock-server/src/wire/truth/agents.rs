//! What agents did: their logins, their work, their availability.

use std::collections::HashMap;

use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use scenarios::truth::{self, BusyDefinition};
use schemars::JsonSchema;
use serde::Serialize;

use super::{About, Item, text};
use crate::wire::value::{DateTime, Guid, Millis};

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
pub(super) struct AgentAvailability {
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
pub(super) struct ContactPadStatus {
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
