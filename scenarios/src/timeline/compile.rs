//! From a scenario to the timeline of what the platform makes of it.

use std::collections::HashMap;
use std::sync::Arc;

use super::Timeline;
use super::across::{self, Doings};
use super::agents::{self, AgentWork};
use super::recorder::{self, InHand, Intent, Setting, Worked};
use super::rows::{activity_order, interaction_order, interaction_row, queue_order, queue_row, state_order};
use super::sequence::{Endless, MOST_TOLD_ANEW};
use super::table::Table;
use crate::centre::Name;
use crate::flow::{Flow, legal};
use crate::names::{self, step_place};
use crate::problem::{Place, Problem, Problems};
use crate::record::{Handled, Interaction, QueueEntry, WorkedOn};
use crate::scenario::Scenario;

/// Compiles a scenario into the records that the platform makes of it.
///
/// # Errors
///
/// Everything that is wrong with the scenario, not only the first: names that stand for nothing, steps that cannot have
/// happened, agents who are rung while logged out or talk on two calls at once. Of what is wrong at one place only the
/// first is told, since the rest follows from it; of more than 200 problems the last entry tells how many are left out.
pub fn compile(scenario: &Scenario) -> Result<Timeline, Vec<Problem>> {
    let mut problems = Problems::default();
    names::check(scenario, &mut problems);
    let mut recorded = record_flows(scenario, &mut problems);
    let presences = agents::presences(scenario, &recorded.intents);
    across::rung_while_logged_out(scenario, &recorded.works, &presences, &mut problems);
    recorded.doings.talks_at_once(scenario, &mut problems);
    // What interrupts may be a call that has been refused, and is missing among the records for that alone.
    if recorded.interactions.len() == scenario.flows.len() {
        recorded.doings.idle_interruptions(&recorded.works, &mut problems);
    }
    let problems = problems.into_told();
    if problems.is_empty() { assemble(scenario, recorded, &presences) } else { Err(problems) }
}

/// What is wrong with the names in a scenario and with each flow by itself; [`compile`] finds more.
///
/// For a scenario of which parts could not be read: what holds between flows may hang on those.
pub fn check(scenario: &Scenario) -> Vec<Problem> {
    let mut problems = Problems::default();
    names::check(scenario, &mut problems);
    record_flows(scenario, &mut problems);
    problems.into_told()
}

/// Compiles a scenario of which it is known that it can have happened, but for parts of which nothing is told.
///
/// # Errors
///
/// What makes it impossible all the same.
pub(crate) fn compile_unchecked(scenario: &Scenario) -> Result<Timeline, Vec<Problem>> {
    let recorded = record_flows(scenario, &mut Problems::default());
    let presences = agents::presences(scenario, &recorded.intents);
    assemble(scenario, recorded, &presences)
}

/// The interactions of a scenario, and what waited in its queues: what agents did beside them bears on neither.
pub(crate) fn record_interactions(scenario: &Scenario) -> Timeline {
    let mut recorded = record_flows(scenario, &mut Problems::default());
    about_interactions(&mut recorded).indexed()
}

/// What flows turned into.
#[derive(Default)]
struct FlowRecords {
    interactions: Vec<Interaction>,
    works: HashMap<Name, Vec<AgentWork>>,
    in_hand: HashMap<Name, Vec<InHand>>,
    queues: Vec<QueueEntry>,
    intents: Vec<Intent>,
    doings: Doings,
}

fn record_flows(scenario: &Scenario, problems: &mut Problems) -> FlowRecords {
    let setting = Setting::new(&scenario.centre, scenario.processing);
    let mut all = FlowRecords::default();
    for (position, flow) in scenario.flows.iter().enumerate() {
        let caused = match legal::course(flow) {
            Ok(caused) => caused,
            Err(refusal) => {
                let legal::Refusal { step, what, advice } = refusal;
                problems.note(refused_at(position, flow, step), || (what, advice));
                continue;
            }
        };
        all.doings.add(position, flow, &caused);
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

fn refused_at(position: usize, flow: &Flow, step: Option<usize>) -> Place {
    match step {
        Some(step) => step_place(position, step).key(flow.steps[step].action.word()),
        None => Place::whole().key("interaction").at(position),
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
    // What comes from one agent, or from the file, is mostly in order already: a stable sort merges such runs.
    activities.sort_by(activity_order);
    states.sort_by(state_order);
    let timeline = Timeline {
        activities: Table::new(activities),
        states: Table::new(states),
        ..about_interactions(&mut recorded)
    };
    Ok(timeline.indexed())
}

/// The tables of interactions and of queue entries; these leave `recorded`.
fn about_interactions(recorded: &mut FlowRecords) -> Timeline {
    recorded.interactions.sort_by(interaction_order);
    let interactions = std::mem::take(&mut recorded.interactions).into_iter().map(interaction_row).collect();
    recorded.queues.sort_by(queue_order);
    let queues: Vec<Arc<QueueEntry>> = std::mem::take(&mut recorded.queues).into_iter().map(Arc::new).collect();
    Timeline {
        interactions: Table::new(interactions),
        queue_times: Table::new(queues.iter().map(|entry| queue_row(entry, |entry| entry)).collect()),
        handled_queues: Table::new(queues.iter().map(|entry| queue_row(entry, Handled)).collect()),
        ..Timeline::default()
    }
}

fn endless(position: usize, agent: &Name) -> Problem {
    Problem {
        place: Place::whole().key("agent").at(position),
        what: format!("so much of what {agent} does is processed late that rewriting the agent's states would not end"),
        advice: format!(
            "let less be processed out of order: more than {MOST_TOLD_ANEW} states would have to be told anew"
        ),
    }
}
