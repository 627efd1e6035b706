//! Calls that agents begin.

use foldhash::HashSet;

use super::{TeamDay, position};
use crate::centre::Name;
use crate::flow::{Action, HangUp, Medium, Opening, Party, SETBACK_LASTS};
use crate::simulation::agenda::Event;
use crate::simulation::chance::{Chance, Stream};
use crate::simulation::desk::{Desk, State, longest_idle};
use crate::simulation::setting::Millis;
use crate::simulation::told::involved;

impl TeamDay<'_> {
    /// Somebody who has nothing else to do calls a customer.
    pub(super) fn call_out(&mut self, at: Millis, mut chance: Chance) {
        if self.lines_fail(at) {
            return;
        }
        if let Some(desk) = longest_idle(&self.desks, |_| false) {
            let to = self.customer(&mut chance);
            self.dial_out(at, desk, to, chance);
        }
    }

    /// Somebody who is ready for outbound calls makes one, if there is time for it.
    pub(super) fn dial(&mut self, desk: usize, at: Millis) {
        let agent = &self.desks[desk];
        let has_time = matches!(agent.state, State::Absent { until, outbound: true } if at + 60_000 < until);
        if !has_time || !agent.is_idle() {
            return;
        }
        if self.lines_fail(at) {
            return self.agenda.note(at + 30_000, Event::Dials(position(desk)));
        }
        let mut chance = self.key.stream(Stream::Dialled, self.flows.len());
        let to = self.customer(&mut chance);
        self.dial_out(at, desk, to, chance);
    }

    fn customer(&self, chance: &mut Chance) -> Name {
        let phones = &self.setting.customers.phones;
        phones[chance.below(phones.len() as u32) as usize].clone()
    }

    /// An agent calls a customer, who answers or does not. Returns the interaction.
    pub(super) fn dial_out(&mut self, at: Millis, desk: usize, to: Name, mut chance: Chance) -> usize {
        let setting = self.setting;
        let rings = setting.times.ring.held(&mut chance) + 1_000;
        let is_answered = !chance.percent(setting.team.percent.no_reply);
        let recorded = chance.percent(setting.team.percent.recorded);
        let opening = Opening::Outbound { agent: self.name(desk), from: setting.addresses.phone.clone(), to };
        let case = self.begin(at, Medium::Phone, opening, chance);
        self.cases[case].recorded = recorded;
        self.desks[desk].calls = true;
        self.take_up(case, desk);
        if is_answered {
            let answered = at + rings;
            self.step(case, answered, Action::Answer { party: Party::Customer });
            self.record(case, answered);
            self.talk(case, answered);
        } else {
            let over = at + 25_000;
            self.step(case, over, Action::NoAnswer { party: Party::Customer, lasts: SETBACK_LASTS });
            let done = self.wrap(case, over, desk);
            self.agenda.note(done, Event::CallDone(position(desk)));
        }
        case
    }

    /// Whoever was asked for nothing in a whole shift tried their line when they came: a call that nobody answers. So what is
    /// told of an agent changes in every shift, and never lasts from one shift beyond the next.
    pub(super) fn try_lines(&mut self) {
        const AFTER: Millis = 5_000;
        const RINGS: Millis = 10_000;
        const CLEARED_AFTER: Millis = 2_000;
        let involved: HashSet<&Name> = self.flows.iter().flat_map(involved).collect();
        let left = |(_, desk): &(usize, &Desk)| !involved.contains(&desk.agent);
        let desks: Vec<usize> = self.desks.iter().enumerate().filter(left).map(|(number, _)| number).collect();
        for desk in desks {
            let duty = self.desks[desk].duty;
            let failing =
                self.line_faults.iter().filter(|(from, until)| (*from..*until).contains(&(duty.login + AFTER)));
            let at = failing.map(|(_, until)| *until).max().unwrap_or(duty.login + AFTER);
            if self.lines_fail(at) || at + RINGS + CLEARED_AFTER >= duty.ends {
                continue;
            }
            let mut chance = self.key.stream(Stream::Dialled, self.flows.len());
            let to = self.customer(&mut chance);
            let agent = self.name(desk);
            let opening = Opening::Outbound { agent: agent.clone(), from: self.setting.addresses.phone.clone(), to };
            let case = self.begin(at, Medium::Phone, opening, chance);
            self.step(case, at + RINGS, Action::NoAnswer { party: Party::Customer, lasts: SETBACK_LASTS });
            self.step(case, at + RINGS + CLEARED_AFTER, Action::Wrapped { agent });
        }
    }

    /// Somebody who has nothing else to do calls a colleague who has nothing else to do.
    pub(super) fn call_colleague(&mut self, at: Millis, mut chance: Chance) {
        if self.lines_fail(at) {
            return;
        }
        let Some(caller) = longest_idle(&self.desks, |_| false) else { return };
        let Some(colleague) = longest_idle(&self.desks, |desk| desk == caller) else { return };
        let rings = self.setting.times.ring.held(&mut chance);
        let lasts = self.setting.times.hold.held(&mut chance).max(1_000);
        let opening = Opening::Internal { agent: self.name(caller), to: self.name(colleague) };
        let case = self.begin(at, Medium::Phone, opening, chance);
        self.agent_answers(case, at + rings, colleague);
        let over = at + rings + lasts;
        self.hang_up(case, over, HangUp::Agent);
        for desk in [caller, colleague] {
            self.desks[desk].calls = true;
            self.agenda.note(over, Event::CallDone(position(desk)));
        }
    }
}
