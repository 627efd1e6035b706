//! What did each agent do about each interaction, from when to when?

use crate::centre::Name;
use crate::flow::Medium;
use crate::guid::Guid;
use crate::scenario::Scenario;
use crate::time::{Instant, Span};

use super::account::accounts;
use super::stay::Stay;

/// An agent did one thing about one interaction for some time. The sums of [`handle_times`](super::handle_times) are
/// made of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The agent.
    pub agent: Name,
    /// The interaction.
    pub interaction: Guid,
    /// The name of its flow.
    pub flow: Name,
    /// Its medium.
    pub medium: Medium,
    /// What the agent did.
    pub doing: Doing,
    /// When it began.
    pub from: Instant,
    /// When it ended; `None` while it goes on.
    pub to: Option<Instant>,
}

/// What an agent can do about an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doing {
    /// Is rung.
    Ring,
    /// Is connected, holds included.
    Connected,
    /// Is connected while the customer is on hold because of this agent.
    Hold,
    /// Does the after-work.
    Wrap,
    /// Has it parked, and is free for others.
    Parked,
}

impl Stretch {
    /// How long it has lasted at `until`.
    pub fn length(&self, until: Instant) -> Span {
        Stay { from: self.from, to: self.to }.length(until)
    }
}

/// What every agent did until then, by the interactions' starts and by when it began.
pub fn stretches(scenario: &Scenario, until: Instant) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    for (flow, account) in accounts(scenario) {
        let first = stretches.len();
        for seat in account.seats.into_iter().filter_map(|seat| seat.until(until)) {
            let mut add = |doing, stay: Stay| {
                stretches.push(Stretch {
                    agent: seat.agent.clone(),
                    interaction: flow.guid,
                    flow: flow.name.clone(),
                    medium: flow.medium,
                    doing,
                    from: stay.from,
                    to: stay.to,
                });
            };
            add(Doing::Ring, seat.ringing);
            seat.connected.iter().for_each(|stay| add(Doing::Connected, *stay));
            seat.held.iter().for_each(|stay| add(Doing::Hold, *stay));
            seat.parked.iter().for_each(|stay| add(Doing::Parked, *stay));
            seat.wrap.iter().for_each(|stay| add(Doing::Wrap, *stay));
        }
        stretches[first..].sort_by_key(|stretch| (stretch.from, stretch.doing));
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::super::telling::*;
    use super::*;

    #[test]
    fn the_faqs_agents_ring_connect_hold_and_wrap() {
        let row = |s: &Stretch| format!("{} {:?} {} {}", s.agent, s.doing, after(s.from), after(s.to));
        let told = |until| stretches(&three_agents().with(faq_transfer()), until).iter().map(row).collect::<Vec<_>>();
        let expected = [
            "01 Ring 6.721s 12.512s",
            "01 Connected 12.512s 53.401s",
            "01 Hold 30.233s 53.401s",
            "002 Ring 30.239s 35.145s",
            "002 Connected 35.145s 1m22.81s",
            "01 Wrap 53.401s 58.618s",
            "002 Wrap 1m22.81s 1m27.028s",
        ];
        assert_eq!(told(finally()), expected);
        assert_eq!(told(at("20s")), ["01 Ring 6.721s 12.512s", "01 Connected 12.512s -"]);
    }
}
