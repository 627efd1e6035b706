//! What the platform stores: records that know when things happened and when that had been processed.
//!
//! Nothing here is computed for a question: a record tells all of its versions at once, and is asked for the one that
//! was current at an instant. How a record is spelt in JSON is the server's business.

use std::sync::Arc;

use crate::centre::{Availability, Name, PresenceLabel};
use crate::flow::{AppletKind, HeldKind, Load, Medium, MediumManager, QueueExit};
use crate::guid::Guid;
use crate::time::Instant;
use crate::view::{ActivityType, Endpoint, QueueTypes};

/// When something happened, and when the platform had processed that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When it happened.
    pub at: Instant,
    /// From when on the API can tell of it; never before `at`.
    pub processed: Instant,
}

/// The end of something, as the platform came to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The end as it finally stands.
    pub last: Stamp,
    /// Seldom there, and then out of the way.
    earlier: Option<Box<Earlier>>,
}

/// Other versions of an end that were told before, by ascending `processed`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Earlier(Vec<Stamp>);

impl Ending {
    /// An end that is right from the first.
    pub fn once(stamp: Stamp) -> Self {
        Self { last: stamp, earlier: None }
    }

    /// An end of which other versions were told before, by ascending `processed`.
    pub fn corrected(earlier: Vec<Stamp>, last: Stamp) -> Self {
        Self { last, earlier: (!earlier.is_empty()).then(|| Box::new(Earlier(earlier))) }
    }

    /// Whether other versions were told before.
    pub fn is_corrected(&self) -> bool {
        self.earlier.is_some()
    }

    /// Every version, by ascending `processed`.
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = Stamp> + Clone {
        self.earlier.iter().flat_map(|earlier| &earlier.0).chain([&self.last]).copied()
    }

    /// The end with each of its versions changed.
    #[must_use]
    pub fn map(&self, mut change: impl FnMut(Stamp) -> Stamp) -> Self {
        if self.earlier.is_none() {
            return Self::once(change(self.last));
        }
        let earlier = self.earlier.iter().flat_map(|earlier| &earlier.0).map(|stamp| change(*stamp)).collect();
        Self::corrected(earlier, change(self.last))
    }

    /// The end as known at `now`; `None` while the platform has not processed any version.
    pub fn at(&self, now: Instant) -> Option<Instant> {
        if self.earlier.is_none() {
            return (self.last.processed <= now).then_some(self.last.at);
        }
        self.versions().rfind(|version| version.processed <= now).map(|version| version.at)
    }

    /// From when on some version of the end is known.
    pub fn first_processed(&self) -> Instant {
        let first = self.earlier.as_ref().and_then(|earlier| earlier.0.first());
        first.unwrap_or(&self.last).processed
    }

    /// When the last version of it was processed.
    pub fn last_processed(&self) -> Instant {
        let earlier = self.earlier.iter().flat_map(|earlier| &earlier.0).map(|stamp| stamp.processed);
        earlier.fold(self.last.processed, Instant::max)
    }

    /// The instants at which a version of it was processed.
    pub fn processed(&self) -> impl Iterator<Item = Instant> + Clone {
        self.versions().map(|version| version.processed)
    }
}

/// From when to when, as the platform came to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its beginning.
    pub begin: Stamp,
    /// Its end; `None` if the scenario does not tell of one.
    pub end: Option<Ending>,
}

impl Period {
    /// Whether the platform knows of it at `now`.
    pub fn is_known(&self, now: Instant) -> bool {
        self.begin.processed <= now
    }

    /// Its end as known at `now`; `None` while it goes on.
    pub fn end_at(&self, now: Instant) -> Option<Instant> {
        self.end.as_ref().and_then(|end| end.at(now))
    }

    /// The last instant at which the platform processed something about it.
    pub fn last_processed(&self) -> Instant {
        self.end.as_ref().map_or(self.begin.processed, |end| end.last_processed().max(self.begin.processed))
    }

    /// The instants at which the platform processed something about it, in no order.
    pub fn processed(&self) -> impl Iterator<Item = Instant> + Clone {
        std::iter::once(self.begin.processed).chain(self.end.iter().flat_map(Ending::processed))
    }
}

/// A record as the scenario tells it, or as the real API once answered it.
///
/// A recorded answer is kept as its JSON text and served back field for field; only what windows, filters and orders
/// need of it has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body<T> {
    /// Compiled from flows.
    Told(T),
    /// One recorded item.
    Recorded(Arc<Recorded>),
}

impl<T> Body<T> {
    pub(crate) fn is_recorded(&self) -> bool {
        match self {
            Self::Told(_) => false,
            Self::Recorded(_) => true,
        }
    }
}

/// What a table needs to know of the records in its rows.
pub trait Record {
    /// The instants at which the platform processed something about it besides its beginning and its end, in no order.
    fn processed_besides(&self) -> impl Iterator<Item = Instant>;

    /// The last of them.
    fn last_processed_besides(&self) -> Option<Instant> {
        self.processed_besides().max()
    }

    /// The agent or the queue that it is about, by which it can be asked for; `None` if by neither.
    fn subject(&self) -> Option<&Name>;
}

/// An item of a recorded answer, with what windows, filters and orders need of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The endpoint that gave it.
    pub endpoint: Endpoint,
    /// Its JSON text.
    pub body: Box<str>,
    /// When it began; for an agent's status, which has no beginning, the `upTo` of its page.
    pub start: Instant,
    /// When it ended; `None` if its duration is null.
    pub end: Option<Instant>,
    /// The agent that it is about, else the empty text.
    pub agent: Name,
    /// The queue that it is about, else the empty text.
    pub queue: Name,
    /// The interaction's GUID as written, else the empty text.
    pub guid: Name,
    /// Of an activity, its type.
    pub activity: Option<ActivityType>,
    /// Of a queue entry, the type of its queue.
    pub queue_type: Option<QueueTypes>,
}

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

