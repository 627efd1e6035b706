//! Which presence did an agent have, and for how long?

use std::collections::BTreeMap;

use crate::centre::{Availability, Name, PresenceLabel};
use crate::scenario::Scenario;
use crate::time::{Instant, Span};

use super::account::accounts;
use super::stay::Stay;

/// An agent's presence at an instant (reference, section 5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresenceHeld {
    /// The agent.
    pub agent: Name,
    /// The presence's label.
    pub label: Name,
    /// What it stands for.
    pub availability: Availability,
    /// Since when the agent had it. The first presence of all is told from the scenario's start on.
    pub since: Instant,
}

/// How long an agent had a presence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresenceTime {
    /// The agent.
    pub agent: Name,
    /// The presence's label.
    pub label: Name,
    /// How long, over all the times that the agent had it.
    pub time: Span,
}

/// Every agent's presence at that instant, by agent; nobody has one before the scenario's start.
///
/// A presence stays through calls: being busy is none (FAQ, "How do I know if an agent is Ready and Idle, or Ready and
/// Busy/Working?").
pub fn presence_at(scenario: &Scenario, at: Instant) -> Vec<PresenceHeld> {
    let current = histories(scenario, at).into_iter().filter_map(|(agent, mut history)| {
        let Presence { label: PresenceLabel { label, availability }, stay } = history.pop()?;
        Some(PresenceHeld { agent, label, availability, since: stay.from })
    });
    current.collect()
}

/// How long every agent had each presence within the window from `from` to `until`, by agent, then label. Presences
/// that take up nothing of the window are absent.
pub fn time_in_presence(scenario: &Scenario, from: Instant, until: Instant) -> Vec<PresenceTime> {
    let mut times: BTreeMap<(Name, Name), Span> = BTreeMap::new();
    for (agent, history) in histories(scenario, until) {
        for Presence { label, stay } in history {
            let time = times.entry((agent.clone(), label.label)).or_default();
            *time = *time + stay.within(from, until);
        }
    }
    let times = times.into_iter().filter(|(_, time)| *time > Span::ZERO);
    times.map(|((agent, label), time)| PresenceTime { agent, label, time }).collect()
}

/// A presence, and from when to when it was had.
#[derive(Clone, Debug)]
pub(super) struct Presence {
    pub(super) label: PresenceLabel,
    pub(super) stay: Stay,
}

/// The presences of every agent until then, in order of time, without gap or overlap; by agent.
pub(super) fn histories(scenario: &Scenario, until: Instant) -> BTreeMap<Name, Vec<Presence>> {
    let mut changes: Vec<(Instant, &Name, Name)> = Vec::new();
    changes.extend(scenario.centre.agents.iter().map(|agent| (scenario.start, &agent.id, agent.presence.clone())));
    changes.extend(scenario.presences.iter().map(|change| (change.at, &change.agent, change.presence.clone())));
    let intended = intended(scenario, until);
    changes.extend(intended.iter().map(|(at, agent, presence)| (*at, agent, presence.clone())));
    // The sort is stable: of changes at one instant, the one told last wins.
    changes.sort_by_key(|(at, ..)| *at);

    let mut histories: BTreeMap<Name, Vec<Presence>> = BTreeMap::new();
    for (at, agent, presence) in changes {
        if (scenario.start..=until).contains(&at)
            && scenario.centre.agent(agent).is_some()
            && let Some(label) = scenario.centre.presence(&presence)
        {
            let history = histories.entry(agent.clone()).or_default();
            history.pop_if(|last| last.stay.from == at);
            if let Some(last) = history.last_mut() {
                last.stay.end(at);
            }
            history.push(Presence { label, stay: Stay::since(at) });
        }
    }
    histories
}

/// The presences that the platform set because agents had chosen them for the end of an interaction: when, whose,
/// which.
///
/// It comes into force when the agent has left and has wrapped up, unless the agent has changed presence since
/// choosing.
fn intended(scenario: &Scenario, until: Instant) -> Vec<(Instant, Name, Name)> {
    let seats = accounts(scenario).flat_map(|(_, account)| account.seats).filter_map(|seat| seat.until(until));
    let chosen = seats.filter_map(|seat| {
        let done = seat.done()?;
        let (chosen, presence) = seat.intended?;
        let changed = |at: &Instant| (chosen..=done).contains(at);
        let own = scenario.presences.iter().filter(|change| change.agent == seat.agent);
        let overtaken = done < chosen || own.map(|change| &change.at).any(changed);
        (!overtaken).then_some((done, seat.agent, presence))
    });
    chosen.collect()
}

