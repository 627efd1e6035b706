//! What the platform tells of each agent: presences, work, and the two sequences that follow from them.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use super::Row;
use super::recorder::{AgentWork, InHand, Intent};
use super::roster::Roster;
use super::row::Rewritten;
use super::sequence::{Endless, Fact, History, Stretch, Tally, history};
use crate::centre::{Agent, Name, PresenceLabel};
use crate::flow::Load;
use crate::record::{
    Activity, ActivityKind, Body, Ending, Focus, FocusState, Period, Stamp, WfmState, WorkState, Workload,
};
use crate::scenario::Scenario;
use crate::time::Instant;

/// Every agent's presences.
pub(super) struct Presences {
    labels: Vec<PresenceLabel>,
    /// By time, those that the platform set included; by the agents' numbers.
    histories: Vec<Vec<PresenceSince>>,
}

/// An agent's presence from a change on.
#[derive(Clone, Copy, Debug)]
struct PresenceSince {
    begin: Stamp,
    /// Its position among the labels.
    label: usize,
}

/// Every agent's presences in a scenario.
pub(super) fn presences(scenario: &Scenario, roster: &Roster, intents: &[Intent]) -> Presences {
    // Of two by one label the centre's own counts, and of its own the first.
    let labels: Vec<PresenceLabel> =
        scenario.centre.presences.iter().cloned().chain(PresenceLabel::built_in()).collect();
    let mut by_name: HashMap<Name, usize> = HashMap::new();
    for (position, label) in labels.iter().enumerate() {
        by_name.entry(label.label.clone()).or_insert(position);
    }
    let mut histories: Vec<Vec<PresenceSince>> = vec![Vec::new(); scenario.centre.agents.len()];
    let mut add = |agent: usize, label: &Name, begin: Stamp| {
        if let (Some(history), Some(&label)) = (histories.get_mut(agent), by_name.get(label)) {
            history.push(PresenceSince { begin, label });
        }
    };
    for (number, agent) in scenario.centre.agents.iter().enumerate() {
        add(number, &agent.presence, Stamp { at: scenario.start, processed: scenario.start });
    }
    let mut made: Vec<Vec<Instant>> = vec![Vec::new(); scenario.centre.agents.len()];
    for change in &scenario.presences {
        let Some(agent) = roster.known(&change.agent) else { continue };
        let processed = change.at + change.delay.unwrap_or(scenario.processing.delay);
        add(agent, &change.presence, Stamp { at: change.at, processed });
        if let Some(made) = made.get_mut(agent) {
            made.push(change.at);
        }
    }
    for instants in &mut made {
        instants.sort_unstable();
    }
    // A change that the agent made since then overtakes what they had intended, and what they choose once the interaction
    // has ended for them comes to nothing.
    let holds = |intent: &&Intent| {
        let made = made.get(intent.agent).map_or(&[][..], Vec::as_slice);
        let meanwhile = made.partition_point(|at| *at < intent.chosen);
        let after = made.partition_point(|at| *at <= intent.done.at);
        intent.chosen <= intent.done.at && meanwhile == after
    };
    for intent in intents.iter().filter(holds) {
        add(intent.agent, &intent.presence, intent.done);
    }
    for history in &mut histories {
        history.sort_by_key(|since| since.begin.at);
        told_in_order(history);
        keep_last_of_each_instant(history);
        history.dedup_by(|next, before| next.label == before.label);
    }
    Presences { labels, histories }
}

impl Presences {
    /// The presence that the agent of that number had at an instant.
    pub(super) fn at(&self, agent: usize, instant: Instant) -> Option<&PresenceLabel> {
        let history = self.of(agent);
        let begun = history.partition_point(|since| since.begin.at <= instant);
        begun.checked_sub(1).map(|last| &self.labels[history[last].label])
    }

    fn of(&self, agent: usize) -> &[PresenceSince] {
        self.histories.get(agent).map_or(&[], Vec::as_slice)
    }
}

