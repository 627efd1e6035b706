//! What all days of a team share: everything of its config that can be worked out once.

use super::chance::{Chance, Key, Stream};
use super::config::{Config, LATEST_LOGIN, LONGEST, Media, OutageKind, Team};
use super::law::Times;
use crate::centre::{Address, Agent, Availability, Centre, Name, Plan, PresenceLabel, Queue, VirtualQueue};
use crate::scenario::Pace;
use crate::time::{Instant, Span};

/// A position in time: milliseconds since midnight UTC of the day that is told.
pub(super) type Millis = i64;

pub(super) const DAY: Millis = 24 * 60 * 60 * 1000;

/// A team, ready to be simulated.
#[derive(Debug)]
pub(super) struct Setting {
    /// Its position among the teams.
    pub(super) number: usize,
    pub(super) team: Team,
    pub(super) opens: Millis,
    pub(super) closes: Millis,
    pub(super) people: Vec<Person>,
    pub(super) queues: Vec<Line>,
    pub(super) times: Prepared,
    pub(super) pace: Pace,
    pub(super) outages: Vec<(OutageKind, Instant, Instant)>,
    pub(super) addresses: Addresses,
    pub(super) words: Words,
    /// The customers of each medium.
    pub(super) customers: Customers,
    /// The mean time that an agent has a call in hand.
    pub(super) handling: Millis,
}

/// An agent, as far as it does not change.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) id: Name,
    /// The queues that the agent serves, a bit each.
    pub(super) skills: u64,
    pub(super) shift: usize,
    /// By days of the week from Monday on.
    pub(super) week: [Rostered; 7],
}

/// Whether an agent works on a day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rostered {
    Off,
    Works,
    /// Works, if not ill.
    WorksIfWell,
}

/// A queue, and the share of what comes in that is for it or for those before it.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) name: Name,
    pub(super) up_to: u32,
}

/// The laws of lengths of time, ready to be drawn from.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) login: Times,
    pub(super) plan: Times,
    pub(super) ring: Times,
    pub(super) talk: Times,
    pub(super) wrap: Times,
    pub(super) patience: Times,
    pub(super) hold: Times,
    pub(super) chat: Times,
    pub(super) chat_patience: Times,
    pub(super) writing: Times,
    pub(super) filing: Times,
}

/// Where the team is reached.
#[derive(Debug)]
pub(super) struct Addresses {
    pub(super) phone: Name,
    pub(super) website: Name,
    pub(super) mailbox: Name,
    pub(super) cases: Name,
    pub(super) virtual_queue: Name,
    /// An outside contact to whom calls are handed over.
    pub(super) contact: Name,
}

/// What flows say again and again.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) ready: Name,
    pub(super) logged_out: Name,
    pub(super) welcome: Name,
    pub(super) menu: Name,
    pub(super) skill: Name,
    pub(super) callback: Name,
    pub(super) voicemail: Name,
    pub(super) try_again: Name,
    pub(super) router: Name,
}

impl Words {
    fn new() -> Self {
        Self {
            ready: Availability::Ready.built_in_label().into(),
            logged_out: Availability::LoggedOut.built_in_label().into(),
            welcome: "Welcome".into(),
            menu: "How can we help".into(),
            skill: "Skill".into(),
            callback: "Call me back".into(),
            voicemail: "Leave a message".into(),
            try_again: "Please try again later".into(),
            router: "To our partners".into(),
        }
    }
}

/// Who contacts the team: so many of each kind, by chance.
#[derive(Debug)]
pub(super) struct Customers {
    pub(super) phones: Vec<Name>,
    pub(super) visitors: Vec<Name>,
    pub(super) mailboxes: Vec<Name>,
    pub(super) cases: Vec<Name>,
}

/// A shift of an agent on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Duty {
    pub(super) login: Millis,
    pub(super) begins: Millis,
    pub(super) ends: Millis,
}

impl Setting {
    /// The team's shift of an agent on a day, if there is one; and what is left of the agent's chance.
    pub(super) fn duty(&self, key: Key, person: usize, day: i64) -> Option<(Duty, Chance)> {
        let weekday = weekday(day);
        let Person { shift, week, .. } = &self.people[person];
        let mut chance = key.stream(Stream::Roster, person);
        let ill = chance.percent(self.team.ill);
        match week[weekday] {
            Rostered::Off => return None,
            Rostered::WorksIfWell if ill => return None,
            Rostered::Works | Rostered::WorksIfWell => {}
        }
        let shift = &self.team.shifts[*shift];
        let begins = self.opens + shift.begins.as_millis();
        let ends = begins + shift.lasts.as_millis();
        let login = (begins + self.times.login.held(&mut chance)).min(ends);
        Some((Duty { login, begins, ends }, chance))
    }

