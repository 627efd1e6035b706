//! Short words for telling scenarios in tests.
//!
//! Every scenario begins on the morning of 2024-03-05 at eight, and every time is told as a span from then or, within a
//! flow, from the flow's start.

use crate::centre::{Agent, PresenceLabel};
use crate::flow::{
    Action, Breakout, Flow, HangUp, Medium, MediumManager, Opening, Party, Processing, SETBACK_LASTS, Step,
};
use crate::guid::Guid;
use crate::scenario::{PresenceChange, Scenario};
use crate::time::{Instant, Span};

/// So long after the scenario's start.
pub(super) fn at(after: &str) -> Instant {
    Instant::parse("2024-03-05T08:00:00Z").unwrap() + span(after)
}

pub(super) fn span(text: &str) -> Span {
    Span::parse(text).unwrap()
}

/// Later than everything that the tests tell.
pub(super) fn finally() -> Instant {
    at("30d")
}

/// A centre where these agents work, each with the presence that they have when the scenario begins.
pub(super) fn centre<const N: usize>(agents: [(&str, &str); N]) -> Scenario {
    let mut scenario = Scenario::empty(at("0s"));
    scenario.centre.agents = agents.map(|(id, presence)| agent(id, presence)).to_vec();
    scenario
}

/// A centre where agents `01`, `002` and `003` are ready.
pub(super) fn three_agents() -> Scenario {
    centre([("01", "Ready"), ("002", "Ready"), ("003", "Ready")])
}

fn agent(id: &str, presence: &str) -> Agent {
    Agent { id: id.into(), name: None, touchpoint: id.into(), skills: Vec::new(), presence: presence.into() }
}

impl Scenario {
    pub(super) fn with(mut self, flow: Flow) -> Self {
        self.flows.push(flow);
        self
    }

    pub(super) fn with_label(mut self, label: PresenceLabel) -> Self {
        self.centre.presences.push(label);
        self
    }

    pub(super) fn sets<const N: usize>(mut self, agent: &str, presences: [(&str, &str); N]) -> Self {
        self.presences.extend(presences.map(|(after, presence)| PresenceChange {
            at: at(after),
            agent: agent.into(),
            presence: presence.into(),
            delay: None,
        }));
        self
    }
}

/// The identifier of the interaction of that name.
pub(super) fn guid(flow: &str) -> Guid {
    Guid::derived(&["interaction", flow])
}

pub(super) fn flow<const N: usize>(
    name: &str,
    medium: Medium,
    opening: Opening,
    start: &str,
    steps: [(&str, Action); N],
) -> Flow {
    Flow {
        name: name.into(),
        medium,
        manager: MediumManager::default(),
        start: at(start),
        opening,
        guid: guid(name),
        conversation: Guid::derived(&["conversation", name]),
        service: None,
        outcome: None,
        plan_after: None,
        categorised: None,
        steps: steps.map(|(at, action)| step(at, action)).to_vec(),
    }
}

pub(super) fn step(at: &str, action: Action) -> Step {
    Step { at: span(at), action, processing: Processing::default() }
}

/// A customer's call at the scenario's start.
pub(super) fn call<const N: usize>(name: &str, steps: [(&str, Action); N]) -> Flow {
    flow(name, Medium::Phone, inbound(), "0s", steps)
}

pub(super) fn inbound() -> Opening {
    Opening::Inbound { from: "01256700817".into(), to: "02034631242".into() }
}

pub(super) fn outbound(agent: &str) -> Opening {
    Opening::Outbound { agent: agent.into(), from: "02034631242".into(), to: "01256700817".into() }
}

pub(super) fn internal(agent: &str, to: &str) -> Opening {
    Opening::Internal { agent: agent.into(), to: to.into() }
}

pub(super) fn queue(queue: &str) -> Action {
    Action::Queue { queue: queue.into(), skills: Vec::new(), virtual_queues: Vec::new(), by: None }
}

