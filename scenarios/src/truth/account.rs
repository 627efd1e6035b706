//! What the steps of one flow amount to, read one after the other.
//!
//! This is the only place that reads steps. It is meant to be checked by eye: each arm of [`Account::step`] says in a
//! few words what a step does to whoever takes part. A step about somebody who takes no part does nothing.

mod step;

use crate::centre::{Address, Name};
use crate::flow::{AppletKind, CONSULT_RINGS_AFTER, Flow, Medium, Opening, PLAN_AFTER, TRANSFER_RETRIEVES_AFTER};
use crate::guid::Guid;
use crate::scenario::Scenario;
use crate::time::{Instant, Span};

use super::ccr_channels::CcrChannel;
use super::consults::{Consult, ConsultEnding};
use super::customer::CustomerPart;
use super::queues::{QueueEntry, QueueKind, QueueOutcome};
use super::seat::{Afterwards, RungFor, Seat, Setback};
use super::stay::Stay;
use super::transfers::{Answer, Receiver, Transfer};

/// All that happened in one flow, from its first step to its last.
#[derive(Debug)]
pub(super) struct Account {
    interaction: Guid,
    flow: Name,
    pub(super) seats: Vec<Seat>,
    pub(super) consults: Vec<Consult>,
    pub(super) transfers: Vec<Transfer>,
    pub(super) queue_entries: Vec<QueueEntry>,
    pub(super) ccr_channels: Vec<CcrChannel>,
    /// The customer's own part; `None` of an internal call.
    pub(super) customer: Option<CustomerPart>,
    /// How it ended for everyone who was still in it; `None` while it goes on.
    pub(super) ended: Option<Ended>,
    /// When the customer entered the plan; `None` where no plan ran.
    pub(super) plan_entered: Option<Instant>,
    /// The applets of the plan that the customer passed.
    pub(super) applets: Vec<Applet>,
    /// What became of it if nobody answers, in the API's words; `None` if it ends in the plan.
    pub(super) unanswered: Option<&'static str>,
    /// Whether calls are being recorded.
    is_recorded: bool,
    /// When the step before happened.
    before: Instant,
    /// How many applets had been passed when the customer last entered a queue.
    passed_by_queue: usize,
    /// The transfer that brought the customer into the queue; `None` when it was the plan.
    queued_by: Option<usize>,
    /// The seat whose agent has put the customer on hold; `None` while nobody has.
    held_by: Option<usize>,
}

/// An applet that a customer passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Applet {
    pub(super) name: Name,
    pub(super) kind: AppletKind,
    pub(super) at: Instant,
}

/// How long before its queue an ACD applet runs that no step tells of: "about 100 ms" (reference, section 6).
const ACD_APPLET_BEFORE: Span = Span::from_millis(100);

/// How an interaction ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// Properly.
    Properly,
    /// On an error of the platform.
    OnAnError,
}

/// The account of every flow, in the order in which they began.
pub(super) fn accounts(scenario: &Scenario) -> impl Iterator<Item = (&Flow, Account)> {
    let mut flows: Vec<&Flow> = scenario.flows.iter().collect();
    flows.sort_by_key(|flow| (flow.start, flow.guid));
    flows.into_iter().map(|flow| (flow, Account::of(flow, address(scenario, flow))))
}

/// The address that a customer reached, if there is a plan behind it.
pub(super) fn address<'s>(scenario: &'s Scenario, flow: &Flow) -> Option<&'s Address> {
    match &flow.opening {
        Opening::Inbound { to, .. } => scenario.centre.address(to),
        Opening::Outbound { .. } | Opening::Internal { .. } => None,
    }
}

