//! A flow's course, step by step: who is where, and what each step makes of that.

use super::{Caused, Effect, End, Seat};
use crate::centre::Name;
use crate::flow::{
    Action, Breakout, CONSULT_RINGS_AFTER, Flow, HangUp, HeldKind, Load, Medium, Opening, Party, QueueExit, Step,
    TRANSFER_RETRIEVES_AFTER,
};
use crate::guid::Guid;
use crate::time::Span;

/// Where the customer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Customer {
    /// There is none: an internal call.
    None,
    /// Is rung by an outbound call.
    Rung,
    /// In the plan, or on the way to an agent who was given the call blind.
    InPlan,
    /// Waits in a queue.
    Queued,
    /// Connected to at least one agent, who may have put them on hold.
    WithAgent,
    /// Handed over to an outside contact.
    WithContact,
    /// Has left.
    Gone,
}

/// What an agent's seat is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Ringing,
    Talking,
    /// Connected to the agent who consults, not to the customer.
    Consulted,
    Parked,
    Interrupted,
    /// Out; the flag says whether there was ever anything to wrap.
    Left {
        can_wrap: bool,
    },
}

#[derive(Debug)]
pub(super) struct Place<'f> {
    pub(super) agent: &'f Name,
    pub(super) stage: Stage,
    /// When it began to ring.
    pub(super) rings_at: Span,
    /// The seat that consults this one.
    pub(super) consulted_by: Option<Seat>,
}

/// What is wrong, and what would be right.
pub(super) struct Why(pub(super) String, pub(super) String);

pub(super) type Legal<T> = Result<T, Why>;

pub(super) fn refuse<T>(what: impl Into<String>, advice: impl Into<String>) -> Legal<T> {
    Err(Why(what.into(), advice.into()))
}

pub(super) struct Course<'f> {
    pub(super) flow: &'f Flow,
    pub(super) step: Option<usize>,
    pub(super) at: Span,
    pub(super) customer: Customer,
    pub(super) seats: Vec<Place<'f>>,
    pub(super) held: Option<(Seat, HeldKind)>,
    pub(super) recording: bool,
    pub(super) over: Option<End>,
    pub(super) caused: Vec<Caused<'f>>,
}

impl<'f> Course<'f> {
    pub(super) fn new(flow: &'f Flow) -> Self {
        Self {
            flow,
            step: None,
            at: Span::ZERO,
            customer: Customer::None,
            seats: Vec::new(),
            held: None,
            recording: false,
            over: None,
            caused: Vec::with_capacity(flow.steps.len() * 2 + 4),
        }
    }

    pub(super) fn open(&mut self) -> Legal<()> {
        let medium = self.flow.medium;
        match &self.flow.opening {
            Opening::Inbound { .. } => {
                self.customer = Customer::InPlan;
                self.cause(Effect::CustomerRings);
                self.cause(Effect::CustomerConnects);
            }
            Opening::Outbound { agent, .. } => {
                if medium == Medium::PhoneCallback {
                    return refuse(
                        "a phone callback waits in a queue for an agent, so none can have begun it",
                        "make it inbound, and the call that its `call_back` step names outbound",
                    );
                }
                self.cause(Effect::CustomerRings);
                let seat = self.ring(agent, None, Span::ZERO, None);
                self.customer = Customer::Rung;
                if medium != Medium::Phone {
                    self.customer_answers(seat);
                }
            }
            Opening::Internal { agent, to } => {
                if medium != Medium::Phone {
                    return refuse("only calls can be internal", "medium = \"phone\"");
                }
                if agent == to {
                    return refuse(format!("agent {agent} cannot call themselves"), "name another agent as `to`");
                }
                self.ring(agent, None, Span::ZERO, None);
                self.ring(to, None, Span::ZERO, None);
            }
        }
        Ok(())
    }

