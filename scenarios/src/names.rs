//! Whether everything that a scenario names exists in its contact centre.

use std::collections::{HashMap, HashSet};

use crate::centre::{Centre, Name, PresenceLabel};
use crate::flow::{Action, Flow, Medium, Opening, Party, Step};
use crate::guid::Guid;
use crate::problem::{Place, Problem, nearest};
use crate::scenario::Scenario;
use crate::time::Instant;

/// Every name that stands for nothing, and every instant before the scenario begins.
pub fn check(scenario: &Scenario) -> Vec<Problem> {
    let mut names = Names::new(&scenario.centre, scenario.start);
    names.centre();
    for (position, change) in scenario.presences.iter().enumerate() {
        let place = Place::whole().key("presence").at(position);
        names.agent(&place.key("agent"), &change.agent);
        names.presence(&place.key("set"), &change.presence);
        names.not_before_start(&place.key("at"), change.at);
    }
    let flows = scenario.flows.iter().map(|flow| (&*flow.name, flow)).collect();
    for (position, flow) in scenario.flows.iter().enumerate() {
        names.flow(&Place::whole().key("interaction").at(position), flow, &flows);
    }
    names.distinct_channels(scenario);
    names.problems
}

/// The place of a flow's step in the scenario.
pub(crate) fn step_place(flow: usize, step: usize) -> Place {
    Place::whole().key("interaction").at(flow).key("steps").at(step)
}

struct Names<'s> {
    centre: &'s Centre,
    start: Instant,
    /// What exists, by what it is.
    agents: Vec<&'s str>,
    skills: Vec<&'s str>,
    queues: Vec<&'s str>,
    virtual_queues: Vec<&'s str>,
    plans: Vec<&'s str>,
    addresses: Vec<&'s str>,
    presences: Vec<Name>,
    problems: Vec<Problem>,
}

impl<'s> Names<'s> {
    fn new(centre: &'s Centre, start: Instant) -> Self {
        let mut presences: Vec<Name> = centre.presences.iter().map(|presence| presence.label.clone()).collect();
        presences.extend(PresenceLabel::built_in().map(|presence| presence.label));
        let mut agents: Vec<&str> = centre.agents.iter().map(|agent| &*agent.id).collect();
        agents.sort_unstable();
        Self {
            centre,
            start,
            agents,
            skills: centre.skills.iter().map(|skill| &**skill).collect(),
            queues: centre.queues.iter().map(|queue| &*queue.name).collect(),
            virtual_queues: centre.virtual_queues.iter().map(|queue| &*queue.name).collect(),
            plans: centre.plans.iter().map(|plan| &*plan.name).collect(),
            addresses: centre.addresses.iter().map(|address| &*address.address).collect(),
            presences,
            problems: Vec::new(),
        }
    }

    fn centre(&mut self) {
        for (position, agent) in self.centre.agents.iter().enumerate() {
            let place = Place::whole().key("agent").at(position);
            self.presence(&place.key("presence"), &agent.presence);
            self.skills(&place.key("skills"), &agent.skills);
        }
        for (position, address) in self.centre.addresses.iter().enumerate() {
            let place = Place::whole().key("address").at(position).key("plan");
            self.known(&place, "plan", &address.plan, self.plans.clone(), "[[plan]]");
        }
    }

    fn flow(&mut self, place: &Place, flow: &Flow, flows: &HashMap<&str, &Flow>) {
        self.not_before_start(&place.key("start"), flow.start);
        match &flow.opening {
            Opening::Inbound { to, .. } => {
                self.known(&place.key("to"), "address", to, self.addresses.clone(), "[[address]]");
            }
            Opening::Outbound { agent, .. } => self.agent(&place.key("agent"), agent),
            Opening::Internal { agent, to } => {
                self.agent(&place.key("agent"), agent);
                self.agent(&place.key("to"), to);
            }
        }
        for (position, step) in flow.steps.iter().enumerate() {
            self.step(&place.key("steps").at(position), flow, step, flows);
        }
    }

