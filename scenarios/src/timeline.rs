//! The platform's records over time: bitemporal, immutable, sorted as the API lists them.

mod agents;
mod outcome;
mod recorder;
mod sequence;
pub(crate) mod table;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use self::agents::AgentWork;
use self::recorder::{InHand, Intent, Setting};
pub use self::table::Row;
use self::table::Table;
use crate::centre::{Availability, Name};
use crate::flow::{Action, Flow, Load, Opening, legal};
use crate::names::{self, step_place};
use crate::problem::{Place, Problem};
use crate::record::{
    Activity, ActivityKind, Body, Channel, ChannelParty, Ending, Interaction, Period, QueueEntry, QueueKind, Recorded,
    Stamp, WfmState, WorkState, WorkedOn,
};
use crate::scenario::Scenario;
use crate::time::Instant;
use crate::view::{ActivityType, Endpoint};

/// Everything that the platform ever told, and when.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    pub(crate) interactions: Table<Interaction>,
    /// Positions of interactions, by their GUIDs in lower case.
    pub(crate) by_guid: HashMap<Box<str>, usize>,
    pub(crate) activities: Table<Activity>,
    pub(crate) queue_times: Table<Arc<QueueEntry>>,
    /// The same entries; what agents did afterwards counts as processing them.
    pub(crate) handled_queues: Table<Arc<QueueEntry>>,
    pub(crate) states: Table<WfmState>,
    /// Recorded statuses by agent; empty unless statuses were recorded.
    pub(crate) statuses: Vec<Arc<Recorded>>,
    settled: Option<Instant>,
}

impl Timeline {
    /// The instant from which on no answer changes any more: everything has been processed. `None` if there is nothing.
    pub fn settled(&self) -> Option<Instant> {
        self.settled
    }

    /// The first instant after `now` at which any answer changes; `None` if none does any more.
    pub fn next_change(&self, now: Instant) -> Option<Instant> {
        self.changes().filter(|change| *change > now).min()
    }

    /// Every version of every interaction that is ever told, by start.
    pub fn interactions(&self) -> &[Row<Interaction>] {
        self.interactions.rows()
    }

    /// Every version of every activity that is ever told, by start, agent ID, type.
    pub fn activities(&self) -> &[Row<Activity>] {
        self.activities.rows()
    }

    /// Every version of every queue entry that is ever told, by entry, queue name.
    pub fn queue_entries(&self) -> &[Row<Arc<QueueEntry>>] {
        self.queue_times.rows()
    }

    /// Every version of every WFM state that is ever told, by start, agent ID.
    pub fn agent_states(&self) -> &[Row<WfmState>] {
        self.states.rows()
    }

    /// A timeline of recorded answers, served as they are.
    ///
    /// Of an interaction that was recorded more than once the completed version counts, else the later one.
    pub fn recorded(items: Vec<Recorded>) -> Self {
        let items: Vec<Arc<Recorded>> = items.into_iter().map(Arc::new).collect();
        let of = |endpoints: &[Endpoint]| -> Vec<Arc<Recorded>> {
            items.iter().filter(|item| endpoints.contains(&item.endpoint)).cloned().collect()
        };
        let mut statuses = of(&[Endpoint::AgentStatus]);
        statuses.sort_by(|one, other| one.agent.cmp(&other.agent));
        let interactions = of(&[Endpoint::Interactions, Endpoint::OngoingInteractions, Endpoint::Interaction]);
        let queues = of(&[Endpoint::QueueTimes, Endpoint::QueueMetrics, Endpoint::QueueActivity]);
        let activities = [Endpoint::Activities, Endpoint::PresenceActivities, Endpoint::InteractionActivities];
        let timeline = Self {
            interactions: Table::new(recorded_rows(last_versions(interactions), |_| String::new())),
            activities: Table::new(recorded_rows(of(&activities), |item| {
                format!("{}\u{1f}{}", item.agent, item.activity.map_or(0, |kind| kind as u8))
            })),
            queue_times: Table::new(recorded_rows(queues.clone(), |item| item.queue.to_string())),
            handled_queues: Table::new(recorded_rows(queues, |item| item.queue.to_string())),
            states: Table::new(recorded_rows(of(&[Endpoint::AgentStates]), |item| item.agent.to_string())),
            statuses,
            by_guid: HashMap::new(),
            settled: None,
        };
        timeline.indexed()
    }

