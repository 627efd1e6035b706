//! What agents did: their activities, and their states for workforce management.

use std::sync::Arc;

use super::{Direction, Record, Status};
use crate::centre::{Availability, Name, PresenceLabel};
use crate::flow::{Load, Medium, MediumManager};
use crate::guid::Guid;
use crate::time::Instant;

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
