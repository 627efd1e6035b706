//! What every agent is doing at an instant.

use crate::centre::Name;
use crate::flow::Medium;
use crate::scenario::Scenario;
use crate::time::Instant;

use super::account::accounts;
use super::seat::Seat;
use super::stay::Stay;

/// An agent's part in one interaction at an instant. An agent may have several.
#[derive(Clone, Debug)]
pub(super) struct Work {
    pub(super) agent: Name,
    pub(super) medium: Medium,
    pub(super) kind: WorkKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WorkKind {
    Ringing,
    Connected,
    Wrap,
}

/// What all agents have in hand at that instant. A parked or interrupted interaction is not in hand: the agent is free
/// for others, or at work on another. Nor is one that the agent did not answer, or whose line failed.
pub(super) fn in_hand(scenario: &Scenario, at: Instant) -> Vec<Work> {
    let seats =
        accounts(scenario).flat_map(|(flow, account)| account.seats.into_iter().map(|seat| (flow.medium, seat)));
    let now = seats.filter_map(|(medium, seat)| seat.until(at).map(|seat| (medium, seat)));
    now.filter_map(|(medium, seat)| kind(&seat).map(|kind| Work { agent: seat.agent, medium, kind })).collect()
}

fn kind(seat: &Seat) -> Option<WorkKind> {
    if seat.is_ringing() {
        Some(WorkKind::Ringing)
    } else if seat.is_connected() {
        Some(WorkKind::Connected)
    } else {
        seat.wrap.filter(Stay::goes_on).map(|_| WorkKind::Wrap)
    }
}
