//! Is an agent idle or busy?

use crate::centre::{Availability, Name};
use crate::flow::Medium;
use crate::scenario::Scenario;
use crate::time::Instant;

use super::presences::presence_at;
use super::work::{WorkKind, in_hand};

/// What counts as busy. The API leaves that to its clients: "this approach allows you to decide what you consider busy"
/// (FAQ, "How do I know if an agent is Ready and Idle, or Ready and Busy/Working?").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusyDefinition {
    /// Whether being rung is being busy.
    pub ringing: bool,
    /// Whether after-call work is being busy, rather than [`WorkState::WrapOnly`].
    pub wrap: bool,
    /// The media that count; interactions of others are as if they were not there.
    pub media: Vec<Medium>,
}

impl Default for BusyDefinition {
    /// Ringing is busy, as in WFM states (reference, section 4.8), wrap is told apart, and every medium counts.
    fn default() -> Self {
        Self { ringing: true, wrap: false, media: Medium::ALL.to_vec() }
    }
}

/// Whether one agent is idle or busy at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentAvailability {
    /// The agent.
    pub agent: Name,
    /// The answer.
    pub state: WorkState,
}

/// What an agent is up to, presence and interactions taken together.
///
/// The first that holds, in this order: `Busy`, `WrapOnly`, and then what the presence says. Who is at work or in wrap
/// is that under any presence, a lunch or a logout included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkState {
    /// At work on at least one interaction that counts.
    Busy,
    /// Not busy, but in wrap of at least one interaction that counts.
    WrapOnly,
    /// Ready in one of its three forms, and nothing in hand that counts.
    Idle,
    /// Away, and nothing in hand that counts.
    Away {
        /// The presence's label.
        label: Name,
        /// What it stands for: `Away` or `ExtendedAway`.
        availability: Availability,
    },
    /// Logged out, and nothing in hand that counts.
    LoggedOut,
}

