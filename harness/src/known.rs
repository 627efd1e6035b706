//! What a client can know at an instant: what has happened, as far as the platform has processed it.
//!
//! Truth is asked of a scenario in which all that the platform has not processed yet is still to come. Where the API tells
//! something else than that for the time being (a wrong duration that is corrected later, a moment of which one half has been
//! processed and the other has not), nobody is judged by it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use scenarios::centre::Name;
use scenarios::flow::{Action, Flow, Opening, Step};
use scenarios::scenario::{PresenceChange, Scenario};
use scenarios::time::{Instant, Span};
use serde_json::Value;

use crate::processed::{self, Event, Passed};
use crate::told::Told;

/// How long before a queue the applet runs that leads there, at most.
const LEADS_FOR: Span = Span::from_millis(100);

/// What can be known of a scenario.
#[derive(Debug)]
pub(crate) struct Known<'a> {
    scenario: Cow<'a, Scenario>,
    unclear: Unclear,
}

/// About what the API tells something else for the time being.
#[derive(Debug, Default)]
struct Unclear {
    interactions: BTreeSet<String>,
    agents: BTreeSet<Name>,
    queues: BTreeSet<Name>,
}

impl<'a> Known<'a> {
    pub(crate) fn at(told: &'a Told, now: Instant) -> Self {
        let scenario = &told.scenario;
        if told.moments.all_processed(now) {
            return Self { scenario: Cow::Borrowed(scenario), unclear: Unclear::default() };
        }
        let mut knowing = Knowing { now, unclear: Unclear::default(), held_up: BTreeSet::new() };
        let flows = scenario.flows.iter().map(|flow| knowing.flow(flow, scenario)).collect();
        let presences = knowing.presences(scenario);
        knowing.intended(scenario);
        let scenario = Scenario { presences, flows, ..Scenario::clone(scenario) };
        Self { scenario: Cow::Owned(scenario), unclear: knowing.unclear }
    }

    /// The scenario, as far as it is known.
    pub(crate) fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Whether the API tells what has happened of what a row is about.
    pub(crate) fn is_clear(&self, row: &Value) -> bool {
        let Unclear { interactions, agents, queues } = &self.unclear;
        let text = |field: &str| row.get(field).and_then(Value::as_str);
        match (text("interaction").or_else(|| text("guid")), text("agent"), text("queue")) {
            (Some(interaction), _, _) => !interactions.contains(interaction),
            (None, Some(agent), _) => !agents.contains(agent),
            (None, None, Some(queue)) => !queues.contains(queue),
            (None, None, None) => true,
        }
    }
}

/// What is found out on the way.
struct Knowing {
    now: Instant,
    unclear: Unclear,
    /// Agents of whom something has happened that has not been processed.
    held_up: BTreeSet<Name>,
}

impl Knowing {
    /// An instant that is still to come, and late enough for what leads there to be, too.
    fn next(&self) -> Instant {
        self.now + Span::from_secs(1)
    }

    fn flow(&mut self, flow: &Flow, scenario: &Scenario) -> Flow {
        let now = self.now;
        let [begin, plan] = processed::beginnings(flow, scenario.processing);
        if begin.at > now {
            return flow.clone();
        }
        if begin.is_pending(now) {
            self.held_up.extend(agents(flow).cloned());
            return Flow { start: self.next(), ..flow.clone() };
        }
        let passed: Vec<Passed<'_>> = processed::steps(flow, scenario.processing).collect();
        if passed.iter().any(|passed| passed.own.is_pending(now)) {
            self.held_up.extend(agents(flow).cloned());
        }
        if plan.is_pending(now) || is_unclear(&passed, now) {
            self.unclear.note(flow);
        }
        let plan_after = Some(processed::plan_after(flow));
        Flow { steps: self.steps(flow.start, &passed), plan_after, ..flow.clone() }
    }

