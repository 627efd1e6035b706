//! Who comes and goes: logins, absences, logouts.

use super::{TeamDay, position};
use crate::centre::{Availability, Name};
use crate::flow::Load;
use crate::scenario::PresenceChange;
use crate::simulation::agenda::Event;
use crate::simulation::chance::Chance;
use crate::simulation::desk::{Desk, Planned, State};
use crate::simulation::setting::{Duty, Millis, weekday};

/// Somebody who is ready for outbound calls makes the first so long after, and the next so long after each.
const BETWEEN_DIALS: Millis = 8_000;

/// Where in the time in which a break can begin an agent's does, from 0 to 1: agents take turns, so that few are away at
/// once, and it is another turn every day. Multiples of the golden ratio lie evenly, however many there are.
fn place_in_turn(person: usize, day: i64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let turn = person as f64 * GOLDEN + day.rem_euclid(1_000) as f64 * GOLDEN * GOLDEN;
    turn - turn.floor()
}

impl TeamDay<'_> {
    /// Notes an agent's shift, and when they are going to be absent in it.
    pub(super) fn expect(&mut self, person: usize, duty: Duty, day: i64, mut chance: Chance) {
        let (desk, weekday) = (position(self.desks.len()), weekday(day));
        let place = place_in_turn(person, day);
        let mut absences = Vec::with_capacity(self.setting.team.absences.len());
        for (number, absence) in self.setting.team.absences.iter().enumerate() {
            let later = (absence.spread.as_millis() as f64 * place) as Millis;
            let at = duty.begins + absence.after.as_millis() + later + chance.between(0, 60_000);
            let takes_place = chance.percent(absence.percent);
            let is_day = absence.weekday.is_none_or(|day| day.num_days_from_monday() as usize == weekday);
            if takes_place && is_day && duty.login < at && at + absence.lasts.as_millis() < duty.ends {
                self.agenda.note(at, Event::AbsenceDue(desk, absences.len() as u32));
                absences.push(Planned { at, number });
            }
        }
        self.agenda.note(duty.login, Event::Login(desk));
        self.agenda.note(duty.ends, Event::ShiftEnds(desk));
        let person = &self.setting.people[person];
        self.desks.push(Desk::new(person.id.clone(), person.skills, duty, absences));
    }

    pub(super) fn log_in(&mut self, desk: usize, at: Millis) {
        self.count_logged_in(desk, |count| *count += 1);
        self.be_ready(desk, at);
    }

    fn log_out(&mut self, desk: usize, at: Millis) {
        self.count_logged_in(desk, |count| *count -= 1);
        self.desks[desk].state = State::Out;
        self.tell_presence(desk, at, self.setting.words.logged_out.clone());
    }

    fn be_ready(&mut self, desk: usize, at: Millis) {
        let Desk { state, idle_since, .. } = &mut self.desks[desk];
        *state = State::Ready;
        *idle_since = at;
        self.tell_presence(desk, at, self.setting.words.ready.clone());
        self.assign(desk, at);
    }

    /// An absence is due; it begins when the agent has nothing in hand.
    pub(super) fn absence_due(&mut self, desk: usize, planned: u32, at: Millis) {
        let agent = &mut self.desks[desk];
        match agent.state {
            State::Out | State::Leaving => {}
            State::Ready | State::Absent { .. } if agent.intended == Some(planned) => {}
            State::Ready if agent.is_idle() => self.begin_absence(desk, planned, at),
            State::Ready | State::Absent { .. } => agent.due = Some(planned),
        }
    }

    fn begin_absence(&mut self, desk: usize, planned: u32, at: Millis) {
        let label = self.planned(desk, planned).label.clone();
        self.tell_presence(desk, at, label);
        self.be_absent(desk, planned, at);
    }

    fn be_absent(&mut self, desk: usize, planned: u32, at: Millis) {
        let absence = self.planned(desk, planned);
        let outbound = absence.availability == Availability::ReadyOutbound;
        let until = at + absence.lasts.as_millis();
        self.desks[desk].state = State::Absent { until, outbound };
        self.agenda.note(until, Event::AbsenceOver(position(desk)));
        if outbound {
            self.agenda.note(at + BETWEEN_DIALS, Event::Dials(position(desk)));
        }
    }

    fn planned(&self, desk: usize, planned: u32) -> &crate::simulation::config::Absence {
        &self.setting.team.absences[self.desks[desk].absences[planned as usize].number]
    }

    pub(super) fn absence_over(&mut self, desk: usize, at: Millis) {
        let agent = &self.desks[desk];
        // One who is still on an outbound call comes back after it.
        if matches!(agent.state, State::Absent { until, .. } if until <= at) && agent.is_idle() {
            self.come_back(desk, at);
        }
    }

    fn come_back(&mut self, desk: usize, at: Millis) {
        match self.desks[desk].due.take() {
            _ if self.desks[desk].duty.ends <= at => self.log_out(desk, at),
            Some(planned) => self.begin_absence(desk, planned, at),
            None => self.be_ready(desk, at),
        }
    }

    /// The shift ends: the agent leaves, unless something is in hand. Of those who close, each stays as long as there is
    /// somebody waiting.
    pub(super) fn shift_ends(&mut self, desk: usize, at: Millis) {
        let agent = &mut self.desks[desk];
        match agent.state {
            State::Out | State::Leaving => {}
            State::Ready | State::Absent { .. } if agent.is_idle() => self.log_out(desk, at),
            State::Ready if agent.duty.ends >= self.setting.closes => {}
            State::Ready | State::Absent { .. } => agent.state = State::Leaving,
        }
    }

    /// Overtime ends: nobody is offered anything any more, and who waits is told to come back.
    pub(super) fn lights_out(&mut self, at: Millis) {
        self.dark = true;
        for desk in 0..self.desks.len() {
            let agent = &mut self.desks[desk];
            if agent.state == State::Ready {
                agent.state = State::Leaving;
                self.freed(desk, at);
            }
        }
        self.send_everybody_away(at);
    }

    /// Something that an agent had in hand is finished.
    pub(super) fn freed(&mut self, desk: usize, at: Millis) {
        let overtime = self.closed && !self.dark;
        let agent = &mut self.desks[desk];
        if !agent.is_idle() {
            return self.assign(desk, at);
        }
        agent.idle_since = at;
        match agent.state {
            State::Out => {}
            State::Leaving => self.log_out(desk, at),
            State::Absent { until, .. } if until <= at => self.come_back(desk, at),
            State::Absent { outbound, .. } => {
                if outbound {
                    self.agenda.note(at + BETWEEN_DIALS, Event::Dials(position(desk)));
                }
            }
            State::Ready => {
                let (intended, due) = (agent.intended.take(), agent.due.take());
                if at >= agent.duty.ends {
                    return match intended {
                        _ if !(overtime && self.somebody_waits_for(desk)) => self.log_out(desk, at),
                        // There is no time for the break that the platform was about to begin.
                        Some(_) => self.be_ready(desk, at),
                        None => self.assign(desk, at),
                    };
                }
                match (intended, due) {
                    (Some(planned), _) => {
                        self.desks[desk].due = due;
                        self.be_absent(desk, planned, at);
                    }
                    (None, Some(planned)) => self.begin_absence(desk, planned, at),
                    (None, None) => self.assign(desk, at),
                }
            }
        }
    }

    /// Whether somebody waits in one of the agent's queues who cannot wait until another day.
    fn somebody_waits_for(&self, desk: usize) -> bool {
        let skills = self.desks[desk].skills;
        [Load::Live, Load::SemiLive].into_iter().any(|load| {
            let lists = self.waiting[load as usize].iter().enumerate();
            lists.into_iter().any(|(queue, list)| skills & (1 << queue) != 0 && !list.is_empty())
        })
    }

    fn count_logged_in(&mut self, desk: usize, count: impl Fn(&mut u32)) {
        let skills = self.desks[desk].skills;
        let of_agent = self.logged_in.iter_mut().enumerate().filter(|(queue, _)| skills & (1 << queue) != 0);
        of_agent.for_each(|(_, logged_in)| count(logged_in));
    }

    fn tell_presence(&mut self, desk: usize, at: Millis, presence: Name) {
        let agent = self.name(desk);
        self.presences.push(PresenceChange { at: self.instant(at), agent, presence, delay: self.held_up(at) });
    }
}