    pub(super) fn take(&mut self, step: &'f Step) -> Legal<()> {
        self.still_possible(&step.action)?;
        match &step.action {
            Action::Applet { name, kind } => {
                self.customer_in_plan("pass an applet")?;
                self.cause(Effect::Applet { name, kind: *kind });
            }
            Action::Queue { queue, skills, by, .. } => self.queue(queue, skills, by.as_ref())?,
            Action::Ring { agent, channel } => self.offer(agent, *channel)?,
            Action::Answer { party } => self.answer(party)?,
            Action::NoAnswer { party, lasts } => self.no_answer(party, *lasts)?,
            Action::Fault { agent, lasts } => self.fault(agent, *lasts)?,
            Action::Hold { agent } => {
                self.calls_only("be put on hold")?;
                let seat = self.talking(agent.as_ref(), "hold")?;
                self.customer_present("be put on hold")?;
                self.nobody_held()?;
                self.hold(seat, HeldKind::Held);
            }
            Action::Retrieve { agent } => {
                let seat = self.holding(agent.as_ref(), HeldKind::Held)?;
                if !matches!(self.seats[seat].stage, Stage::Talking) {
                    return refuse(
                        format!("agent {} has left, and cannot take the customer back", self.seats[seat].agent),
                        "the hold ends when the colleague answers",
                    );
                }
                self.end_hold(Span::ZERO);
            }
            Action::Park { agent } => {
                let seat = self.alone(agent.as_ref(), "park")?;
                self.nobody_held()?;
                self.pause(seat, Stage::Parked);
                if self.customer == Customer::WithAgent {
                    self.hold(seat, HeldKind::Parked);
                }
            }
            Action::Unpark { agent } => {
                let seat = self.at_stage(agent, Stage::Parked, "holding it parked")?;
                if self.held.is_some() {
                    self.end_hold(Span::ZERO);
                }
                self.connect(seat, Stage::Talking);
            }
            Action::Interrupt { agent } => {
                if self.flow.medium.load() == Load::Live {
                    return refuse("a call cannot be interrupted by a call", "use hold or park");
                }
                let seat = self.talking(agent.as_ref(), "interrupt")?;
                self.pause(seat, Stage::Interrupted);
            }
            Action::Resume { agent } => {
                let seat = self.at_stage(agent, Stage::Interrupted, "interrupted")?;
                self.connect(seat, Stage::Talking);
            }
            Action::Consult { agent, by, channel } => self.consult(agent, by.as_ref(), *channel)?,
            Action::Transfer { to, by } => self.transfer(to, by.as_ref())?,
            Action::BlindTransfer { to, by, channel } => {
                let seat = self.alone(by.as_ref(), "transfer")?;
                self.customer_present("be transferred")?;
                self.nobody_held()?;
                self.takes_no_part(to)?;
                self.leave(seat);
                self.customer = Customer::InPlan;
                self.ring(to, *channel, CONSULT_RINGS_AFTER, None);
            }
            Action::Conference { with } => {
                let seat = self.at_stage(with, Stage::Consulted, "connected in a consult")?;
                self.end_hold_if_any();
                self.seats[seat].stage = Stage::Talking;
                self.seats[seat].consulted_by = None;
            }
            Action::Leave { agent } => self.leave_others(agent)?,
            Action::StartRecording => {
                self.calls_only("be recorded")?;
                self.talking_any("record")?;
                if self.recording {
                    return refuse("recording is on already", "stop it first, or leave the step out");
                }
                self.recording = true;
                self.cause(Effect::RecordingBegins);
            }
            Action::StopRecording => {
                if !self.recording {
                    return refuse("recording is off already", "start it first, or leave the step out");
                }
                self.recording = false;
                self.cause(Effect::RecordingEnds);
            }
            Action::BreakOut { why } => self.break_out(*why)?,
            Action::CallBack { .. } => {
                if self.flow.medium != Medium::PhoneCallback {
                    return refuse("only a phone callback can be called back", "medium = \"phone-callback\"");
                }
                if self.customer != Customer::Queued {
                    return refuse("the phone callback waits in no queue", "let it enter a queue first");
                }
                self.cause(Effect::QueueEnds(QueueExit::Delivered));
                self.finish(Span::ZERO, End::Over);
            }
            Action::HandOver { contact, channel } => {
                self.calls_only("be handed over to an outside contact")?;
                self.customer_in_plan("be handed over to an outside contact")?;
                self.customer = Customer::WithContact;
                self.cause(Effect::ContactBegins { address: contact, channel: *channel });
            }
            Action::HandBack => {
                if self.customer != Customer::WithContact {
                    return refuse("no outside contact has the customer", "a `hand_over` step comes first");
                }
                self.cause(Effect::ContactEnds);
                self.customer = Customer::InPlan;
            }
            Action::HangUp { by, clears } => self.hang_up(by, *clears)?,
            Action::Wrapped { agent } => self.wrapped(agent)?,
            Action::Intend { agent, presence } => {
                let seat = self.intending(agent.as_ref())?;
                self.cause(Effect::Intends(seat, presence));
            }
            Action::InternalError => self.finish(Span::ZERO, End::InternalError),
        }
        Ok(())
    }