/// The platform tells an agent's presences in order: none is processed before one that came earlier. Our choice.
fn told_in_order(history: &mut [PresenceSince]) {
    let mut told = Instant::EARLIEST;
    for since in history {
        told = told.max(since.begin.processed);
        since.begin.processed = told;
    }
}

/// An agent has exactly one presence at a time: of two changes at one instant the later one holds.
fn keep_last_of_each_instant(history: &mut Vec<PresenceSince>) {
    let mut kept: Vec<PresenceSince> = Vec::with_capacity(history.len());
    for since in history.drain(..) {
        match kept.last_mut() {
            Some(last) if last.begin.at == since.begin.at => *last = since,
            Some(_) | None => kept.push(since),
        }
    }
    *history = kept;
}

/// The rows of the presences of an agent, who has that number.
pub(super) fn presence_rows(
    number: usize,
    agent: &Agent,
    presences: &Presences,
) -> impl Iterator<Item = Row<Activity>> {
    let history = presences.of(number);
    history.iter().enumerate().map(move |(position, since)| {
        let end = history.get(position + 1).map(|next| Ending::once(next.begin));
        let PresenceLabel { label, availability } = presences.labels[since.label].clone();
        Row {
            start: since.begin.at,
            body: Body::Told(Activity {
                agent: agent.id.clone(),
                kind: ActivityKind::Presence { label, availability },
            }),
            known: since.begin.processed,
            rewritten: None,
            end,
        }
    })
}

/// The row of a stretch of an agent's work.
pub(super) fn work_row(agent: &Agent, work: AgentWork) -> Row<Activity> {
    let AgentWork { state, on, period: Period { begin, end }, .. } = work;
    Row {
        start: begin.at,
        body: Body::Told(Activity { agent: agent.id.clone(), kind: ActivityKind::Work { state, on } }),
        end,
        known: begin.processed,
        rewritten: None,
    }
}

/// The rows of an agent's workload.
///
/// # Errors
///
/// If late facts would rewrite too much of it.
pub(super) fn workload_rows(
    agent: &Agent,
    origin: Instant,
    in_hand: &[InHand],
) -> Result<impl Iterator<Item = Row<Activity>>, Endless> {
    let mut facts = Vec::with_capacity(in_hand.len() * 2);
    for InHand { load, period } in in_hand {
        in_and_out(period, (*load, 1), (*load, -1), &mut facts);
    }
    let workloads = history::<Counts>(origin, facts)?;
    let id = agent.id.clone();
    Ok(rows(workloads, move |workload| Some(Activity { agent: id.clone(), kind: ActivityKind::Workload(workload) })))
}

/// The rows of the WFM states of an agent, who has that number.
///
/// # Errors
///
/// If late facts would rewrite too much of them.
pub(super) fn state_rows(
    number: usize,
    agent: &Agent,
    origin: Instant,
    presences: &Presences,
    works: &[AgentWork],
) -> Result<impl Iterator<Item = Row<WfmState>>, Endless> {
    let history_of_presence = presences.of(number);
    let mut facts = Vec::with_capacity(history_of_presence.len() + works.len() * 2);
    facts.extend(
        history_of_presence.iter().map(|since| Fact { stamp: since.begin, change: Change::Presence(since.label) }),
    );
    for AgentWork { state, on, period, .. } in works {
        let at = (focus_state(*state), on.medium.load());
        in_and_out(period, Change::Work(at, 1), Change::Work(at, -1), &mut facts);
    }
    let id = agent.id.clone();
    let attention = history::<Attention>(origin, facts)?;
    Ok(rows(attention, move |attends| {
        let focus = match attends {
            // Before the first presence is processed there is nothing to tell.
            Attends::Unknown => return None,
            Attends::Work(state, load) => Focus::Work(state, load),
            Attends::Presence(label) => Focus::Presence(presences.labels[label].clone()),
        };
        Some(WfmState { agent: id.clone(), focus })
    }))
}

