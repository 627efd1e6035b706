//! From a scenario to the timeline of what the platform makes of it.

use super::Timeline;
use super::across::{self, Doings};
use super::agents::{self, Presences};
use super::recorder::{self, AgentRecords, Drafts, Records, Setting};
use super::rows::{activity_order, by_told, interaction_order, queue_order, queue_row, state_order};
use super::sequence::{Endless, MOST_TOLD_ANEW};
use super::table::Table;
use crate::centre::Name;
use crate::flow::Flow;
use crate::flow::legal::{self, Caused};
use crate::names::{self, step_place};
use crate::problem::{Place, Problem, Problems};
use crate::record::{Body, Handled};
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
    let mut doings = Doings::default();
    let records = record_flows(scenario, &mut problems, |position, flow, caused| doings.add(position, flow, caused));
    let presences = agents::presences(scenario, &records.roster, &records.intents);
    across::rung_while_logged_out(scenario, &records.agents, &presences, &mut problems);
    doings.talks_at_once(scenario, &mut problems);
    // What interrupts may be a call that has been refused, and is missing among the records for that alone.
    if records.interactions.len() == scenario.flows.len() {
        doings.idle_interruptions(&records, &mut problems);
    }
    let problems = problems.into_told();
    if problems.is_empty() { assemble(scenario, records, &presences) } else { Err(problems) }
}

/// What is wrong with the names in a scenario and with each flow by itself; [`compile`] finds more.
///
/// For a scenario of which parts could not be read: what holds between flows may hang on those.
pub fn check(scenario: &Scenario) -> Vec<Problem> {
    let mut problems = Problems::default();
    names::check(scenario, &mut problems);
    record_flows(scenario, &mut problems, |_, _, _| {});
    problems.into_told()
}

/// Compiles a scenario of which it is known that it can have happened, but for parts of which nothing is told.
///
/// # Errors
///
/// What makes it impossible all the same.
pub(crate) fn compile_unchecked(scenario: &Scenario) -> Result<Timeline, Vec<Problem>> {
    let records = record_flows(scenario, &mut Problems::default(), |_, _, _| {});
    let presences = agents::presences(scenario, &records.roster, &records.intents);
    assemble(scenario, records, &presences)
}

/// The interactions of a scenario, and what waited in its queues: what agents did beside them bears on neither.
pub(crate) fn record_interactions(scenario: &Scenario) -> Timeline {
    about_interactions(record_flows(scenario, &mut Problems::default(), |_, _, _| {})).indexed()
}

/// The records of all flows that can have happened; of each of them `note` takes note, and of what its steps do.
fn record_flows<'s>(
    scenario: &'s Scenario,
    problems: &mut Problems,
    mut note: impl FnMut(usize, &'s Flow, &[Caused<'s>]),
) -> Records {
    let setting = Setting::new(&scenario.centre, scenario.processing);
    let mut records = Records::none(&scenario.centre);
    records.interactions.reserve_exact(scenario.flows.len());
    let mut drafts = Drafts::default();
    for (position, flow) in scenario.flows.iter().enumerate() {
        match legal::course(flow) {
            Ok(caused) => {
                note(position, flow, &caused);
                recorder::record(&setting, (position, flow), &caused, &mut drafts, &mut records);
            }
            Err(legal::Refusal { step, what, advice }) => {
                problems.note(refused_at(position, flow, step), || (what, advice));
            }
        }
    }
    records
}

fn refused_at(position: usize, flow: &Flow, step: Option<usize>) -> Place {
    match step {
        Some(step) => step_place(position, step).key(flow.steps[step].action.word()),
        None => Place::whole().key("interaction").at(position),
    }
}

fn assemble(scenario: &Scenario, mut records: Records, presences: &Presences) -> Result<Timeline, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut activities = Vec::new();
    let mut states = Vec::new();
    for (number, (agent, records)) in scenario.centre.agents.iter().zip(&mut records.agents).enumerate() {
        let AgentRecords { works, in_hand } = std::mem::take(records);
        let told = agents::state_rows(number, agent, scenario.start, presences, &works).and_then(|rows| {
            states.extend(rows);
            activities.extend(agents::workload_rows(agent, scenario.start, &in_hand)?);
            Ok(())
        });
        activities.extend(agents::presence_rows(number, agent, presences));
        activities.extend(works.into_iter().map(|work| agents::work_row(agent, work)));
        if let Err(Endless) = told {
            problems.push(endless(number, &agent.id));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let timeline = Timeline {
        activities: Table::sorted(activities, activity_order),
        states: Table::sorted(states, state_order),
        ..about_interactions(records)
    };
    Ok(timeline.indexed())
}

/// The tables of interactions and of queue entries.
fn about_interactions(records: Records) -> Timeline {
    let entries = records.queues.into_iter().map(|entry| queue_row(&entry, |entry| entry)).collect();
    let queue_times = Table::sorted(entries, |one, other| by_told(one, other, |one, other| queue_order(one, other)));
    let handled = queue_times.rows().iter().filter_map(|row| match &row.body {
        Body::Told(entry) => Some(queue_row(entry, Handled)),
        Body::Recorded(_) => None,
    });
    Timeline {
        handled_queues: Table::new(handled.collect()),
        queue_times,
        interactions: Table::sorted(records.interactions, |one, other| by_told(one, other, interaction_order)),
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
