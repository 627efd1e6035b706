//! A team's day: what comes in, who takes it, and what becomes of it.
//!
//! A discrete-event simulation: whatever happens may note in the agenda what is going to happen because of it. What follows
//! from an answer without anybody else coming into it (a hold, the end of the talk, the after-work) is told at once.

mod abroad;
mod attendance;
mod callbacks;
mod own_calls;
mod routing;
mod talks;
mod telling;
mod writing;

use std::collections::VecDeque;

use super::Day;
use super::agenda::{Agenda, Event, Position};
use super::arrivals::Arrivals;
use super::case::Case;
use super::chance::{Key, Stream};
use super::config::OutageKind;
use super::desk::Desk;
use super::setting::{Millis, Setting};
use crate::centre::Name;
use crate::flow::Flow;
use crate::scenario::PresenceChange;
use crate::time::Instant;

/// What begins with a team's shifts and arrivals of a day.
pub(super) fn tell(setting: &Setting, seed: u64, day: i64, midnight: Instant) -> Day {
    let mut team_day = TeamDay::new(setting, seed, day, midnight);
    team_day.open(day);
    team_day.run();
    team_day.try_lines();
    Day { presences: team_day.presences, flows: team_day.flows }
}

struct TeamDay<'s> {
    setting: &'s Setting,
    key: Key,
    midnight: Instant,
    agenda: Agenda,
    arrivals: Option<Arrivals>,
    /// The agents on duty, by their position in the team.
    desks: Vec<Desk>,
    /// How many of them are logged in, by the queues that they serve.
    logged_in: Vec<u32>,
    /// What waits, by load and queue; the first in, or in again, first.
    waiting: [Vec<VecDeque<Position>>; 3],
    /// How much has come in.
    arrived: usize,
    /// Interactions and what is told of them, in the order in which they began.
    cases: Vec<Case>,
    flows: Vec<Flow>,
    presences: Vec<PresenceChange>,
    /// What flows of this day are called, up to their number.
    names: String,
    /// In which the agents' lines fail.
    line_faults: Vec<(Millis, Millis)>,
    /// In which the platform's processing stands still.
    standstills: Vec<(Millis, Millis)>,
    /// Whether the team has closed; who still waits may be answered in overtime.
    closed: bool,
    /// Whether overtime is over, too.
    dark: bool,
}

impl<'s> TeamDay<'s> {
    fn new(setting: &'s Setting, seed: u64, day: i64, midnight: Instant) -> Self {
        let key = Key::new(seed, day, setting.number);
        let spans = |kind: OutageKind| {
            let of_kind = setting.outages.iter().filter(move |(other, ..)| *other == kind);
            of_kind.map(|(_, from, until)| ((*from - midnight).as_millis(), (*until - midnight).as_millis())).collect()
        };
        let queues = setting.queues.len();
        let room = setting.busiest();
        Self {
            setting,
            key,
            midnight,
            agenda: Agenda::with_room(1024),
            arrivals: None,
            desks: Vec::with_capacity(setting.people.len()),
            logged_in: vec![0; queues],
            waiting: [(); 3].map(|()| vec![VecDeque::new(); queues]),
            arrived: 0,
            cases: Vec::with_capacity(room),
            flows: Vec::with_capacity(room),
            presences: Vec::with_capacity(setting.people.len() * 12),
            names: format!("{} {} #", setting.team.name, &midnight.to_string()[..10]),
            line_faults: spans(OutageKind::Lines),
            standstills: spans(OutageKind::Processing),
            closed: false,
            dark: false,
        }
    }

    /// Notes who comes when, and when the team opens and closes, if it does.
    fn open(&mut self, day: i64) {
        for person in 0..self.setting.people.len() {
            if let Some((duty, chance)) = self.setting.duty(self.key, person, day) {
                self.expect(person, duty, day, chance);
            }
        }
        if !self.setting.opens_on(day) {
            return;
        }
        self.arrivals = Some(Arrivals::new(self.setting, day, self.midnight, self.key.stream(Stream::Arrivals, 0)));
        self.agenda.note(self.setting.closes, Event::Closes);
        self.agenda.note(self.setting.closes + self.setting.team.overtime.as_millis(), Event::LightsOut);
    }

    fn run(&mut self) {
        let mut arrivals = self.arrivals.take();
        let mut arrival = arrivals.as_mut().and_then(Iterator::next);
        loop {
            let noted = self.agenda.next_at();
            match (arrival, noted) {
                (Some(at), noted) if noted.is_none_or(|noted| at < noted) => {
                    self.arrive(at);
                    arrival = arrivals.as_mut().and_then(Iterator::next);
                }
                (_, Some(_)) => {
                    let Some((at, event)) = self.agenda.pop() else { return };
                    self.happen(at, event);
                }
                (_, None) => return,
            }
        }
    }

    fn happen(&mut self, at: Millis, event: Event) {
        match event {
            Event::Login(desk) => self.log_in(desk as usize, at),
            Event::AbsenceDue(desk, number) => self.absence_due(desk as usize, number, at),
            Event::AbsenceOver(desk) => self.absence_over(desk as usize, at),
            Event::ShiftEnds(desk) => self.shift_ends(desk as usize, at),
            Event::Dials(desk) => self.dial(desk as usize, at),
            Event::Recovered(desk) => {
                self.desks[desk as usize].rung = false;
                self.freed(desk as usize, at);
            }
            Event::CallDone(desk) => self.call_done(desk as usize, at),
            Event::ChatDone(desk) => {
                self.desks[desk as usize].chats -= 1;
                self.freed(desk as usize, at);
            }
            Event::Filed(desk) => {
                self.desks[desk as usize].filing -= 1;
                self.freed(desk as usize, at);
            }
            Event::Queues(case) => self.enter_queue(case as usize, at, None),
            Event::AsksFor(case) => self.ask_for_one(case as usize, at),
            Event::OfferEnds(case) => self.offer_ends(case as usize, at),
            Event::GivesUp(case) => self.give_up(case as usize, at),
            Event::CallbackOffered(case) => self.offer_callback(case as usize, at),
            Event::WaitsTooLong(case) => self.waits_too_long(case as usize, at),
            Event::Turns(case) => self.turn(case as usize, at),
            Event::Writes(case) => self.write_on(case as usize, at),
            Event::Closes => self.closed = true,
            Event::LightsOut => self.lights_out(at),
        }
    }

    /// The agent's id.
    fn name(&self, desk: usize) -> Name {
        self.desks[desk].agent.clone()
    }

    /// Whether agents' lines fail at that time.
    fn lines_fail(&self, at: Millis) -> bool {
        self.line_faults.iter().any(|(from, until)| (*from..*until).contains(&at))
    }
}

fn position(index: usize) -> Position {
    index as Position
}