#[cfg(test)]
mod tests {
    use super::super::telling::*;
    use super::*;

    fn told(scenario: &Scenario, at: Instant) -> Vec<String> {
        let row = |held: &PresenceHeld| format!("{} {} since {}", held.agent, held.label, after(held.since));
        presence_at(scenario, at).iter().map(row).collect()
    }

    #[test]
    fn every_agent_has_one_presence_from_the_start_on() {
        let scenario = centre([("01", "Ready"), ("001", "Logged Out")]).sets("01", [("2h", "Away"), ("1h", "Ready")]);
        assert_eq!(told(&scenario, at("0s") - span("1ms")), [""; 0]);
        assert_eq!(told(&scenario, at("0s")), ["001 Logged Out since 0s", "01 Ready since 0s"]);
        assert_eq!(told(&scenario, at("1h")), ["001 Logged Out since 0s", "01 Ready since 1h"]);
        assert_eq!(told(&scenario, at("2h")), ["001 Logged Out since 0s", "01 Away since 2h"]);
    }

    #[test]
    fn of_two_changes_at_one_instant_the_later_told_one_wins() {
        let scenario = centre([("01", "Ready")]).sets("01", [("1h", "Away"), ("1h", "Extended Away")]);
        assert_eq!(told(&scenario, at("1h")), ["01 Extended Away since 1h"]);
    }

    #[test]
    fn a_presence_stays_through_calls() {
        assert_eq!(told(&centre([("01", "Ready")]).with(faq_transfer()), at("20s")), ["01 Ready since 0s"]);
    }

    #[test]
    fn the_platform_sets_an_intended_presence_when_the_agent_is_done() {
        let intending = |steps| centre([("01", "Ready")]).with(answered_call("c", steps));
        let in_wrap = intending([("2m", intend("01", "Away")), ("11m", wrapped("01"))]);
        assert_eq!(told(&in_wrap, at("11m") - span("1ms")), ["01 Ready since 0s"]);
        assert_eq!(told(&in_wrap, at("11m")), ["01 Away since 11m"]);
        let without_wrap = intending([("2m", intend("01", "Away")), ("3m", intend("01", "Extended Away"))]);
        assert_eq!(told(&without_wrap, at("10m")), ["01 Extended Away since 10m"]);
        let while_wrapping = intending([("630s", intend("01", "Away")), ("11m", wrapped("01"))]);
        assert_eq!(told(&while_wrapping, at("11m")), ["01 Away since 11m"]);
    }

    #[test]
    fn an_agent_who_changes_presence_after_all_is_not_overruled() {
        let steps = [("2m", intend("01", "Away")), ("11m", wrapped("01"))];
        for (changed, presence) in [
            ("119s", "01 Away since 11m"),
            ("2m", "01 Extended Away since 2m"),
            ("5m", "01 Extended Away since 5m"),
            ("11m", "01 Extended Away since 11m"),
            ("12m", "01 Extended Away since 12m"),
        ] {
            let scenario = centre([("01", "Ready")]).with(answered_call("c", steps.clone()));
            let scenario = scenario.sets("01", [(changed, "Extended Away")]).sets("002", [("5m", "Ready")]);
            assert_eq!(told(&scenario, at("12m")), [presence]);
        }
    }

    #[test]
    fn time_in_presence_is_what_lies_in_the_window() {
        let changes = [("1h", "Away"), ("90m", "Ready"), ("4h", "Logged Out")];
        let scenario = centre([("01", "Ready"), ("002", "Logged Out")]).sets("01", changes);
        let times = time_in_presence(&scenario, at("30m"), at("3h"));
        let rows: Vec<_> = times.iter().map(|t| format!("{} {} {}", t.agent, t.label, t.time)).collect();
        assert_eq!(rows, ["002 Logged Out 2h30m", "01 Away 30m", "01 Ready 2h"]);
    }
}
