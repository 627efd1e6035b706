//! Callers who would rather be called back.

use super::{TeamDay, position};
use crate::flow::{Action, AppletKind, Breakout, HangUp, Medium, Opening};
use crate::simulation::agenda::Event;
use crate::simulation::case::{Case, Stage};
use crate::simulation::chance::Stream;
use crate::simulation::setting::Millis;

impl TeamDay<'_> {
    /// A caller who still waits leaves the queue; a phone callback waits in their place.
    pub(super) fn offer_callback(&mut self, case: usize, at: Millis) {
        let Case { stage, since, queue, .. } = self.cases[case];
        let offered = self.setting.team.limits.offer_callback.as_millis();
        if stage != Stage::Waiting || at - since != offered || self.closed {
            return;
        }
        self.leave_queue(case);
        self.step(case, at, Action::BreakOut { why: Breakout::Voluntary });
        self.applet(case, at + 120, &self.setting.words.callback, AppletKind::Callback);
        let over = at + self.cases[case].chance.between(5_000, 15_000);
        self.hang_up(case, over, HangUp::Platform);
        let (opening, conversation) = (self.flows[case].opening.clone(), self.flows[case].conversation);
        let chance = self.key.stream(Stream::Callback, self.flows.len());
        let waiting = self.begin(over, Medium::PhoneCallback, opening, chance);
        self.flows[waiting].conversation = conversation;
        self.cases[waiting].queue = queue;
        self.agenda.note(over + 400, Event::Queues(position(waiting)));
    }

    /// An agent has been found for a callback, and calls the customer.
    pub(super) fn call_back(&mut self, waiting: usize, desk: usize, at: Millis) {
        if self.lines_fail(at) {
            // The agent tries again in a moment.
            self.set_back(desk, at);
            self.cases[waiting].stage = Stage::Waiting;
            return self.wait_first(waiting);
        }
        let to = match &self.flows[waiting].opening {
            Opening::Inbound { from, .. } => from.clone(),
            Opening::Outbound { to, .. } | Opening::Internal { to, .. } => to.clone(),
        };
        let chance = self.key.stream(Stream::Callback, self.flows.len());
        let call = self.dial_out(at, desk, to, chance);
        self.flows[call].conversation = self.flows[waiting].conversation;
        self.cases[waiting].stage = Stage::Over;
        let flow = self.flows[call].name.clone();
        self.step(waiting, at, Action::CallBack { flow });
        self.interrupt_written(desk, at);
    }
}
