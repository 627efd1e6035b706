//! One agent's part in one interaction.

use crate::centre::Name;
use crate::time::Instant;

use super::stay::Stay;

/// An agent's part in an interaction, from being rung to leaving and wrapping up. Rung again, the agent takes a new
/// seat.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) agent: Name,
    pub(super) rung_for: RungFor,
    pub(super) ringing: Stay,
    /// Talking or consulted; in several pieces if the agent parked the interaction or was interrupted.
    pub(super) connected: Vec<Stay>,
    /// While the customer was on hold because this agent had put them there.
    pub(super) held: Vec<Stay>,
    pub(super) parked: Vec<Stay>,
    /// While the agent was recorded, parked or not.
    pub(super) recorded: Vec<Stay>,
    /// When the agent's part was over but for the wrap; `None` while the agent takes part.
    pub(super) left: Option<Instant>,
    pub(super) wrap: Option<Stay>,
    /// What went wrong with the agent, and for how long that showed; `None` if nothing did.
    pub(super) setback: Option<(Setback, Stay)>,
    /// The presence that the agent chose for afterwards, and when.
    pub(super) intended: Option<(Instant, Name)>,
}

/// Why an agent was rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RungFor {
    /// The agent began the interaction, or is the colleague whom it was meant for.
    Opening,
    /// The queue or the plan offered it.
    Offer,
    /// The consult at that position of the account.
    Consult(usize),
    /// The transfer at that position of the account.
    Transfer(usize),
}

/// What can go wrong when an agent is rung or at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Setback {
    /// The agent did not answer.
    Unexpected,
    /// The agent's line failed.
    Failed,
}

/// Whether an agent who leaves may have something to wrap up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Afterwards {
    Wrap,
    Nothing,
}

impl Seat {
    pub(super) fn rung(agent: &Name, at: Instant, rung_for: RungFor) -> Self {
        Self {
            agent: agent.clone(),
            rung_for,
            ringing: Stay::since(at),
            connected: Vec::new(),
            held: Vec::new(),
            parked: Vec::new(),
            recorded: Vec::new(),
            left: None,
            wrap: None,
            setback: None,
            intended: None,
        }
    }

    pub(super) fn answer(&mut self, at: Instant) {
        self.ringing.end(at);
        self.connected.push(Stay::since(at));
    }

    /// Begins to record the agent, who may be recorded already.
    pub(super) fn record(&mut self, at: Instant) {
        if !self.recorded.iter().any(Stay::goes_on) {
            self.recorded.push(Stay::since(at));
        }
    }

    pub(super) fn interrupt(&mut self, at: Instant) {
        for connected in &mut self.connected {
            connected.end(at);
        }
    }

    pub(super) fn park(&mut self, at: Instant) {
        self.interrupt(at);
        self.parked.push(Stay::since(at));
    }

    /// Goes on after having been parked or interrupted.
    pub(super) fn resume(&mut self, at: Instant) {
        for parked in &mut self.parked {
            parked.end(at);
        }
        self.connected.push(Stay::since(at));
    }

    pub(super) fn leave(&mut self, at: Instant, afterwards: Afterwards) {
        self.left = Some(at);
        self.ringing.end(at);
        let recorded = &mut self.recorded;
        for stay in self.connected.iter_mut().chain(&mut self.held).chain(&mut self.parked).chain(recorded) {
            stay.end(at);
        }
        self.wrap = (afterwards == Afterwards::Wrap).then(|| Stay::since(at));
    }

    pub(super) fn takes_part(&self) -> bool {
        self.left.is_none()
    }

    pub(super) fn is_ringing(&self) -> bool {
        self.ringing.goes_on()
    }

    pub(super) fn is_connected(&self) -> bool {
        self.connected.iter().any(Stay::goes_on)
    }

    pub(super) fn has_answered(&self) -> bool {
        !self.connected.is_empty()
    }

    /// When the agent had left and had wrapped up; `None` before.
    pub(super) fn done(&self) -> Option<Instant> {
        self.wrap.map_or(self.left, |wrap| wrap.to)
    }

    /// What there is of it at `until`; `None` while the agent has not been rung.
    pub(super) fn until(self, until: Instant) -> Option<Self> {
        let cut = |stays: Vec<Stay>| stays.into_iter().filter_map(|stay| stay.until(until)).collect();
        Some(Self {
            ringing: self.ringing.until(until)?,
            connected: cut(self.connected),
            held: cut(self.held),
            parked: cut(self.parked),
            recorded: cut(self.recorded),
            left: self.left.filter(|left| *left <= until),
            wrap: self.wrap.and_then(|wrap| wrap.until(until)),
            setback: self.setback.and_then(|(what, stay)| Some((what, stay.until(until)?))),
            intended: self.intended.filter(|(chosen, _)| *chosen <= until),
            ..self
        })
    }
}
