//! A scenario: a contact centre, and everything that happened in it.

use crate::centre::{Centre, Name};
use crate::fault::Plan;
use crate::flow::Flow;
use crate::time::{Instant, Span};

/// What happened in a contact centre, and how the platform is to tell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// When the telling begins: every agent has a presence from here on.
    pub start: Instant,
    /// The instant at which a frozen clock stands; `None` for just after all that is told has been processed.
    pub now: Option<Instant>,
    /// The shape in which records are served.
    pub shape: Shape,
    /// How fast the platform works.
    pub processing: Pace,
    /// What goes wrong between clients and the API, on purpose; `None` for nothing.
    pub faults: Option<Plan>,
    /// Who may ask for tokens; empty for anybody.
    pub clients: Vec<Client>,
    /// The contact centre.
    pub centre: Centre,
    /// What agents did about their presence, in any order.
    pub presences: Vec<PresenceChange>,
    /// What happened, in any order.
    pub flows: Vec<Flow>,
}

/// Which set of fields is served: fields came to v3 over the years without a new version (reference, section 1.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// Everything that is known of v3 today.
    #[default]
    Current,
    /// The fields of the FAQ's examples.
    Y2020,
}

/// The platform's processing delays. How long the real ones are is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// From the moment that something happens until the API can tell of it.
    pub delay: Span,
    /// From the end of an interaction until it is categorised.
    pub categorised: Span,
}

impl Default for Pace {
    /// No delay, and categorised five seconds after the end: our choice.
    fn default() -> Self {
        Self { delay: Span::ZERO, categorised: Span::from_secs(5) }
    }
}

/// Credentials of somebody who calls the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The client id.
    pub id: Name,
    /// The client secret.
    pub secret: Name,
    /// The scopes that it may ask a token for, one at a time.
    pub scopes: Vec<Name>,
}

/// An agent changes presence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresenceChange {
    /// When.
    pub at: Instant,
    /// Who.
    pub agent: Name,
    /// The label of the new presence.
    pub presence: Name,
    /// How long after that the platform had processed it; `None` for the scenario's default.
    pub delay: Option<Span>,
}

impl Scenario {
    /// A scenario that begins at `start`, in which nobody works and nothing happens.
    pub fn empty(start: Instant) -> Self {
        Self {
            start,
            now: None,
            shape: Shape::default(),
            processing: Pace::default(),
            faults: None,
            clients: Vec::new(),
            centre: Centre::default(),
            presences: Vec::new(),
            flows: Vec::new(),
        }
    }

    /// The same story, told as if it had happened `later` (or, if negative, earlier). Identifiers stay.
    #[must_use]
    pub fn shifted(mut self, later: Span) -> Self {
        self.start = self.start + later;
        self.now = self.now.map(|now| now + later);
        self.faults = self.faults.map(|plan| plan.shifted(later));
        for change in &mut self.presences {
            change.at = change.at + later;
        }
        for flow in &mut self.flows {
            flow.start = flow.start + later;
        }
        self
    }
}