    /// Prepares the team at that position, and adds what belongs to it to the centre.
    pub(super) fn prepare(config: &Config, team: &Team, number: usize, centre: &mut Centre) -> Self {
        let first = centre.agents.len();
        let addresses = configure(team, number, centre);
        let mut up_to = 0;
        let queues: Vec<Line> = (team.queues.iter())
            .map(|queue| {
                up_to += queue.share;
                Line { name: queue.name.clone(), up_to }
            })
            .collect();
        let people: Vec<Person> = (0..team.agents as usize).map(|position| person(team, first, position)).collect();
        for (position, person) in people.iter().enumerate() {
            centre.agents.push(agent(team, first + position, person));
        }
        let times = prepared(team);
        let mean = |law: super::law::Law| law.mean().unwrap_or(LONGEST).as_millis();
        let opens = team.opens.as_millis();
        Self {
            number,
            opens,
            closes: opens + team.open_for.as_millis(),
            people,
            queues,
            times,
            pace: config.processing,
            outages: outages(config, team),
            addresses,
            words: Words::new(),
            customers: customers(number),
            handling: mean(team.times.ring) + mean(team.times.talk) + mean(team.times.wrap),
            team: team.clone(),
        }
    }

    /// Whether the team opens on a day.
    pub(super) fn opens_on(&self, day: i64) -> bool {
        let is_today = |closed: &chrono::Weekday| closed.num_days_from_monday() as usize == weekday(day);
        !self.team.closed.iter().any(is_today)
    }

    /// How many interactions begin in a day at most, but for very few days: what room is made for.
    pub(super) fn busiest(&self) -> usize {
        let busiest_weekday = self.team.by_weekday.iter().fold(0.0, |most: f64, percent| most.max(*percent));
        (self.team.daily * busiest_weekday / 100.0 * 1.3) as usize + 64
    }
}

/// What goes wrong for a team.
fn outages(config: &Config, team: &Team) -> Vec<(OutageKind, Instant, Instant)> {
    let of_team = config.outages.iter().filter(|outage| outage.team.as_ref().is_none_or(|name| *name == team.name));
    of_team.map(|outage| (outage.kind, outage.from, outage.until)).collect()
}

/// The day of the week, from Monday on; days are counted from 1970-01-01, a Thursday.
pub(super) fn weekday(day: i64) -> usize {
    (day.rem_euclid(7) + 3) as usize % 7
}

/// What the administrator has configured for the team.
fn configure(team: &Team, number: usize, centre: &mut Centre) -> Addresses {
    let word: String = team.name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let word = format!("{word}{}", number + 1);
    let addresses = Addresses {
        phone: format!("0207946{:04}", number + 100).into(),
        website: format!("chat.{word}.example").into(),
        mailbox: format!("{word}@centre.example").into(),
        cases: format!("crm.{word}.example").into(),
        virtual_queue: format!("All {}", team.name).into(),
        contact: format!("0207946{:04}", number + 9_000).into(),
    };
    let plan: Name = format!("{} plan", team.name).into();
    centre.plans.push(Plan { name: plan.clone(), reporting_group: Some(team.name.clone()) });
    for (address, name) in [
        (&addresses.phone, "line"),
        (&addresses.website, "chat"),
        (&addresses.mailbox, "mailbox"),
        (&addresses.cases, "cases"),
    ] {
        centre.addresses.push(Address {
            address: address.clone(),
            name: format!("{} {name}", team.name).into(),
            mapping: "Always".into(),
            plan: plan.clone(),
        });
    }
    for queue in &team.queues {
        centre.skills.push(queue.name.clone());
        centre.queues.push(Queue { name: queue.name.clone() });
    }
    centre.virtual_queues.push(VirtualQueue { name: addresses.virtual_queue.clone(), target: team.target });
    for absence in &team.absences {
        let presence = PresenceLabel { label: absence.label.clone(), availability: absence.availability };
        if !PresenceLabel::built_in().contains(&presence) && !centre.presences.contains(&presence) {
            centre.presences.push(presence);
        }
    }
    addresses
}

/// The agent of a team at that position: agents take their shifts, skills and days off in turn, so that each shift has all
/// skills and is as well staffed on one day as on another.
fn person(team: &Team, first: usize, position: usize) -> Person {
    let all = (1u64 << (team.queues.len() - 1)) * 2 - 1;
    let share = |count: usize| (count as f64 * team.versatile / 100.0) as usize;
    let versatile = share(position + 1) > share(position);
    let specialists = position - share(position);
    Person {
        id: (1001 + first + position).to_string().into(),
        skills: if versatile { all } else { 1 << (specialists % team.queues.len()) },
        shift: shift(team, position),
        week: week(team, position),
    }
}

