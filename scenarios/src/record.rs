//! What the platform stores: records that know when things happened and when that had been processed.
//!
//! Nothing here is computed for a question: a record tells all of its versions at once, and is asked for the one that
//! was current at an instant. How a record is spelt in JSON is the server's business.

mod agent;
mod interaction;
mod period;
mod queue;

use std::sync::Arc;

pub use self::agent::{Activity, ActivityKind, Focus, FocusState, WfmState, WorkState, WorkedOn, Workload};
pub use self::interaction::{
    Channel, ChannelParty, Completion, Direction, Event, EventKind, Interaction, Mapping, Status, Waiting,
};
pub use self::period::{Ending, Period, Stamp};
pub use self::queue::{Handled, Handling, QueueEntry, QueueKind};
use crate::centre::Name;
use crate::time::Instant;
use crate::view::{ActivityType, Endpoint, QueueTypes};

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