    fn step(&mut self, place: &Place, flow: &Flow, step: &Step, flows: &HashMap<&str, &Flow>) {
        let here = place.key(step.action.word());
        match &step.action {
            Action::Queue { queue, skills, virtual_queues, by } => {
                self.known(&here, "queue", queue, self.queues.clone(), "[[queue]]");
                self.skills(&place.key("skills"), skills);
                for (position, name) in virtual_queues.iter().enumerate() {
                    let place = place.key("virtual").at(position);
                    self.known(&place, "virtual queue", name, self.virtual_queues.clone(), "[[virtual_queue]]");
                }
                self.optional_agent(&place.key("by"), by.as_ref());
            }
            Action::Ring { agent, .. }
            | Action::Answer { party: Party::Agent(agent) }
            | Action::NoAnswer { party: Party::Agent(agent), .. }
            | Action::Fault { agent, .. }
            | Action::Unpark { agent }
            | Action::Resume { agent }
            | Action::Conference { with: agent }
            | Action::Leave { agent }
            | Action::Wrapped { agent } => self.agent(&here, agent),
            Action::Hold { agent }
            | Action::Retrieve { agent }
            | Action::Park { agent }
            | Action::Interrupt { agent } => self.optional_agent(&here, agent.as_ref()),
            Action::Consult { agent: to, by, .. }
            | Action::Transfer { to, by }
            | Action::BlindTransfer { to, by, .. } => {
                self.agent(&here, to);
                self.optional_agent(&place.key("by"), by.as_ref());
            }
            Action::Intend { agent, presence } => {
                self.presence(&here, presence);
                self.optional_agent(&place.key("agent"), agent.as_ref());
            }
            Action::CallBack { flow: name } => self.call_back(&here, flow, step, name, flows),
            Action::Applet { .. }
            | Action::Answer { party: Party::Customer }
            | Action::NoAnswer { party: Party::Customer, .. }
            | Action::StartRecording
            | Action::StopRecording
            | Action::BreakOut { .. }
            | Action::HandOver { .. }
            | Action::HandBack
            | Action::HangUp { .. }
            | Action::InternalError => {}
        }
    }

    /// Channels are known by their identifiers, so no two may state the same, nor one that is an interaction's.
    fn distinct_channels(&mut self, scenario: &Scenario) {
        let mut taken: HashSet<Guid> = scenario.flows.iter().map(|flow| flow.guid).collect();
        for (position, flow) in scenario.flows.iter().enumerate() {
            for (number, step) in flow.steps.iter().enumerate() {
                let Some(stated) = step.action.channel() else { continue };
                if !taken.insert(stated) {
                    let place = step_place(position, number).key("channel");
                    let what = format!("another channel or interaction has the guid {stated}");
                    self.problem(&place, what, "give the channel one of its own, or leave it out");
                }
            }
        }
    }

    fn call_back(&mut self, place: &Place, flow: &Flow, step: &Step, name: &Name, flows: &HashMap<&str, &Flow>) {
        let Some(call) = flows.get(&**name) else {
            let mut known: Vec<&str> = flows.keys().copied().collect();
            known.sort_unstable();
            return self.known(place, "interaction", name, known, "[[interaction]]");
        };
        let wrong = if call.medium != Medium::Phone || !matches!(call.opening, Opening::Outbound { .. }) {
            ("is not an outbound call", "the call back is medium = \"phone\", direction = \"outbound\"")
        } else if call.conversation != flow.conversation {
            ("belongs to another conversation", "give both interactions the same `conversation`")
        } else if call.start < flow.start + step.at {
            ("starts before it is called back", "let the call start at this step's time or later")
        } else {
            return;
        };
        self.problem(place, format!("the interaction {name:?} {}", wrong.0), wrong.1);
    }

    fn agent(&mut self, place: &Place, id: &Name) {
        if self.agents.binary_search(&&**id).is_err() {
            self.known(place, "agent", id, self.agents.clone(), "[[agent]]");
        }
    }

    fn optional_agent(&mut self, place: &Place, id: Option<&Name>) {
        if let Some(id) = id {
            self.agent(place, id);
        }
    }

    fn presence(&mut self, place: &Place, label: &Name) {
        if !self.presences.contains(label) {
            let known = self.presences.clone();
            self.known(place, "presence", label, known.iter().map(|label| &**label).collect(), "[[presence_label]]");
        }
    }

    fn skills(&mut self, place: &Place, skills: &[Name]) {
        for (position, skill) in skills.iter().enumerate() {
            self.known(&place.at(position), "skill", skill, self.skills.clone(), "skills at the top of the file");
        }
    }

    fn known(&mut self, place: &Place, what: &str, name: &str, known: Vec<&str>, table: &str) {
        if known.contains(&name) {
            return;
        }
        let advice = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean {near:?}?"),
            None if known.is_empty() => format!("none is configured; add it under {table}"),
            None => format!("add it under {table}, or name one of {}", listed(&known)),
        };
        self.problem(place, format!("there is no {what} {name:?}"), advice);
    }

    fn not_before_start(&mut self, place: &Place, instant: Instant) {
        if instant < self.start {
            let what = format!("{instant} is before the scenario starts");
            self.problem(place, what, format!("nothing can happen before `start`, which is {}", self.start));
        }
    }

    fn problem(&mut self, place: &Place, what: String, advice: impl Into<String>) {
        self.problems.push(Problem { place: place.clone(), what, advice: advice.into() });
    }
}

/// A few names, in quotes.
fn listed(names: &[&str]) -> String {
    const MOST: usize = 6;
    let mut shown: Vec<String> = names.iter().take(MOST).map(|name| format!("{name:?}")).collect();
    if names.len() > MOST {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}
