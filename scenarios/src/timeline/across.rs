//! What cannot be between interactions, each of which could have happened by itself.
//!
//! An agent who is logged out cannot be rung; what comes between an agent and an interaction is a call; and nobody talks on
//! two calls at once. That the last is refused is our choice: who takes another call puts the first on hold or parks it.

use foldhash::{HashMap, HashMapExt};

use super::agents::Presences;
use super::recorder::{AgentRecords, AgentWork, Records};
use crate::centre::{Availability, Name};
use crate::flow::legal::{Caused, Effect, Seat};
use crate::flow::{Action, Flow, HeldKind, Load, Medium, Opening};
use crate::names::step_place;
use crate::problem::{Place, Problems};
use crate::record::WorkState;
use crate::scenario::Scenario;
use crate::time::Instant;

/// Notes everyone who is rung while logged out.
pub(super) fn rung_while_logged_out(
    scenario: &Scenario,
    agents: &[AgentRecords],
    presences: &Presences,
    problems: &mut Problems,
) {
    let works = scenario.centre.agents.iter().zip(agents).enumerate();
    let works =
        works.flat_map(|(number, (agent, records))| records.works.iter().map(move |work| (number, agent, work)));
    let is_logged_out =
        |number, at| presences.at(number, at).is_some_and(|presence| presence.availability == Availability::LoggedOut);
    let rung = works
        .filter(|(number, _, work)| work.state == WorkState::Ringing && is_logged_out(*number, work.period.begin.at));
    let mut rung: Vec<_> = rung.map(|(_, agent, work)| (agent, work)).collect();
    rung.sort_by_key(|(_, work)| (work.flow, work.step));
    for (agent, work) in rung {
        let at = work.period.begin.at;
        let flow = &scenario.flows[work.flow];
        let opening = |key| Place::whole().key("interaction").at(work.flow).key(key);
        let place = match (work.step, &flow.opening) {
            (Some(step), _) => step_place(work.flow, step).key(flow.steps[step].action.word()),
            (None, Opening::Internal { to, .. }) if *to == agent.id => opening("to"),
            (None, Opening::Internal { .. } | Opening::Outbound { .. } | Opening::Inbound { .. }) => opening("agent"),
        };
        problems.note(place, || {
            let what = format!("agent {} is logged out at {at} and cannot be rung", agent.id);
            (what, "let a [[presence]] before it set another presence, or give the [[agent]] one to begin with")
        });
    }
}

/// What agents do in flows, as far as it bears on other flows.
#[derive(Debug, Default)]
pub(super) struct Doings {
    talks: HashMap<Name, Vec<Talk>>,
    interruptions: Vec<Interruption>,
}

/// A stretch of time in which an agent talks on a call.
#[derive(Debug)]
struct Talk {
    from: Instant,
    /// The latest instant for one that goes on.
    until: Instant,
    flow: usize,
    /// The step that it begins with; `None` for the opening.
    step: Option<usize>,
}

/// A call comes between an agent and an interaction.
#[derive(Debug)]
struct Interruption {
    agent: Name,
    at: Instant,
    flow: usize,
    step: usize,
}

impl Doings {
    /// Adds those in the flow at that position, given what its steps do.
    pub(super) fn add<'f>(&mut self, position: usize, flow: &'f Flow, caused: &[Caused<'f>]) {
        let mut followed = Followed { flow, position, seats: Vec::new(), held_by: None, doings: self };
        for caused in caused {
            followed.take(caused);
        }
        for seat in 0..followed.seats.len() {
            followed.stops(seat, Instant::LATEST);
        }
    }

    /// Notes every talk that begins while the agent talks on another call.
    pub(super) fn talks_at_once(&mut self, scenario: &Scenario, problems: &mut Problems) {
        for agent in &scenario.centre.agents {
            let Some(talks) = self.talks.get_mut(&agent.id) else { continue };
            talks.sort_by_key(|talk| (talk.from, talk.flow, talk.step));
            let mut longest: Option<&Talk> = None;
            for talk in talks.iter() {
                if let Some(other) = longest.filter(|other| talk.from < other.until) {
                    let flow = &scenario.flows[talk.flow];
                    let place = match talk.step {
                        Some(step) => step_place(talk.flow, step).key(flow.steps[step].action.word()),
                        None => Place::whole().key("interaction").at(talk.flow),
                    };
                    problems.note(place, || {
                        let already = &scenario.flows[other.flow].name;
                        let what = format!("agent {} talks on {already:?} at {} already", agent.id, talk.from);
                        (
                            what,
                            "nobody talks on two calls at once: put the other on hold, park it, or let it end before",
                        )
                    });
                }
                longest = longest.filter(|longest| longest.until >= talk.until).or(Some(talk));
            }
        }
    }

