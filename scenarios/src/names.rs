//! Whether everything that a scenario names exists in its contact centre, and can be asked for by its name.

use std::cell::OnceCell;

use foldhash::{HashMap, HashSet, HashSetExt};

use crate::centre::{Availability, CCR_CONNECT, Centre, Name};
use crate::flow::{Action, Flow, Medium, Opening, Party, Step};
use crate::guid::Guid;
use crate::problem::{Place, Problems, Spot, nearest};
use crate::scenario::Scenario;
use crate::time::Instant;

/// Notes every name that stands for nothing or cannot be a name, and every instant before the scenario begins.
pub(crate) fn check(scenario: &Scenario, problems: &mut Problems) {
    let mut names = Names::new(&scenario.centre, scenario.start, problems);
    names.centre();
    let presences = Spot::Whole.key("presence");
    for (position, change) in scenario.presences.iter().enumerate() {
        let place = presences.at(position);
        names.agent(&place.key("agent"), &change.agent);
        names.presence(&place.key("set"), &change.presence);
        names.not_before_start(&place.key("at"), change.at);
    }
    let flows = Flows::of(scenario);
    for (position, flow) in scenario.flows.iter().enumerate() {
        names.flow(&Spot::Whole.key("interaction").at(position), flow, &flows);
    }
    names.distinct_channels(scenario);
}

/// The place of a flow's step in the scenario.
pub(crate) fn step_place(flow: usize, step: usize) -> Place {
    Place::whole().key("interaction").at(flow).key("steps").at(step)
}

/// Everything of one kind that exists.
struct Known<'s> {
    /// What one of it is.
    what: &'static str,
    /// Where it is configured.
    table: &'static str,
    /// The names, in the order in which people are told of them.
    names: Vec<&'s str>,
    found: HashSet<&'s str>,
}

impl<'s> Known<'s> {
    fn new(what: &'static str, table: &'static str, names: impl Iterator<Item = &'s str>) -> Self {
        let names: Vec<_> = names.collect();
        Self { what, table, found: names.iter().copied().collect(), names }
    }

    /// Notes that nothing has this name, if nothing does.
    fn check(&self, place: &Spot<'_>, name: &str, problems: &mut Problems) {
        if self.found.contains(name) {
            return;
        }
        problems.note(place.place(), || {
            let advice = match nearest(name, self.names.iter().copied()) {
                Some(near) => format!("did you mean {near:?}?"),
                None if self.names.is_empty() => format!("none is configured; add it under {}", self.table),
                None => format!("add it under {}, or name one of {}", self.table, listed(&self.names)),
            };
            (format!("there is no {} {name:?}", self.what), advice)
        });
    }
}

struct Names<'s, 'p> {
    centre: &'s Centre,
    start: Instant,
    agents: Known<'s>,
    skills: Known<'s>,
    queues: Known<'s>,
    virtual_queues: Known<'s>,
    plans: Known<'s>,
    addresses: Known<'s>,
    presences: Known<'s>,
    problems: &'p mut Problems,
}

impl<'s, 'p> Names<'s, 'p> {
    fn new(centre: &'s Centre, start: Instant, problems: &'p mut Problems) -> Self {
        let mut agents: Vec<&str> = centre.agents.iter().map(|agent| &*agent.id).collect();
        agents.sort_unstable();
        let own_presences = centre.presences.iter().map(|presence| &*presence.label);
        Self {
            centre,
            start,
            agents: Known::new("agent", "[[agent]]", agents.into_iter()),
            skills: Known::new("skill", "skills at the top of the file", centre.skills.iter().map(|skill| &**skill)),
            queues: Known::new("queue", "[[queue]]", centre.queues.iter().map(|queue| &*queue.name)),
            virtual_queues: Known::new(
                "virtual queue",
                "[[virtual_queue]]",
                centre.virtual_queues.iter().map(|queue| &*queue.name),
            ),
            plans: Known::new("plan", "[[plan]]", centre.plans.iter().map(|plan| &*plan.name)),
            addresses: Known::new("address", "[[address]]", centre.addresses.iter().map(|address| &*address.address)),
            presences: Known::new(
                "presence",
                "[[presence_label]]",
                own_presences.chain(Availability::ALL.map(Availability::built_in_label)),
            ),
            problems,
        }
    }

    fn centre(&mut self) {
        let agents = Spot::Whole.key("agent");
        for (position, agent) in self.centre.agents.iter().enumerate() {
            let place = agents.at(position);
            self.agent_id(&place.key("id"), &agent.id);
            self.presence(&place.key("presence"), &agent.presence);
            self.skills(&place.key("skills"), &agent.skills);
        }
        for (position, queue) in self.centre.queues.iter().enumerate() {
            self.queue_name(&Spot::Whole.key("queue").at(position).key("name"), &queue.name);
        }
        for (position, queue) in self.centre.virtual_queues.iter().enumerate() {
            self.queue_name(&Spot::Whole.key("virtual_queue").at(position).key("name"), &queue.name);
        }
        for (position, address) in self.centre.addresses.iter().enumerate() {
            let place = Spot::Whole.key("address");
            self.plans.check(&place.at(position).key("plan"), &address.plan, self.problems);
        }
    }