/// The shift of the agent at that position: the agents are cut into as many stretches as there are shifts.
fn shift(team: &Team, position: usize) -> usize {
    let total: u64 = team.shifts.iter().map(|shift| u64::from(shift.share)).sum();
    let mut place = (position as u64 * 2 + 1) * total;
    let found = team.shifts.iter().position(|shift| {
        let stretch = u64::from(shift.share) * u64::from(team.agents) * 2;
        let here = place < stretch;
        place = place.saturating_sub(stretch);
        here
    });
    found.unwrap_or(0)
}

/// The week of the agent at that position: days off are consecutive, and begin a day later for each agent. On every other
/// working day an agent can be ill, so that everybody works at least once a week.
fn week(team: &Team, position: usize) -> [Rostered; 7] {
    let is_open = |day: &usize| !team.closed.iter().any(|closed| closed.num_days_from_monday() as usize == *day);
    let open: Vec<usize> = (0..7).filter(is_open).collect();
    let works = open.len().min(team.days_a_week as usize);
    let mut week = [Rostered::Off; 7];
    for (number, day) in open.iter().cycle().skip(position % open.len()).take(works).enumerate() {
        week[*day] = if number % 2 == 0 { Rostered::Works } else { Rostered::WorksIfWell };
    }
    week
}

fn agent(team: &Team, number: usize, person: &Person) -> Agent {
    let skills = team.queues.iter().enumerate().filter(|(queue, _)| person.skills & (1 << queue) != 0);
    let (first, last) =
        (FIRST_NAMES[number % FIRST_NAMES.len()], LAST_NAMES[number / FIRST_NAMES.len() % LAST_NAMES.len()]);
    Agent {
        id: person.id.clone(),
        name: Some(format!("{first} {last}").into()),
        touchpoint: format!("077009{:05}", number).into(),
        skills: skills.map(|(_, queue)| queue.name.clone()).collect(),
        presence: Availability::LoggedOut.built_in_label().into(),
    }
}

fn prepared(team: &Team) -> Prepared {
    let times = &team.times;
    let work = |law| Times::new(law, LONGEST);
    let brief = |law| Times::new(law, Span::from_secs(10 * 60));
    let wait = |law| Times::new(law, Span::from_millis(DAY));
    Prepared {
        login: Times::new(times.login, LATEST_LOGIN),
        plan: brief(times.plan),
        ring: Times::new(times.ring, Span::from_millis(RINGS_FOR)),
        talk: work(times.talk),
        wrap: Times::new(times.wrap, Span::from_secs(15 * 60)),
        patience: wait(times.patience),
        hold: brief(times.hold),
        chat: work(times.chat),
        chat_patience: wait(times.chat_patience),
        writing: work(times.writing),
        filing: Times::new(times.filing, Span::from_secs(15 * 60)),
    }
}

/// How long a line rings before the offer is given up.
pub(super) const RINGS_FOR: Millis = 20_000;

fn customers(team: usize) -> Customers {
    const MANY: usize = 2_000;
    let many = |name: &dyn Fn(usize) -> String| (0..MANY).map(|number| name(number).into()).collect();
    Customers {
        phones: many(&|number| format!("07700{:06}", (number * 37 + team * 100_003) % 1_000_000)),
        visitors: many(&|number| format!("visitor-{}", number * 7 + team + 1)),
        mailboxes: many(&|number| format!("customer{}@mail.example", number * 3 + team + 1)),
        cases: many(&|number| format!("case-{}", 10_000 + number * 5 + team)),
    }
}

impl Media {
    /// The kinds with their shares.
    pub(super) fn shares(&self) -> [u32; 6] {
        [self.call, self.chat, self.email, self.case, self.outbound, self.internal]
    }
}

const FIRST_NAMES: [&str; 24] = [
    "Amira", "Ben", "Carla", "Dewi", "Elif", "Finn", "Grace", "Hugo", "Ines", "Jonas", "Katya", "Leo", "Maya", "Noah",
    "Olga", "Pablo", "Quinn", "Rosa", "Sami", "Tara", "Umar", "Vera", "Will", "Zoe",
];

const LAST_NAMES: [&str; 25] = [
    "Khan", "Okafor", "Rossi", "Evans", "Demir", "Byrne", "Liu", "Silva", "Costa", "Weber", "Orlova", "Martin",
    "Patel", "Cohen", "Nowak", "Ruiz", "Murphy", "Lopez", "Haddad", "Singh", "Farouk", "Novak", "Turner", "Papas",
    "Lind",
];
