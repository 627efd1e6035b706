//! What remains of a scenario that has been tampered with: everything that can still have happened.
//!
//! Shrinking takes away whatever it likes, and this takes away what depended on it. The model judges; the table of legal
//! steps and the compiler are not asked.

use std::collections::{HashMap, HashSet};

use super::floor::Floor;
use super::model::{Act, Call, Who};
use crate::centre::{Centre, Name, PresenceLabel};
use crate::flow::{Action, Breakout, CONSULT_RINGS_AFTER, Flow, HangUp, Load, Medium, Opening, Party, Step};
use crate::guid::Guid;
use crate::scenario::Scenario;
use crate::time::{Instant, Span};

/// The scenario without what cannot have happened, and without what names nothing.
pub(super) fn possible(mut scenario: Scenario) -> Scenario {
    let Scenario { centre, presences, start, .. } = &mut scenario;
    presences.retain(|change| {
        change.at >= *start && centre.agent(&change.agent).is_some() && centre.presence(&change.presence).is_some()
    });
    let flows = std::mem::take(&mut scenario.flows);
    let mut floor = Floor::of(&scenario);
    let scene = Scene::of(&scenario);
    let begun = flows.into_iter().filter_map(|flow| scene.begin(&flow, &floor).map(|call| (flow, call)));
    let mut flows: Vec<(Flow, Call)> = begun.collect();
    let calls = flows.iter().map(|(flow, _)| (flow.name.clone(), CallBack::of(flow))).collect();
    // What is no call is interrupted by calls, so they come first.
    for live in [true, false] {
        for (flow, begun) in flows.iter_mut().filter(|(flow, _)| (flow.medium.load() == Load::Live) == live) {
            let mut call = scene.play(flow, begun.clone(), &floor, &calls);
            if flow.medium == Medium::Phone {
                // Nobody talks on two calls at once: what led to it goes, until nothing does.
                while let Some(talk) = floor.first_clash(flow.start, &call) {
                    flow.steps.remove(talk.step);
                    call = scene.play(flow, begun.clone(), &floor, &calls);
                }
            }
            if live {
                floor.note(flow.start, &call);
            }
        }
    }
    scenario.flows = flows.into_iter().map(|(flow, _)| flow).collect();
    scenario
}

/// What a callback has to know of the call that it leads to.
struct CallBack {
    is_outbound_call: bool,
    conversation: Guid,
    start: Instant,
}

impl CallBack {
    fn of(flow: &Flow) -> Self {
        let is_outbound_call = flow.medium == Medium::Phone && matches!(flow.opening, Opening::Outbound { .. });
        Self { is_outbound_call, conversation: flow.conversation, start: flow.start }
    }

    fn is_for(&self, conversation: Guid, at: Instant) -> bool {
        self.is_outbound_call && self.conversation == conversation && self.start >= at
    }
}

/// Whether the rest of the centre lets it happen.
fn is_possible_on(floor: &Floor, act: Act, at: Instant) -> bool {
    if let Act::Ring(who) = act {
        return floor.is_logged_in(who, at);
    }
    if let Act::Consult { to, .. } | Act::BlindTransfer { to, .. } = act {
        return floor.is_logged_in(to, at + CONSULT_RINGS_AFTER);
    }
    if let Act::Interrupt(who) = act {
        return floor.is_on_call(who, at);
    }
    true
}

/// The names that stand for something.
pub(super) struct Scene {
    start: Instant,
    agents: HashMap<Name, Who>,
    addresses: HashSet<Name>,
    queues: HashSet<Name>,
    virtual_queues: HashSet<Name>,
    skills: HashSet<Name>,
    presences: HashSet<Name>,
}

impl Scene {
    pub(super) fn of(scenario: &Scenario) -> Self {
        let Centre { agents, skills, queues, virtual_queues, addresses, .. } = &scenario.centre;
        let labels = PresenceLabel::built_in().into_iter().chain(scenario.centre.presences.clone());
        Self {
            start: scenario.start,
            agents: agents.iter().enumerate().map(|(who, agent)| (agent.id.clone(), who)).collect(),
            addresses: addresses.iter().map(|address| address.address.clone()).collect(),
            queues: queues.iter().map(|queue| queue.name.clone()).collect(),
            virtual_queues: virtual_queues.iter().map(|queue| queue.name.clone()).collect(),
            skills: skills.iter().cloned().collect(),
            presences: labels.map(|presence| presence.label).collect(),
        }
    }

    pub(super) fn begin(&self, flow: &Flow, floor: &Floor) -> Option<Call> {
        let agents = self.agents.len();
        let ready = |id| self.agents.get(id).copied().filter(|who| floor.is_logged_in(*who, flow.start));
        if flow.start < self.start {
            return None;
        }
        match &flow.opening {
            Opening::Inbound { to, .. } => self.addresses.contains(to).then(|| Call::inbound(flow.medium, agents)),
            Opening::Outbound { agent, .. } => Call::outbound(flow.medium, agents, ready(agent)?),
            Opening::Internal { agent, to } => Call::internal(flow.medium, agents, ready(agent)?, ready(to)?),
        }
    }

