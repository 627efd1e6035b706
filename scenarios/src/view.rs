//! The API's questions, and what they mean: windows, `include`, filters, pages.
//!
//! Each function is pure: the same timeline, instant and question give the same rows in the same order. Sections are
//! those of the API reference.

mod runs;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

pub use self::runs::Runs;
pub(crate) use self::runs::RunsBuilder;
use crate::centre::Name;
use crate::record::{Activity, ActivityKind, Body, Handled, Interaction, QueueEntry, QueueKind, Record, WfmState};
use crate::time::{Instant, Span};
use crate::timeline::table::{Keep, Table, Wanted};
use crate::timeline::{Row, Timeline};

/// The longest window on the endpoints that document a limit (section 2.3).
pub const LONGEST_WINDOW: Span = Span::from_millis(31 * 24 * 60 * 60 * 1000);

/// From `start` (included) to `end` (excluded), and which items count as lying in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first instant that belongs to it.
    pub start: Instant,
    /// The first instant that does not.
    pub end: Instant,
    /// What has to lie in it.
    pub include: Include,
}

impl Window {
    /// Whether an instant lies in it.
    pub fn contains(&self, instant: Instant) -> bool {
        self.start <= instant && instant < self.end
    }
}

/// Which items a window returns (section 2.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Include {
    /// Those that started in it.
    #[default]
    Started,
    /// Those that started or ended in it.
    StartedOrEnded,
    /// Those that started, ended or were processed in it.
    Processed,
}

impl Include {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Started, Self::StartedOrEnded, Self::Processed];
}

impl fmt::Display for Include {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Started => "Started",
            Self::StartedOrEnded => "StartedOrEnded",
            Self::Processed => "Processed",
        })
    }
}

/// Which page of how many items; both count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// The page.
    pub page: u32,
    /// The most items that a page has.
    pub limit: u32,
}

/// One page, and how many items there are over all pages.
#[derive(Clone, Debug)]
pub struct Page<I> {
    /// The items on this page: a list, or [`Runs`] of rows.
    pub items: I,
    /// The items over all pages.
    pub total: usize,
    /// Which page it is.
    pub paging: Paging,
}

impl<I> Page<I> {
    /// How many pages there are; 0 when there is nothing.
    pub fn page_count(&self) -> usize {
        self.total.div_ceil(self.paging.limit as usize)
    }
}

/// Which types of queues are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueueTypes {
    /// ACD queues.
    Acd,
    /// Virtual queues.
    Virtual,
    /// Both.
    All,
}

/// Which type of activity is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActivityType {
    /// Presences.
    Presence,
    /// Workloads.
    Workload,
    /// Work on interactions.
    Interaction,
}

/// The eleven questions (section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// `/interactions`
    Interactions,
    /// `/interactions/ongoing`
    OngoingInteractions,
    /// `/interactions/{guid}`
    Interaction,
    /// `/agent-activities`
    Activities,
    /// `/agent-activities/presence`
    PresenceActivities,
    /// `/agent-activities/interactions`
    InteractionActivities,
    /// `/agent-status`
    AgentStatus,
    /// `/queue-times`
    QueueTimes,
    /// `/wfm/agent-states`
    AgentStates,
    /// `/wfm/queue-metrics`
    QueueMetrics,
    /// `/wfm/queue-activity`
    QueueActivity,
}

impl Endpoint {
    /// Every endpoint, in the order of the reference.
    pub const ALL: [Self; 11] = [
        Self::Interactions,
        Self::OngoingInteractions,
        Self::Interaction,
        Self::Activities,
        Self::PresenceActivities,
        Self::InteractionActivities,
        Self::AgentStatus,
        Self::QueueTimes,
        Self::AgentStates,
        Self::QueueMetrics,
        Self::QueueActivity,
    ];
}

/// Which activities are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ActivityFilter<'q> {
    /// Only this agent's.
    pub agent: Option<&'q str>,
    /// Only this type.
    pub kind: Option<ActivityType>,
}

/// Which queues are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueFilter<'q> {
    /// Only queues of these names.
    pub names: Option<Vec<&'q str>>,
    /// Only queues of this type.
    pub types: QueueTypes,
}

