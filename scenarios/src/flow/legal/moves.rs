//! The small moves that steps are made of.

use super::course::{Course, Customer, Place, Stage};
use super::{Caused, Effect, Seat};
use crate::centre::Name;
use crate::flow::HeldKind;
use crate::guid::Guid;
use crate::time::Span;

impl<'f> Course<'f> {
    pub(super) fn cause(&mut self, effect: Effect<'f>) {
        self.caused.push(Caused { at: self.at, step: self.step, effect });
    }

    pub(super) fn ring(
        &mut self,
        agent: &'f Name,
        channel: Option<Guid>,
        after: Span,
        consulted_by: Option<Seat>,
    ) -> Seat {
        let rings_at = self.at + after;
        self.seats.push(Place { agent, stage: Stage::Ringing, rings_at, consulted_by });
        self.cause(Effect::SeatRings { agent, channel, after });
        self.seats.len() - 1
    }

    pub(super) fn connect(&mut self, seat: Seat, stage: Stage) {
        self.seats[seat].stage = stage;
        self.cause(Effect::SeatConnects(seat));
    }

    pub(super) fn pause(&mut self, seat: Seat, stage: Stage) {
        self.seats[seat].stage = stage;
        self.cause(Effect::SeatPauses(seat));
    }

    pub(super) fn leave(&mut self, seat: Seat) {
        // An outbound call that nobody answered has its after-work all the same.
        let can_wrap = self.seats[seat].stage != Stage::Ringing || self.customer == Customer::Rung;
        self.seats[seat].stage = Stage::Left { can_wrap };
        self.seats[seat].consulted_by = None;
        self.cause(Effect::SeatLeaves(seat));
    }

    pub(super) fn hold(&mut self, seat: Seat, kind: HeldKind) {
        self.held = Some((seat, kind));
        self.cause(Effect::HoldBegins(seat, kind));
    }

    pub(super) fn end_hold(&mut self, after: Span) {
        self.held = None;
        self.cause(Effect::HoldEnds(after));
    }

    pub(super) fn end_hold_if_any(&mut self) {
        if self.held.is_some() {
            self.end_hold(Span::ZERO);
        }
    }

    pub(super) fn customer_answers(&mut self, seat: Seat) {
        self.customer = Customer::WithAgent;
        self.cause(Effect::CustomerConnects);
        self.connect(seat, Stage::Talking);
    }

    pub(super) fn take_customer(&mut self, seat: Seat) {
        self.end_hold_if_any();
        self.customer = Customer::WithAgent;
        self.connect(seat, Stage::Talking);
    }

    pub(super) fn stop_ringing(&mut self) {
        for seat in 0..self.seats.len() {
            if self.seats[seat].stage == Stage::Ringing {
                self.leave(seat);
            }
        }
    }

    /// A colleague is not left alone in a consult.
    pub(super) fn release_consulted_by(&mut self, consulting: Seat) {
        for seat in 0..self.seats.len() {
            let place = &self.seats[seat];
            if place.consulted_by == Some(consulting) && !matches!(place.stage, Stage::Left { .. }) {
                self.leave(seat);
            }
        }
    }
}