    /// Takes the steps that are not possible out of the flow, and goes through the others.
    fn play(&self, flow: &mut Flow, mut call: Call, floor: &Floor, calls: &HashMap<Name, CallBack>) -> Call {
        let (start, medium, conversation) = (flow.start, flow.medium, flow.conversation);
        let mut before = Span::ZERO;
        flow.steps.retain_mut(|step| {
            if step.at < before {
                return false;
            }
            self.keep_names(step);
            let Some(act) = self.act(&step.action, &call) else { return false };
            let at = start + step.at;
            let breaks_out = if let Action::BreakOut { why } = &step.action {
                medium.load() == Load::Live || *why == Breakout::QueueDuration
            } else {
                true
            };
            let calls_back = if let Action::CallBack { flow } = &step.action {
                calls.get(flow).is_some_and(|call| call.is_for(conversation, at))
            } else {
                true
            };
            let fits = breaks_out && calls_back && is_possible_on(floor, act, at);
            if !fits || !call.next(step.at).contains(&act) {
                return false;
            }
            call.take(act, step.at);
            before = step.at;
            true
        });
        call
    }

    /// Takes out of a step what it can do without and what names nothing.
    fn keep_names(&self, step: &mut Step) {
        if let Action::Queue { skills, virtual_queues, .. } = &mut step.action {
            skills.retain(|skill| self.skills.contains(skill));
            virtual_queues.retain(|queue| self.virtual_queues.contains(queue));
        }
    }

    /// What the step is to the model; `None` if it names nothing, or nobody in particular.
    pub(super) fn act(&self, action: &Action, call: &Call) -> Option<Act> {
        let who = |id: &Name| self.agents.get(id).copied();
        let one = |id: &Option<Name>| id.as_ref().map_or_else(|| call.only_talker(), who);
        Some(match action {
            Action::Applet { .. } => Act::Applet,
            Action::Queue { queue, .. } if !self.queues.contains(queue) => return None,
            Action::Queue { by: None, .. } => Act::Queue,
            Action::Queue { by: Some(by), .. } => Act::QueueFrom(who(by)?),
            Action::Ring { agent, .. } => Act::Ring(who(agent)?),
            Action::Answer { party: Party::Customer } => Act::CustomerAnswers,
            Action::Answer { party: Party::Agent(agent) } => Act::Answer(who(agent)?),
            Action::NoAnswer { party: Party::Customer, .. } => Act::CustomerDoesNotAnswer,
            Action::NoAnswer { party: Party::Agent(agent), .. } => Act::NoAnswer(who(agent)?),
            Action::Fault { agent, .. } => Act::Fault(who(agent)?),
            Action::Hold { agent } => Act::Hold(one(agent)?),
            Action::Retrieve { agent } => Act::Retrieve(agent.as_ref().map_or_else(|| call.holder(), who)?),
            Action::Park { agent } => Act::Park(one(agent)?),
            Action::Unpark { agent } => Act::Unpark(who(agent)?),
            Action::Interrupt { agent } => Act::Interrupt(one(agent)?),
            Action::Resume { agent } => Act::Resume(who(agent)?),
            Action::Consult { agent, by, .. } => Act::Consult { by: one(by)?, to: who(agent)? },
            Action::Transfer { to, by } => {
                let to = who(to)?;
                Act::Transfer { by: by.as_ref().map_or_else(|| call.consulting(to), who)?, to }
            }
            Action::BlindTransfer { to, by, .. } => Act::BlindTransfer { by: one(by)?, to: who(to)? },
            Action::Conference { with } => Act::Conference(who(with)?),
            Action::Leave { agent } => Act::Leave(who(agent)?),
            Action::StartRecording => Act::StartRecording,
            Action::StopRecording => Act::StopRecording,
            Action::BreakOut { .. } => Act::BreakOut,
            Action::CallBack { .. } => Act::CallBack,
            Action::HandOver { .. } => Act::HandOver,
            Action::HandBack => Act::HandBack,
            Action::HangUp { by: HangUp::Customer, .. } => Act::CustomerHangsUp,
            Action::HangUp { by: HangUp::Agent, .. } => Act::AgentHangsUp,
            Action::HangUp { by: HangUp::Platform, .. } => Act::PlatformHangsUp,
            Action::Wrapped { agent } => Act::Wrapped(who(agent)?),
            Action::Intend { presence, .. } if !self.presences.contains(presence) => return None,
            Action::Intend { agent, .. } => Act::Intend(one(agent)?),
            Action::InternalError => Act::InternalError,
        })
    }
}