impl Account {
    fn of(flow: &Flow, address: Option<&Address>) -> Self {
        let lag = flow.plan_after.unwrap_or(PLAN_AFTER);
        let plan_entered = address.map(|_| flow.start + flow.steps.iter().map(|step| step.at).fold(lag, Span::min));
        let mut account = Self {
            interaction: flow.guid,
            flow: flow.name.clone(),
            seats: Vec::new(),
            consults: Vec::new(),
            transfers: Vec::new(),
            queue_entries: Vec::new(),
            ccr_channels: Vec::new(),
            customer: CustomerPart::of(flow),
            ended: None,
            plan_entered,
            applets: Vec::new(),
            unanswered: None,
            is_recorded: false,
            before: flow.start,
            passed_by_queue: 0,
            queued_by: None,
            held_by: None,
        };
        account.open(flow);
        let mut steps: Vec<_> = flow.steps.iter().collect();
        steps.sort_by_key(|step| step.at);
        for step in steps {
            account.step(&flow.opening, flow.start + step.at, &step.action);
            account.before = flow.start + step.at;
        }
        account.close();
        account
    }

    fn open(&mut self, flow: &Flow) {
        match &flow.opening {
            Opening::Inbound { .. } => {}
            Opening::Outbound { agent, .. } => {
                self.ring(agent, flow.start, RungFor::Opening);
                // Only a call has to be answered by the customer.
                if flow.medium != Medium::Phone {
                    self.answer(agent, flow.start);
                }
            }
            Opening::Internal { agent, to } => {
                self.ring(agent, flow.start, RungFor::Opening);
                self.ring(to, flow.start, RungFor::Opening);
            }
        }
    }

    /// Forgets what turned out never to have begun: a wrap that nobody finished, the ringing of a colleague whom the
    /// customer did not wait the few milliseconds for.
    fn close(&mut self) {
        for seat in &mut self.seats {
            seat.wrap = seat.wrap.filter(|wrap| !wrap.goes_on());
        }
        self.seats.retain(|seat| seat.left.is_none_or(|left| seat.ringing.from <= left));
    }

    fn ring(&mut self, agent: &Name, at: Instant, rung_for: RungFor) {
        if self.seat(agent).is_none() {
            // Who is rung again is over what went wrong before.
            for (_, stay) in
                self.seats.iter_mut().filter(|seat| seat.agent == *agent).filter_map(|s| s.setback.as_mut())
            {
                stay.to = stay.to.map(|to| to.min(at.max(stay.from)));
            }
            let mut seat = Seat::rung(agent, at, rung_for);
            seat.recorded.extend(self.is_recorded.then(|| Stay::since(at)));
            self.seats.push(seat);
        }
    }

    fn answer(&mut self, agent: &Name, at: Instant) {
        let Some(seat) = self.seat(agent).filter(|_| self.is_ringing(agent)) else { return };
        self.seats[seat].answer(at);
        if self.is_recorded {
            self.seats[seat].record(at);
        }
        let answer = Some(Answer { agent: agent.clone(), at });
        match self.seats[seat].rung_for {
            RungFor::Opening | RungFor::Offer => {}
            RungFor::Consult(consult) => self.consults[consult].answered = Some(at),
            RungFor::Transfer(transfer) => {
                self.transfers[transfer].answered = answer.clone();
                // Whoever gets the customer takes them back, whoever of those who stay had put them on hold.
                self.end_hold(at);
            }
        }
        if let Some(transfer) = self.queued_by {
            self.transfers[transfer].answered = answer;
        }
        self.leave_queue(at, QueueOutcome::Answered);
        self.end_forsaken_hold(at);
    }

    fn leave(&mut self, agent: &Name, at: Instant, afterwards: Afterwards) {
        if let Some(seat) = self.seat(agent) {
            self.seats[seat].leave(at, afterwards);
        }
    }

    /// Records the customer, and everybody who has answered; who is rung later is recorded from then on.
    fn start_recording(&mut self, at: Instant) {
        self.is_recorded = true;
        if let Some(customer) = &mut self.customer {
            customer.recorded.push(Stay::since(at));
        }
        self.seats.iter_mut().filter(|seat| seat.takes_part() && seat.has_answered()).for_each(|seat| seat.record(at));
    }

    fn stop_recording(&mut self, at: Instant) {
        self.is_recorded = false;
        let seats = self.seats.iter_mut().flat_map(|seat| &mut seat.recorded);
        let customer = self.customer.iter_mut().flat_map(|customer| &mut customer.recorded);
        seats.chain(customer).for_each(|stay| stay.end(at));
    }