    fn queue(&mut self, queue: &'f Name, skills: &'f [Name], by: Option<&Name>) -> Legal<()> {
        match by {
            None => self.customer_in_plan("enter a queue")?,
            Some(by) => {
                let seat = self.alone(Some(by), "hand over to a queue")?;
                self.customer_present("enter a queue")?;
                self.nobody_held()?;
                self.leave(seat);
            }
        }
        self.customer = Customer::Queued;
        self.cause(Effect::QueueBegins { queue, skills });
        Ok(())
    }

    fn offer(&mut self, agent: &'f Name, channel: Option<Guid>) -> Legal<()> {
        if self.flow.medium == Medium::PhoneCallback {
            return refuse(
                "a phone callback only queues; no agent is rung by it",
                "end it with `call_back`, and tell the call as a flow of its own",
            );
        }
        if !matches!(self.customer, Customer::InPlan | Customer::Queued) {
            return refuse(
                format!("agent {agent} cannot be offered it: {}", self.customer_is()),
                "an interaction is offered while it is in the plan or in a queue; agents bring in colleagues by \
                 consult or transfer",
            );
        }
        self.nobody_rings()?;
        self.takes_no_part(agent)?;
        self.ring(agent, channel, Span::ZERO, None);
        Ok(())
    }

    fn answer(&mut self, party: &Party) -> Legal<()> {
        match party {
            Party::Customer => {
                self.customer_rings("answer")?;
                self.customer_answers(0);
            }
            Party::Agent(agent) => {
                let seat = self.ringing(agent)?;
                match (self.seats[seat].consulted_by, self.customer) {
                    (Some(_), _) => self.connect(seat, Stage::Consulted),
                    (None, Customer::None) => {
                        let caller = self.other_seat(seat);
                        self.connect(caller, Stage::Talking);
                        self.connect(seat, Stage::Talking);
                    }
                    (None, Customer::Queued) => {
                        self.cause(Effect::QueueEnds(QueueExit::Delivered));
                        self.take_customer(seat);
                    }
                    (
                        None,
                        Customer::InPlan
                        | Customer::Rung
                        | Customer::WithAgent
                        | Customer::WithContact
                        | Customer::Gone,
                    ) => self.take_customer(seat),
                }
            }
        }
        Ok(())
    }

    fn no_answer(&mut self, party: &Party, lasts: Span) -> Legal<()> {
        match party {
            Party::Customer => {
                self.customer_rings("not answer")?;
                self.finish(Span::ZERO, End::Over);
            }
            Party::Agent(agent) => {
                let seat = self.ringing(agent)?;
                self.drop_out(seat, Effect::SeatUnexpected(seat, lasts));
            }
        }
        Ok(())
    }

