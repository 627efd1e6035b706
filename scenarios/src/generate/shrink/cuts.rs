//! What can be taken away from a scenario, the most at once first.
//!
//! A cut need not care for what depends on what it takes: whatever can then no longer have happened goes with it.

use std::collections::HashSet;
use std::ops::Range;

use super::{Cut, tidying};
use crate::centre::{Centre, Name};
use crate::flow::{Action, Breakout, Flow, HangUp, MediumManager, Opening, Party, SETBACK_LASTS, Step};
use crate::guid::Guid;
use crate::scenario::{Pace, Scenario, Shape};
use crate::time::Span;

/// Makes the cut of that number.
type Kind = fn(&mut Scenario, usize) -> Cut;

/// Every kind of cut, in the order in which they are tried.
pub(super) const ALL: [Kind; 18] = [
    interactions,
    agents,
    steps,
    pairs_of_steps,
    agents_made_one,
    presences,
    presence_from_start,
    details_of_interaction,
    unused,
    settings,
    details_of_step,
    tidying::common_morning,
    tidying::even_spacing,
    tidying::rounded_start,
    tidying::rounded_interaction,
    tidying::rounded_step,
    tidying::rounded_processing,
    tidying::rounded_presence,
];

// ---- what happened ----

fn interactions(scenario: &mut Scenario, number: usize) -> Cut {
    remove(&mut scenario.flows, number)
}

fn agents(scenario: &mut Scenario, number: usize) -> Cut {
    remove(&mut scenario.centre.agents, number)
}

fn steps(scenario: &mut Scenario, number: usize) -> Cut {
    let mut number = number;
    for flow in &mut scenario.flows {
        let cuts = chunks(flow.steps.len()).count();
        if number < cuts {
            return remove(&mut flow.steps, number);
        }
        number -= cuts;
    }
    Cut::NoMore
}

/// Two steps that only go together, such as two ends of one thing, with others between them.
fn pairs_of_steps(scenario: &mut Scenario, number: usize) -> Cut {
    let mut number = number;
    for flow in &mut scenario.flows {
        let len = flow.steps.len();
        let pairs = len * len.saturating_sub(1) / 2;
        if number < pairs {
            let second = (1..len).find(|second| number < second * (second + 1) / 2).unwrap_or_default();
            let first = number - second * second.saturating_sub(1) / 2;
            flow.steps.remove(second);
            flow.steps.remove(first);
            return Cut::Made;
        }
        number -= pairs;
    }
    Cut::NoMore
}

/// One agent does what two did.
fn agents_made_one(scenario: &mut Scenario, number: usize) -> Cut {
    let agents = scenario.centre.agents.len();
    let (stays, goes) = (number / agents.max(1), number % agents.max(1));
    if stays >= agents {
        return Cut::NoMore;
    }
    if stays == goes {
        return Cut::Nothing;
    }
    let stays = scenario.centre.agents[stays].id.clone();
    let goes = scenario.centre.agents.remove(goes).id;
    for change in scenario.presences.iter_mut().filter(|change| change.agent == goes) {
        change.agent = stays.clone();
    }
    let rename = |name: &mut Name| {
        if *name == goes {
            *name = stays.clone();
        }
    };
    for flow in &mut scenario.flows {
        for_each_agent(flow, rename);
    }
    Cut::Made
}

fn presences(scenario: &mut Scenario, number: usize) -> Cut {
    remove(&mut scenario.presences, number)
}

/// An agent is ready from the start, and stays so.
fn presence_from_start(scenario: &mut Scenario, number: usize) -> Cut {
    let Some(agent) = scenario.centre.agents.get_mut(number) else { return Cut::NoMore };
    agent.presence = "Ready".into();
    scenario.presences.retain(|change| change.agent != agent.id);
    Cut::Made
}

// ---- what is configured ----

