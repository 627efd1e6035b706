//! A whole contact centre at work, without an end: a discrete-event simulation.
//!
//! An [`Operation`] tells of any day by itself: who was at work, and the flow of each interaction, as a scenario file would.
//! Nothing carries over from one day to the next, so a day is a function of the config, the seed, and its date; it is the
//! same whichever days were asked for before, on every machine.
//!
//! What makes that possible are a few rules, which are our choice:
//!
//! - A *team* serves its own queues and nobody else's. Its day begins when it opens and lasts for up to 24 hours; whatever
//!   comes in until then belongs to that day, even after midnight. All of it is over and processed [`REACH`] days after
//!   the day's midnight.
//! - Each agent has the same *shift* on every day on which they work, at least one in any seven, and rests at least
//!   [`config::REST`] between two. Nobody is rung outside their own shift.
//! - Who still waits when a team closes is answered in *overtime*, by those whose shift ended then; after that the queue
//!   turns them away. Emails that nobody took on their day are turned away, too.
//! - Whatever is begun is finished: a single talk lasts [`config::LONGEST`] at most, and an interaction has at most three
//!   agents.
//! - Who was asked for nothing in a whole shift tried their line when they came, with a call that nobody answers. So what is
//!   told of an agent changes in every shift.
//!
//! Calls, callbacks and chats go to the agent who has the least in hand and, of those, has been idle longest; calls come
//! between an agent and their emails. Lengths of time and how often things happen are those of the [`config::Config`],
//! which says where its defaults come from.

mod agenda;
mod arrivals;
mod case;
pub(crate) mod chance;
pub mod config;
mod desk;
pub(crate) mod law;
mod setting;
mod team_day;
mod told;

use self::chance::Key;
pub use self::config::Config;
pub use self::law::Law;
use self::setting::{DAY, Setting};
pub use self::told::{Told, dawn, lasting, late};
use crate::centre::Centre;
use crate::flow::Flow;
use crate::history;
use crate::problem::Problem;
use crate::scenario::{Client, Pace, PresenceChange, Scenario, Shape};
use crate::time::{Instant, Span};

/// All of a day is over and processed so many days after its midnight.
pub const REACH: i64 = 2;

/// What agents leave behind when they go home, above all that they are logged out, changes when they come again: no later
/// than so many days after the day on which it began.
pub const LASTING: i64 = 10;

/// What is processed late or corrected is so within this time, unless the platform's processing stands still.
pub const LATEST_CORRECTION: Span = Span::from_secs(15 * 60);

/// The first day of which there is something to tell, 1081-01-01: of earlier instants GUIDs could not tell.
const FIRST_DAY: i64 = -324_700;

/// The last day of which there is something to tell, so that all of it comes before the year 10000.
const LAST_DAY: i64 = 2_932_896 - REACH;

/// A contact centre at work: everything that ever happens in it is a function of its config, a seed, and the day.
#[derive(Debug)]
pub struct Operation {
    config: Config,
    seed: u64,
    centre: Centre,
    teams: Vec<Setting>,
}

/// What begins with the shifts and arrivals of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// What agents did about their presence, in no order: each comes from logged out, and ends logged out.
    pub presences: Vec<PresenceChange>,
    /// What happened, in no order.
    pub flows: Vec<Flow>,
}

impl Operation {
    /// A centre at work.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the config; see [`Config::problems`].
    pub fn new(config: Config, seed: u64) -> Result<Self, Vec<Problem>> {
        let problems = config.problems();
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut centre = Centre::default();
        let prepared = config.teams.iter().enumerate();
        let teams = prepared.map(|(number, team)| Setting::prepare(&config, team, number, &mut centre)).collect();
        Ok(Self { config, seed, centre, teams })
    }

    /// Agents, queues, plans, addresses: they never change. All agents are logged out to begin with.
    pub fn centre(&self) -> &Centre {
        &self.centre
    }

    /// What everything that happens by chance depends on.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// How fast the platform works.
    pub fn processing(&self) -> Pace {
        self.config.processing
    }

    /// The shape in which records are served.
    pub fn shape(&self) -> Shape {
        self.config.shape
    }

    /// Who may ask for tokens; empty for anybody.
    pub fn clients(&self) -> &[Client] {
        &self.config.clients
    }