    /// An agent is known by the ID, in answers and in the filter `agentId`.
    fn agent_id(&mut self, place: &Spot<'_>, id: &str) {
        let wrong = match id {
            "" => "an agent's id cannot be empty".to_owned(),
            CCR_CONNECT => format!("the id {id:?} is taken: it marks the channels of outside contacts"),
            _ => return,
        };
        self.problems.note(place.place(), || (wrong, "give the agent another id"));
    }

    /// A queue is asked for by its name in the filter `queues`, where commas separate names and blanks around them are lost.
    fn queue_name(&mut self, place: &Spot<'_>, name: &str) {
        let wrong = if name.contains(',') {
            "has a comma in it"
        } else if name.is_empty() {
            "is empty"
        } else if name.trim() != name {
            "begins or ends with a blank"
        } else {
            return;
        };
        self.problems.note(place.place(), || {
            let what = format!("the queue name {name:?} {wrong}");
            (what, "the API's filter `queues` takes names separated by commas, so nobody could ask for this queue")
        });
    }

    fn flow(&mut self, place: &Spot<'_>, flow: &Flow, flows: &Flows<'_>) {
        self.not_before_start(&place.key("start"), flow.start);
        match &flow.opening {
            Opening::Inbound { to, .. } => self.addresses.check(&place.key("to"), to, self.problems),
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

    fn step(&mut self, place: &Spot<'_>, flow: &Flow, step: &Step, flows: &Flows<'_>) {
        let here = place.key(step.action.word());
        match &step.action {
            Action::Queue { queue, skills, virtual_queues, by } => {
                self.queues.check(&here, queue, self.problems);
                self.skills(&place.key("skills"), skills);
                for (position, name) in virtual_queues.iter().enumerate() {
                    self.virtual_queues.check(&place.key("virtual").at(position), name, self.problems);
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
        // As many channels again as interactions: few have more than one agent.
        let mut taken: HashSet<Guid> = HashSet::with_capacity(scenario.flows.len() * 2);
        taken.extend(scenario.flows.iter().map(|flow| flow.guid));
        for (position, flow) in scenario.flows.iter().enumerate() {
            for (number, step) in flow.steps.iter().enumerate() {
                let Some(stated) = step.action.channel() else { continue };
                if !taken.insert(stated) {
                    self.problems.note(step_place(position, number).key("channel"), || {
                        let what = format!("another channel or interaction has the guid {stated}");
                        (what, "give the channel one of its own, or leave it out")
                    });
                }
            }
        }
    }

    fn call_back(&mut self, place: &Spot<'_>, flow: &Flow, step: &Step, name: &Name, flows: &Flows<'_>) {
        let Some(call) = flows.named(name) else {
            return flows.known().check(place, name, self.problems);
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
        self.problems.note(place.place(), || (format!("the interaction {name:?} {}", wrong.0), wrong.1));
    }

    fn agent(&mut self, place: &Spot<'_>, id: &str) {
        self.agents.check(place, id, self.problems);
    }

    fn optional_agent(&mut self, place: &Spot<'_>, id: Option<&Name>) {
        if let Some(id) = id {
            self.agent(place, id);
        }
    }

    fn presence(&mut self, place: &Spot<'_>, label: &str) {
        self.presences.check(place, label, self.problems);
    }

    fn skills(&mut self, place: &Spot<'_>, skills: &[Name]) {
        for (position, skill) in skills.iter().enumerate() {
            self.skills.check(&place.at(position), skill, self.problems);
        }
    }

    fn not_before_start(&mut self, place: &Spot<'_>, instant: Instant) {
        if instant < self.start {
            self.problems.note(place.place(), || {
                let what = format!("{instant} is before the scenario starts");
                (what, format!("nothing can happen before `start`, which is {}", self.start))
            });
        }
    }
}

/// The scenario's flows by their names, noted when one is first asked for: few scenarios do.
struct Flows<'s> {
    flows: &'s [Flow],
    by_name: OnceCell<HashMap<&'s str, &'s Flow>>,
    known: OnceCell<Known<'s>>,
}

impl<'s> Flows<'s> {
    fn of(scenario: &'s Scenario) -> Self {
        Self { flows: &scenario.flows, by_name: OnceCell::new(), known: OnceCell::new() }
    }

    fn named(&self, name: &str) -> Option<&'s Flow> {
        let by_name = self.by_name.get_or_init(|| self.flows.iter().map(|flow| (&*flow.name, flow)).collect());
        by_name.get(name).copied()
    }

    /// All of them, for those who ask for one that there is not.
    fn known(&self) -> &Known<'s> {
        self.known.get_or_init(|| {
            let mut names: Vec<&str> = self.flows.iter().map(|flow| &*flow.name).collect();
            names.sort_unstable();
            Known::new("interaction", "[[interaction]]", names.into_iter())
        })
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
