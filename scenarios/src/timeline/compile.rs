//! From a scenario to the timeline of what the platform makes of it.

use std::ops::Range;

use super::Timeline;
use super::across::{self, Doings};
use super::agents::{self, Presences};
use super::recorder::{self, AgentRecords, Drafts, Records, Setting, Wanted};
use super::rows::{activity_order, by_told, interaction_order, queue_order, queue_row, state_order};
use super::sequence::{Endless, MOST_TOLD_ANEW};
use super::table::Table;
use crate::centre::{Centre, Name};
use crate::flow::Flow;
use crate::flow::legal::{self, Caused};
use crate::names::{self, step_place};
use crate::problem::{Place, Problem, Problems};
use crate::record::{Body, Handled};
use crate::scenario::{Pace, Scenario};
use crate::time::Instant;

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
    let mut records = Records::none(&scenario.centre);
    let note = |position, flow, caused: &[_]| doings.add(position, flow, caused);
    let setting = Setting::new(&scenario.centre, scenario.processing);
    record_flows(&setting, &scenario.flows, &mut records, |_| Wanted::ALL, &mut problems, note);
    let presences = agents::presences(scenario, &records.roster, &records.intents);
    across::rung_while_logged_out(scenario, &records.agents, &presences, &mut problems);
    doings.talks_at_once(scenario, &mut problems);
    // What interrupts may be a call that has been refused, and is missing among the records for that alone.
    if records.interactions.len() == scenario.flows.len() {
        doings.idle_interruptions(&records, &mut problems);
    }
    let problems = problems.into_told();
    if !problems.is_empty() {
        return Err(problems);
    }
    let Timeline { activities, states, .. } = about_agents(scenario, &mut records, &presences, None)?;
    Ok(Timeline { activities, states, ..about_interactions(records) }.prepared())
}

/// What is wrong with the names in a scenario and with each flow by itself; [`compile`] finds more.
///
/// For a scenario of which parts could not be read: what holds between flows may hang on those.
pub fn check(scenario: &Scenario) -> Vec<Problem> {
    let mut problems = Problems::default();
    names::check(scenario, &mut problems);
    for (position, flow) in scenario.flows.iter().enumerate() {
        if let Err(refusal) = legal::course(flow) {
            refuse(position, flow, refusal, &mut problems);
        }
    }
    problems.into_told()
}

/// Of how much of a scenario something is told. The rest of it ends what is told of that.
#[derive(Clone, Debug)]
pub(crate) struct Extent {
    /// So many flows, the first.
    pub(crate) flows: usize,
    /// Of each agent, what begins then.
    pub(crate) agents: Vec<Range<Instant>>,
}

/// What is told of so much of a scenario of which it is known that it can have happened.
///
/// # Errors
///
/// What makes it impossible all the same.
pub(crate) fn compile_extent(scenario: &Scenario, extent: &Extent) -> Result<Timeline, Vec<Problem>> {
    let wanted = |position| Wanted { interaction: position < extent.flows, agents: true };
    let mut records = records_of(scenario, wanted);
    let presences = agents::presences(scenario, &records.roster, &records.intents);
    let Timeline { activities, states, .. } = about_agents(scenario, &mut records, &presences, Some(&extent.agents))?;
    Ok(Timeline { activities, states, ..about_interactions(records) })
}

/// Of that what is about agents.
///
/// # Errors
///
/// What makes it impossible all the same.
pub(crate) fn compile_agents(scenario: &Scenario, extent: &Extent) -> Result<Timeline, Vec<Problem>> {
    let mut records = records_of(scenario, |_| Wanted { interaction: false, agents: true });
    let presences = agents::presences(scenario, &records.roster, &records.intents);
    about_agents(scenario, &mut records, &presences, Some(&extent.agents))
}