    /// The applet that leads into a queue, unless a step has told of it: not before whatever came before, of which the
    /// agent's leaving is a part who hands over into a queue.
    fn lead_into(&mut self, queue: &Name, at: Instant, is_handed_over: bool) {
        let is_it = |applet: &Applet| applet.kind == AppletKind::Acd && applet.name == *queue;
        if self.customer.is_some() && !self.applets[self.passed_by_queue..].iter().any(is_it) {
            let before = if is_handed_over { at } else { self.before.max(self.plan_entered.unwrap_or(self.before)) };
            let at = (at - ACD_APPLET_BEFORE).max(before);
            self.applets.push(Applet { name: queue.clone(), kind: AppletKind::Acd, at });
        }
        self.passed_by_queue = self.applets.len();
    }

    fn set_back(&mut self, agent: &Name, at: Instant, what: Setback, lasts: Span) {
        if let Some(seat) = self.seat(agent) {
            self.seats[seat].setback = Some((what, Stay { from: at, to: Some(at + lasts) }));
        }
    }

    fn customer_leaves(&mut self, at: Instant, how: Ended) {
        self.ended = Some(how);
        if let Some(customer) = &mut self.customer {
            customer.leave(at);
        }
    }

    fn leave_all(&mut self, who: impl Fn(&Seat) -> bool, at: Instant, afterwards: Afterwards) {
        for seat in self.seats.iter_mut().filter(|seat| seat.takes_part() && who(seat)) {
            seat.leave(at, afterwards);
        }
    }

    fn hold(&mut self, agent: &Name, at: Instant) {
        if self.held_by.is_none()
            && let Some(seat) = self.seat(agent)
        {
            self.held_by = Some(seat);
            self.seats[seat].held.push(Stay::since(at));
            if let Some(customer) = &mut self.customer {
                customer.held.push((agent.clone(), Stay::since(at)));
            }
        }
    }

    fn end_hold(&mut self, at: Instant) {
        if let Some(held) = self.held_by.take().and_then(|seat| self.seats[seat].held.last_mut()) {
            held.end(at);
        }
        if let Some((_, held)) = self.customer.as_mut().and_then(|customer| customer.held.last_mut()) {
            held.end(at);
        }
    }

    /// Ends a hold whose agent has left, now that somebody else, or the plan, has the customer.
    fn end_forsaken_hold(&mut self, at: Instant) {
        if self.held_by.is_some_and(|seat| !self.seats[seat].takes_part()) {
            self.end_hold(at);
        }
    }

    fn consult(&mut self, agent: &Name, by: Name, at: Instant) {
        self.ring(agent, at + CONSULT_RINGS_AFTER, RungFor::Consult(self.consults.len()));
        self.consults.push(Consult {
            interaction: self.interaction,
            flow: self.flow.clone(),
            by,
            agent: agent.clone(),
            began: at,
            answered: None,
            ended: None,
            ending: ConsultEnding::StillOpen,
        });
    }

    fn end_consults(&mut self, which: impl Fn(&Consult) -> bool, at: Instant, ending: ConsultEnding) {
        for consult in self.consults.iter_mut().filter(|consult| consult.ended.is_none() && which(consult)) {
            (consult.ended, consult.ending) = (Some(at), ending);
        }
    }

    /// Whoever this agent is consulting is not left alone in the consult.
    fn leave_consults_of(&mut self, agent: &Name, at: Instant) {
        let is_open = |consult: &&Consult| consult.by == *agent && consult.ended.is_none();
        let consulted: Vec<_> = self.consults.iter().filter(is_open).map(|c| (c.agent.clone(), c.answered)).collect();
        for (colleague, answered) in consulted {
            self.leave(&colleague, at, if answered.is_some() { Afterwards::Wrap } else { Afterwards::Nothing });
        }
    }

    /// The agent `by` gives the customer away and leaves. Gives the transfer's position.
    fn hand_over(&mut self, by: &Name, at: Instant, to: Receiver) -> usize {
        self.transfers.push(Transfer {
            interaction: self.interaction,
            flow: self.flow.clone(),
            at,
            from: by.clone(),
            to,
            answered: None,
        });
        self.leave(by, at, Afterwards::Wrap);
        self.transfers.len() - 1
    }

