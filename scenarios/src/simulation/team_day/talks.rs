//! Conversations, by telephone and by chat: holds, consults, transfers, conferences, and how they end.

use super::routing::QUEUES_AGAIN_AFTER;
use super::telling::RECORDED_AFTER;
use super::{TeamDay, position};
use crate::flow::{Action, CONSULT_RINGS_AFTER, HangUp, Load, Party, SETBACK_LASTS};
use crate::simulation::agenda::Event;
use crate::simulation::case::{Case, Next, Stage};
use crate::simulation::desk::{State, longest_idle};
use crate::simulation::setting::{Millis, RINGS_FOR};

/// After a talk has begun, at the earliest: what the agent does next.
const AT_THE_EARLIEST: Millis = 1_000;

impl TeamDay<'_> {
    /// The agent and the customer begin to talk. Mostly nothing comes between that and its end; whatever else does needs a
    /// colleague who is free when it is time for it.
    pub(super) fn talk(&mut self, case: usize, at: Millis) {
        let (percent, times) = (&self.setting.team.percent, &self.setting.times);
        let Case { chance, load, hands, next, left, stage, .. } = &mut self.cases[case];
        *stage = Stage::InHand;
        let is_call = *load == Load::Live;
        let lasts = if is_call { &times.talk } else { &times.chat }.held(chance);
        let drawn = chance.unit() * 100.0;
        let consult = percent.consult;
        let blind = consult + percent.blind_transfer;
        let requeue = blind + percent.requeue;
        let park = requeue + percent.park;
        *next = if lasts < 2 * AT_THE_EARLIEST {
            Next::Finish
        } else if drawn < consult {
            if is_call && hands.has_room() { Next::Consult } else { Next::Finish }
        } else if drawn < blind {
            if hands.has_room() { Next::BlindTransfer } else { Next::Finish }
        } else if drawn < requeue {
            if is_call && hands.has_room() { Next::Requeue } else { Next::Finish }
        } else if drawn < park {
            Next::Park
        } else {
            Next::Finish
        };
        // After an error nothing is told any more, not even the after-work of an agent who had it before.
        let fails = is_call && hands.is_one() && drawn >= 100.0 - percent.internal_error;
        let part = AT_THE_EARLIEST + (chance.unit() * (lasts - AT_THE_EARLIEST).max(0) as f64) as Millis;
        if fails {
            return self.fail(case, at + part);
        }
        match *next {
            Next::Finish | Next::Unpark => self.finish_talk(case, at, lasts),
            Next::Park => self.park(case, at, part, lasts),
            Next::Consult | Next::BlindTransfer | Next::Requeue => {
                *left = lasts - part;
                self.agenda.note(at + part, Event::Turns(position(case)));
            }
        }
    }

    /// The talk comes to the point at which a colleague is to come into it.
    pub(super) fn turn(&mut self, case: usize, at: Millis) {
        let Case { next, left, .. } = self.cases[case];
        if next == Next::Requeue {
            return self.requeue(case, at);
        }
        let Case { hands, .. } = &self.cases[case];
        let colleague = longest_idle(&self.desks, |desk| hands.had(desk)).filter(|_| !self.lines_fail(at));
        match (next, colleague) {
            (Next::Consult, Some(colleague)) => self.consult(case, at, colleague),
            (Next::BlindTransfer, Some(colleague)) => self.blind_transfer(case, at, colleague),
            // Nobody is free, so the agent manages alone.
            (Next::Consult | Next::BlindTransfer | Next::Requeue | Next::Finish | Next::Park | Next::Unpark, _) => {
                self.finish_talk(case, at, left)
            }
        }
    }

    /// Nobody else comes into it: perhaps a hold, and then the end, and after-work.
    fn finish_talk(&mut self, case: usize, at: Millis, lasts: Millis) {
        let (percent, times) = (&self.setting.team.percent, &self.setting.times);
        let Case { chance, load, desk, .. } = &mut self.cases[case];
        let (is_call, desk) = (*load == Load::Live, *desk);
        let mut ends = at + lasts;
        if is_call && lasts >= 2 * AT_THE_EARLIEST && chance.percent(percent.hold) {
            let hold = at + AT_THE_EARLIEST + chance.between(0, lasts - AT_THE_EARLIEST);
            let retrieve = hold + times.hold.held(chance);
            ends += retrieve - hold;
            self.step(case, hold, Action::Hold { agent: None });
            self.step(case, retrieve, Action::Retrieve { agent: None });
        }
        // However short the talk, it ends after its recording has begun.
        if self.cases[case].recorded {
            ends = ends.max(at + RECORDED_AFTER);
        }
        if is_call {
            self.intend(case, desk, at, ends);
        }
        let by = if self.cases[case].chance.percent(60.0) { HangUp::Customer } else { HangUp::Agent };
        self.hang_up(case, ends, by);
        self.wrap_up(case, ends, desk);
    }

    /// The agent's after-work, after which they are free again.
    fn wrap_up(&mut self, case: usize, from: Millis, desk: usize) {
        let done = self.wrap(case, from, desk);
        let event = match self.cases[case].load {
            Load::Live => Event::CallDone,
            Load::SemiLive | Load::NonLive => Event::ChatDone,
        };
        self.agenda.note(done, event(position(desk)));
    }

    /// An agent whose break is due before the call ends may choose it while they still talk.
    fn intend(&mut self, case: usize, desk: usize, from: Millis, ends: Millis) {
        let agent = &self.desks[desk];
        let next = agent.absences.iter().position(|planned| from < planned.at && planned.at < ends);
        let Some(number) = next.filter(|_| agent.written.is_empty() && agent.state == State::Ready) else {
            return;
        };
        if self.cases[case].chance.percent(self.setting.team.percent.intend) {
            let planned = self.desks[desk].absences[number];
            self.desks[desk].intended = Some(number as u32);
            let presence = self.setting.team.absences[planned.number].label.clone();
            let agent = Some(self.name(desk));
            self.step(case, planned.at, Action::Intend { agent, presence });
        }
    }

    fn fail(&mut self, case: usize, at: Millis) {
        let desk = self.cases[case].desk;
        self.step(case, at, Action::InternalError);
        self.cases[case].stage = Stage::Over;
        self.agenda.note(at, Event::CallDone(position(desk)));
    }

    /// The agent puts the interaction aside for a while, and takes nothing else meanwhile.
    fn park(&mut self, case: usize, at: Millis, part: Millis, lasts: Millis) {
        let Case { chance, desk, .. } = &mut self.cases[case];
        let (rest, desk) = (self.setting.times.hold.held(chance).max(1_000), *desk);
        let parked = at + part;
        self.step(case, parked, Action::Park { agent: None });
        self.step(case, parked + rest, Action::Unpark { agent: self.name(desk) });
        self.finish_talk(case, parked + rest, lasts - part);
    }

    /// The agent puts the call into another of the team's queues, where it waits again.
    fn requeue(&mut self, case: usize, at: Millis) {
        let Case { desk, queue, recording, .. } = &mut self.cases[case];
        let desk = *desk;
        *queue = (*queue + 1) % self.setting.queues.len();
        // Each agent's talk is a recording of its own; the wait between them is none.
        if std::mem::take(recording) {
            self.step(case, at, Action::StopRecording);
        }
        self.wrap_up(case, at, desk);
        self.enter_queue(case, at, Some(desk));
    }

    /// The agent leaves the interaction to a colleague, who has not been asked.
    fn blind_transfer(&mut self, case: usize, at: Millis, colleague: usize) {
        let first = self.cases[case].desk;
        let (to, channel) = (self.name(colleague), self.channel(case));
        self.step(case, at, Action::BlindTransfer { to, by: None, channel });
        self.wrap_up(case, at, first);
        let rung = at + CONSULT_RINGS_AFTER.as_millis();
        let (answer, is_answered) = self.rings(case, rung);
        let is_call = self.cases[case].load == Load::Live;
        if !is_answered {
            let party = Party::Agent(self.name(colleague));
            self.step(case, answer, Action::NoAnswer { party, lasts: SETBACK_LASTS });
            self.set_back(colleague, answer);
            self.cases[case].stage = Stage::InPlan;
            return self.agenda.note(answer + QUEUES_AGAIN_AFTER, Event::Queues(position(case)));
        }
        if is_call {
            self.desks[colleague].calls = true;
        } else {
            self.desks[colleague].chats += 1;
        }
        self.take_up(case, colleague);
        self.agent_answers(case, answer, colleague);
        self.talk(case, answer);
    }

    /// Until when a colleague is rung from an instant on, and whether they then answer. A chat they do take: in the queue it
    /// might come back to the agent who has not yet wrapped it.
    fn rings(&mut self, case: usize, from: Millis) -> (Millis, bool) {
        let Case { chance, load, .. } = &mut self.cases[case];
        if chance.percent(self.setting.team.percent.unanswered) && *load == Load::Live {
            (from + RINGS_FOR, false)
        } else {
            (from + self.setting.times.ring.held(chance), true)
        }
    }

    /// The agent consults a colleague while the customer is on hold. A third of consults end there, half become transfers,
    /// the rest conferences.
    fn consult(&mut self, case: usize, at: Millis, colleague: usize) {
        let first = self.cases[case].desk;
        let (agent, channel) = (self.name(colleague), self.channel(case));
        self.step(case, at, Action::Consult { agent, by: None, channel });
        let (answer, is_answered) = self.rings(case, at + CONSULT_RINGS_AFTER.as_millis());
        let left = self.cases[case].left;
        if !is_answered {
            let party = Party::Agent(self.name(colleague));
            self.step(case, answer, Action::NoAnswer { party, lasts: SETBACK_LASTS });
            self.set_back(colleague, answer);
            self.step(case, answer + 1_000, Action::Retrieve { agent: None });
            return self.finish_talk(case, answer + 1_000, left);
        }
        self.desks[colleague].calls = true;
        self.step(case, answer, Action::Answer { party: Party::Agent(self.name(colleague)) });
        let Case { chance, hands, .. } = &mut self.cases[case];
        hands.add(colleague);
        let over = answer + self.setting.times.hold.held(chance).max(1_000);
        let outcome = chance.below(6);
        match outcome {
            0 | 1 => {
                self.step(case, over, Action::Leave { agent: self.name(colleague) });
                self.agenda.note(over, Event::CallDone(position(colleague)));
                self.step(case, over + 800, Action::Retrieve { agent: None });
                self.finish_talk(case, over + 800, left);
            }
            2..=4 => {
                self.step(case, over, Action::Transfer { to: self.name(colleague), by: None });
                self.wrap_up(case, over, first);
                self.cases[case].desk = colleague;
                self.talk(case, over + 5);
            }
            _ => self.confer(case, over, colleague, left),
        }
    }

    /// All three talk; then the colleague leaves again, or takes over.
    fn confer(&mut self, case: usize, at: Millis, colleague: usize, left: Millis) {
        let first = self.cases[case].desk;
        let with = self.name(colleague);
        self.step(case, at, Action::Conference { with });
        let chance = &mut self.cases[case].chance;
        let over = at + self.setting.times.hold.held(chance).max(1_000);
        let (stays, leaves) = if chance.percent(60.0) { (first, colleague) } else { (colleague, first) };
        self.step(case, over, Action::Leave { agent: self.name(leaves) });
        self.wrap_up(case, over, leaves);
        self.cases[case].desk = stays;
        self.finish_talk(case, over, left);
    }
}
