//! What the platform tells of each agent: presences, work, and the two sequences that follow from them.

use std::collections::HashMap;
use std::sync::Arc;

use super::Row;
use super::recorder::{InHand, Intent, Worked};
use super::sequence::{Endless, Fact, History, Stretch, Tally, history};
use crate::centre::{Agent, Name, PresenceLabel};
use crate::flow::Load;
use crate::record::{
    Activity, ActivityKind, Body, Ending, Focus, FocusState, Period, Stamp, WfmState, WorkState, WorkedOn, Workload,
};
use crate::scenario::Scenario;
use crate::time::Instant;

/// An agent's presence from a change on.
#[derive(Clone, Debug)]
pub(super) struct PresenceSince {
    pub(super) begin: Stamp,
    pub(super) presence: PresenceLabel,
}

/// An agent's work on an interaction, with what is told of the interaction.
#[derive(Debug)]
pub(super) struct AgentWork {
    pub(super) worked: Worked,
    pub(super) on: Arc<WorkedOn>,
    /// The flow's position in the scenario.
    pub(super) flow: usize,
}

/// Every agent's presences by time, those that the platform set included.
pub(super) fn presences(scenario: &Scenario, intents: &[Intent]) -> HashMap<Name, Vec<PresenceSince>> {
    let mut histories: HashMap<Name, Vec<PresenceSince>> = HashMap::new();
    let own = scenario.centre.presences.iter().cloned();
    // Of two by one label the centre's own counts, and of its own the first.
    let labels: HashMap<Name, PresenceLabel> =
        PresenceLabel::built_in().into_iter().chain(own.rev()).map(|one| (one.label.clone(), one)).collect();
    let mut add = |agent: &Name, label: &Name, begin: Stamp| {
        if let Some(presence) = labels.get(label).cloned() {
            histories.entry(agent.clone()).or_default().push(PresenceSince { begin, presence });
        }
    };
    for agent in &scenario.centre.agents {
        add(&agent.id, &agent.presence, Stamp { at: scenario.start, processed: scenario.start });
    }
    for change in &scenario.presences {
        let processed = change.at + change.delay.unwrap_or(scenario.processing.delay);
        add(&change.agent, &change.presence, Stamp { at: change.at, processed });
    }
    let mut made: HashMap<&Name, Vec<Instant>> = HashMap::new();
    for change in &scenario.presences {
        made.entry(&change.agent).or_default().push(change.at);
    }
    for instants in made.values_mut() {
        instants.sort_unstable();
    }
    // A change that the agent made since then overtakes what they had intended, and what they choose once the interaction
    // has ended for them comes to nothing.
    let holds = |intent: &&Intent| {
        let made = made.get(&intent.agent).map_or(&[][..], Vec::as_slice);
        let meanwhile = made.partition_point(|at| *at < intent.chosen);
        let after = made.partition_point(|at| *at <= intent.done.at);
        intent.chosen <= intent.done.at && meanwhile == after
    };
    for intent in intents.iter().filter(holds) {
        add(&intent.agent, &intent.presence, intent.done);
    }
    for history in histories.values_mut() {
        history.sort_by_key(|since| since.begin.at);
        told_in_order(history);
        keep_last_of_each_instant(history);
        history.dedup_by(|next, before| next.presence == before.presence);
    }
    histories
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

/// The rows of an agent's presences.
pub(super) fn presence_rows(agent: &Agent, history: &[PresenceSince]) -> Vec<Row<Activity>> {
    let rows = history.iter().enumerate().map(|(position, since)| {
        let end = history.get(position + 1).map(|next| Ending::once(next.begin));
        let PresenceLabel { label, availability } = since.presence.clone();
        Row {
            start: since.begin.at,
            body: Body::Told(Activity {
                agent: agent.id.clone(),
                kind: ActivityKind::Presence { label, availability },
            }),
            known: since.begin.processed,
            withdrawn: None,
            retold: None,
            end,
        }
    });
    rows.collect()
}

/// The row of a stretch of work.
pub(super) fn work_row(work: &AgentWork) -> Row<Activity> {
    let Worked { agent, state, period: Period { begin, end }, .. } = &work.worked;
    let kind = ActivityKind::Work { state: *state, on: Arc::clone(&work.on) };
    Row {
        start: begin.at,
        body: Body::Told(Activity { agent: agent.clone(), kind }),
        end: end.clone(),
        known: begin.processed,
        withdrawn: None,
        retold: None,
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
    let changes = |one: &InHand| in_and_out(&one.period, (one.load, 1), (one.load, -1));
    let workloads = history::<Counts>(origin, in_hand.iter().flat_map(changes).collect())?;
    let id = agent.id.clone();
    Ok(rows(workloads, move |workload| Some(Activity { agent: id.clone(), kind: ActivityKind::Workload(workload) })))
}

/// The rows of an agent's WFM states.
///
/// # Errors
///
/// If late facts would rewrite too much of them.
pub(super) fn state_rows(
    agent: &Agent,
    origin: Instant,
    presences: &[PresenceSince],
    works: &[AgentWork],
) -> Result<impl Iterator<Item = Row<WfmState>>, Endless> {
    let mut facts: Vec<_> = presences
        .iter()
        .map(|since| Fact { stamp: since.begin, change: Change::Presence(since.presence.clone()) })
        .collect();
    for work in works {
        let at = (focus_state(work.worked.state), work.on.medium.load());
        facts.extend(in_and_out(&work.worked.period, Change::Work(at, 1), Change::Work(at, -1)));
    }
    let id = agent.id.clone();
    let attention = history::<Attention>(origin, facts)?;
    // Before the first presence is processed there is nothing to tell.
    Ok(rows(attention, move |focus| Some(WfmState { agent: id.clone(), focus: focus? })))
}

/// The rows of those stretches of which there is something to tell.
fn rows<V, T>(history: History<V>, body: impl Fn(V) -> Option<T>) -> impl Iterator<Item = Row<T>> {
    let History { stretches, retold } = history;
    let retold = retold.map(Arc::new);
    stretches.into_iter().filter_map(move |Stretch { start, value, end, known, withdrawn }| {
        Some(Row { start, body: Body::Told(body(value)?), end, known, withdrawn, retold: retold.clone() })
    })
}

/// The facts of a period during which something counts: in at its beginning, out at its end, and for each version of the
/// end that turned out wrong, in again where it was and out where it should be.
fn in_and_out<C: Clone>(period: &Period, enter: C, leave: C) -> Vec<Fact<C>> {
    let mut facts = vec![Fact { stamp: period.begin, change: enter.clone() }];
    let Some(end) = &period.end else { return facts };
    let mut told: Option<Stamp> = None;
    for version in end.versions() {
        if let Some(wrong) = told {
            let corrected = Stamp { at: wrong.at, processed: version.processed };
            facts.push(Fact { stamp: corrected, change: enter.clone() });
        }
        facts.push(Fact { stamp: version, change: leave.clone() });
        told = Some(version);
    }
    facts
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
#[derive(Clone, Default)]
struct Counts {
    live: i32,
    semi_live: i32,
    non_live: i32,
}

impl Tally for Counts {
    type Change = (Load, i32);
    type Told = Workload;

    fn apply(&mut self, (load, by): &(Load, i32)) {
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
#[derive(Clone, Default)]
struct Attention {
    /// How much is in each state, by load; in the order of [`FocusState`] and [`Load`].
    works: [[i32; 3]; 4],
    presence: Option<PresenceLabel>,
}

#[derive(Clone)]
enum Change {
    Presence(PresenceLabel),
    Work((FocusState, Load), i32),
}

impl Attention {
    /// From what takes an agent most to what takes them least.
    const STATES: [FocusState; 4] = [FocusState::Busy, FocusState::Failed, FocusState::Unexpected, FocusState::Wrap];
    const LOADS: [Load; 3] = [Load::Live, Load::SemiLive, Load::NonLive];
}

impl Tally for Attention {
    type Change = Change;
    type Told = Option<Focus>;

    fn apply(&mut self, change: &Change) {
        match change {
            Change::Presence(presence) => self.presence = Some(presence.clone()),
            Change::Work((state, load), by) => self.works[*state as usize][*load as usize] += by,
        }
    }

    fn told(&self) -> Option<Focus> {
        let presence = self.presence.as_ref()?;
        let in_hand = Self::STATES.into_iter().flat_map(|state| Self::LOADS.map(|load| (state, load)));
        let most = in_hand.into_iter().find(|(state, load)| self.works[*state as usize][*load as usize] > 0);
        Some(match most {
            Some((state, load)) => Focus::Work(state, load),
            None => Focus::Presence(presence.clone()),
        })
    }
}

/// The presence that an agent had at an instant, given their presences by time.
pub(super) fn presence_at(history: &[PresenceSince], instant: Instant) -> Option<&PresenceLabel> {
    let begun = history.partition_point(|since| since.begin.at <= instant);
    begun.checked_sub(1).map(|last| &history[last].presence)
}
