//! The API's questions, and what they mean: windows, `include`, filters, pages.
//!
//! Each function is pure: the same history, instant and question give the same rows in the same order, whether the history
//! is one timeline or a timeline for each day. Sections are those of the API reference.

mod parts;
mod runs;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

pub use self::parts::Found;
use self::parts::{Wish, going_on, in_window, open_at};
pub(crate) use self::runs::Offer;
pub use self::runs::{InPart, Runs};
use crate::centre::Name;
use crate::history::{History, Tabled};
use crate::record::{Activity, ActivityKind, Body, Handled, Interaction, QueueEntry, QueueKind, WfmState};
use crate::time::{Instant, Span};
use crate::timeline::Row;
use crate::timeline::table::Keep;

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
pub struct AgentStatus {
    /// The agent's ID.
    pub agent: Name,
    /// The current presence.
    pub presence: Row<Activity>,
    /// The current workload.
    pub workload: Row<Activity>,
    /// The current work, one for each interaction.
    pub interactions: Vec<Row<Activity>>,
}

/// `GET /interactions`: by start.
pub fn interactions<'h>(
    history: impl Into<History<'h>>,
    now: Instant,
    window: &Window,
    paging: Paging,
) -> Page<Runs<'h, Interaction>> {
    in_window(history.into(), now, window, paging, &Wish::of(Endpoint::Interactions))
}

/// `GET /interactions/ongoing`: by start.
pub fn ongoing_interactions<'h>(
    history: impl Into<History<'h>>,
    now: Instant,
    paging: Paging,
) -> Page<Runs<'h, Interaction>> {
    going_on(history.into(), now, paging)
}

/// `GET /interactions/{guid}`; the GUID in either case. `None` if the platform knows of no such interaction.
pub fn interaction<'h>(history: impl Into<History<'h>>, now: Instant, guid: &str) -> Option<Found<'h, Interaction>> {
    Found::by_guid(history.into(), guid, now).filter(|row| row.is_known(now))
}

/// The same, whether or not the platform knows of it yet. `None` if there never is such an interaction.
pub fn interaction_ever<'h>(history: impl Into<History<'h>>, guid: &str) -> Option<Found<'h, Interaction>> {
    Found::by_guid(history.into(), guid, Instant::LATEST)
}

/// `GET /agent-activities`: by start, agent ID, type.
pub fn activities<'h>(
    history: impl Into<History<'h>>,
    now: Instant,
    window: &Window,
    filter: &ActivityFilter<'_>,
    paging: Paging,
) -> Page<Runs<'h, Activity>> {
    activities_of(history.into(), Endpoint::Activities, now, window, filter, paging)
}

/// `GET /agent-activities/presence`: by start, agent ID.
pub fn presence_activities<'h>(
    history: impl Into<History<'h>>,
    now: Instant,
    window: &Window,
    agent: Option<&str>,
    paging: Paging,
) -> Page<Runs<'h, Activity>> {
    let filter = ActivityFilter { agent, kind: Some(ActivityType::Presence) };
    activities_of(history.into(), Endpoint::PresenceActivities, now, window, &filter, paging)
}

/// `GET /agent-activities/interactions`: by start, agent ID.
pub fn interaction_activities<'h>(
    history: impl Into<History<'h>>,
    now: Instant,
    window: &Window,
    agent: Option<&str>,
    paging: Paging,
) -> Page<Runs<'h, Activity>> {
    let filter = ActivityFilter { agent, kind: Some(ActivityType::Interaction) };
    activities_of(history.into(), Endpoint::InteractionActivities, now, window, &filter, paging)
}

/// `GET /agent-status`: every agent of the centre, by agent ID compared as text.
pub fn agent_status<'h>(history: impl Into<History<'h>>, now: Instant, paging: Paging) -> Page<Vec<Body<AgentStatus>>> {
    let history = history.into();
    let all: Vec<_> = match history {
        History::Whole(timeline) if !timeline.statuses.is_empty() => {
            timeline.statuses.iter().map(|status| Body::Recorded(Arc::clone(status))).collect()
        }
        History::Whole(_) | History::Daily(_) => current_statuses(history, now).into_iter().map(Body::Told).collect(),
    };
    let total = all.len();
    Page { items: all.into_iter().skip(paging.skipped()).take(paging.limit as usize).collect(), total, paging }
}

/// `GET /queue-times`: by entry, queue name.
pub fn queue_times<'h>(
    history: impl Into<History<'h>>,
    now: Instant,
    window: &Window,
    filter: &QueueFilter<'_>,
    paging: Paging,
) -> Page<Runs<'h, Arc<QueueEntry>>> {
    in_queues(history.into(), Endpoint::QueueTimes, now, window, filter, paging)
}

