//! From a scenario to the timeline of what the platform makes of it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Timeline;
use super::agents::{self, AgentWork};
use super::recorder::{self, InHand, Intent, Setting, Worked};
use super::rows::{activity_order, interaction_row, queue_order, queue_row, state_agent};
use super::sequence::{Endless, MOST_GONE_THROUGH};
use super::table::Table;
use crate::centre::{Availability, Name};
use crate::flow::{Action, Flow, Load, Opening, legal};
use crate::names::{self, step_place};
use crate::problem::{Place, Problem};
use crate::record::{Body, Handled, Interaction, Period, QueueEntry, WorkState, WorkedOn};
use crate::scenario::Scenario;

/// Compiles a scenario into the records that the platform makes of it.
///
/// # Errors
///
/// Everything that is wrong with the scenario, not only the first: names that stand for nothing, steps that cannot have
/// happened, agents who are rung while logged out. Of what is wrong at one place only the first is told, since the rest
/// follows from it.
pub fn compile(scenario: &Scenario) -> Result<Timeline, Vec<Problem>> {
    let mut problems = names::check(scenario);
    let recorded = record_flows(scenario, &mut problems);
    let presences = agents::presences(scenario, &recorded.intents);
    logged_out_agents(scenario, &recorded, &presences, &mut problems);
    // What interrupts may be a call that has been refused, and is missing among the records for that alone.
    if recorded.interactions.len() == scenario.flows.len() {
        idle_interruptions(scenario, &recorded, &mut problems);
    }
    let mut places = HashSet::new();
    problems.retain(|problem| places.insert(problem.place.clone()));
    if problems.is_empty() { assemble(scenario, recorded, &presences) } else { Err(problems) }
}

/// What flows turned into.
#[derive(Default)]
struct FlowRecords {
    interactions: Vec<Interaction>,
    works: HashMap<Name, Vec<AgentWork>>,
    in_hand: HashMap<Name, Vec<InHand>>,
    queues: Vec<QueueEntry>,
    intents: Vec<Intent>,
}

fn record_flows(scenario: &Scenario, problems: &mut Vec<Problem>) -> FlowRecords {
    let setting = Setting::new(&scenario.centre, scenario.processing);
    let mut all = FlowRecords::default();
    for (position, flow) in scenario.flows.iter().enumerate() {
        let caused = match legal::course(flow) {
            Ok(caused) => caused,
            Err(refusal) => {
                problems.push(refused(position, flow, refusal));
                continue;
            }
        };
        let records = recorder::record(&setting, flow, caused);
        // One for each part in the interaction, shared by the stretches of work on it.
        let mut parts: Vec<Arc<WorkedOn>> = Vec::new();
        for worked in records.works {
            let known = parts.iter().find(|part| part.channel == worked.channel);
            let on = known.map_or_else(|| Arc::new(worked_on(&records.interaction, &worked)), Arc::clone);
            if known.is_none() {
                parts.push(Arc::clone(&on));
            }
            let works = all.works.entry(worked.agent.clone()).or_default();
            works.push(AgentWork { worked, on, flow: position });
        }
        for in_hand in records.in_hand {
            all.in_hand.entry(in_hand.agent.clone()).or_default().push(in_hand);
        }
        all.interactions.push(records.interaction);
        all.queues.extend(records.queues);
        all.intents.extend(records.intents);
    }
    all
}

fn worked_on(interaction: &Interaction, worked: &Worked) -> WorkedOn {
    WorkedOn {
        channel: worked.channel,
        since: worked.since,
        guid: interaction.guid,
        medium: interaction.medium,
        manager: interaction.manager,
        direction: interaction.direction,
        completion: interaction.completion.as_ref().map(|completion| (completion.processed, completion.status)),
    }
}

fn refused(position: usize, flow: &Flow, refusal: legal::Refusal) -> Problem {
    let place = match refusal.step {
        Some(step) => step_place(position, step).key(flow.steps[step].action.word()),
        None => Place::whole().key("interaction").at(position),
    };
    Problem { place, what: refusal.what, advice: refusal.advice }
}

/// An agent who is logged out cannot be rung.
fn logged_out_agents(
    scenario: &Scenario,
    recorded: &FlowRecords,
    presences: &HashMap<Name, Vec<agents::PresenceSince>>,
    problems: &mut Vec<Problem>,
) {
    let works = scenario.centre.agents.iter().filter_map(|agent| recorded.works.get(&agent.id)).flatten();
    let mut rung: Vec<_> = works.filter(|work| work.worked.state == WorkState::Ringing).collect();
    rung.sort_by_key(|work| (work.flow, work.worked.step));
    for work in rung {
        let at = work.worked.period.begin.at;
        let Some(history) = presences.get(&work.worked.agent) else { continue };
        let presence = agents::presence_at(history, at);
        if presence.is_some_and(|presence| presence.availability == Availability::LoggedOut) {
            let flow = &scenario.flows[work.flow];
            let opening = |key| Place::whole().key("interaction").at(work.flow).key(key);
            let place = match (work.worked.step, &flow.opening) {
                (Some(step), _) => step_place(work.flow, step).key(flow.steps[step].action.word()),
                (None, Opening::Internal { to, .. }) if *to == work.worked.agent => opening("to"),
                (None, Opening::Internal { .. } | Opening::Outbound { .. } | Opening::Inbound { .. }) => {
                    opening("agent")
                }
            };
            problems.push(Problem {
                place,
                what: format!("agent {} is logged out at {at} and cannot be rung", work.worked.agent),
                advice: "let a [[presence]] before it set another presence, or give the [[agent]] one to begin with"
                    .to_owned(),
            });
        }
    }
}

