//! What steps need, and the words in which they are refused without it.

use super::course::{Course, Customer, Legal, Place, Stage, refuse};
use super::{End, Seat};
use crate::centre::Name;
use crate::flow::{Action, HeldKind, Medium};

impl Course<'_> {
    pub(super) fn still_possible(&self, action: &Action) -> Legal<()> {
        match (self.over, action) {
            (None, _) | (Some(End::Over), Action::Wrapped { .. } | Action::Intend { .. }) => Ok(()),
            (Some(End::Over), _) => refuse("the interaction is over", "only `wrapped` and `intend` can follow its end"),
            (Some(End::InternalError), _) => {
                refuse("processing has ended on an internal error", "nothing can follow `internal_error`")
            }
        }
    }

    pub(super) fn calls_only(&self, done: &str) -> Legal<()> {
        if self.flow.medium == Medium::Phone {
            return Ok(());
        }
        refuse(format!("only calls can {done}"), "leave the step out, or make the medium \"phone\"")
    }

    pub(super) fn customer_in_plan(&self, act: &str) -> Legal<()> {
        if self.customer != Customer::InPlan {
            return refuse(
                format!("the customer cannot {act}: {}", self.customer_is()),
                "that is possible while the customer is in the plan",
            );
        }
        self.nobody_rings()
    }

    pub(super) fn customer_present(&self, done: &str) -> Legal<()> {
        if self.customer == Customer::WithAgent {
            return Ok(());
        }
        refuse(format!("there is no customer to {done}: {}", self.customer_is()), "an agent answers first")
    }

    pub(super) fn customer_rings(&self, act: &str) -> Legal<()> {
        if self.customer == Customer::Rung {
            return Ok(());
        }
        refuse(
            format!("the customer is not ringing and cannot {act}: {}", self.customer_is()),
            "the customer is rung by outbound calls only, and once",
        )
    }

    pub(super) fn customer_is(&self) -> &'static str {
        match self.customer {
            Customer::None => "an internal call has no customer",
            Customer::Rung => "the customer is still being rung",
            Customer::InPlan => "the customer is in the plan",
            Customer::Queued => "the customer waits in a queue",
            Customer::WithAgent => "the customer is with an agent",
            Customer::WithContact => "the customer is with an outside contact",
            Customer::Gone => "the customer has left",
        }
    }

    pub(super) fn nobody_rings(&self) -> Legal<()> {
        match self.seats.iter().find(|seat| seat.stage == Stage::Ringing) {
            None => Ok(()),
            Some(seat) => {
                refuse(format!("agent {} is still ringing", seat.agent), "let them answer or not answer first")
            }
        }
    }

    pub(super) fn nobody_held(&self) -> Legal<()> {
        match self.held {
            None => Ok(()),
            Some((seat, _)) => refuse(
                format!("the customer is held by agent {}", self.seats[seat].agent),
                "retrieve the customer first",
            ),
        }
    }

    pub(super) fn takes_no_part(&self, agent: &Name) -> Legal<()> {
        match self.latest(agent).map(|seat| self.seats[seat].stage) {
            None | Some(Stage::Left { .. }) => Ok(()),
            Some(stage @ (Stage::Ringing | Stage::Talking | Stage::Consulted | Stage::Parked | Stage::Interrupted)) => {
                refuse(
                    format!("agent {agent} takes part already ({})", stage_is(stage)),
                    "name another agent, or let this one leave first",
                )
            }
        }
    }

    pub(super) fn ringing(&self, agent: &Name) -> Legal<Seat> {
        let seat = self.at_stage(agent, Stage::Ringing, "ringing")?;
        let rings_at = self.seats[seat].rings_at;
        if self.at < rings_at {
            return refuse(
                format!("agent {agent} is rung only from {rings_at} on"),
                format!("move the step to {rings_at} or later"),
            );
        }
        if self.customer == Customer::None && seat == 0 || self.customer == Customer::Rung {
            return refuse(
                format!("agent {agent} is the one who calls, and waits for an answer"),
                "name the one who is called: \"customer\", or the colleague of an internal call",
            );
        }
        Ok(seat)
    }

    pub(super) fn at_stage(&self, agent: &Name, stage: Stage, needed: &str) -> Legal<Seat> {
        match self.latest(agent) {
            None => refuse(format!("agent {agent} is not {needed}: they have not been rung"), way_in(Stage::Ringing)),
            Some(seat) if self.seats[seat].stage == stage => Ok(seat),
            Some(seat) => refuse(
                format!("agent {agent} is not {needed}: they are {}", stage_is(self.seats[seat].stage)),
                way_in(stage),
            ),
        }
    }

    /// The agent who rings or is at work, paused or not.
    pub(super) fn in_hand(&self, agent: &Name) -> Legal<Seat> {
        match self.latest(agent) {
            Some(seat) if !matches!(self.seats[seat].stage, Stage::Left { .. }) => Ok(seat),
            Some(_) | None => refuse(
                format!("agent {agent} is not in the interaction"),
                "the step needs an agent who is ringing or at work",
            ),
        }
    }

    /// The agent who talks: the one named, or the only one.
    pub(super) fn talking(&self, agent: Option<&Name>, key: &str) -> Legal<Seat> {
        if let Some(agent) = agent {
            return self.at_stage(agent, Stage::Talking, "connected to the customer");
        }
        let mut talking = self.seats.iter().enumerate().filter(|(_, seat)| seat.stage == Stage::Talking);
        match (talking.next(), talking.next()) {
            (Some((seat, _)), None) => Ok(seat),
            (Some((_, one)), Some((_, other))) => {
                refuse(format!("both agent {} and agent {} could {key}", one.agent, other.agent), "say which one")
            }
            (None, _) => refuse(format!("no agent is connected who could {key}"), "an agent answers first"),
        }
    }

    pub(super) fn talking_any(&self, key: &str) -> Legal<()> {
        if self.talking_seats() > 0 {
            return Ok(());
        }
        refuse(format!("no agent is connected who could {key}"), "an agent answers first")
    }

    /// The agent who talks, and is the only one in the interaction.
    pub(super) fn alone(&self, agent: Option<&Name>, key: &str) -> Legal<Seat> {
        let seat = self.talking(agent, key)?;
        let other = self
            .seats
            .iter()
            .enumerate()
            .find(|(other, place)| *other != seat && !matches!(place.stage, Stage::Left { .. }));
        match other {
            None => Ok(seat),
            Some((_, place)) => refuse(
                format!("agent {} is in it too ({})", place.agent, stage_is(place.stage)),
                format!("to {key}, an agent must be the only one"),
            ),
        }
    }

    pub(super) fn holding(&self, agent: Option<&Name>, kind: HeldKind) -> Legal<Seat> {
        match self.held {
            Some((seat, held)) if held == kind && agent.is_none_or(|agent| *agent == *self.seats[seat].agent) => {
                Ok(seat)
            }
            Some((seat, _)) => refuse(
                format!("the customer is held by agent {}", self.seats[seat].agent),
                "the agent who holds the customer is the one to take them back",
            ),
            None => refuse("the customer is not on hold", "a `hold` or `consult` step comes first"),
        }
    }

    pub(super) fn intending(&self, agent: Option<&Name>) -> Legal<Seat> {
        match agent {
            Some(agent) => match self.latest(agent).map(|seat| (seat, self.seats[seat].stage)) {
                Some((seat, stage)) if stage != (Stage::Left { can_wrap: false }) => Ok(seat),
                Some(_) | None => refuse(format!("agent {agent} does not take part"), "name an agent who does"),
            },
            None => self.talking(None, "intend a presence"),
        }
    }

    pub(super) fn latest(&self, agent: &Name) -> Option<Seat> {
        self.seats.iter().rposition(|seat| *seat.agent == *agent)
    }

    pub(super) fn other_seat(&self, seat: Seat) -> Seat {
        usize::from(seat == 0)
    }

    pub(super) fn talking_seats(&self) -> usize {
        self.seats.iter().filter(|seat| seat.stage == Stage::Talking).count()
    }

    pub(super) fn pausing(&self) -> bool {
        self.seats.iter().any(|seat| matches!(seat.stage, Stage::Parked | Stage::Interrupted))
    }

    pub(super) fn somebody_has_customer(&self) -> bool {
        self.talking_seats() > 0 || self.pausing()
    }

    pub(super) fn consults(&self, seat: Seat) -> bool {
        let open = |other: &Place<'_>| matches!(other.stage, Stage::Ringing | Stage::Consulted);
        self.seats.iter().any(|other| other.consulted_by == Some(seat) && open(other))
    }
}

/// What brings an agent to a stage.
fn way_in(stage: Stage) -> &'static str {
    match stage {
        Stage::Ringing => "an agent takes part from a `ring`, `consult` or `blind_transfer` step on",
        Stage::Talking => "an `answer` step comes first; after `park` an `unpark`, after `interrupt` a `resume`",
        Stage::Consulted => "a `consult` step comes first, and then the colleague's `answer`",
        Stage::Parked => "a `park` step comes first",
        Stage::Interrupted => "an `interrupt` step comes first",
        Stage::Left { .. } => "a `leave` or `transfer` step comes first",
    }
}

fn stage_is(stage: Stage) -> &'static str {
    match stage {
        Stage::Ringing => "ringing",
        Stage::Talking => "connected",
        Stage::Consulted => "connected in a consult",
        Stage::Parked => "holding it parked",
        Stage::Interrupted => "interrupted",
        Stage::Left { .. } => "out of it",
    }
}
