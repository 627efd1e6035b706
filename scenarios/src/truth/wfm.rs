//! What did each agent mostly attend to, from when to when?

use std::collections::BTreeMap;

use crate::centre::{Name, PresenceLabel};
use crate::flow::Load;
use crate::scenario::Scenario;
use crate::time::Instant;

use super::account::accounts;
use super::presences::histories;
use super::seat::Setback;
use super::stay::Stay;

/// An agent attended to one thing for some time. An agent's states follow one another without gap, and no two that follow
/// one another are alike (reference, section 4.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WfmState {
    /// The agent.
    pub agent: Name,
    /// What the agent attended to.
    pub attention: Attention,
    /// When it began.
    pub from: Instant,
    /// When it ended; `None` while it goes on.
    pub to: Option<Instant>,
}

/// What an agent attends to: of everything in hand what takes the agent most, else the presence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attention {
    /// Something about an interaction of that kind.
    Work(WfmWork, Load),
    /// Nothing but the presence.
    Presence(PresenceLabel),
}

/// What can be about an interaction, from what takes an agent most to what takes them least. The order is our choice, and
/// so is that of live before semi-live before non-live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WfmWork {
    /// Is rung, or connected.
    Busy,
    /// The line has failed.
    Failed,
    /// Has not answered.
    Unexpected,
    /// Does the after-work.
    Wrap,
}

/// What every agent attended to until then, by agent, then by time.
pub fn wfm_states(scenario: &Scenario, until: Instant) -> Vec<WfmState> {
    let mut works: BTreeMap<Name, Vec<(WfmWork, Load, Stay)>> = BTreeMap::new();
    for (flow, account) in accounts(scenario) {
        for seat in account.seats.into_iter().filter_map(|seat| seat.until(until)) {
            let busy = std::iter::once(seat.ringing).chain(seat.connected).map(|stay| (WfmWork::Busy, stay));
            let setback = seat.setback.map(|(what, stay)| match what {
                Setback::Unexpected => (WfmWork::Unexpected, stay),
                Setback::Failed => (WfmWork::Failed, stay),
            });
            let all = busy.chain(setback).chain(seat.wrap.map(|stay| (WfmWork::Wrap, stay)));
            let load = flow.medium.load();
            works.entry(seat.agent).or_default().extend(all.map(|(what, stay)| (what, load, stay)));
        }
    }
    let mut states = Vec::new();
    for (agent, history) in histories(scenario, until) {
        let works = works.remove(&agent).unwrap_or_default();
        let mut instants: Vec<Instant> = history.iter().map(|presence| presence.stay.from).collect();
        instants.extend(works.iter().flat_map(|(.., stay)| [Some(stay.from), stay.to]).flatten());
        instants.sort_unstable();
        instants.dedup();
        let mut last: Option<WfmState> = None;
        for at in instants {
            let goes_on = |stay: &Stay| stay.from <= at && stay.to.is_none_or(|to| at < to);
            let work = works.iter().filter(|(.., stay)| goes_on(stay)).map(|(what, load, _)| (*what, *load)).min();
            let presence = || history.iter().find(|presence| goes_on(&presence.stay));
            let attention = match work {
                Some((what, load)) => Attention::Work(what, load),
                None => match presence() {
                    Some(presence) => Attention::Presence(presence.label.clone()),
                    // Work before the first presence cannot have happened.
                    None => continue,
                },
            };
            if last.as_ref().is_some_and(|last| last.attention == attention) {
                continue;
            }
            let next = WfmState { agent: agent.clone(), attention, from: at, to: None };
            states.extend(last.replace(next).map(|before| WfmState { to: Some(at), ..before }));
        }
        states.extend(last);
    }
    states
}

#[cfg(test)]
mod tests {
    use super::super::telling::*;
    use super::*;

    fn told(scenario: &Scenario, of: &str) -> Vec<String> {
        let row = |state: &WfmState| {
            let attention = match &state.attention {
                Attention::Work(what, load) => format!("{what:?} {load:?}"),
                Attention::Presence(presence) => presence.label.to_string(),
            };
            format!("{attention} {} {}", after(state.from), after(state.to))
        };
        wfm_states(scenario, finally()).iter().filter(|state| &*state.agent == of).map(row).collect()
    }

    #[test]
    fn ringing_and_talking_are_one_state_and_wrap_is_another() {
        assert_eq!(
            told(&three_agents().with(faq_transfer()), "01"),
            ["Ready 0s 6.721s", "Busy Live 6.721s 53.401s", "Wrap Live 53.401s 58.618s", "Ready 58.618s -"]
        );
    }

    #[test]
    fn a_missed_call_shows_until_the_agent_is_rung_again() {
        let steps = [
            ("2s", queue("Orders")),
            ("5s", ring("01")),
            ("20s", no_answer("01")),
            ("22s", ring("01")),
            ("30s", answer("01")),
            ("60s", hang_up()),
        ];
        assert_eq!(
            told(&three_agents().with(call("c", steps)), "01"),
            ["Ready 0s 5s", "Busy Live 5s 20s", "Unexpected Live 20s 22s", "Busy Live 22s 1m", "Ready 1m -"]
        );
    }
}