/// The rows of those stretches of which there is something to tell.
fn rows<V, T>(history: History<V>, body: impl Fn(V) -> Option<T>) -> impl Iterator<Item = Row<T>> {
    let History { stretches, retold } = history;
    let retold = retold.map(Arc::new);
    stretches.into_iter().filter_map(move |Stretch { start, value, end, known, withdrawn }| {
        let rewritten = Rewritten::of(withdrawn, retold.clone());
        Some(Row { start, body: Body::Told(body(value)?), end, known, rewritten })
    })
}

/// The facts of a period during which something counts: in at its beginning, out at its end, and for each version of the
/// end that turned out wrong, in again where it was and out where it should be.
fn in_and_out<C: Copy>(period: &Period, enter: C, leave: C, facts: &mut Vec<Fact<C>>) {
    facts.push(Fact { stamp: period.begin, change: enter });
    let Some(end) = &period.end else { return };
    let mut told: Option<Stamp> = None;
    for version in end.versions() {
        if let Some(wrong) = told {
            facts.push(Fact { stamp: Stamp { at: wrong.at, processed: version.processed }, change: enter });
        }
        facts.push(Fact { stamp: version, change: leave });
        told = Some(version);
    }
}

fn focus_state(state: WorkState) -> FocusState {
    match state {
        WorkState::Ringing | WorkState::Connected => FocusState::Busy,
        WorkState::Failed => FocusState::Failed,
        WorkState::Unexpected => FocusState::Unexpected,
        WorkState::Wrap => FocusState::Wrap,
    }
}

/// What an agent has in hand, by load.
#[derive(Clone, Copy, Default)]
struct Counts {
    live: i32,
    semi_live: i32,
    non_live: i32,
}

impl Tally for Counts {
    type Change = (Load, i32);
    type Told = Workload;

    fn apply(&mut self, (load, by): (Load, i32)) {
        *match load {
            Load::Live => &mut self.live,
            Load::SemiLive => &mut self.semi_live,
            Load::NonLive => &mut self.non_live,
        } += by;
    }

    fn told(&self) -> Workload {
        // An end can be processed before its beginning is: what is not yet known to have begun does not count.
        let count = |number: i32| u32::try_from(number).unwrap_or(0);
        Workload { calls: count(self.live), semi_live: count(self.semi_live), non_live: count(self.non_live) }
    }
}

/// What an agent attends to: everything in hand, over a presence.
#[derive(Clone, Copy, Default)]
struct Attention {
    /// How much is in each state, by load; in the order of [`FocusState`] and [`Load`].
    works: [[i32; 3]; 4],
    /// The position of its label.
    presence: Option<usize>,
}

#[derive(Clone, Copy)]
enum Change {
    /// To the presence whose label has that position.
    Presence(usize),
    Work((FocusState, Load), i32),
}

/// What of that is told.
#[derive(Clone, Copy, PartialEq)]
enum Attends {
    Unknown,
    Work(FocusState, Load),
    Presence(usize),
}

impl Attention {
    /// From what takes an agent most to what takes them least.
    const STATES: [FocusState; 4] = [FocusState::Busy, FocusState::Failed, FocusState::Unexpected, FocusState::Wrap];
    const LOADS: [Load; 3] = [Load::Live, Load::SemiLive, Load::NonLive];
}

impl Tally for Attention {
    type Change = Change;
    type Told = Attends;

    fn apply(&mut self, change: Change) {
        match change {
            Change::Presence(label) => self.presence = Some(label),
            Change::Work((state, load), by) => self.works[state as usize][load as usize] += by,
        }
    }

    fn told(&self) -> Attends {
        let Some(presence) = self.presence else { return Attends::Unknown };
        for state in Self::STATES {
            for load in Self::LOADS {
                if self.works[state as usize][load as usize] > 0 {
                    return Attends::Work(state, load);
                }
            }
        }
        Attends::Presence(presence)
    }
}
