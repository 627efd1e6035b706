//! The API's questions, and what they mean: windows, `include`, filters, pages.
//!
//! Each function is pure: the same timeline, instant and question give the same rows in the same order. Sections are
//! those of the API reference.

use std::fmt;

use crate::time::{Instant, Span};

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

/// The items of one page, and how many there are over all pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The items on this page.
    pub items: Vec<T>,
    /// The items over all pages.
    pub total: usize,
    /// Which page it is.
    pub paging: Paging,
}

impl<T> Page<T> {
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
