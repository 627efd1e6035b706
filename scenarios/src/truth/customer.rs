//! The customer's own part in an interaction.

use crate::centre::Name;
use crate::flow::{Flow, Medium, Opening};
use crate::time::Instant;

use super::stay::Stay;

/// The customer's part, from reaching the centre, or being rung by it, to a clear line.
#[derive(Clone, Debug)]
pub(super) struct CustomerPart {
    pub(super) ringing: Stay,
    /// `None` until the customer answers; who calls the centre is connected at once.
    pub(super) connected: Option<Stay>,
    /// On hold, and because of whom.
    pub(super) held: Vec<(Name, Stay)>,
    /// While the customer was recorded.
    pub(super) recorded: Vec<Stay>,
    /// When the customer's line was clear; `None` until then.
    pub(super) left: Option<Instant>,
}

impl CustomerPart {
    /// As the flow begins; `None` of an internal call.
    pub(super) fn of(flow: &Flow) -> Option<Self> {
        let rung = Self {
            ringing: Stay::since(flow.start),
            connected: None,
            held: Vec::new(),
            recorded: Vec::new(),
            left: None,
        };
        let mut part = rung;
        match &flow.opening {
            Opening::Internal { .. } => return None,
            // Only a call has to be answered by the customer.
            Opening::Outbound { .. } if flow.medium == Medium::Phone => {}
            Opening::Outbound { .. } | Opening::Inbound { .. } => part.answer(flow.start),
        }
        Some(part)
    }

    pub(super) fn answer(&mut self, at: Instant) {
        self.ringing.end(at);
        self.connected.get_or_insert(Stay::since(at));
    }

    pub(super) fn leave(&mut self, at: Instant) {
        let left = *self.left.get_or_insert(at);
        self.ringing.end(left);
        let connected = self.connected.iter_mut();
        let held = self.held.iter_mut().map(|(_, stay)| stay);
        connected.chain(held).chain(&mut self.recorded).for_each(|stay| stay.end(left));
    }
}