    fn changes(&self) -> impl Iterator<Item = Instant> {
        let statuses = self.statuses.iter().map(|status| status.start);
        self.interactions
            .changes()
            .chain(self.activities.changes())
            .chain(self.handled_queues.changes())
            .chain(self.states.changes())
            .chain(statuses)
    }

    fn indexed(mut self) -> Self {
        let guid_of = |row: &Row<Interaction>| match &row.body {
            Body::Told(interaction) => interaction.guid.to_string(),
            Body::Recorded(item) => item.guid.to_lowercase(),
        };
        let rows = self.interactions.rows().iter().enumerate();
        self.by_guid = rows.map(|(position, row)| (guid_of(row).into(), position)).collect();
        self.settled = self.changes().max();
        self
    }
}

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
    if problems.is_empty() { Ok(assemble(scenario, recorded, &presences)) } else { Err(problems) }
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
        let interaction = &records.interaction;
        let on = Arc::new(WorkedOn {
            guid: interaction.guid,
            medium: interaction.medium,
            manager: interaction.manager,
            direction: interaction.direction,
            completion: interaction.completion.as_ref().map(|completion| (completion.processed, completion.status)),
        });
        for worked in records.works {
            let works = all.works.entry(worked.agent.clone()).or_default();
            works.push(AgentWork { worked, on: on.clone(), flow: position });
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
) -> Timeline {
    let mut activities = Vec::new();
    let mut states = Vec::new();
    for agent in &scenario.centre.agents {
        let history = presences.get(&agent.id).map_or(&[][..], Vec::as_slice);
        let works = recorded.works.remove(&agent.id).unwrap_or_default();
        let in_hand = recorded.in_hand.remove(&agent.id).unwrap_or_default();
        activities.extend(agents::presence_rows(agent, history));
        activities.extend(agents::workload_rows(agent, scenario.start, &in_hand));
        activities.extend(works.iter().map(agents::work_row));
        states.extend(agents::state_rows(agent, scenario.start, history, &works));
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
        by_guid: HashMap::new(),
        activities: Table::new(activities),
        queue_times: Table::new(queues.iter().map(|entry| queue_row(entry, false)).collect()),
        handled_queues: Table::new(queues.iter().map(|entry| queue_row(entry, true)).collect()),
        states: Table::new(states),
        statuses: Vec::new(),
        settled: None,
    };
    timeline.indexed()
}

/// Start, agent ID, type (reference, section 3), and then for work on several interactions the GUID, our choice.
fn activity_order(row: &Row<Activity>) -> impl Ord + use<> {
    let (agent, kind, guid) = match &row.body {
        Body::Told(Activity { agent, kind }) => match kind {
            ActivityKind::Presence { .. } => (agent.clone(), ActivityType::Presence, None),
            ActivityKind::Workload(_) => (agent.clone(), ActivityType::Workload, None),
            ActivityKind::Work(work) => {
                (agent.clone(), ActivityType::Interaction, Some((work.interaction.guid, work.channel, work.state)))
            }
        },
        Body::Recorded(item) => (item.agent.clone(), item.activity.unwrap_or(ActivityType::Presence), None),
    };
    (row.start, agent, kind, guid)
}

fn state_agent(row: &Row<WfmState>) -> Name {
    match &row.body {
        Body::Told(state) => state.agent.clone(),
        Body::Recorded(item) => item.agent.clone(),
    }
}

/// Entry time, queue name (reference, section 3), and then the interaction, our choice.
fn queue_order(entry: &QueueEntry) -> impl Ord + use<> {
    let is_virtual = matches!(entry.kind, QueueKind::Virtual { .. });
    (entry.period.begin.at, entry.queue.clone(), entry.interaction, is_virtual)
}