/// Whether every agent is idle or busy at that instant, by agent; nobody is anything before the scenario's start.
///
/// A parked or interrupted interaction keeps nobody busy. Nor, as our choice, does one that the agent has just failed
/// to answer (`Unexpected`) or lost to a fault (`Failed`).
pub fn availability(scenario: &Scenario, at: Instant, busy: &BusyDefinition) -> Vec<AgentAvailability> {
    let mut in_hand = in_hand(scenario, at);
    in_hand.retain(|work| busy.media.contains(&work.medium));
    let state = |agent: &Name, label: Name, presence: Availability| {
        let does = |kind| in_hand.iter().any(|work| work.agent == *agent && work.kind == kind);
        let (ringing, connected, wrap) = (does(WorkKind::Ringing), does(WorkKind::Connected), does(WorkKind::Wrap));
        if connected || (ringing && busy.ringing) || (wrap && busy.wrap) {
            WorkState::Busy
        } else if wrap {
            WorkState::WrapOnly
        } else {
            match presence {
                Availability::Ready | Availability::ReadyOutbound | Availability::ReadyOffline => WorkState::Idle,
                Availability::Away | Availability::ExtendedAway => WorkState::Away { label, availability: presence },
                Availability::LoggedOut => WorkState::LoggedOut,
            }
        }
    };
    let presences = presence_at(scenario, at).into_iter();
    presences.map(|p| AgentAvailability { state: state(&p.agent, p.label, p.availability), agent: p.agent }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::telling::*;
    use super::*;
    use crate::flow::Action;

    fn told(scenario: &Scenario, after: &str, busy: &BusyDefinition) -> Vec<String> {
        let row = |agent: &AgentAvailability| match &agent.state {
            WorkState::Away { label, availability } => format!("{} {label} ({availability:?})", agent.agent),
            state @ (WorkState::Busy | WorkState::WrapOnly | WorkState::Idle | WorkState::LoggedOut) => {
                format!("{} {state:?}", agent.agent)
            }
        };
        availability(scenario, at(after), busy).iter().map(row).collect()
    }

    #[test]
    fn ready_and_nothing_in_hand_is_idle() {
        let scenario = three_agents().with(faq_transfer());
        for (after, states) in [
            ("6720ms", ["002 Idle", "003 Idle", "01 Idle"]),
            ("6721ms", ["002 Idle", "003 Idle", "01 Busy"]),
            ("20s", ["002 Idle", "003 Idle", "01 Busy"]),
            ("40s", ["002 Busy", "003 Idle", "01 Busy"]),
            ("53401ms", ["002 Busy", "003 Idle", "01 WrapOnly"]),
            ("58618ms", ["002 Busy", "003 Idle", "01 Idle"]),
            ("82810ms", ["002 WrapOnly", "003 Idle", "01 Idle"]),
        ] {
            assert_eq!(told(&scenario, after, &BusyDefinition::default()), states, "at {after}");
        }
    }

    #[test]
    fn what_counts_as_busy_is_the_askers_choice() {
        let scenario = centre([("01", "Ready")]).with(faq_transfer());
        let all = BusyDefinition::default();
        for (after, busy, state) in [
            ("10s", BusyDefinition { ringing: true, ..all.clone() }, "01 Busy"),
            ("10s", BusyDefinition { ringing: false, ..all.clone() }, "01 Idle"),
            ("55s", BusyDefinition { wrap: true, ..all.clone() }, "01 Busy"),
            ("55s", BusyDefinition { wrap: false, ..all.clone() }, "01 WrapOnly"),
            ("20s", BusyDefinition { media: vec![Medium::Phone], ..all.clone() }, "01 Busy"),
            ("20s", BusyDefinition { media: vec![Medium::Chat, Medium::Email], ..all }, "01 Idle"),
        ] {
            assert_eq!(told(&scenario, after, &busy), [state], "at {after}: {busy:?}");
        }
    }

    #[test]
    fn an_agent_with_a_chat_an_email_and_a_call_is_in_wrap_only_when_nothing_else_is_in_hand() {
        let work = |end| [("2s", ring("01")), ("5s", answer("01")), (end, hang_up()), ("10m", wrapped("01"))];
        let scenario = centre([("01", "Ready")])
            .with(flow("chat", Medium::Chat, inbound(), "0s", work("3m")))
            .with(flow("email", Medium::Email, inbound(), "10s", work("4m")))
            .with(flow("call", Medium::Phone, inbound(), "20s", work("1m")));
        for (after, state) in [("1m", "Busy"), ("2m", "Busy"), ("3m", "Busy"), ("5m", "WrapOnly"), ("11m", "Idle")] {
            assert_eq!(told(&scenario, after, &BusyDefinition::default()), [format!("01 {state}")], "at {after}");
        }
    }

    #[test]
    fn work_comes_before_presence() {
        let scenario = centre([("01", "Ready")])
            .sets("01", [("1m", "Extended Away"), ("20m", "Away"), ("30m", "Ready (Outbound)"), ("40m", "Logged Out")])
            .with(answered_call("c", [("15m", wrapped("01"))]));
        for (after, state) in [
            ("2m", "01 Busy"),
            ("12m", "01 WrapOnly"),
            ("16m", "01 Extended Away (ExtendedAway)"),
            ("20m", "01 Away (Away)"),
            ("30m", "01 Idle"),
            ("40m", "01 LoggedOut"),
        ] {
            assert_eq!(told(&scenario, after, &BusyDefinition::default()), [state], "at {after}");
        }
    }

    #[test]
    fn a_parked_or_missed_or_failed_interaction_keeps_nobody_busy() {
        for step in [Action::Park { agent: None }, Action::Interrupt { agent: None }, fault("01")] {
            let scenario = centre([("01", "Ready")]).with(answered_call("c", [("1m", step)]));
            assert_eq!(told(&scenario, "61s", &BusyDefinition::default()), ["01 Idle"]);
        }
        let missed = call("c", [("2s", queue("Orders")), ("5s", ring("01")), ("20s", no_answer("01"))]);
        assert_eq!(told(&centre([("01", "Ready")]).with(missed), "21s", &BusyDefinition::default()), ["01 Idle"]);
    }
}