/// An agent's activity (reference, section 4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// The agent's ID.
    pub agent: Name,
    /// What kind, and of it what.
    pub kind: ActivityKind,
}

/// The three types of activity, in the order in which equal starts are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActivityKind {
    /// The agent had a presence.
    Presence {
        /// The label as configured.
        label: Name,
        /// What it stands for.
        availability: Availability,
    },
    /// The agent had so much in hand.
    Workload(Workload),
    /// The agent worked on an interaction.
    Work {
        /// What the agent did.
        state: WorkState,
        /// On what.
        on: Arc<WorkedOn>,
    },
}

/// How many interactions an agent has in hand, from ringing until wrap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Workload {
    /// Calls.
    pub calls: u32,
    /// Chats.
    pub semi_live: u32,
    /// Emails and cases.
    pub non_live: u32,
}

impl Record for Activity {
    /// Of work, the completion of its interaction, of whose status it tells.
    fn processed_besides(&self) -> impl Iterator<Item = Instant> {
        let completion = match &self.kind {
            ActivityKind::Presence { .. } | ActivityKind::Workload(_) => None,
            ActivityKind::Work { on, .. } => on.completion,
        };
        completion.map(|(processed, _)| processed).into_iter()
    }

    fn subject(&self) -> Option<&Name> {
        Some(&self.agent)
    }
}

/// What an activity tells of its interaction, and of the agent's part in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkedOn {
    /// The agent's channel.
    pub channel: Guid,
    /// When the agent began with the interaction: when the channel began to ring.
    pub since: Instant,
    /// The interaction's identifier.
    pub guid: Guid,
    /// The medium.
    pub medium: Medium,
    /// The application that manages it.
    pub manager: MediumManager,
    /// Who began it.
    pub direction: Direction,
    /// When the API tells of its end, and what its status is from then on; `None` if it has none.
    pub completion: Option<(Instant, Status)>,
}

/// What an agent does about an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WorkState {
    /// Is offered it.
    Ringing,
    /// Works on it.
    Connected,
    /// Does the after-work.
    Wrap,
    /// Should have answered, and did not.
    Unexpected,
    /// Had a fault on the line.
    Failed,
}

/// An interaction in a queue (reference, sections 4.7 and 4.9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueEntry {
    /// The interaction.
    pub interaction: Guid,
    /// Its medium.
    pub medium: Medium,
    /// The application that manages it.
    pub manager: MediumManager,
    /// The address of the plan; `None` where no plan ran.
    pub plan_address: Option<Name>,
    /// The queue's name.
    pub queue: Name,
    /// Whether it is an ACD queue, or a virtual one with its target.
    pub kind: QueueKind,
    /// The skills asked for.
    pub skills: Arc<[Name]>,
    /// From when to when it was in the queue.
    pub period: Period,
    /// How it left; `None` if the scenario does not tell.
    pub exit: Option<QueueExit>,
    /// What agents did about it afterwards, until it completed or entered another queue. `None` for a queued callback,
    /// for which no handle times are available.
    pub handled: Option<Vec<Handling>>,
}

impl Record for Arc<QueueEntry> {
    fn processed_besides(&self) -> impl Iterator<Item = Instant> {
        std::iter::empty()
    }

    fn subject(&self) -> Option<&Name> {
        Some(&self.queue)
    }
}

/// A queue entry of which what agents did afterwards is told as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handled(pub Arc<QueueEntry>);

impl AsRef<QueueEntry> for Handled {
    fn as_ref(&self) -> &QueueEntry {
        &self.0
    }
}

impl Record for Handled {
    /// The ends of what agents did.
    fn processed_besides(&self) -> impl Iterator<Item = Instant> {
        let handled = self.0.handled.iter().flatten();
        handled.filter_map(|handling| handling.period.end.as_ref()).flat_map(Ending::processed)
    }

    fn last_processed_besides(&self) -> Option<Instant> {
        let handled = self.0.handled.iter().flatten();
        handled.filter_map(|handling| handling.period.end.as_ref()).map(Ending::last_processed).max()
    }

    fn subject(&self) -> Option<&Name> {
        Some(&self.0.queue)
    }
}

/// The two types of queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QueueKind {
    /// An ACD queue.
    Acd,
    /// A virtual queue.
    Virtual {
        /// The time within which an interaction should be answered.
        target: crate::time::Span,
    },
}

/// A stretch of an agent's work on an interaction that came from a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handling {
    /// Whether it is after-work.
    pub wrap: bool,
    /// From when to when.
    pub period: Period,
}

/// What a workforce manager's adherence report shows of an agent (reference, section 4.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The agent works on interactions, and this is what they are most focused on.
    Work(FocusState, Load),
    /// The agent works on none: the presence counts.
    Presence(PresenceLabel),
}

/// What an agent is most focused on, where that is an interaction; the first of these that applies counts. Our choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FocusState {
    /// Is offered it, or works on it.
    Busy,
    /// Had a fault on the line.
    Failed,
    /// Should have answered, and did not.
    Unexpected,
    /// Does the after-work.
    Wrap,
}

/// A state of an agent, for workforce management.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WfmState {
    /// The agent's ID.
    pub agent: Name,
    /// The state.
    pub focus: Focus,
}

impl Record for WfmState {
    fn processed_besides(&self) -> impl Iterator<Item = Instant> {
        std::iter::empty()
    }

    fn subject(&self) -> Option<&Name> {
        Some(&self.agent)
    }
}