    /// Notes every interruption at which the agent has no call.
    pub(super) fn idle_interruptions(&self, records: &Records, problems: &mut Problems) {
        let mut calls: HashMap<&Name, Vec<(Instant, Instant)>> = HashMap::new();
        for Interruption { agent, at, flow, step } in &self.interruptions {
            let calls = calls.entry(agent).or_insert_with(|| on_calls(records.works_of(agent)));
            let begun = calls.partition_point(|(from, _)| from <= at);
            if begun == 0 || calls[begun - 1].1 < *at {
                problems.note(step_place(*flow, *step).key("interrupt"), || {
                    let what = format!("no call comes between at {at}: the agent has none in hand");
                    (what, "interrupt at an instant at which the agent rings or talks on a call")
                });
            }
        }
    }
}

/// From when on an agent rings or talks on a call, ascending, each with until when that or an earlier one goes on.
fn on_calls(works: &[AgentWork]) -> Vec<(Instant, Instant)> {
    let calls = works.iter().filter(|work| {
        let at_work = matches!(work.state, WorkState::Ringing | WorkState::Connected);
        at_work && work.on.medium.load() == Load::Live
    });
    let mut calls: Vec<_> = calls
        .map(|work| {
            let period = &work.period;
            (period.begin.at, period.end.as_ref().map_or(Instant::LATEST, |end| end.last.at))
        })
        .collect();
    calls.sort_unstable();
    let mut latest = Instant::EARLIEST;
    for (_, until) in &mut calls {
        latest = latest.max(*until);
        *until = latest;
    }
    calls
}

/// A flow whose effects are gone through for what its agents do.
struct Followed<'f, 'd> {
    flow: &'f Flow,
    position: usize,
    seats: Vec<Part<'f>>,
    /// Who has put the customer on hold.
    held_by: Option<Seat>,
    doings: &'d mut Doings,
}

/// An agent's part in a flow.
struct Part<'f> {
    agent: &'f Name,
    connected: bool,
    /// Since when, and by which step, the agent talks; `None` while they do not.
    talks: Option<(Instant, Option<usize>)>,
}

impl<'f> Followed<'f, '_> {
    fn take(&mut self, caused: &Caused<'f>) {
        let at = self.flow.start + caused.at;
        match caused.effect {
            Effect::SeatRings { agent, .. } => {
                self.seats.push(Part { agent, connected: false, talks: None });
            }
            Effect::SeatConnects(seat) => {
                self.seats[seat].connected = true;
                self.starts(seat, at, caused.step);
            }
            Effect::SeatPauses(seat) => {
                self.seats[seat].connected = false;
                self.stops(seat, at);
                let step = caused.step.filter(|step| matches!(self.flow.steps[*step].action, Action::Interrupt { .. }));
                if let Some(step) = step {
                    let agent = self.seats[seat].agent.clone();
                    self.doings.interruptions.push(Interruption { agent, at, flow: self.position, step });
                }
            }
            Effect::SeatLeaves(seat) => {
                self.seats[seat].connected = false;
                self.stops(seat, at);
            }
            // Who has the customer on hold is free to take another call, even where a colleague is consulted meanwhile.
            Effect::HoldBegins(seat, HeldKind::Held) => {
                self.held_by = Some(seat);
                self.stops(seat, at);
            }
            Effect::HoldEnds(after) => {
                if let Some(seat) = self.held_by.take().filter(|seat| self.seats[*seat].connected) {
                    self.starts(seat, at + after, caused.step);
                }
            }
            Effect::HoldBegins(_, HeldKind::Parked)
            | Effect::CustomerRings
            | Effect::CustomerConnects
            | Effect::CustomerLeaves(_)
            | Effect::SeatUnexpected(..)
            | Effect::SeatFailed(..)
            | Effect::SeatWrapped(_)
            | Effect::Applet { .. }
            | Effect::QueueBegins { .. }
            | Effect::QueueEnds(_)
            | Effect::RecordingBegins
            | Effect::RecordingEnds
            | Effect::ContactBegins { .. }
            | Effect::ContactEnds
            | Effect::Intends(..)
            | Effect::Ends(_) => {}
        }
    }

    fn starts(&mut self, seat: Seat, at: Instant, step: Option<usize>) {
        if self.flow.medium == Medium::Phone {
            self.seats[seat].talks.get_or_insert((at, step));
        }
    }

    fn stops(&mut self, seat: Seat, until: Instant) {
        let part = &mut self.seats[seat];
        if let Some((from, step)) = part.talks.take().filter(|(from, _)| *from < until) {
            let talk = Talk { from, until, flow: self.position, step };
            self.doings.talks.entry(part.agent.clone()).or_default().push(talk);
        }
    }
}