    fn fault(&mut self, agent: &Name, lasts: Span) -> Legal<()> {
        let seat = self.in_hand(agent)?;
        self.drop_out(seat, Effect::SeatFailed(seat, lasts));
        Ok(())
    }

    /// A seat ends by a setback, and whoever it leaves alone goes on elsewhere.
    fn drop_out(&mut self, seat: Seat, setback: Effect<'f>) {
        self.cause(Effect::SeatLeaves(seat));
        self.seats[seat].stage = Stage::Left { can_wrap: false };
        self.cause(setback);
        self.release_consulted_by(seat);
        // A hold ends with the agent who made it; one left over from a transfer ends with the colleague's offer.
        let holder_is_out = |(holder, _): (Seat, HeldKind)| matches!(self.seats[holder].stage, Stage::Left { .. });
        if self.held.is_some_and(holder_is_out) {
            self.end_hold(Span::ZERO);
        }
        match self.customer {
            Customer::None | Customer::Rung => self.finish(Span::ZERO, End::Over),
            Customer::WithAgent if !self.somebody_has_customer() => {
                self.customer = Customer::InPlan;
            }
            Customer::WithAgent | Customer::InPlan | Customer::Queued | Customer::WithContact | Customer::Gone => {}
        }
    }

    fn consult(&mut self, agent: &'f Name, by: Option<&Name>, channel: Option<Guid>) -> Legal<()> {
        self.calls_only("be consulted about")?;
        let seat = self.talking(by, "consult")?;
        self.customer_present("be consulted about")?;
        self.nobody_rings()?;
        if let Some(open) = self.seats.iter().find(|other| other.stage == Stage::Consulted) {
            return refuse(
                format!("a consult with agent {} is under way", open.agent),
                "let it end first by leave, transfer or conference",
            );
        }
        self.takes_no_part(agent)?;
        if self.held.is_none() {
            self.hold(seat, HeldKind::Held);
        }
        self.ring(agent, channel, CONSULT_RINGS_AFTER, Some(seat));
        Ok(())
    }

    fn transfer(&mut self, to: &Name, by: Option<&Name>) -> Legal<()> {
        let Some(colleague) = self.seats.iter().rposition(|seat| {
            *seat.agent == *to && seat.consulted_by.is_some() && matches!(seat.stage, Stage::Ringing | Stage::Consulted)
        }) else {
            return refuse(format!("agent {to} has not been consulted"), "consult them first, or use `blind_transfer`");
        };
        let consulting = self.seats[colleague].consulted_by;
        let seat = self.talking(by.or(consulting.map(|seat| self.seats[seat].agent)), "transfer")?;
        if Some(seat) != consulting {
            return refuse(
                format!("agent {} has not consulted agent {to}", self.seats[seat].agent),
                "the agent who consulted the colleague is the one to transfer to them",
            );
        }
        self.leave(seat);
        self.seats[colleague].consulted_by = None;
        if self.seats[colleague].stage == Stage::Consulted {
            self.seats[colleague].stage = Stage::Talking;
            if self.held.is_some() {
                self.end_hold(TRANSFER_RETRIEVES_AFTER);
            }
        } else if !self.somebody_has_customer() {
            self.customer = Customer::InPlan;
        }
        Ok(())
    }

    fn leave_others(&mut self, agent: &Name) -> Legal<()> {
        let seat = self.in_hand(agent)?;
        match self.seats[seat].stage {
            Stage::Consulted => self.leave(seat),
            Stage::Talking if self.customer != Customer::None && self.talking_seats() > 1 => {
                if self.consults(seat) {
                    return refuse(
                        format!("agent {agent} has a consult under way"),
                        "let it end first by leave, transfer or conference",
                    );
                }
                self.leave(seat);
                if self.held.is_some_and(|(holder, _)| holder == seat) {
                    self.end_hold(Span::ZERO);
                }
            }
            Stage::Talking | Stage::Ringing | Stage::Parked | Stage::Interrupted | Stage::Left { .. } => {
                return refuse(
                    format!("nobody would be left with the customer if agent {agent} left"),
                    "use `hangup`, or `transfer` after a consult; a ringing agent's offer ends with `no_answer`",
                );
            }
        }
        Ok(())
    }