fn interaction_row(interaction: Interaction) -> Row<Interaction> {
    let told_of = |channel: &Channel| -> Vec<Instant> {
        let events = channel.events.iter().flat_map(|event| event.period.processed());
        let all = channel.period.processed().chain(events);
        match channel.party {
            ChannelParty::External { .. } | ChannelParty::Agent { .. } => all.collect(),
            // Nothing of an outside contact's channel is told before it has ended.
            ChannelParty::Router { .. } => match &channel.period.end {
                Some(end) => all.map(|processed| processed.max(end.first_processed())).collect(),
                None => Vec::new(),
            },
        }
    };
    let end = whole_end(&interaction);
    let categorised = interaction.categorised.map(|stamp| stamp.processed);
    let ends: Vec<Instant> = end.iter().flat_map(Ending::processed).collect();
    let mut processed: Vec<Instant> =
        interaction.channels.iter().flat_map(told_of).chain(ends).chain(categorised).collect();
    processed.sort_unstable();
    processed.dedup();
    Row {
        start: interaction.begin.at,
        known: interaction.begin.processed,
        withdrawn: None,
        processed: processed.into(),
        end,
        body: Body::Told(interaction),
    }
}

/// The end of an interaction: the latest end of its channels, in every version that the platform knew.
fn whole_end(interaction: &Interaction) -> Option<Ending> {
    let completion = interaction.completion.as_ref()?;
    let lasting = || {
        interaction.channels.iter().filter_map(|channel| match channel.party {
            ChannelParty::External { .. } | ChannelParty::Agent { .. } => channel.period.end.as_ref(),
            ChannelParty::Router { .. } => None,
        })
    };
    let mut instants: Vec<Instant> =
        lasting().flat_map(Ending::processed).filter(|processed| *processed >= completion.processed).collect();
    instants.sort_unstable();
    let mut versions: Vec<Stamp> = Vec::new();
    for processed in instants {
        let Some(at) = lasting().filter_map(|end| end.at(processed)).max() else { continue };
        if versions.last().is_none_or(|version| version.at != at) {
            versions.push(Stamp { at, processed });
        }
    }
    let last = versions.pop()?;
    Some(Ending { last, earlier: versions.into() })
}

fn queue_row(entry: &Arc<QueueEntry>, handled: bool) -> Row<Arc<QueueEntry>> {
    let mut processed: Vec<Instant> = entry.period.processed().collect();
    if handled {
        let ends = entry.handled.iter().flatten().filter_map(|handling| handling.period.end.as_ref());
        processed.extend(ends.flat_map(Ending::processed));
    }
    processed.sort_unstable();
    processed.dedup();
    Row {
        start: entry.period.begin.at,
        body: Body::Told(entry.clone()),
        end: entry.period.end.clone(),
        known: entry.period.begin.processed,
        withdrawn: None,
        processed: processed.into(),
    }
}

fn last_versions(items: Vec<Arc<Recorded>>) -> Vec<Arc<Recorded>> {
    let mut kept: Vec<Arc<Recorded>> = Vec::new();
    let mut places: HashMap<Name, usize> = HashMap::new();
    for item in items {
        match places.get(&item.guid) {
            Some(&place) if kept[place].end.is_none() || item.end.is_some() => kept[place] = item,
            Some(_) => {}
            None => {
                places.insert(item.guid.clone(), kept.len());
                kept.push(item);
            }
        }
    }
    kept
}

/// Recorded items in their places, equal starts by `then`, and after that as recorded.
fn recorded_rows<T>(mut items: Vec<Arc<Recorded>>, then: impl Fn(&Recorded) -> String) -> Vec<Row<T>> {
    items.sort_by_cached_key(|item| (item.start, then(item)));
    let row = |item: Arc<Recorded>| Row {
        start: item.start,
        known: item.start,
        withdrawn: None,
        end: item.end.map(|end| Ending::once(Stamp { at: end, processed: end })),
        processed: item.end.into_iter().collect(),
        body: Body::Recorded(item),
    };
    items.into_iter().map(row).collect()
}
