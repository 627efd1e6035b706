//! Which step can follow which, and what each does to those who take part.
//!
//! [`course`] walks a flow from its opening. A step either turns into [`Effect`]s or is refused with the reason:
//!
//! | step | needs |
//! | --- | --- |
//! | applet, hand-over | a customer in the plan, nobody ringing (hand-over: calls only) |
//! | queue | a customer in the plan; or `by`, an agent who talks to the customer |
//! | ring | a customer queued or in the plan, nobody else ringing, the agent not taking part |
//! | answer, no answer | whoever it names is ringing |
//! | fault | the agent rings or is at work |
//! | hold | calls only; an agent who talks; nobody held |
//! | retrieve | the customer is on hold, by this agent |
//! | park | the only agent, who talks; nobody held or ringing |
//! | unpark | parked by this agent |
//! | interrupt, resume | never calls; an agent who talks, or was interrupted |
//! | consult | calls only; an agent who talks to a customer; no consult under way |
//! | transfer | the colleague rings or is connected in this agent's consult |
//! | blind transfer | the only agent, who talks; nobody held |
//! | conference | the colleague is connected in a consult |
//! | leave | a consulted agent, or one of several who talk |
//! | recording | calls only; to start: somebody talks, and it is off; to stop: it is on |
//! | break out | queued; interactions that are no calls only by queue duration |
//! | call back | a queued phone callback |
//! | hang up | the one who hangs up is in the interaction |
//! | wrapped | the agent was connected, has left, and has not wrapped yet |
//! | intend | the agent takes part, or is in wrap |
//!
//! After the end only wrapped and intend are possible.

mod course;
mod moves;
mod needs;
#[cfg(test)]
mod tests;

use self::course::{Course, Why};
use super::{AppletKind, Flow, HeldKind, QueueExit};
use crate::centre::Name;
use crate::guid::Guid;
use crate::time::Span;

/// One agent's part in an interaction, from ringing on; an agent who is rung again takes another seat. Counted from 0
/// in the order of ringing.
pub type Seat = usize;

/// What a step does to those who take part; all at the step's instant, unless it says "after".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect<'f> {
    /// The customer's channel begins, and rings.
    CustomerRings,
    /// The customer is connected.
    CustomerConnects,
    /// The customer's line clears, so long after.
    CustomerLeaves(Span),
    /// The next seat begins to ring, so long after.
    SeatRings {
        /// The agent.
        agent: &'f Name,
        /// The identifier of the channel; `None` for a derived one.
        channel: Option<Guid>,
        /// How long after the step.
        after: Span,
    },
    /// Ringing or a pause ends, work begins.
    SeatConnects(Seat),
    /// Work stops, but the agent keeps the interaction.
    SeatPauses(Seat),
    /// The agent is out of the interaction.
    SeatLeaves(Seat),
    /// The agent did not answer, for so long.
    SeatUnexpected(Seat, Span),
    /// The agent's line failed, for so long.
    SeatFailed(Seat, Span),
    /// After-work ends, which began when the agent left.
    SeatWrapped(Seat),
    /// The customer waits.
    HoldBegins(Seat, HeldKind),
    /// The customer no longer waits, so long after.
    HoldEnds(Span),
    /// An applet is passed.
    Applet {
        /// Its name.
        name: &'f Name,
        /// Its kind.
        kind: AppletKind,
    },
    /// A queue is entered.
    QueueBegins {
        /// The ACD queue.
        queue: &'f Name,
        /// The skills asked for.
        skills: &'f [Name],
    },
    /// The queue is left.
    QueueEnds(QueueExit),
    /// Recording begins for everyone who is in the call.
    RecordingBegins,
    /// Recording ends for everyone who is in the call.
    RecordingEnds,
    /// An outside contact's channel begins.
    ContactBegins {
        /// The contact's address.
        address: &'f Name,
        /// The identifier of the channel; `None` for a derived one.
        channel: Option<Guid>,
    },
    /// The outside contact's channel ends.
    ContactEnds,
    /// The presence to be set once the seat is done.
    Intends(Seat, &'f Name),
    /// The interaction is over but for after-work.
    Ends(End),
}

/// How an interaction came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Properly.
    Over,
    /// By an error of the platform.
    InternalError,
}

/// An effect, and the step it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caused<'f> {
    /// When, from the flow's start.
    pub at: Span,
    /// The step's position in the flow; `None` for the opening.
    pub step: Option<usize>,
    /// What.
    pub effect: Effect<'f>,
}

/// Why a step cannot have happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The step's position in the flow; `None` for the opening.
    pub step: Option<usize>,
    /// What is wrong, as a sentence without its full stop.
    pub what: String,
    /// What would be right.
    pub advice: String,
}

/// Everything that a flow does to those who take part, in order.
///
/// # Errors
///
/// The first step that cannot have happened: what follows it cannot be judged.
pub fn course(flow: &Flow) -> Result<Vec<Caused<'_>>, Refusal> {
    let mut course = Course::new(flow);
    course.open().map_err(|Why(what, advice)| Refusal { step: None, what, advice })?;
    for (position, step) in flow.steps.iter().enumerate() {
        course.step = Some(position);
        course.at = step.at;
        course.take(step).map_err(|Why(what, advice)| Refusal { step: Some(position), what, advice })?;
    }
    Ok(course.caused)
}
