//! Interactions, their channels, and what happened on them.

use std::sync::Arc;

use super::{Ending, Period, Record, Stamp};
use crate::centre::Name;
use crate::flow::{AppletKind, HeldKind, Medium, MediumManager, QueueExit};
use crate::guid::Guid;
use crate::time::Instant;

/// An interaction (reference, section 4.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interaction {
    /// Its identifier.
    pub guid: Guid,
    /// The conversation it belongs to.
    pub conversation: Guid,
    /// The medium.
    pub medium: Medium,
    /// The application that manages it.
    pub manager: MediumManager,
    /// Who began it.
    pub direction: Direction,
    /// Its beginning.
    pub begin: Stamp,
    /// How it ended, and when that was first processed; `None` if the scenario does not tell of its end.
    pub completion: Option<Completion>,
    /// When it was categorised; `None` if never.
    pub categorised: Option<Stamp>,
    /// What reports call the service; `None` where no plan ran.
    pub service: Option<Name>,
    /// The address that was contacted.
    pub connect_to: Name,
    /// The address that began it.
    pub connect_from: Name,
    /// How it came to its plan; `None` where no plan ran.
    pub mapping: Option<Arc<Mapping>>,
    /// Its channels, the first party's first.
    pub channels: Vec<Channel>,
}

impl Interaction {
    /// Where its processing stands at `now`, given that it is known.
    pub fn status_at(&self, now: Instant) -> Status {
        let completion = self.completion.as_ref().filter(|completion| completion.processed <= now);
        completion.map_or(Status::Ongoing, |completion| completion.status)
    }
}

impl Record for Interaction {
    /// Everything on its channels, and its categorisation.
    fn processed_besides(&self) -> impl Iterator<Item = Instant> {
        let categorised = self.categorised.map(|stamp| stamp.processed);
        let completed = self.completion.as_ref().map(|completion| completion.processed);
        self.channels.iter().flat_map(Channel::processed).chain(categorised).chain(completed)
    }

    fn last_processed_besides(&self) -> Option<Instant> {
        let categorised = self.categorised.map(|stamp| stamp.processed);
        let completed = self.completion.as_ref().map(|completion| completion.processed);
        self.channels.iter().filter_map(Channel::last_processed).max().max(categorised).max(completed)
    }

    fn subject(&self) -> Option<&Name> {
        None
    }
}

/// How an interaction ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// From when on the API tells of it.
    pub processed: Instant,
    /// Whether processing came to its proper end.
    pub status: Status,
    /// The outcome, as an administrator's text or in the built-in vocabulary; `None` where neither has a word for it.
    pub outcome: Option<Name>,
}

/// Where the processing of an interaction stands (reference, section 4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It goes on.
    Ongoing,
    /// It has come to its end.
    Completed,
    /// Processing ended early on an error.
    InternalError,
}

/// Who began an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// A customer.
    Inbound,
    /// An agent, towards a customer.
    Outbound,
    /// An agent, towards a colleague.
    Internal,
}

/// How an interaction came from an address to its plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The address's name.
    pub address_name: Name,
    /// The mapping's name.
    pub mapping_name: Name,
    /// The plan's name.
    pub plan_name: Name,
    /// The plan's reporting group; `None` where it has none.
    pub reporting_group: Option<Name>,
}

/// One party's part in an interaction (reference, section 4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// Its identifier.
    pub guid: Guid,
    /// From when to when, wrap included.
    pub period: Period,
    /// Whose it is.
    pub party: ChannelParty,
    /// What happened on it, by begin.
    pub events: Vec<Event>,
}

impl Channel {
    /// Whether the API tells of it at `now`: from its beginning on, but an outside contact's only once it has ended
    /// and that has been processed (FAQ).
    pub fn is_known(&self, now: Instant) -> bool {
        match self.party {
            ChannelParty::External { .. } | ChannelParty::Agent { .. } => self.period.is_known(now),
            ChannelParty::Router { .. } => self.period.end_at(now).is_some(),
        }
    }

    /// The instants at which something about it, or an event on it, was processed, as far as the API tells of it.
    fn processed(&self) -> impl Iterator<Item = Instant> {
        let from = match self.party {
            ChannelParty::External { .. } | ChannelParty::Agent { .. } => Some(Instant::EARLIEST),
            // Nothing of an outside contact's channel is told before it has ended.
            ChannelParty::Router { .. } => self.period.end.as_ref().map(Ending::first_processed),
        };
        let events = self.events.iter().flat_map(|event| event.period.processed());
        let all = self.period.processed().chain(events);
        from.into_iter().flat_map(move |from| all.clone().map(move |processed| processed.max(from)))
    }

    /// The last of them; `None` if nothing of it is ever told.
    fn last_processed(&self) -> Option<Instant> {
        let end = self.period.end.as_ref();
        let of_events = || self.events.iter().map(|event| event.period.last_processed()).max();
        match self.party {
            ChannelParty::External { .. } | ChannelParty::Agent { .. } => {
                of_events().max(Some(self.period.last_processed()))
            }
            ChannelParty::Router { .. } => end.and_then(|_| of_events().max(Some(self.period.last_processed()))),
        }
    }
}

/// Whose channel it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChannelParty {
    /// The customer.
    External {
        /// The customer's address.
        touchpoint: Name,
    },
    /// An agent.
    Agent {
        /// The agent's ID.
        id: Name,
        /// The address at which the agent was rung.
        touchpoint: Name,
    },
    /// An outside contact that a Call Connect Router handed the call to.
    Router {
        /// The contact's address.
        touchpoint: Name,
    },
}

/// Something that happened on a channel (reference, section 4.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// From when to when.
    pub period: Period,
}

/// What can happen on a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The party is offered the interaction.
    Ringing,
    /// The party is in it.
    Connected,
    /// The interaction runs in its plan.
    InteractionPlan(Arc<Mapping>),
    /// An applet of the plan was passed.
    Applet {
        /// Its name.
        name: Name,
        /// Its kind.
        kind: AppletKind,
    },
    /// The interaction waits in an ACD queue.
    Queue(Box<Waiting>),
    /// The party is recorded.
    CallRecording,
    /// The customer is on hold, or parked.
    Held {
        /// The agent who did so.
        by: Name,
        /// Which of the two.
        kind: HeldKind,
    },
    /// After-call work.
    Wrap,
}

/// What an event tells of waiting in an ACD queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The queue's name.
    pub queue: Name,
    /// The address of the plan; `None` where no plan ran.
    pub plan_address: Option<Name>,
    /// The skills asked for.
    pub skills: Arc<[Name]>,
    /// How it left; `None` if the scenario does not tell.
    pub exit: Option<QueueExit>,
}