    /// The steps that have been processed, and those that are still to come for all that is known.
    fn steps(&self, start: Instant, passed: &[Passed<'_>]) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::with_capacity(passed.len());
        for Passed { step, own, .. } in passed {
            let is_pending = own.is_pending(self.now);
            if matches!(step.action, Action::HandBack) && is_pending {
                // Nothing is told of an outside contact before that is over.
                let begun = steps.iter().rposition(|step| matches!(step.action, Action::HandOver { .. }));
                begun.map(|begun| steps.remove(begun));
            } else if is_pending && !matches!(step.action, Action::HandOver { .. }) {
                steps.push(Step { at: self.next() - start, ..Step::clone(step) });
            } else {
                steps.push(Step::clone(step));
            }
        }
        steps
    }

    /// The platform tells an agent's presences in order.
    fn presences(&mut self, scenario: &Scenario) -> Vec<PresenceChange> {
        let mut presences = scenario.presences.clone();
        let mut positions: Vec<usize> = (0..presences.len()).collect();
        positions.sort_by_key(|position| presences[*position].at);
        let mut told: BTreeMap<Name, Instant> = BTreeMap::new();
        for position in positions {
            let change = &mut presences[position];
            let own = change.at + change.delay.unwrap_or(scenario.processing.delay);
            let told = told.entry(change.agent.clone()).or_insert(own);
            *told = (*told).max(own);
            if (Event { at: change.at, processed: *told }).is_pending(self.now) {
                self.held_up.insert(change.agent.clone());
                change.at = self.next();
            }
        }
        presences
    }

    /// A presence that an agent chose for afterwards is told in order with the others; which of them comes first is not found
    /// out here.
    fn intended(&mut self, scenario: &Scenario) {
        let intends = |flow: &&Flow| flow.steps.iter().any(|step| matches!(step.action, Action::Intend { .. }));
        let intending = scenario.flows.iter().filter(intends).flat_map(agents);
        let unclear: Vec<Name> = intending.filter(|agent| self.held_up.contains(*agent)).cloned().collect();
        self.unclear.agents.extend(unclear);
    }
}

impl Unclear {
    fn note(&mut self, flow: &Flow) {
        self.interactions.insert(flow.guid.to_string());
        self.agents.extend(agents(flow).cloned());
        for step in &flow.steps {
            if let Action::Queue { queue, virtual_queues, .. } = &step.action {
                self.queues.extend(std::iter::once(queue).chain(virtual_queues).cloned());
            }
        }
    }
}

/// Whether the API tells something else of an interaction than what had happened at some instant.
fn is_unclear(passed: &[Passed<'_>], now: Instant) -> bool {
    passed.iter().enumerate().any(|(position, one)| {
        let Passed { step, own, follows, misreported, categorised } = one;
        let later = &passed[position + 1..];
        let is_known = !own.is_pending(now);
        let is_half_known = is_known && follows.iter().chain([categorised]).any(|event| event.is_pending(now));
        let is_wrong = misreported.is_some_and(|wrong| {
            let at = wrong.first.at.min(own.at);
            Event { at, processed: wrong.corrected + step.action.lasts() }.is_pending(now)
        });
        let is_pending = |later: &Passed<'_>| later.own.is_pending(now);
        let is_contacted = matches!(step.action, Action::HandOver { .. });
        let is_told_with_its_end = is_contacted && !is_known && later.iter().any(|later| later.own.processed <= now);
        // Who is rung again is over what went wrong, though nobody has been told so.
        let went_wrong = matches!(step.action, Action::NoAnswer { .. } | Action::Fault { .. });
        let is_over_it =
            went_wrong && later.iter().any(|later| later.step.action.rings().is_some() && is_pending(later));
        // The applet that leads into a queue runs a moment before, is processed by itself, and follows whatever came before.
        let is_queue = |one: &Passed<'_>| matches!(one.step.action, Action::Queue { .. });
        let leads_there =
            is_queue(one) && own.at - LEADS_FOR <= now && now < own.processed && own.processed - now <= LEADS_FOR;
        let came_before = |later: &Passed<'_>| is_queue(later) && later.own.at - own.at <= LEADS_FOR;
        let may_lead_there = leads_there || (is_pending(one) && later.iter().any(came_before));
        // Who is to be rung a moment later, when all may be over already.
        let rings_at = step.action.rings().map_or(own.at, |(_, after)| own.at + after);
        let may_never_ring =
            rings_at > own.at && later.iter().any(|later| is_pending(later) && later.own.at <= rings_at);
        is_half_known || is_wrong || is_told_with_its_end || is_over_it || may_lead_there || may_never_ring
    })
}

/// Everyone who takes part in a flow.
fn agents(flow: &Flow) -> impl Iterator<Item = &Name> {
    let callers = match &flow.opening {
        Opening::Inbound { .. } => [None, None],
        Opening::Outbound { agent, .. } => [Some(agent), None],
        Opening::Internal { agent, to } => [Some(agent), Some(to)],
    };
    let rung = flow.steps.iter().filter_map(|step| step.action.rings()).map(|(agent, _)| agent);
    callers.into_iter().flatten().chain(rung)
}

#[cfg(test)]
mod tests;
