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

use super::{Action, AppletKind, Breakout, CONSULT_RINGS_AFTER, Flow, HangUp, Medium, Opening, Party};
use super::{Step, TRANSFER_RETRIEVES_AFTER};
use crate::centre::Name;
use crate::guid::Guid;
use crate::record::{HeldKind, QueueExit};
use crate::time::Span;

/// One agent's part in an interaction, from ringing on; an agent who is rung again takes another seat. Counted from 0
/// in the order of ringing.
pub type Seat = usize;

/// What a step does to those who take part; all at the step's instant, unless it says "after".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The customer's channel begins, and rings.
    CustomerRings,
    /// The customer is connected.
    CustomerConnects,
    /// The customer's line clears, so long after.
    CustomerLeaves(Span),
    /// The next seat begins to ring, so long after.
    SeatRings {
        /// The agent.
        agent: Name,
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
        name: Name,
        /// Its kind.
        kind: AppletKind,
    },
    /// A queue is entered.
    QueueBegins {
        /// The ACD queue.
        queue: Name,
        /// The skills asked for.
        skills: Vec<Name>,
        /// The virtual queues.
        virtual_queues: Vec<Name>,
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
        address: Name,
        /// The identifier of the channel; `None` for a derived one.
        channel: Option<Guid>,
    },
    /// The outside contact's channel ends.
    ContactEnds,
    /// The presence to be set once the seat is done.
    Intends(Seat, Name),
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caused {
    /// When, from the flow's start.
    pub at: Span,
    /// The step's position in the flow; `None` for the opening.
    pub step: Option<usize>,
    /// What.
    pub effect: Effect,
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
pub fn course(flow: &Flow) -> Result<Vec<Caused>, Refusal> {
    let mut course = Course::new(flow);
    course.open().map_err(|Why(what, advice)| Refusal { step: None, what, advice })?;
    for (position, step) in flow.steps.iter().enumerate() {
        course.step = Some(position);
        course.at = step.at;
        course.take(step).map_err(|Why(what, advice)| Refusal { step: Some(position), what, advice })?;
    }
    Ok(course.caused)
}

/// Where the customer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Customer {
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
enum Stage {
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
struct Place {
    agent: Name,
    stage: Stage,
    /// When it began to ring.
    rings_at: Span,
    /// The seat that consults this one.
    consulted_by: Option<Seat>,
}

/// What is wrong, and what would be right.
struct Why(String, String);

type Legal<T> = Result<T, Why>;

fn refuse<T>(what: impl Into<String>, advice: impl Into<String>) -> Legal<T> {
    Err(Why(what.into(), advice.into()))
}

struct Course<'f> {
    flow: &'f Flow,
    step: Option<usize>,
    at: Span,
    customer: Customer,
    seats: Vec<Place>,
    held: Option<(Seat, HeldKind)>,
    recording: bool,
    over: Option<End>,
    caused: Vec<Caused>,
}

impl<'f> Course<'f> {
    fn new(flow: &'f Flow) -> Self {
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

    fn open(&mut self) -> Legal<()> {
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

    fn take(&mut self, step: &Step) -> Legal<()> {
        self.still_possible(&step.action)?;
        match &step.action {
            Action::Applet { name, kind } => {
                self.customer_in_plan("pass an applet")?;
                self.cause(Effect::Applet { name: name.clone(), kind: *kind });
            }
            Action::Queue { queue, skills, virtual_queues, by } => {
                self.queue(queue, skills, virtual_queues, by.as_ref())?
            }
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
                if self.flow.medium.load() == super::Load::Live {
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
                self.cause(Effect::ContactBegins { address: contact.clone(), channel: *channel });
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
                self.cause(Effect::Intends(seat, presence.clone()));
            }
            Action::InternalError => self.finish(Span::ZERO, End::InternalError),
        }
        Ok(())
    }

    // ---- what steps do ----

    fn queue(&mut self, queue: &Name, skills: &[Name], virtual_queues: &[Name], by: Option<&Name>) -> Legal<()> {
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
        let (queue, skills, virtual_queues) = (queue.clone(), skills.to_vec(), virtual_queues.to_vec());
        self.cause(Effect::QueueBegins { queue, skills, virtual_queues });
        Ok(())
    }

    fn offer(&mut self, agent: &Name, channel: Option<Guid>) -> Legal<()> {
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
    fn drop_out(&mut self, seat: Seat, setback: Effect) {
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

    fn consult(&mut self, agent: &Name, by: Option<&Name>, channel: Option<Guid>) -> Legal<()> {
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
            seat.agent == *to && seat.consulted_by.is_some() && matches!(seat.stage, Stage::Ringing | Stage::Consulted)
        }) else {
            return refuse(format!("agent {to} has not been consulted"), "consult them first, or use `blind_transfer`");
        };
        let consulting = self.seats[colleague].consulted_by;
        let seat = self.talking(by.or(consulting.map(|seat| &self.seats[seat].agent)).cloned().as_ref(), "transfer")?;
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
        if self.flow.medium.load() != super::Load::Live && why != Breakout::QueueDuration {
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
                if !matches!(self.customer, Customer::InPlan | Customer::Queued | Customer::WithContact) {
                    return refuse(
                        format!("the plan cannot end it: {}", self.customer_is()),
                        "hangup = \"customer\" or \"agent\"",
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
        let Some(seat) = self.seats.iter().rposition(|seat| seat.agent == *agent) else {
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

    // ---- small moves ----

    fn cause(&mut self, effect: Effect) {
        self.caused.push(Caused { at: self.at, step: self.step, effect });
    }

    fn ring(&mut self, agent: &Name, channel: Option<Guid>, after: Span, consulted_by: Option<Seat>) -> Seat {
        let rings_at = self.at + after;
        self.seats.push(Place { agent: agent.clone(), stage: Stage::Ringing, rings_at, consulted_by });
        self.cause(Effect::SeatRings { agent: agent.clone(), channel, after });
        self.seats.len() - 1
    }

    fn connect(&mut self, seat: Seat, stage: Stage) {
        self.seats[seat].stage = stage;
        self.cause(Effect::SeatConnects(seat));
    }

    fn pause(&mut self, seat: Seat, stage: Stage) {
        self.seats[seat].stage = stage;
        self.cause(Effect::SeatPauses(seat));
    }

    fn leave(&mut self, seat: Seat) {
        // An outbound call that nobody answered has its after-work all the same.
        let can_wrap = self.seats[seat].stage != Stage::Ringing || self.customer == Customer::Rung;
        self.seats[seat].stage = Stage::Left { can_wrap };
        self.seats[seat].consulted_by = None;
        self.cause(Effect::SeatLeaves(seat));
    }

    fn hold(&mut self, seat: Seat, kind: HeldKind) {
        self.held = Some((seat, kind));
        self.cause(Effect::HoldBegins(seat, kind));
    }

    fn end_hold(&mut self, after: Span) {
        self.held = None;
        self.cause(Effect::HoldEnds(after));
    }

    fn end_hold_if_any(&mut self) {
        if self.held.is_some() {
            self.end_hold(Span::ZERO);
        }
    }

    fn customer_answers(&mut self, seat: Seat) {
        self.customer = Customer::WithAgent;
        self.cause(Effect::CustomerConnects);
        self.connect(seat, Stage::Talking);
    }

    fn take_customer(&mut self, seat: Seat) {
        self.end_hold_if_any();
        self.customer = Customer::WithAgent;
        self.connect(seat, Stage::Talking);
    }

    fn stop_ringing(&mut self) {
        for seat in 0..self.seats.len() {
            if self.seats[seat].stage == Stage::Ringing {
                self.leave(seat);
            }
        }
    }

    /// A colleague is not left alone in a consult.
    fn release_consulted_by(&mut self, consulting: Seat) {
        for seat in 0..self.seats.len() {
            let place = &self.seats[seat];
            if place.consulted_by == Some(consulting) && !matches!(place.stage, Stage::Left { .. }) {
                self.leave(seat);
            }
        }
    }

    // ---- what steps need ----

    fn still_possible(&self, action: &Action) -> Legal<()> {
        match (self.over, action) {
            (None, _) | (Some(End::Over), Action::Wrapped { .. } | Action::Intend { .. }) => Ok(()),
            (Some(End::Over), _) => refuse("the interaction is over", "only `wrapped` and `intend` can follow its end"),
            (Some(End::InternalError), _) => {
                refuse("processing has ended on an internal error", "nothing can follow `internal_error`")
            }
        }
    }

    fn calls_only(&self, done: &str) -> Legal<()> {
        if self.flow.medium == Medium::Phone {
            return Ok(());
        }
        refuse(format!("only calls can {done}"), "leave the step out, or make the medium \"phone\"")
    }

    fn customer_in_plan(&self, act: &str) -> Legal<()> {
        if self.customer != Customer::InPlan {
            return refuse(
                format!("the customer cannot {act}: {}", self.customer_is()),
                "that is possible while the customer is in the plan",
            );
        }
        self.nobody_rings()
    }

    fn customer_present(&self, done: &str) -> Legal<()> {
        if self.customer == Customer::WithAgent {
            return Ok(());
        }
        refuse(format!("there is no customer to {done}: {}", self.customer_is()), "an agent answers first")
    }

    fn customer_rings(&self, act: &str) -> Legal<()> {
        if self.customer == Customer::Rung {
            return Ok(());
        }
        refuse(
            format!("the customer is not ringing and cannot {act}: {}", self.customer_is()),
            "the customer is rung by outbound calls only, and once",
        )
    }

    fn customer_is(&self) -> &'static str {
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

    fn nobody_rings(&self) -> Legal<()> {
        match self.seats.iter().find(|seat| seat.stage == Stage::Ringing) {
            None => Ok(()),
            Some(seat) => {
                refuse(format!("agent {} is still ringing", seat.agent), "let them answer or not answer first")
            }
        }
    }

    fn nobody_held(&self) -> Legal<()> {
        match self.held {
            None => Ok(()),
            Some((seat, _)) => refuse(
                format!("the customer is held by agent {}", self.seats[seat].agent),
                "retrieve the customer first",
            ),
        }
    }

    fn takes_no_part(&self, agent: &Name) -> Legal<()> {
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

    fn ringing(&self, agent: &Name) -> Legal<Seat> {
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

    fn at_stage(&self, agent: &Name, stage: Stage, needed: &str) -> Legal<Seat> {
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
    fn in_hand(&self, agent: &Name) -> Legal<Seat> {
        match self.latest(agent) {
            Some(seat) if !matches!(self.seats[seat].stage, Stage::Left { .. }) => Ok(seat),
            Some(_) | None => refuse(
                format!("agent {agent} is not in the interaction"),
                "the step needs an agent who is ringing or at work",
            ),
        }
    }

    /// The agent who talks: the one named, or the only one.
    fn talking(&self, agent: Option<&Name>, key: &str) -> Legal<Seat> {
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

    fn talking_any(&self, key: &str) -> Legal<()> {
        if self.talking_seats() > 0 {
            return Ok(());
        }
        refuse(format!("no agent is connected who could {key}"), "an agent answers first")
    }

    /// The agent who talks, and is the only one in the interaction.
    fn alone(&self, agent: Option<&Name>, key: &str) -> Legal<Seat> {
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

    fn holding(&self, agent: Option<&Name>, kind: HeldKind) -> Legal<Seat> {
        match self.held {
            Some((seat, held)) if held == kind && agent.is_none_or(|agent| *agent == self.seats[seat].agent) => {
                Ok(seat)
            }
            Some((seat, _)) => refuse(
                format!("the customer is held by agent {}", self.seats[seat].agent),
                "the agent who holds the customer is the one to take them back",
            ),
            None => refuse("the customer is not on hold", "a `hold` or `consult` step comes first"),
        }
    }

    fn intending(&self, agent: Option<&Name>) -> Legal<Seat> {
        match agent {
            Some(agent) => match self.latest(agent).map(|seat| (seat, self.seats[seat].stage)) {
                Some((seat, stage)) if stage != (Stage::Left { can_wrap: false }) => Ok(seat),
                Some(_) | None => refuse(format!("agent {agent} does not take part"), "name an agent who does"),
            },
            None => self.talking(None, "intend a presence"),
        }
    }

    fn latest(&self, agent: &Name) -> Option<Seat> {
        self.seats.iter().rposition(|seat| seat.agent == *agent)
    }

    fn other_seat(&self, seat: Seat) -> Seat {
        usize::from(seat == 0)
    }

    fn talking_seats(&self) -> usize {
        self.seats.iter().filter(|seat| seat.stage == Stage::Talking).count()
    }

    fn pausing(&self) -> bool {
        self.seats.iter().any(|seat| matches!(seat.stage, Stage::Parked | Stage::Interrupted))
    }

    fn somebody_has_customer(&self) -> bool {
        self.talking_seats() > 0 || self.pausing()
    }

    fn consults(&self, seat: Seat) -> bool {
        let open = |other: &Place| matches!(other.stage, Stage::Ringing | Stage::Consulted);
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
