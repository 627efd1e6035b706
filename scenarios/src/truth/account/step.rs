//! What each step does to an account.

use super::{Account, Applet, Ended};
use crate::flow::{Action, AppletKind, Breakout, CONSULT_RINGS_AFTER, Opening, Party};
use crate::time::Instant;
use crate::truth::ccr_channels::CcrChannel;
use crate::truth::consults::{Consult, ConsultEnding};
use crate::truth::queues::{QueueKind, QueueOutcome};
use crate::truth::seat::{Afterwards, RungFor, Seat, Setback};
use crate::truth::transfers::Receiver;
impl Account {
    /// Takes note of a step that happened then.
    pub(super) fn step(&mut self, opening: &Opening, at: Instant, action: &Action) {
        match action {
            Action::Applet { name, kind } => {
                self.applets.push(Applet { name: name.clone(), kind: *kind, at });
                if *kind == AppletKind::Callback {
                    self.unanswered = Some("Callback");
                }
            }
            Action::StartRecording => self.start_recording(at),
            Action::StopRecording => self.stop_recording(at),
            Action::Queue { queue, virtual_queues, by, .. } => {
                self.lead_into(queue, at, by.is_some());
                self.unanswered = Some("HangUpInQueue");
                self.queued_by = by.as_ref().map(|by| self.hand_over(by, at, Receiver::Queue(queue.clone())));
                self.queue(queue, QueueKind::Acd, at);
                for queue in virtual_queues {
                    self.queue(queue, QueueKind::Virtual, at);
                }
            }
            Action::Ring { agent, .. } => self.ring(agent, at, RungFor::Offer),
            Action::Answer { party } => {
                if let Party::Agent(agent) = party {
                    self.answer(agent, at);
                }
                if let (Party::Customer, Some(customer)) = (party, &mut self.customer) {
                    customer.answer(at);
                }
                if let Some(caller) = self.calling(opening) {
                    self.answer(&caller, at);
                }
            }
            Action::NoAnswer { party: Party::Agent(agent), lasts } => {
                self.end_consults(|consult| consult.agent == *agent, at, ConsultEnding::NotAnswered);
                self.set_back(agent, at, Setback::Unexpected, *lasts);
                self.leave(agent, at, Afterwards::Nothing);
                self.end_forsaken_hold(at);
                if let Some(caller) = self.calling(opening) {
                    self.leave(&caller, at, Afterwards::Nothing);
                }
                if let Opening::Internal { .. } = opening {
                    self.ended = Some(Ended::Properly);
                }
            }
            Action::NoAnswer { party: Party::Customer, .. } => {
                if let Some(caller) = self.calling(opening) {
                    self.leave(&caller, at, Afterwards::Wrap);
                }
                self.customer_leaves(at, Ended::Properly);
            }
            Action::Fault { agent, lasts } => {
                // A customer who has not answered is given up with the agent who calls.
                if self.calling(opening).as_ref() == Some(agent) {
                    self.customer_leaves(at, Ended::Properly);
                }
                self.set_back(agent, at, Setback::Failed, *lasts);
                self.leave_consults_of(agent, at);
                let concerned = |consult: &Consult| consult.agent == *agent || consult.by == *agent;
                self.end_consults(concerned, at, ConsultEnding::Fault);
                self.leave(agent, at, Afterwards::Nothing);
                // Of an internal call nobody is left to talk to.
                if let Opening::Internal { .. } = opening {
                    self.leave_all(Seat::is_ringing, at, Afterwards::Nothing);
                    self.leave_all(Seat::has_answered, at, Afterwards::Wrap);
                    self.ended = Some(Ended::Properly);
                }
                self.end_forsaken_hold(at);
            }
            Action::Hold { agent } => {
                if let Some(agent) = self.named_or_only(agent, None) {
                    self.hold(&agent, at);
                }
            }
            Action::Retrieve { .. } => self.end_hold(at),
            Action::Park { agent } => {
                if let Some(seat) = self.named_or_only(agent, None).and_then(|agent| self.connected_seat(&agent)) {
                    seat.park(at);
                }
            }
            Action::Interrupt { agent } => {
                if let Some(seat) = self.named_or_only(agent, None).and_then(|agent| self.connected_seat(&agent)) {
                    seat.interrupt(at);
                }
            }
            Action::Unpark { agent } | Action::Resume { agent } => {
                let seat = self.seat(agent).map(|seat| &mut self.seats[seat]);
                if let Some(seat) = seat.filter(|seat| seat.has_answered() && !seat.is_connected()) {
                    seat.resume(at);
                }
            }
            Action::Consult { agent, by, .. } => {
                if let Some(by) = self.named_or_only(by, None) {
                    self.hold(&by, at);
                    self.consult(agent, by, at);
                }
            }
            Action::Transfer { to, by } => {
                // Of several who talk to the customer it is the one who consulted the colleague.
                let consulted = self.consults.iter().find(|consult| consult.agent == *to && consult.ended.is_none());
                if let Some(by) = by.clone().or_else(|| consulted.map(|consult| consult.by.clone())) {
                    self.end_consults(|consult| consult.agent == *to, at, ConsultEnding::Transferred);
                    let transfer = self.hand_over(&by, at, Receiver::Consulted(to.clone()));
                    self.receive(to, transfer, at);
                }
            }
            Action::BlindTransfer { to, by, .. } => {
                if let Some(by) = self.named_or_only(by, Some(to)) {
                    let transfer = self.hand_over(&by, at, Receiver::Blind(to.clone()));
                    self.ring(to, at + CONSULT_RINGS_AFTER, RungFor::Transfer(transfer));
                }
            }
            Action::Conference { with } => {
                self.end_consults(|consult| consult.agent == *with, at, ConsultEnding::Conferenced);
                self.end_hold(at);
            }
            Action::Leave { agent } => {
                self.end_consults(|consult| consult.agent == *agent, at, ConsultEnding::ColleagueLeft);
                // A hold that an earlier transfer has left over goes on: its colleague still rings.
                let is_holder = self.held_by.is_some() && self.held_by == self.seat(agent);
                self.leave(agent, at, Afterwards::Wrap);
                if is_holder {
                    self.end_hold(at);
                }
            }
            Action::BreakOut { why } => {
                self.leave_queue(at, QueueOutcome::Breakout(*why));
                self.unanswered = Some(outcome(*why));
                let rung_from_queue = |seat: &Seat| seat.is_ringing() && seat.rung_for == RungFor::Offer;
                self.leave_all(rung_from_queue, at, Afterwards::Nothing);
            }
            Action::CallBack { .. } => {
                self.leave_queue(at, QueueOutcome::Answered);
                self.customer_leaves(at, Ended::Properly);
            }
            Action::HandOver { contact, .. } => self.ccr_channels.push(CcrChannel {
                interaction: self.interaction,
                flow: self.flow.clone(),
                contact: contact.clone(),
                start: at,
                end: None,
            }),
            Action::HandBack => self.end_ccr(at),
            Action::HangUp { clears, .. } => {
                // An agent who gives up calling a customer has after-work all the same.
                if let (Opening::Outbound { .. }, Some(caller)) = (opening, self.calling(opening)) {
                    self.leave(&caller, at, Afterwards::Wrap);
                }
                self.leave_all(Seat::is_ringing, at, Afterwards::Nothing);
                self.leave_all(Seat::has_answered, at, Afterwards::Wrap);
                self.end(at, QueueOutcome::Abandoned);
                self.customer_leaves(at + *clears, Ended::Properly);
            }
            Action::Wrapped { agent } => {
                if let Some(wrap) = self.last_seat(agent).and_then(|seat| self.seats[seat].wrap.as_mut()) {
                    wrap.end(at);
                }
            }
            Action::Intend { agent, presence } => {
                let agent = self.named_or_only(agent, None);
                if let Some(seat) = agent.and_then(|agent| self.last_seat(&agent)) {
                    self.seats[seat].intended = Some((at, presence.clone()));
                }
            }
            Action::InternalError => {
                self.leave_all(|_| true, at, Afterwards::Nothing);
                self.end(at, QueueOutcome::Error);
                self.customer_leaves(at, Ended::OnAnError);
            }
        }
    }
}

/// What became of an interaction that broke out of a queue so, if nobody answers it afterwards, in the API's words.
fn outcome(why: Breakout) -> &'static str {
    match why {
        Breakout::Voluntary => "Breakout",
        Breakout::NoAgents => "NoAgentsLoggedIn",
        Breakout::AgentDecline => "AgentRejected",
        Breakout::QueueLength => "Other",
        Breakout::QueueDuration => "QueueTimeout",
        Breakout::EstimatedWaitTime => "MaxEstimatedWaitTime",
    }
}
