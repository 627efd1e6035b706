//! The built-in outcome of an interaction (reference, section 4.1).

use arcstr::literal;

use crate::centre::Name;
use crate::flow::{Action, AppletKind, Breakout, Flow, Medium, Opening};
use crate::record::Status;

/// The outcome that an interaction has at its end where no administrator's text is set.
///
/// That the API's field carries this vocabulary is inferred. Our choice: `None` for interactions that agents begin, since
/// the vocabulary speaks of plans and queues only, and `Other` for an internal error.
pub(super) fn built_in(flow: &Flow, status: Status) -> Option<Name> {
    if status == Status::InternalError {
        return Some(literal!("Other"));
    }
    match flow.opening {
        Opening::Inbound { .. } if flow.medium == Medium::PhoneCallback => Some(literal!("CallbackQueued")),
        Opening::Inbound { .. } if answered(flow) => Some(literal!("Delivered")),
        Opening::Inbound { .. } => Some(flow.steps.iter().rev().find_map(unanswered).unwrap_or(literal!("HangUpIVR"))),
        Opening::Outbound { .. } | Opening::Internal { .. } => None,
    }
}

fn answered(flow: &Flow) -> bool {
    flow.steps.iter().any(|step| matches!(step.action, Action::Answer { .. }))
}

/// What a step says about why nobody answered; the last one that says anything counts.
fn unanswered(step: &crate::flow::Step) -> Option<Name> {
    if let Action::BreakOut { why } = step.action {
        return Some(match why {
            Breakout::Voluntary => literal!("Breakout"),
            Breakout::NoAgents => literal!("NoAgentsLoggedIn"),
            Breakout::AgentDecline => literal!("AgentRejected"),
            Breakout::QueueLength => literal!("Other"),
            Breakout::QueueDuration => literal!("QueueTimeout"),
            Breakout::EstimatedWaitTime => literal!("MaxEstimatedWaitTime"),
        });
    }
    if matches!(step.action, Action::Queue { .. }) {
        return Some(literal!("HangUpInQueue"));
    }
    matches!(step.action, Action::Applet { kind: AppletKind::Callback, .. }).then_some(literal!("Callback"))
}