/// Everything that nothing refers to, with or without the agents.
fn unused(scenario: &mut Scenario, number: usize) -> Cut {
    if number > 1 {
        return Cut::NoMore;
    }
    let mut used = Used::default();
    for change in &scenario.presences {
        used.agents.insert(change.agent.clone());
        used.presences.insert(change.presence.clone());
    }
    for flow in &mut scenario.flows {
        for_each_agent(flow, |agent| {
            used.agents.insert(agent.clone());
        });
        match &flow.opening {
            Opening::Inbound { to: address, .. } | Opening::Outbound { from: address, .. } => {
                used.addresses.insert(address.clone());
            }
            Opening::Internal { .. } => {}
        }
        for step in &flow.steps {
            if let Action::Queue { queue, skills, virtual_queues, .. } = &step.action {
                used.queues.insert(queue.clone());
                used.queues.extend(virtual_queues.iter().cloned());
                used.skills.extend(skills.iter().cloned());
            }
            if let Action::Intend { presence, .. } = &step.action {
                used.presences.insert(presence.clone());
            }
        }
    }
    let Centre { agents, skills, queues, virtual_queues, plans, addresses, presences } = &mut scenario.centre;
    agents.retain(|agent| number == 1 || used.agents.contains(&agent.id));
    used.presences.extend(agents.iter().map(|agent| agent.presence.clone()));
    for agent in agents {
        agent.skills.retain(|skill| used.skills.contains(skill));
    }
    skills.retain(|skill| used.skills.contains(skill));
    queues.retain(|queue| used.queues.contains(&queue.name));
    virtual_queues.retain(|queue| used.queues.contains(&queue.name));
    addresses.retain(|address| used.addresses.contains(&address.address));
    plans.retain(|plan| addresses.iter().any(|address| address.plan == plan.name));
    presences.retain(|presence| used.presences.contains(&presence.label));
    Cut::Made
}

#[derive(Default)]
struct Used {
    agents: HashSet<Name>,
    skills: HashSet<Name>,
    /// Virtual ones too.
    queues: HashSet<Name>,
    addresses: HashSet<Name>,
    presences: HashSet<Name>,
}

/// What is said of the scenario as a whole.
fn settings(scenario: &mut Scenario, number: usize) -> Cut {
    match number {
        0 => scenario.processing = Pace::default(),
        1 => scenario.processing.delay = Pace::default().delay,
        2 => scenario.processing.categorised = Pace::default().categorised,
        3 => scenario.now = None,
        4 => scenario.shape = Shape::default(),
        5 => scenario.clients.clear(),
        6 => scenario.centre.agents.iter_mut().for_each(|agent| agent.skills.clear()),
        _ => return Cut::NoMore,
    }
    Cut::Made
}

// ---- details ----

fn details_of_interaction(scenario: &mut Scenario, number: usize) -> Cut {
    const KINDS: usize = 8;
    let address = scenario.centre.addresses.first().map(|address| address.address.clone());
    if number.is_multiple_of(KINDS) {
        return tidying::as_call(scenario, number / KINDS);
    }
    let Some(flow) = scenario.flows.get_mut(number / KINDS) else { return Cut::NoMore };
    match number % KINDS {
        1 => flow.manager = MediumManager::default(),
        2 => match (&flow.opening, address) {
            (Opening::Outbound { to: customer, .. }, Some(to)) => {
                flow.opening = Opening::Inbound { from: customer.clone(), to };
            }
            (Opening::Outbound { .. } | Opening::Internal { .. } | Opening::Inbound { .. }, _) => return Cut::Nothing,
        },
        3 => flow.conversation = Guid::derived(&["conversation", &flow.name]),
        4 => flow.service = None,
        5 => flow.outcome = None,
        6 => flow.plan_after = None,
        _ => flow.categorised = None,
    }
    Cut::Made
}

fn details_of_step(scenario: &mut Scenario, number: usize) -> Cut {
    const KINDS: usize = 6;
    let Some(step) = step(scenario, number / KINDS) else { return Cut::NoMore };
    match (number % KINDS, &mut step.action) {
        (0, _) => step.processing.delay = None,
        (1, _) => step.processing.misreported = None,
        (2, action) => plain(action),
        (3, Action::Queue { skills, .. }) => skills.clear(),
        (4, Action::Queue { virtual_queues, .. }) => _ = virtual_queues.pop(),
        // What is much the same, but easier to understand or with fewer people.
        (5, action @ Action::Consult { .. }) => *action = Action::Hold { agent: None },
        (5, action @ (Action::InternalError | Action::HangUp { .. })) => {
            *action = Action::HangUp { by: HangUp::Customer, clears: Span::ZERO };
        }
        _ => return Cut::Nothing,
    }
    Cut::Made
}

