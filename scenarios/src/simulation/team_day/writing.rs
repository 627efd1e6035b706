//! Emails and cases: worked on beside one another, parked, and interrupted by calls.

use super::{TeamDay, position};
use crate::flow::{Action, HangUp};
use crate::simulation::agenda::Event;
use crate::simulation::case::{Case, Next, Stage};
use crate::simulation::setting::Millis;

impl TeamDay<'_> {
    /// The agent has answered, and begins to write.
    pub(super) fn begin_writing(&mut self, case: usize, at: Millis) {
        let park = self.setting.team.percent.park;
        let Case { chance, next, left, .. } = &mut self.cases[case];
        let lasts = self.setting.times.writing.held(chance).max(1_000);
        let first = if chance.percent(park) { lasts / 3 } else { lasts };
        *next = if first < lasts { Next::Park } else { Next::Finish };
        *left = lasts - first;
        self.write_until(case, at + first);
    }

    fn write_until(&mut self, case: usize, due: Millis) {
        self.cases[case].due = due;
        self.cases[case].stage = Stage::InHand;
        self.agenda.note(due, Event::Writes(position(case)));
    }

    /// What the agent writes has come so far as was planned, if nothing has come between.
    pub(super) fn write_on(&mut self, case: usize, at: Millis) {
        let Case { desk, due, next, left, stage, .. } = self.cases[case];
        if due != at || stage == Stage::Over {
            return;
        }
        match next {
            Next::Park => {
                self.step(case, at, Action::Park { agent: None });
                let rest = self.setting.times.hold.held(&mut self.cases[case].chance).max(1_000);
                self.cases[case].next = Next::Unpark;
                self.write_until(case, at + rest);
                self.cases[case].stage = Stage::Aside;
            }
            // Who is on a call takes it up again after that.
            Next::Unpark if self.desks[desk].calls => self.cases[case].due = Millis::MAX,
            Next::Unpark => {
                self.step(case, at, Action::Unpark { agent: self.name(desk) });
                self.cases[case].next = Next::Finish;
                self.write_until(case, at + left);
            }
            Next::Finish | Next::Consult | Next::BlindTransfer | Next::Requeue => {
                self.hang_up(case, at, HangUp::Agent);
                let agent = &mut self.desks[desk];
                agent.written.retain(|written| *written != position(case));
                agent.filing += 1;
                let filed = self.wrap(case, at, desk);
                self.agenda.note(filed, Event::Filed(position(desk)));
            }
        }
    }

    /// A call comes between the agent and what they write.
    pub(super) fn interrupt_written(&mut self, desk: usize, at: Millis) {
        for place in 0..self.desks[desk].written.len() {
            let case = self.desks[desk].written[place] as usize;
            if self.cases[case].stage == Stage::InHand {
                self.step(case, at, Action::Interrupt { agent: None });
                let Case { stage, due, remaining, .. } = &mut self.cases[case];
                *stage = Stage::Aside;
                *remaining = *due - at;
                *due = Millis::MAX;
            }
        }
    }

    /// The agent has finished a call, and goes back to what it came between.
    pub(super) fn call_done(&mut self, desk: usize, at: Millis) {
        self.desks[desk].calls = false;
        for place in 0..self.desks[desk].written.len() {
            let case = self.desks[desk].written[place] as usize;
            let Case { stage, due, next, remaining, .. } = self.cases[case];
            if stage == Stage::Aside && due == Millis::MAX {
                if next == Next::Unpark {
                    self.cases[case].due = at;
                    self.write_on(case, at);
                } else {
                    self.step(case, at, Action::Resume { agent: self.name(desk) });
                    self.write_until(case, at + remaining);
                }
            }
        }
        self.freed(desk, at);
    }
}
