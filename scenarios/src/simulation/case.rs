//! An interaction while it goes on.

use super::chance::Chance;
use super::setting::Millis;
use crate::flow::Load;

/// What is known of an interaction besides what its flow tells.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) chance: Chance,
    /// What its identifiers are made of.
    pub(super) identity: Chance,
    /// The queue it is for, by its position in the team.
    pub(super) queue: usize,
    pub(super) load: Load,
    pub(super) stage: Stage,
    /// Since when it waits in the queue.
    pub(super) since: Millis,
    /// When the customer leaves who is still waiting then.
    pub(super) gives_up: Millis,
    /// The agent who has it, or is offered it.
    pub(super) desk: usize,
    /// The agents who have had it.
    pub(super) hands: Hands,
    /// What comes next in a talk or in writing.
    pub(super) next: Next,
    /// When that comes.
    pub(super) due: Millis,
    /// How much of the talk or of the writing is left then.
    pub(super) left: Millis,
    /// How much of the writing was to be done when a call came between.
    pub(super) remaining: Millis,
    /// Whether it is offered to the one agent whom the caller asked for.
    pub(super) personal: bool,
    /// Whether it is recorded at all.
    pub(super) recorded: bool,
    /// Whether it is being recorded.
    pub(super) recording: bool,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// In the plan.
    InPlan,
    /// In a queue.
    Waiting,
    /// Offered to an agent, which will end so.
    Offered(OfferEnd),
    /// An agent works on it.
    InHand,
    /// The agent has put it aside.
    Aside,
    /// Nothing but after-work is to come.
    Over,
}

/// How an offer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OfferEnd {
    /// The agent answers.
    Answered,
    /// The agent does not.
    Unanswered,
    /// The agent's line fails.
    Fault,
    /// The customer hangs up before.
    Abandoned,
}

/// What comes next while an agent works on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It is finished.
    Finish,
    /// A colleague is consulted.
    Consult,
    /// It is given to a colleague.
    BlindTransfer,
    /// It is put into another queue.
    Requeue,
    /// It is parked.
    Park,
    /// It is taken up again.
    Unpark,
}

/// The most agents who have one interaction, one after the other or together.
const MOST_HANDS: usize = 3;

/// The agents who have had an interaction: none is asked a second time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hands {
    desks: [usize; MOST_HANDS],
    count: usize,
}

impl Hands {
    pub(super) fn add(&mut self, desk: usize) {
        if let Some(place) = self.desks.get_mut(self.count) {
            *place = desk;
            self.count += 1;
        }
    }

    pub(super) fn had(&self, desk: usize) -> bool {
        self.desks.iter().take(self.count).any(|had| *had == desk)
    }

    /// Whether another agent can come into it.
    pub(super) fn has_room(&self) -> bool {
        self.count < MOST_HANDS
    }

    /// Whether nobody but the one who has it now ever had it.
    pub(super) fn is_one(&self) -> bool {
        self.count == 1
    }
}
