//! Faults on purpose: what goes wrong between a client and the API, and exactly when.
//!
//! A [`Plan`] is a list of rules, each of which is a [`Fault`] and the [`Position`] at which it strikes. Nothing is
//! limited, delayed or altered unless a plan says so, and nothing is left to chance: whether a rule strikes is a function
//! of the plan, of the requests before and of the world's clock ([`State::decide`]). The same requests in the same order
//! meet the same faults on every machine.
//!
//! Plans are written as TOML, in a scenario's table `[faults]` or by themselves: see
//! [`format::parse_faults`](crate::format::parse_faults). Those of [`ReadyMade`] have names.

mod bucket;
mod kinds;
mod ready;
mod state;

pub use kinds::{Fault, Lie, Meaning, Network, Service, Status};
pub use ready::ReadyMade;
pub use state::{Decision, End, Request, Standing, State, Token};

use crate::centre::Name;
use crate::time::{Instant, Span};
use crate::view::Endpoint;

/// What goes wrong, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What people, headers and journals call it.
    pub name: Name,
    /// What all chance in it follows from.
    pub seed: u64,
    /// The rules, each of which is asked about each request, in this order.
    pub rules: Vec<Rule>,
}

/// A fault, and when it strikes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What goes wrong.
    pub fault: Fault,
    /// Which requests it befalls.
    pub position: Position,
}

/// Which requests a fault befalls: those of which all that is said here holds; without a word, all of them.
///
/// A **poll** of an endpoint begins with a request for its first page; the requests of the same client for further pages
/// belong to it. A request for a page that a fault has just kept from that client is another **attempt** at it, and begins
/// no poll. Each client's polls are counted by themselves, from when the plan begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Only requests to there. Without it also requests for tokens count, as the fair-use limit of the real API counts
    /// those to all APIs together (reference, section 7).
    pub target: Option<Target>,
    /// Only requests of the client of that id: those with a token of its, and those for one.
    pub client: Option<Name>,
    /// Only from the one of this number on, of those requests; the first is 1.
    pub request: Option<u32>,
    /// Only in the poll of this number; the first is 1.
    pub poll: Option<u32>,
    /// Only requests for the page of this number.
    pub page: Option<u32>,
    /// Only at the attempt of this number; the first is 1.
    pub attempt: Option<u32>,
    /// Only requests for a window that is longer.
    pub window_over: Option<Span>,
    /// Only from then on, by the world's clock.
    pub from: Option<Moment>,
    /// Only until then, which is no longer included.
    pub until: Option<Moment>,
    /// Only so many requests of a hundred. Which, follows from the plan's seed and the number of the request among all
    /// requests.
    pub percent: Option<u32>,
    /// Only so many times.
    pub times: Option<u32>,
}

/// Where a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// To an endpoint of the Stats API.
    Endpoint(Endpoint),
    /// To the token endpoint.
    Token,
}

/// A point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The instant itself.
    At(Instant),
    /// How long after the plan began: with the scenario that tells it, or else when it was set.
    After(Span),
}

/// How long an answer is kept back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delay {
    /// Always for that long.
    Fixed(Span),
    /// Log-normal: mostly short, now and then long. What is drawn follows from the plan's seed and the request's number.
    LogNormal {
        /// The mean.
        mean: Span,
        /// The standard deviation.
        deviation: Span,
    },
}

/// The longest that an answer is kept back. What chance draws beyond it is that long.
pub const LONGEST_DELAY: Span = Span::from_secs(3_600);

/// In which time a slow answer is slow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DelayClock {
    /// The client's: it waits.
    #[default]
    Real,
    /// The world's. While that stands still nobody waits; the answer is dated as if it had come later, and tells what
    /// was so when it was asked for.
    World,
}

impl Plan {
    /// A plan of that name in which one fault befalls all requests.
    pub fn always(name: &str, fault: Fault) -> Self {
        let rules = vec![Rule { fault, position: Position::default() }];
        Self { name: name.into(), seed: 0, rules }
    }

    /// The same plan for a story that is told `later`.
    #[must_use]
    pub fn shifted(mut self, later: Span) -> Self {
        for Position { from, until, .. } in self.rules.iter_mut().map(|rule| &mut rule.position) {
            for moment in [from, until].into_iter().flatten() {
                *moment = match *moment {
                    Moment::At(instant) => Moment::At(instant + later),
                    Moment::After(span) => Moment::After(span),
                };
            }
        }
        self
    }
}

impl Moment {
    /// The instant, of a plan that began then.
    pub fn since(self, began: Instant) -> Instant {
        match self {
            Self::At(instant) => instant,
            Self::After(span) => began + span,
        }
    }
}

impl Target {
    /// Every target, the token endpoint last.
    pub const ALL: [Self; 12] = [
        Self::Endpoint(Endpoint::Interactions),
        Self::Endpoint(Endpoint::OngoingInteractions),
        Self::Endpoint(Endpoint::Interaction),
        Self::Endpoint(Endpoint::Activities),
        Self::Endpoint(Endpoint::PresenceActivities),
        Self::Endpoint(Endpoint::InteractionActivities),
        Self::Endpoint(Endpoint::AgentStatus),
        Self::Endpoint(Endpoint::QueueTimes),
        Self::Endpoint(Endpoint::AgentStates),
        Self::Endpoint(Endpoint::QueueMetrics),
        Self::Endpoint(Endpoint::QueueActivity),
        Self::Token,
    ];

    /// Its path.
    pub fn path(self) -> &'static str {
        match self {
            Self::Endpoint(Endpoint::Interactions) => "/stats/interactions",
            Self::Endpoint(Endpoint::OngoingInteractions) => "/stats/interactions/ongoing",
            Self::Endpoint(Endpoint::Interaction) => "/stats/interactions/{guid}",
            Self::Endpoint(Endpoint::Activities) => "/stats/agent-activities",
            Self::Endpoint(Endpoint::PresenceActivities) => "/stats/agent-activities/presence",
            Self::Endpoint(Endpoint::InteractionActivities) => "/stats/agent-activities/interactions",
            Self::Endpoint(Endpoint::AgentStatus) => "/stats/agent-status",
            Self::Endpoint(Endpoint::QueueTimes) => "/stats/queue-times",
            Self::Endpoint(Endpoint::AgentStates) => "/stats/wfm/agent-states",
            Self::Endpoint(Endpoint::QueueMetrics) => "/stats/wfm/queue-metrics",
            Self::Endpoint(Endpoint::QueueActivity) => "/stats/wfm/queue-activity",
            Self::Token => "/Auth/connect/token",
        }
    }

    /// Whether what is asked for there comes in pages.
    pub fn has_pages(self) -> bool {
        match self {
            Self::Endpoint(Endpoint::Interaction) | Self::Token => false,
            Self::Endpoint(_) => true,
        }
    }

    /// Whether it is asked about a window of time.
    pub fn has_window(self) -> bool {
        match self {
            Self::Endpoint(Endpoint::OngoingInteractions | Endpoint::Interaction | Endpoint::AgentStatus)
            | Self::Token => false,
            Self::Endpoint(_) => true,
        }
    }
}