    /// What begins with the shifts and arrivals of that day, counted from 1970-01-01, in UTC. Nothing before the year 1081
    /// and after 9999.
    ///
    /// All of it begins at or after the day's midnight, and is over and processed before the midnight [`REACH`] days later.
    pub fn day(&self, day: i64) -> Day {
        self.day_of(0..self.teams.len(), day)
    }

    fn day_of(&self, teams: std::ops::Range<usize>, day: i64) -> Day {
        let mut teams = teams.map(|team| self.team_day(team, day));
        let mut whole = teams.next().unwrap_or_default();
        for of_team in teams {
            whole.presences.extend(of_team.presences);
            whole.flows.extend(of_team.flows);
        }
        whole
    }

    /// What of that day concerns the team at that position: nothing that other teams do bears on it. Nothing if there is no
    /// such team.
    pub fn team_day(&self, team: usize, day: i64) -> Day {
        match self.teams.get(team) {
            Some(team) if (FIRST_DAY..=LAST_DAY).contains(&day) => team_day::tell(team, self.seed, day, midnight(day)),
            Some(_) | None => Day::default(),
        }
    }

    /// How many teams there are.
    pub fn teams(&self) -> usize {
        self.teams.len()
    }

    /// The positions, among all agents, of those of a team.
    pub fn agents_of(&self, team: usize) -> std::ops::Range<usize> {
        let before = |count: usize| self.teams.iter().take(count).map(|team| team.people.len()).sum();
        before(team)..before(team + 1)
    }

    /// When the first shift begins for the agent at that position that begins on that day or later: the day, and when the
    /// agent logs in. It follows from the roster alone, without any simulation.
    ///
    /// # Panics
    ///
    /// If there is no such agent.
    pub fn next_login(&self, agent: usize, day: i64) -> (i64, Instant) {
        let mut person = agent;
        let team = self.teams.iter().find(|team| {
            let is_here = person < team.people.len();
            person -= if is_here { 0 } else { team.people.len() };
            is_here
        });
        let Some(team) = team else { panic!("there is no agent {agent}: there are {}", self.centre.agents.len()) };
        let shift_on = |day: i64| {
            let (duty, _) = team.duty(Key::new(self.seed, day, team.number), person, day)?;
            Some((day, midnight(day) + Span::from_millis(duty.login)))
        };
        // Everybody works at least once in seven days.
        (day..day.saturating_add(7)).find_map(shift_on).unwrap_or((day, midnight(day)))
    }

    /// What happened between two instants, and all that was still in the air then: presences from so long before that those
    /// of all agents are known, and interactions that had not ended by then.
    pub fn happened(&self, from: Instant, until: Instant) -> Scenario {
        let first = history::day_of(from);
        let mut scenario = self.quiet(first.saturating_sub(LASTING), self.centre.clone());
        for day in first.saturating_sub(LASTING)..=history::day_of(until) {
            let Day { presences, flows } = self.day(day);
            scenario.presences.extend(presences);
            if day > first.saturating_sub(REACH) {
                scenario.flows.extend(flows);
            }
        }
        scenario
    }

    /// The days from one to another, the last not included, as a scenario that begins with the first day's midnight.
    pub fn scenario(&self, days: std::ops::Range<i64>) -> Scenario {
        let mut scenario = self.quiet(days.start, self.centre.clone());
        for day in days {
            let Day { presences, flows } = self.day(day);
            scenario.presences.extend(presences);
            scenario.flows.extend(flows);
        }
        scenario
    }

    /// A team's day as a scenario that begins with that day's midnight, and in which there are no other agents.
    pub fn team_scenario(&self, team: usize, day: i64) -> Scenario {
        let agents = self.centre.agents.get(self.agents_of(team)).unwrap_or_default().to_vec();
        let Day { presences, flows } = self.team_day(team, day);
        Scenario { presences, flows, ..self.quiet(day, Centre { agents, ..self.centre.clone() }) }
    }

    /// A scenario in which nothing happens.
    fn quiet(&self, day: i64, centre: Centre) -> Scenario {
        Scenario {
            shape: self.shape(),
            processing: self.processing(),
            clients: self.clients().to_vec(),
            centre,
            ..Scenario::empty(midnight(day))
        }
    }
}

/// Midnight UTC at the beginning of a day.
pub fn midnight(day: i64) -> Instant {
    Instant::from_millis(day.saturating_mul(DAY))
}
