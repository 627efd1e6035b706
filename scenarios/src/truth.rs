//! An analyst's questions, answered from the flows and presences alone.
//!
//! Truth is a second opinion: it reads no record, view or compiled timeline, and decides for itself, as naively as it
//! can, what a flow's steps amount to. It knows what happened, not what the platform had processed of it.
//!
//! Every question is asked as of an instant. What happens at that very instant has happened; what comes later does not
//! exist, so something that goes on has no end, and where a sum of time is asked it counts up to that instant.
//!
//! The answers hold for scenarios that can have happened. For others they mean nothing, but nothing here panics.
//!
//! Answers are sorted, so equal scenarios have equal answers; agents sort as texts, `001` before `01`.

mod availability;
mod ccr_channels;
mod consults;
mod contactpad;
mod conversations;
mod handle_times;
mod logins;
mod mirror;
mod presences;
mod queues;
mod stretches;
mod transfers;
mod wfm;

mod account;
mod customer;
mod seat;
mod stay;
mod work;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod telling;

pub use availability::{AgentAvailability, BusyDefinition, WorkState, availability};
pub use ccr_channels::{CcrChannel, ccr_channels};
pub use consults::{Consult, ConsultEnding, consults, consults_without_transfer};
pub use contactpad::{ContactPadStatus, Shown, contactpad};
pub use conversations::{Conversation, conversations};
pub use handle_times::{HandleTime, handle_times};
pub use logins::{Session, logins};
pub use mirror::{Happened, Mapped, Mirrored, Part, PartEvent, Standing, Who, mirror};
pub use presences::{PresenceHeld, PresenceTime, presence_at, time_in_presence};
pub use queues::{QueueEntry, QueueKind, QueueOutcome, QueueOutcomes, queue_entries, queue_outcomes};
pub use stretches::{Doing, Stretch, stretches};
pub use transfers::{Answer, Receiver, Transfer, transfers};
pub use wfm::{Attention, WfmState, WfmWork, wfm_states};