/// What an agent is at: presence, workload, and each interaction in hand.
#[derive(Clone, Debug)]
pub struct AgentStatus<'t> {
    /// The agent's ID.
    pub agent: &'t Name,
    /// The current presence.
    pub presence: &'t Row<Activity>,
    /// The current workload.
    pub workload: &'t Row<Activity>,
    /// The current work, one for each interaction.
    pub interactions: Vec<&'t Row<Activity>>,
}

/// `GET /interactions`: by start.
pub fn interactions<'t>(
    timeline: &'t Timeline,
    now: Instant,
    window: &Window,
    paging: Paging,
) -> Page<Runs<'t, Interaction>> {
    timeline.interactions.in_window(now, window, paging, &Wanted { subjects: None, keep: None })
}

/// `GET /interactions/ongoing`: by start.
pub fn ongoing_interactions(timeline: &Timeline, now: Instant, paging: Paging) -> Page<Runs<'_, Interaction>> {
    timeline.interactions.ongoing(now, paging)
}

/// `GET /interactions/{guid}`; the GUID in either case. `None` if the platform knows of no such interaction.
pub fn interaction<'t>(timeline: &'t Timeline, now: Instant, guid: &str) -> Option<&'t Row<Interaction>> {
    timeline.interaction(guid).filter(|row| row.is_known(now))
}

/// `GET /agent-activities`: by start, agent ID, type.
pub fn activities<'t>(
    timeline: &'t Timeline,
    now: Instant,
    window: &Window,
    filter: &ActivityFilter<'_>,
    paging: Paging,
) -> Page<Runs<'t, Activity>> {
    activities_of(timeline, Endpoint::Activities, now, window, filter, paging)
}

/// `GET /agent-activities/presence`: by start, agent ID.
pub fn presence_activities<'t>(
    timeline: &'t Timeline,
    now: Instant,
    window: &Window,
    agent: Option<&str>,
    paging: Paging,
) -> Page<Runs<'t, Activity>> {
    let filter = ActivityFilter { agent, kind: Some(ActivityType::Presence) };
    activities_of(timeline, Endpoint::PresenceActivities, now, window, &filter, paging)
}

/// `GET /agent-activities/interactions`: by start, agent ID.
pub fn interaction_activities<'t>(
    timeline: &'t Timeline,
    now: Instant,
    window: &Window,
    agent: Option<&str>,
    paging: Paging,
) -> Page<Runs<'t, Activity>> {
    let filter = ActivityFilter { agent, kind: Some(ActivityType::Interaction) };
    activities_of(timeline, Endpoint::InteractionActivities, now, window, &filter, paging)
}

/// `GET /agent-status`: every agent of the centre, by agent ID compared as text.
pub fn agent_status(timeline: &Timeline, now: Instant, paging: Paging) -> Page<Vec<Body<AgentStatus<'_>>>> {
    let all: Vec<_> = if timeline.statuses.is_empty() {
        current_statuses(timeline, now).into_iter().map(Body::Told).collect()
    } else {
        timeline.statuses.iter().map(|status| Body::Recorded(Arc::clone(status))).collect()
    };
    let total = all.len();
    Page { items: all.into_iter().skip(paging.skipped()).take(paging.limit as usize).collect(), total, paging }
}

/// `GET /queue-times`: by entry, queue name.
pub fn queue_times<'t>(
    timeline: &'t Timeline,
    now: Instant,
    window: &Window,
    filter: &QueueFilter<'_>,
    paging: Paging,
) -> Page<Runs<'t, Arc<QueueEntry>>> {
    in_queues(&timeline.queue_times, Endpoint::QueueTimes, now, window, filter, paging)
}

/// `GET /wfm/agent-states`: by start, agent ID.
pub fn agent_states<'t>(
    timeline: &'t Timeline,
    now: Instant,
    window: &Window,
    agent: Option<&str>,
    paging: Paging,
) -> Page<Runs<'t, WfmState>> {
    timeline.states.in_window(
        now,
        window,
        paging,
        &Wanted { subjects: agent.as_ref().map(std::slice::from_ref), keep: None },
    )
}

