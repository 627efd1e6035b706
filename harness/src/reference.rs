//! An analysis for each question, each to be read as a lesson: what the API tells, and how the answer follows.
//!
//! They know no more than the documentation, and nothing of scenarios or truth. All of them are held to truth over the
//! catalog, over generated scenarios and over polled days.

mod availability;
mod ccr_channels;
mod contactpad_status;
mod handle_times;
mod logins;
mod mirror;
mod queue_outcomes;
mod transfers;
mod wfm_states;

pub use availability::{Definition, availability, availability_by};
pub use ccr_channels::ccr_channels;
pub use contactpad_status::contactpad_status;
pub use handle_times::handle_times;
pub use logins::logins;
pub use mirror::mirror;
pub use queue_outcomes::queue_outcomes;
pub use transfers::transfers;
pub use wfm_states::wfm_states;

use crate::analysis::Analysis;
use crate::question::Question;

/// The analysis that answers a question.
pub fn analysis(question: Question) -> Analysis {
    match question {
        Question::Transfers => Analysis::function(transfers),
        Question::Availability => Analysis::function(availability),
        Question::ContactpadStatus => Analysis::function(contactpad_status),
        Question::Logins => Analysis::function(logins),
        Question::CcrChannels => Analysis::function(ccr_channels),
        Question::HandleTimes => Analysis::function(handle_times),
        Question::QueueOutcomes => Analysis::function(queue_outcomes),
        Question::Mirror => Analysis::function(mirror),
        Question::WfmStates => Analysis::function(wfm_states),
    }
}