/// What interrupts an interaction that is no call is a call that the same agent has at that instant.
fn idle_interruptions(scenario: &Scenario, recorded: &FlowRecords, problems: &mut Vec<Problem>) {
    for (position, flow) in scenario.flows.iter().enumerate() {
        for (number, step) in flow.steps.iter().enumerate() {
            let Action::Interrupt { agent } = &step.action else { continue };
            let at = flow.start + step.at;
            let on_call = |work: &&AgentWork| {
                let Period { begin, end } = &work.worked.period;
                let goes_on = end.as_ref().is_none_or(|end| end.last.at >= at);
                let at_work = matches!(work.worked.state, WorkState::Ringing | WorkState::Connected);
                work.on.medium.load() == Load::Live && at_work && begin.at <= at && goes_on
            };
            // Where the step does not name the agent, it is the one whose work on this interaction stops here.
            let stops_here = |works: &[AgentWork]| {
                works.iter().any(|work| {
                    let end = work.worked.period.end.as_ref().map(|end| end.last.at);
                    work.flow == position && work.worked.state == WorkState::Connected && end == Some(at)
                })
            };
            let interrupted = |(name, works): (&Name, &Vec<AgentWork>)| {
                let concerned = agent.as_ref().map_or_else(|| stops_here(works), |agent| agent == name);
                concerned && works.iter().any(|work| on_call(&work))
            };
            if !recorded.works.iter().any(interrupted) {
                problems.push(Problem {
                    place: step_place(position, number).key("interrupt"),
                    what: format!("no call comes between at {at}: the agent has none in hand"),
                    advice: "interrupt at an instant at which the agent rings or talks on a call".to_owned(),
                });
            }
        }
    }
}
fn assemble(
    scenario: &Scenario,
    mut recorded: FlowRecords,
    presences: &HashMap<Name, Vec<agents::PresenceSince>>,
) -> Result<Timeline, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut activities = Vec::new();
    let mut states = Vec::new();
    for (position, agent) in scenario.centre.agents.iter().enumerate() {
        let history = presences.get(&agent.id).map_or(&[][..], Vec::as_slice);
        let works = recorded.works.remove(&agent.id).unwrap_or_default();
        let in_hand = recorded.in_hand.remove(&agent.id).unwrap_or_default();
        activities.extend(agents::presence_rows(agent, history));
        activities.extend(works.iter().map(agents::work_row));
        let workloads = agents::workload_rows(agent, scenario.start, &in_hand);
        let told = workloads.and_then(|workloads| {
            activities.extend(workloads);
            states.extend(agents::state_rows(agent, scenario.start, history, &works)?);
            Ok(())
        });
        if let Err(Endless) = told {
            problems.push(endless(position, &agent.id));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    activities.sort_by_cached_key(activity_order);
    states.sort_by_cached_key(|row| (row.start, state_agent(row)));
    let mut interactions: Vec<_> = recorded.interactions.into_iter().map(interaction_row).collect();
    // The documented order is by start alone; among equal starts the GUID decides, so that pages do not depend on the file.
    interactions.sort_by_key(|row| match &row.body {
        Body::Told(interaction) => (row.start, Some(interaction.guid)),
        Body::Recorded(_) => (row.start, None),
    });
    let mut queues: Vec<Arc<QueueEntry>> = recorded.queues.into_iter().map(Arc::new).collect();
    queues.sort_by_cached_key(|entry| queue_order(entry));
    let timeline = Timeline {
        interactions: Table::new(interactions),
        activities: Table::new(activities),
        queue_times: Table::new(queues.iter().map(|entry| queue_row(entry, |entry| entry)).collect()),
        handled_queues: Table::new(queues.iter().map(|entry| queue_row(entry, Handled)).collect()),
        states: Table::new(states),
        ..Timeline::default()
    };
    Ok(timeline.indexed())
}

fn endless(position: usize, agent: &Name) -> Problem {
    Problem {
        place: Place::whole().key("agent").at(position),
        what: format!("so much of what {agent} does is processed late that rewriting the agent's states would not end"),
        advice: format!(
            "let less be processed out of order: more than {MOST_GONE_THROUGH} states would have to be gone through again"
        ),
    }
}
