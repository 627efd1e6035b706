//! Interactions in queues, and what became of them.

use std::sync::Arc;

use super::{Ending, Period, Record};
use crate::centre::Name;
use crate::flow::{Medium, MediumManager, QueueExit};
use crate::guid::Guid;
use crate::time::{Instant, Span};

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
        target: Span,
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