/// Leaves out whatever the step can be told without.
fn plain(action: &mut Action) {
    match action {
        Action::Queue { skills, virtual_queues, .. } => {
            skills.clear();
            virtual_queues.clear();
        }
        Action::Hold { agent }
        | Action::Retrieve { agent }
        | Action::Park { agent }
        | Action::Interrupt { agent }
        | Action::Intend { agent, .. } => *agent = None,
        Action::Consult { by, channel, .. } | Action::BlindTransfer { by, channel, .. } => {
            (*by, *channel) = (None, None);
        }
        Action::Transfer { by, .. } => *by = None,
        Action::Ring { channel, .. } | Action::HandOver { channel, .. } => *channel = None,
        Action::NoAnswer { lasts, .. } | Action::Fault { lasts, .. } => *lasts = SETBACK_LASTS,
        Action::BreakOut { why } => *why = Breakout::QueueDuration,
        Action::HangUp { clears, .. } => *clears = Span::ZERO,
        Action::Applet { .. }
        | Action::Answer { .. }
        | Action::Unpark { .. }
        | Action::Resume { .. }
        | Action::Conference { .. }
        | Action::Leave { .. }
        | Action::StartRecording
        | Action::StopRecording
        | Action::CallBack { .. }
        | Action::HandBack
        | Action::Wrapped { .. }
        | Action::InternalError => {}
    }
}

// ---- what cuts are made of ----

/// The step of that number, counted through all interactions.
pub(super) fn step(scenario: &mut Scenario, number: usize) -> Option<&mut Step> {
    scenario.flows.iter_mut().flat_map(|flow| &mut flow.steps).nth(number)
}

fn remove<T>(all: &mut Vec<T>, number: usize) -> Cut {
    let Some(chunk) = chunks(all.len()).nth(number) else { return Cut::NoMore };
    all.drain(chunk);
    Cut::Made
}

/// All of that many, then each half, and so on to each single one.
fn chunks(len: usize) -> impl Iterator<Item = Range<usize>> {
    let sizes = std::iter::successors(Some(len), |size| (*size > 1).then(|| size.div_ceil(2)));
    sizes
        .filter(|size| *size > 0)
        .flat_map(move |size| (0..len).step_by(size).map(move |begin| begin..len.min(begin + size)))
}

fn for_each_agent(flow: &mut Flow, mut see: impl FnMut(&mut Name)) {
    match &mut flow.opening {
        Opening::Inbound { .. } => {}
        Opening::Outbound { agent, .. } => see(agent),
        Opening::Internal { agent, to } => {
            see(agent);
            see(to);
        }
    }
    for step in &mut flow.steps {
        match &mut step.action {
            Action::Ring { agent, .. }
            | Action::Answer { party: Party::Agent(agent) }
            | Action::NoAnswer { party: Party::Agent(agent), .. }
            | Action::Fault { agent, .. }
            | Action::Unpark { agent }
            | Action::Resume { agent }
            | Action::Conference { with: agent }
            | Action::Leave { agent }
            | Action::Wrapped { agent } => see(agent),
            Action::Hold { agent }
            | Action::Retrieve { agent }
            | Action::Park { agent }
            | Action::Interrupt { agent }
            | Action::Intend { agent, .. }
            | Action::Queue { by: agent, .. } => agent.iter_mut().for_each(&mut see),
            Action::Consult { agent: to, by, .. }
            | Action::Transfer { to, by }
            | Action::BlindTransfer { to, by, .. } => {
                see(to);
                by.iter_mut().for_each(&mut see);
            }
            Action::Applet { .. }
            | Action::Answer { party: Party::Customer }
            | Action::NoAnswer { party: Party::Customer, .. }
            | Action::StartRecording
            | Action::StopRecording
            | Action::BreakOut { .. }
            | Action::CallBack { .. }
            | Action::HandOver { .. }
            | Action::HandBack
            | Action::HangUp { .. }
            | Action::InternalError => {}
        }
    }
}