    fn break_out(&mut self, why: Breakout) -> Legal<()> {
        if self.customer != Customer::Queued {
            return refuse(format!("there is no queue to break out of: {}", self.customer_is()), "enter a queue first");
        }
        if self.flow.medium.load() != Load::Live && why != Breakout::QueueDuration {
            return refuse(
                "this way out of a queue exists for calls only",
                "other media leave a queue only by its duration: breakout = \"queue-duration\"",
            );
        }
        self.stop_ringing();
        self.cause(Effect::QueueEnds(QueueExit::Breakout(why)));
        self.customer = Customer::InPlan;
        Ok(())
    }

    fn hang_up(&mut self, by: &HangUp, clears: Span) -> Legal<()> {
        match by {
            HangUp::Customer => match self.customer {
                Customer::None => return refuse("an internal call has no customer", "hangup = \"agent\""),
                Customer::Rung => return refuse("the customer has not answered yet", "no_answer = \"customer\""),
                Customer::InPlan | Customer::Queued | Customer::WithAgent | Customer::WithContact | Customer::Gone => {}
            },
            HangUp::Agent => {
                let internal = self.customer == Customer::None;
                if !internal && self.talking_seats() == 0 && !self.pausing() && self.customer != Customer::Rung {
                    return refuse("no agent is in it who could hang up", "hangup = \"customer\" or \"platform\"");
                }
            }
            HangUp::Platform => {
                if !matches!(self.customer, Customer::InPlan | Customer::WithContact) {
                    return refuse(
                        format!("the plan cannot end it: {}", self.customer_is()),
                        "a customer who waits hangs up, or breaks out first; one who talks hangs up, or the agent does",
                    );
                }
            }
        }
        if self.customer == Customer::Queued {
            self.cause(Effect::QueueEnds(QueueExit::HungUp));
        }
        self.finish(clears, End::Over);
        Ok(())
    }

    fn wrapped(&mut self, agent: &Name) -> Legal<()> {
        let Some(seat) = self.seats.iter().rposition(|seat| *seat.agent == *agent) else {
            return refuse(format!("agent {agent} has not taken part"), "name an agent who was connected");
        };
        match self.seats[seat].stage {
            Stage::Left { can_wrap: true } => {
                self.seats[seat].stage = Stage::Left { can_wrap: false };
                self.cause(Effect::SeatWrapped(seat));
                Ok(())
            }
            Stage::Left { can_wrap: false } => {
                refuse(format!("agent {agent} has nothing to wrap"), "wrap follows once after having been connected")
            }
            Stage::Ringing | Stage::Talking | Stage::Consulted | Stage::Parked | Stage::Interrupted => {
                refuse(format!("agent {agent} is still in the interaction"), "wrap follows after leaving it")
            }
        }
    }

    /// Everybody leaves, and nothing but after-work can follow.
    fn finish(&mut self, clears: Span, end: End) {
        if end == End::InternalError && self.customer == Customer::Queued {
            self.cause(Effect::QueueEnds(QueueExit::InternalError));
        }
        if self.customer == Customer::WithContact {
            self.cause(Effect::ContactEnds);
        }
        for seat in 0..self.seats.len() {
            if !matches!(self.seats[seat].stage, Stage::Left { .. }) {
                self.leave(seat);
            }
        }
        if self.held.is_some() {
            self.end_hold(Span::ZERO);
        }
        if self.customer != Customer::None {
            self.cause(Effect::CustomerLeaves(clears));
            self.customer = Customer::Gone;
        }
        self.over = Some(end);
        self.cause(Effect::Ends(end));
    }
}