/// `GET /wfm/queue-metrics`: what has left its queue, by entry, queue name.
pub fn queue_metrics<'t>(
    timeline: &'t Timeline,
    now: Instant,
    window: &Window,
    filter: &QueueFilter<'_>,
    paging: Paging,
) -> Page<Runs<'t, Handled>> {
    let passes = |row: &Row<Handled>| {
        let has_left = row.end_at(now).is_some() || matches!(row.body, Body::Recorded(_));
        has_left && is_queue(row, Endpoint::QueueMetrics, filter)
    };
    let subjects = filter.names.as_deref();
    timeline.handled_queues.in_window(now, window, paging, &Wanted { subjects, keep: Some(&passes) })
}

/// `GET /wfm/queue-activity`: what is in its queue or has left it, by entry, queue name.
pub fn queue_activity<'t>(
    timeline: &'t Timeline,
    now: Instant,
    window: &Window,
    filter: &QueueFilter<'_>,
    paging: Paging,
) -> Page<Runs<'t, Handled>> {
    in_queues(&timeline.handled_queues, Endpoint::QueueActivity, now, window, filter, paging)
}

fn activities_of<'t>(
    timeline: &'t Timeline,
    endpoint: Endpoint,
    now: Instant,
    window: &Window,
    filter: &ActivityFilter<'_>,
    paging: Paging,
) -> Page<Runs<'t, Activity>> {
    let passes = |row: &Row<Activity>| {
        let kind = match &row.body {
            Body::Told(activity) => Some(type_of(&activity.kind)),
            // What one endpoint answered is not an answer of another: the three have different shapes.
            Body::Recorded(item) if item.endpoint == endpoint => item.activity.or(filter.kind),
            Body::Recorded(_) => return false,
        };
        filter.kind.is_none() || filter.kind == kind
    };
    let all_pass = filter.kind.is_none() && !timeline.is_recorded();
    let keep: Option<Keep<'_, Activity>> = if all_pass { None } else { Some(&passes) };
    let subjects = filter.agent.as_ref().map(std::slice::from_ref);
    timeline.activities.in_window(now, window, paging, &Wanted { subjects, keep })
}

fn type_of(kind: &ActivityKind) -> ActivityType {
    match kind {
        ActivityKind::Presence { .. } => ActivityType::Presence,
        ActivityKind::Workload(_) => ActivityType::Workload,
        ActivityKind::Work { .. } => ActivityType::Interaction,
    }
}

fn in_queues<'t, T: AsRef<QueueEntry> + Record>(
    table: &'t Table<T>,
    endpoint: Endpoint,
    now: Instant,
    window: &Window,
    filter: &QueueFilter<'_>,
    paging: Paging,
) -> Page<Runs<'t, T>> {
    let subjects = filter.names.as_deref();
    table.in_window(now, window, paging, &Wanted { subjects, keep: Some(&|row| is_queue(row, endpoint, filter)) })
}

fn is_queue<T: AsRef<QueueEntry>>(row: &Row<T>, endpoint: Endpoint, filter: &QueueFilter<'_>) -> bool {
    let queue_type = match &row.body {
        Body::Told(entry) => match entry.as_ref().kind {
            QueueKind::Acd => Some(QueueTypes::Acd),
            QueueKind::Virtual { .. } => Some(QueueTypes::Virtual),
        },
        Body::Recorded(item) if item.endpoint == endpoint => item.queue_type,
        Body::Recorded(_) => return false,
    };
    filter.types == QueueTypes::All || queue_type.is_none_or(|queue_type| queue_type == filter.types)
}

/// Every agent's status from the activities that go on at `now`.
fn current_statuses(timeline: &Timeline, now: Instant) -> Vec<AgentStatus<'_>> {
    #[derive(Default)]
    struct Current<'t> {
        presence: Option<&'t Row<Activity>>,
        workload: Option<&'t Row<Activity>>,
        interactions: Vec<&'t Row<Activity>>,
    }
    let mut agents: BTreeMap<&Name, Current<'_>> = BTreeMap::new();
    for row in timeline.activities.open_at(now) {
        let Body::Told(activity) = &row.body else { continue };
        let current = agents.entry(&activity.agent).or_default();
        match activity.kind {
            ActivityKind::Presence { .. } => current.presence = Some(row),
            ActivityKind::Workload(_) => current.workload = Some(row),
            ActivityKind::Work { .. } => current.interactions.push(row),
        }
    }
    let complete = agents.into_iter().filter_map(|(agent, current)| {
        let Current { presence, workload, interactions } = current;
        Some(AgentStatus { agent, presence: presence?, workload: workload?, interactions })
    });
    complete.collect()
}
