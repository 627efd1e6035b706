//! What the interactions of a scenario have to know of each other: who is logged in, and who is on a call.

use super::model::{Call, Stretch, Who};
use crate::centre::Availability;
use crate::scenario::Scenario;
use crate::time::Instant;

/// The agents, at every instant, as far as it is known what happens.
#[derive(Clone, Debug)]
pub(super) struct Floor {
    desks: Vec<Desk>,
}

#[derive(Clone, Debug, Default)]
struct Desk {
    /// By time; of several at one instant the last one holds.
    presences: Vec<(Instant, Availability)>,
    /// When calls ring or are talked on.
    calls: Vec<(Instant, Instant)>,
    /// When the agent talks on calls, with nobody on hold.
    talks: Vec<(Instant, Instant)>,
}

impl Floor {
    /// The agents of a scenario, with their presences, before anything has happened.
    pub(super) fn of(scenario: &Scenario) -> Self {
        let centre = &scenario.centre;
        let availability = |label| centre.presence(label).map(|presence| presence.availability);
        let desks = centre.agents.iter().map(|agent| {
            let first = availability(&agent.presence).map(|availability| (scenario.start, availability));
            let changes = scenario.presences.iter().filter(|change| change.agent == agent.id);
            let later = changes.filter_map(|change| Some((change.at, availability(&change.presence)?)));
            let mut presences: Vec<_> = first.into_iter().chain(later).collect();
            presences.sort_by_key(|(at, _)| *at);
            Desk { presences, ..Desk::default() }
        });
        Self { desks: desks.collect() }
    }

    /// How many agents there are.
    pub(super) fn len(&self) -> usize {
        self.desks.len()
    }

    /// Notes that a call rang and was talked on.
    pub(super) fn note(&mut self, start: Instant, call: &Call) {
        for stretch in &call.work {
            self.desks[stretch.who].calls.push(instants(start, stretch));
        }
        for stretch in &call.talks {
            self.desks[stretch.who].talks.push(instants(start, stretch));
        }
    }

    /// The first stretch of talk in a call for which the agent talks on another one already.
    pub(super) fn first_clash<'c>(&self, start: Instant, call: &'c Call) -> Option<&'c Stretch> {
        let clashes = call.talks.iter().filter(|talk| {
            let (from, until) = instants(start, talk);
            from < until && self.desks[talk.who].talks.iter().any(|other| other.0 < until && from < other.1)
        });
        clashes.min_by_key(|talk| talk.step)
    }

    /// Whether nobody talks on any call, then or later.
    pub(super) fn is_silent(&self, at: Instant) -> bool {
        self.desks.iter().flat_map(|desk| &desk.talks).all(|(_, until)| *until <= at)
    }

    /// Whether everybody who talks from that step of a call on has done with all other calls by then.
    pub(super) fn lets_talk(&self, start: Instant, call: &Call, step: usize) -> bool {
        let mut talks = call.talks.iter().filter(|talk| talk.step == step);
        talks.all(|talk| self.desks[talk.who].talks.iter().all(|(_, until)| *until <= start + talk.from))
    }

    /// Whether the agent is logged in, so that they can be rung.
    pub(super) fn is_logged_in(&self, who: Who, at: Instant) -> bool {
        self.availability(who, at) != Some(Availability::LoggedOut)
    }

    /// Whether the platform would offer the agent an interaction.
    pub(super) fn is_ready(&self, who: Who, at: Instant) -> bool {
        self.availability(who, at) == Some(Availability::Ready)
    }

    /// Whether a call rings for the agent, or they talk on one.
    pub(super) fn is_on_call(&self, who: Who, at: Instant) -> bool {
        self.desks[who].calls.iter().any(|(from, until)| *from <= at && at <= *until)
    }

    /// Whether the agent has no call in hand, nor any later.
    pub(super) fn is_free(&self, who: Who, at: Instant) -> bool {
        self.desks[who].calls.iter().all(|(_, until)| *until <= at)
    }

    /// The first instant from then on at which a call rings for the agent, or they talk on one.
    pub(super) fn next_call(&self, who: Who, at: Instant) -> Option<Instant> {
        let calls = self.desks[who].calls.iter().filter(|(from, until)| from <= until && *until >= at);
        calls.map(|(from, _)| at.max(*from)).min()
    }

    fn availability(&self, who: Who, at: Instant) -> Option<Availability> {
        let presences = &self.desks[who].presences;
        let held = presences.partition_point(|(since, _)| *since <= at).checked_sub(1)?;
        Some(presences[held].1)
    }
}

fn instants(start: Instant, stretch: &Stretch) -> (Instant, Instant) {
    (start + stretch.from, stretch.until.map_or(Instant::LATEST, |until| start + until))
}