/// What is told of the interactions of a centre, given stretch by stretch, and of what waited in its queues: what agents did
/// beside them bears on neither.
pub(crate) fn compile_interactions(
    centre: &Centre,
    pace: Pace,
    flows: impl IntoIterator<Item = Vec<Flow>>,
) -> Timeline {
    let setting = Setting::new(centre, pace);
    let mut records = Records::none(centre);
    for flows in flows {
        let wanted = |_| Wanted { interaction: true, agents: false };
        record_flows(&setting, &flows, &mut records, wanted, &mut Problems::default(), |_, _, _| {});
    }
    about_interactions(records)
}

fn records_of(scenario: &Scenario, wanted: impl Fn(usize) -> Wanted) -> Records {
    let setting = Setting::new(&scenario.centre, scenario.processing);
    let mut records = Records::none(&scenario.centre);
    record_flows(&setting, &scenario.flows, &mut records, wanted, &mut Problems::default(), |_, _, _| {});
    records
}

/// Adds to the records those of all flows that can have happened, as far as they are wanted; of each of them `note` takes
/// note, and of what its steps do.
fn record_flows<'f>(
    setting: &Setting<'_>,
    flows: &'f [Flow],
    records: &mut Records,
    wanted: impl Fn(usize) -> Wanted,
    problems: &mut Problems,
    mut note: impl FnMut(usize, &'f Flow, &[Caused<'f>]),
) {
    let mut drafts = Drafts::default();
    records.expect(flows.len());
    for (position, flow) in flows.iter().enumerate() {
        match legal::course(flow) {
            Ok(caused) => {
                note(position, flow, &caused);
                recorder::record(setting, (position, flow), &caused, wanted(position), &mut drafts, records);
            }
            Err(refusal) => refuse(position, flow, refusal, problems),
        }
    }
}

fn refuse(position: usize, flow: &Flow, refusal: legal::Refusal, problems: &mut Problems) {
    let legal::Refusal { step, what, advice } = refusal;
    problems.note(refused_at(position, flow, step), || (what, advice));
}

fn refused_at(position: usize, flow: &Flow, step: Option<usize>) -> Place {
    match step {
        Some(step) => step_place(position, step).key(flow.steps[step].action.word()),
        None => Place::whole().key("interaction").at(position),
    }
}

/// The tables of what agents did, which leaves the records; only of what begins when `told` says, if it does.
fn about_agents(
    scenario: &Scenario,
    records: &mut Records,
    presences: &Presences,
    told: Option<&[Range<Instant>]>,
) -> Result<Timeline, Vec<Problem>> {
    let mut problems = Vec::new();
    let works: usize = records.agents.iter().map(|agent| agent.works.len()).sum();
    let in_hand: usize = records.agents.iter().map(|agent| agent.in_hand.len()).sum();
    // More where an agent's states are rewritten, or presences often change.
    let mut activities = Vec::with_capacity(works + 2 * in_hand);
    let mut states = Vec::with_capacity(2 * works);
    for (number, (agent, records)) in scenario.centre.agents.iter().zip(&mut records.agents).enumerate() {
        let AgentRecords { works, in_hand } = std::mem::take(records);
        let told = told.map(|told| told.get(number).cloned().unwrap_or(Instant::EARLIEST..Instant::EARLIEST));
        let is_told = |start: Instant| told.as_ref().is_none_or(|told| told.contains(&start));
        // What begins at one instant comes in the order in which it is listed, which leaves little to sort.
        activities.extend(agents::presence_rows(number, agent, presences).filter(|row| is_told(row.start)));
        let rewritten = agents::state_rows(number, agent, scenario.start, presences, &works).and_then(|rows| {
            states.extend(rows.filter(|row| is_told(row.start)));
            let workloads = agents::workload_rows(agent, scenario.start, &in_hand)?;
            activities.extend(workloads.filter(|row| is_told(row.start)));
            Ok(())
        });
        let works = works.into_iter().filter(|work| is_told(work.period.begin.at));
        activities.extend(works.map(|work| agents::work_row(agent, work)));
        if let Err(Endless) = rewritten {
            problems.push(endless(number, &agent.id));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Timeline {
        activities: Table::sorted(activities, activity_order),
        states: Table::sorted(states, state_order),
        ..Timeline::default()
    })
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