    /// The consulted colleague gets the customer: at once if connected, else on answering.
    fn receive(&mut self, to: &Name, transfer: usize, at: Instant) {
        let Some(seat) = self.seat(to) else { return };
        self.seats[seat].rung_for = RungFor::Transfer(transfer);
        if let Some(connected) = self.seats[seat].connected.first() {
            self.transfers[transfer].answered = Some(Answer { agent: to.clone(), at: connected.from });
            // Mostly the hold was made by the agent who leaves, and is over for them; another's goes on that much longer.
            self.end_hold(at + TRANSFER_RETRIEVES_AFTER);
        }
    }

    fn queue(&mut self, queue: &Name, kind: QueueKind, at: Instant) {
        self.queue_entries.push(QueueEntry {
            interaction: self.interaction,
            flow: self.flow.clone(),
            queue: queue.clone(),
            kind,
            entered: at,
            left: None,
            outcome: QueueOutcome::Waiting,
        });
    }

    fn leave_queue(&mut self, at: Instant, outcome: QueueOutcome) {
        for entry in self.queue_entries.iter_mut().filter(|entry| entry.left.is_none()) {
            (entry.left, entry.outcome) = (Some(at), outcome);
        }
        self.queued_by = None;
    }

    fn end_ccr(&mut self, at: Instant) {
        for channel in &mut self.ccr_channels {
            channel.end.get_or_insert(at);
        }
    }

    /// Ends all that is not an agent's part.
    fn end(&mut self, at: Instant, waiting: QueueOutcome) {
        self.end_consults(|_| true, at, ConsultEnding::InteractionEnded);
        self.end_hold(at);
        self.leave_queue(at, waiting);
        self.end_ccr(at);
    }

    /// The position of the agent's seat; `None` unless the agent takes part.
    fn seat(&self, agent: &Name) -> Option<usize> {
        self.last_seat(agent).filter(|seat| self.seats[*seat].takes_part())
    }

    /// The position of the seat that the agent took last, whether or not the agent has left.
    fn last_seat(&self, agent: &Name) -> Option<usize> {
        self.seats.iter().rposition(|seat| seat.agent == *agent)
    }

    fn connected_seat(&mut self, agent: &Name) -> Option<&mut Seat> {
        self.seats.iter_mut().find(|seat| seat.agent == *agent && seat.is_connected())
    }

    fn is_ringing(&self, agent: &Name) -> bool {
        self.seats.iter().any(|seat| seat.agent == *agent && seat.is_ringing())
    }

    /// The agent who began the interaction, while it has not been answered: the agent's own line rings until then.
    fn calling(&self, opening: &Opening) -> Option<Name> {
        let caller = match opening {
            Opening::Inbound { .. } => return None,
            Opening::Outbound { agent, .. } | Opening::Internal { agent, .. } => agent,
        };
        let of_caller = |seat: &&Seat| seat.agent == *caller && seat.rung_for == RungFor::Opening && seat.is_ringing();
        self.seats.iter().find(of_caller).map(|seat| seat.agent.clone())
    }

    /// The agent that a step names; else the only one who is connected, `except` aside; else the only one of these whom
    /// nobody consults.
    fn named_or_only(&self, agent: &Option<Name>, except: Option<&Name>) -> Option<Name> {
        let is_consulted = |agent: &Name| self.consults.iter().any(|c| c.agent == *agent && c.ended.is_none());
        let seats = self.seats.iter().filter(|seat| seat.is_connected() && Some(&seat.agent) != except);
        let connected: Vec<&Name> = seats.map(|seat| &seat.agent).collect();
        let talking = connected.iter().copied().filter(|agent| !is_consulted(agent));
        agent.clone().or_else(|| only(connected.iter().copied()).or_else(|| only(talking)).cloned())
    }
}

fn only<'a>(mut agents: impl Iterator<Item = &'a Name>) -> Option<&'a Name> {
    let first = agents.next();
    first.filter(|_| agents.next().is_none())
}