pub(super) fn queue_also_in(queue: &str, virtual_queue: &str) -> Action {
    Action::Queue { queue: queue.into(), skills: Vec::new(), virtual_queues: vec![virtual_queue.into()], by: None }
}

pub(super) fn queue_by(agent: &str, queue: &str) -> Action {
    Action::Queue { queue: queue.into(), skills: Vec::new(), virtual_queues: Vec::new(), by: Some(agent.into()) }
}

pub(super) fn ring(agent: &str) -> Action {
    Action::Ring { agent: agent.into(), channel: None }
}

pub(super) fn answer(agent: &str) -> Action {
    Action::Answer { party: Party::Agent(agent.into()) }
}

pub(super) fn customer_answers() -> Action {
    Action::Answer { party: Party::Customer }
}

pub(super) fn no_answer(agent: &str) -> Action {
    Action::NoAnswer { party: Party::Agent(agent.into()), lasts: SETBACK_LASTS }
}

pub(super) fn customer_does_not_answer() -> Action {
    Action::NoAnswer { party: Party::Customer, lasts: Span::ZERO }
}

pub(super) fn fault(agent: &str) -> Action {
    Action::Fault { agent: agent.into(), lasts: SETBACK_LASTS }
}

pub(super) fn hold() -> Action {
    Action::Hold { agent: None }
}

pub(super) fn retrieve() -> Action {
    Action::Retrieve { agent: None }
}

pub(super) fn consult(by: &str, agent: &str) -> Action {
    Action::Consult { agent: agent.into(), by: Some(by.into()), channel: None }
}

pub(super) fn transfer(by: &str, to: &str) -> Action {
    Action::Transfer { to: to.into(), by: Some(by.into()) }
}

pub(super) fn blind_transfer(by: &str, to: &str) -> Action {
    Action::BlindTransfer { to: to.into(), by: Some(by.into()), channel: None }
}

pub(super) fn conference(with: &str) -> Action {
    Action::Conference { with: with.into() }
}

pub(super) fn leave(agent: &str) -> Action {
    Action::Leave { agent: agent.into() }
}

pub(super) fn break_out(why: Breakout) -> Action {
    Action::BreakOut { why }
}

pub(super) fn hand_over(contact: &str) -> Action {
    Action::HandOver { contact: contact.into(), channel: None }
}

pub(super) fn hang_up() -> Action {
    Action::HangUp { by: HangUp::Customer, clears: Span::ZERO }
}

pub(super) fn wrapped(agent: &str) -> Action {
    Action::Wrapped { agent: agent.into() }
}

pub(super) fn intend(agent: &str, presence: &str) -> Action {
    Action::Intend { agent: Some(agent.into()), presence: presence.into() }
}

/// The FAQ's example: a call is transferred from agent 01 to agent 002 after a consult.
pub(super) fn faq_transfer() -> Flow {
    call(
        "faq",
        [
            ("5725ms", queue("ACD1")),
            ("6721ms", ring("01")),
            ("12512ms", answer("01")),
            ("30233ms", consult("01", "002")),
            ("35145ms", answer("002")),
            ("53401ms", transfer("01", "002")),
            ("58618ms", wrapped("01")),
            ("82810ms", Action::HangUp { by: HangUp::Agent, clears: span("1836ms") }),
            ("87028ms", wrapped("002")),
        ],
    )
}

/// A call that agent `01` answers ten seconds in; then the steps that the test is about; then, at ten minutes, the
/// customer hangs up.
pub(super) fn answered_call<const N: usize>(name: &str, steps: [(&str, Action); N]) -> Flow {
    let mut flow = call(name, [("2s", queue("Orders")), ("5s", ring("01")), ("10s", answer("01")), ("10m", hang_up())]);
    flow.steps.extend(steps.map(|(at, action)| step(at, action)));
    flow.steps.sort_by_key(|step| step.at);
    flow
}

/// How long after the scenario's start that was, as text; a dash for never.
pub(super) fn after(instant: impl Into<Option<Instant>>) -> String {
    instant.into().map_or("-".to_owned(), |instant| (instant - at("0s")).to_string())
}