/// `GET /wfm/agent-states`: by start, agent ID.
pub fn agent_states<'h>(
    history: impl Into<History<'h>>,
    now: Instant,
    window: &Window,
    agent: Option<&str>,
    paging: Paging,
) -> Page<Runs<'h, WfmState>> {
    let subjects = agent.as_ref().map(std::slice::from_ref);
    in_window(history.into(), now, window, paging, &Wish { subjects, ..Wish::of(Endpoint::AgentStates) })
}

/// `GET /wfm/queue-metrics`: what has left its queue, by entry, queue name.
pub fn queue_metrics<'h>(
    history: impl Into<History<'h>>,
    now: Instant,
    window: &Window,
    filter: &QueueFilter<'_>,
    paging: Paging,
) -> Page<Runs<'h, Handled>> {
    let passes = |row: &Row<Handled>| {
        let has_left = row.end_at(now).is_some() || matches!(row.body, Body::Recorded(_));
        has_left && is_queue(row, Endpoint::QueueMetrics, filter)
    };
    in_window(history.into(), now, window, paging, &of_queues(Endpoint::QueueMetrics, filter, &passes))
}

/// `GET /wfm/queue-activity`: what is in its queue or has left it, by entry, queue name.
pub fn queue_activity<'h>(
    history: impl Into<History<'h>>,
    now: Instant,
    window: &Window,
    filter: &QueueFilter<'_>,
    paging: Paging,
) -> Page<Runs<'h, Handled>> {
    in_queues(history.into(), Endpoint::QueueActivity, now, window, filter, paging)
}

fn activities_of<'h>(
    history: History<'h>,
    endpoint: Endpoint,
    now: Instant,
    window: &Window,
    filter: &ActivityFilter<'_>,
    paging: Paging,
) -> Page<Runs<'h, Activity>> {
    let passes = |row: &Row<Activity>| {
        let kind = match &row.body {
            Body::Told(activity) => Some(type_of(&activity.kind)),
            // What one endpoint answered is not an answer of another: the three have different shapes.
            Body::Recorded(item) if item.endpoint == endpoint => item.activity.or(filter.kind),
            Body::Recorded(_) => return false,
        };
        filter.kind.is_none() || filter.kind == kind
    };
    let is_recorded = match history {
        History::Whole(timeline) => timeline.is_recorded(),
        History::Daily(_) => false,
    };
    let all_pass = filter.kind.is_none() && !is_recorded;
    let keep: Option<Keep<'_, Activity>> = if all_pass { None } else { Some(&passes) };
    let subjects = filter.agent.as_ref().map(std::slice::from_ref);
    in_window(history, now, window, paging, &Wish { subjects, keep, activity: filter.kind, ..Wish::of(endpoint) })
}

fn type_of(kind: &ActivityKind) -> ActivityType {
    match kind {
        ActivityKind::Presence { .. } => ActivityType::Presence,
        ActivityKind::Workload(_) => ActivityType::Workload,
        ActivityKind::Work { .. } => ActivityType::Interaction,
    }
}

fn in_queues<'h, T: AsRef<QueueEntry> + Tabled>(
    history: History<'h>,
    endpoint: Endpoint,
    now: Instant,
    window: &Window,
    filter: &QueueFilter<'_>,
    paging: Paging,
) -> Page<Runs<'h, T>> {
    let passes = |row: &Row<T>| is_queue(row, endpoint, filter);
    in_window(history, now, window, paging, &of_queues(endpoint, filter, &passes))
}

fn of_queues<'w, T>(endpoint: Endpoint, filter: &'w QueueFilter<'_>, passes: Keep<'w, T>) -> Wish<'w, T> {
    Wish { subjects: filter.names.as_deref(), keep: Some(passes), queues: filter.types, ..Wish::of(endpoint) }
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
fn current_statuses(history: History<'_>, now: Instant) -> Vec<AgentStatus> {
    #[derive(Default)]
    struct Current {
        presence: Option<Row<Activity>>,
        workload: Option<Row<Activity>>,
        interactions: Vec<Row<Activity>>,
    }
    let mut agents: BTreeMap<Name, Current> = BTreeMap::new();
    open_at(history, now, |row: &Row<Activity>| {
        let Body::Told(activity) = &row.body else { return };
        let current = agents.entry(activity.agent.clone()).or_default();
        match activity.kind {
            ActivityKind::Presence { .. } => current.presence = Some(row.clone()),
            ActivityKind::Workload(_) => current.workload = Some(row.clone()),
            ActivityKind::Work { .. } => current.interactions.push(row.clone()),
        }
    });
    let complete = agents.into_iter().filter_map(|(agent, current)| {
        let Current { presence, workload, interactions } = current;
        Some(AgentStatus { agent, presence: presence?, workload: workload?, interactions })
    });
    complete.collect()
}
