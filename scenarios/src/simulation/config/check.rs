//! Whether a centre can work as its config says.

use std::collections::{HashMap, HashSet};

use super::{Absence, Config, FINISHED_WITHIN, LATEST_LOGIN, MOST, Outage, OutageKind, REST, Shift, Team};
use crate::centre::{Availability, Name, PresenceLabel};
use crate::problem::{Place, Problem, Problems, nearest};
use crate::simulation::law::Law;
use crate::simulation::{LATEST_CORRECTION, REACH};
use crate::time::Span;

const DAY: Span = Span::from_secs(24 * 60 * 60);

/// The most interactions that begin on a usual day of a team.
const MOST_DAILY: f64 = 100_000.0;

/// The largest number by which one hour is told to be busier than another.
const LARGEST: f64 = 1_000_000.0;

/// By how much a day of the week can be busier than usual, in percent.
const BUSIEST: f64 = 500.0;

impl Config {
    /// Everything that is wrong with it: what is out of range, what is named twice, and days that would not be over in time.
    ///
    /// Places are those of the config's file, such as `team[2].shift[0].lasts`.
    pub fn problems(&self) -> Vec<Problem> {
        let mut check =
            Check { config: self, problems: Problems::default(), labels: HashMap::new(), queues: HashSet::new() };
        check.config();
        check.problems.into_told()
    }
}

struct Check<'c> {
    config: &'c Config,
    problems: Problems,
    labels: HashMap<&'c Name, Availability>,
    queues: HashSet<&'c Name>,
}

impl<'c> Check<'c> {
    fn config(&mut self) {
        let config = self.config;
        let processing = Place::whole().key("processing");
        for (key, span) in [("delay", config.processing.delay), ("categorised", config.processing.categorised)] {
            self.within(&processing.key(key), span, Span::ZERO, Span::from_secs(60 * 60));
        }
        let people: u64 = config.teams.iter().map(|team| u64::from(team.agents)).sum();
        if people == 0 || people > u64::from(MOST) {
            self.note(
                Place::whole().key("team"),
                format!("the teams have {people} agents"),
                format!("let them have 1 to {MOST} together"),
            );
        }
        let mut names = HashSet::new();
        for (position, team) in config.teams.iter().enumerate() {
            let place = Place::whole().key("team").at(position);
            if !names.insert(&team.name) {
                self.note(
                    place.key("name"),
                    format!("another team has the name {:?}", team.name),
                    "give each a name of its own",
                );
            }
            self.team(&place, team);
        }
        for (position, outage) in config.outages.iter().enumerate() {
            self.outage(&Place::whole().key("outage").at(position), outage);
        }
    }

    fn team(&mut self, place: &Place, team: &'c Team) {
        self.name(&place.key("name"), &team.name);
        self.day_of(place, team);
        for (key, number, least, most) in [
            ("ill", team.ill, 0.0, 50.0),
            ("versatile", team.versatile, 0.0, 100.0),
            ("daily", team.daily, 0.0, MOST_DAILY),
            ("spread", team.spread, 0.0, 100.0),
        ] {
            self.number(&place.key(key), number, least, most);
        }
        for (key, list, most) in
            [("by_hour", &team.by_hour[..], LARGEST), ("by_weekday", &team.by_weekday[..], BUSIEST)]
        {
            for (position, number) in list.iter().enumerate() {
                self.number(&place.key(key).at(position), *number, 0.0, most);
            }
        }
        self.queues(place, team);
        for (position, shift) in team.shifts.iter().enumerate() {
            self.shift(&place.key("shift").at(position), team, shift);
        }
        self.shares(&place.key("shift"), "shift", team.shifts.iter().map(|shift| shift.share));
        for (position, absence) in team.absences.iter().enumerate() {
            self.absence(&place.key("absence").at(position), absence);
        }
        self.numbers(place, team);
    }

    /// When the team works.
    fn day_of(&mut self, place: &Place, team: &Team) {
        if team.agents > MOST {
            self.note(
                place.key("agents"),
                format!("{} agents are too many", team.agents),
                format!("let there be {MOST} at most"),
            );
        }
        if !(1..=7).contains(&team.days_a_week) {
            self.note(
                place.key("days_a_week"),
                format!("a week has no {} days", team.days_a_week),
                "write a number from 1 to 7",
            );
        }
        let closed: HashSet<_> = team.closed.iter().collect();
        if closed.len() == 7 {
            self.note(place.key("closed"), "the team never opens", "let it open on at least one day of the week");
        }
        self.within(&place.key("opens"), team.opens, Span::ZERO, DAY - Span::from_millis(1));
        self.within(&place.key("open_for"), team.open_for, Span::from_secs(60), DAY);
        self.within(&place.key("overtime"), team.overtime, Span::ZERO, DAY);
        let stalled = self.config.outages.iter().filter(|outage| outage.kind == OutageKind::Processing);
        let stalled = stalled.map(|outage| outage.until - outage.from).max().unwrap_or(Span::ZERO);
        let processing = self.config.processing;
        let over = team.opens + team.open_for + team.overtime + FINISHED_WITHIN;
        let told = over + processing.delay + processing.categorised + LATEST_CORRECTION + stalled;
        let reach = Span::from_millis(DAY.as_millis() * REACH);
        if told > reach {
            let what =
                format!("the team's day may be told of until {told} after midnight, which is later than {reach}");
            self.note(place.key("opens"), what, "let it open or close earlier, and less be processed late");
        }
    }

    fn queues(&mut self, place: &Place, team: &'c Team) {
        let list = place.key("queue");
        if team.queues.len() > 64 {
            self.note(
                list.clone(),
                format!("{} queues are too many for a team", team.queues.len()),
                "let there be 64 at most",
            );
        }
        for (position, queue) in team.queues.iter().enumerate() {
            self.name(&list.at(position).key("name"), &queue.name);
            if !self.queues.insert(&queue.name) {
                let what = format!("another queue has the name {:?}", queue.name);
                self.note(list.at(position).key("name"), what, "give each a name of its own");
            }
        }
        self.shares(&list, "queue", team.queues.iter().map(|queue| queue.share));
    }

    /// A team's name is that of its virtual queue, too.
    fn name(&mut self, place: &Place, name: &str) {
        if name.is_empty() || name.contains(',') || name.trim() != name {
            let what = format!("{name:?} is no name by which the API could be asked for a queue");
            self.note(place.clone(), what, "write one without commas, and without blanks around it");
        }
    }

    fn shift(&mut self, place: &Place, team: &Team, shift: &Shift) {
        if shift.begins < Span::ZERO || shift.begins + shift.lasts > team.open_for {
            let what = format!(
                "a shift of {} that begins {} after opening is not within the team's day",
                shift.lasts, shift.begins
            );
            self.note(place.key("lasts"), what, format!("let it begin and end within {}", team.open_for));
        }
        if shift.lasts <= LATEST_LOGIN {
            let what = format!("a shift of {} may be over before the agent has logged in", shift.lasts);
            self.note(place.key("lasts"), what, format!("make it longer than {LATEST_LOGIN}"));
        }
        if shift.lasts + team.overtime + FINISHED_WITHIN + REST + LATEST_LOGIN > DAY {
            let what = format!("after a shift of {} an agent could not rest before the next", shift.lasts);
            self.note(place.key("lasts"), what, "make it shorter");
        }
    }

    fn absence(&mut self, place: &Place, absence: &'c Absence) {
        for (key, span) in [("after", absence.after), ("spread", absence.spread), ("lasts", absence.lasts)] {
            self.within(&place.key(key), span, Span::ZERO, DAY);
        }
        self.number(&place.key("percent"), absence.percent, 0.0, 100.0);
        let built_in = PresenceLabel::built_in().into_iter().find(|presence| presence.label == absence.label);
        let stands_for = built_in.map_or(absence.availability, |presence| presence.availability);
        let known = *self.labels.entry(&absence.label).or_insert(stands_for);
        if known != absence.availability {
            let what = format!("{:?} stands for another availability already", absence.label);
            self.note(place.key("availability"), what, format!("one label stands for one: {}", known.built_in_label()));
        }
        if matches!(absence.availability, Availability::Ready | Availability::LoggedOut) {
            let what = format!("{:?} is no absence of somebody who is at work", absence.label);
            self.note(place.key("availability"), what, "let it stand for an absence");
        }
    }

    fn numbers(&mut self, place: &Place, team: &Team) {
        let media = [
            team.media.call,
            team.media.chat,
            team.media.email,
            team.media.case,
            team.media.outbound,
            team.media.internal,
        ];
        self.shares(&place.key("media"), "medium", media.into_iter());
        let times = &team.times;
        let endless = [("patience", times.patience), ("chat_patience", times.chat_patience)];
        let ending = [
            ("login", times.login),
            ("plan", times.plan),
            ("ring", times.ring),
            ("talk", times.talk),
            ("wrap", times.wrap),
            ("hold", times.hold),
            ("chat", times.chat),
            ("writing", times.writing),
            ("filing", times.filing),
        ];
        for (key, law) in endless.into_iter().chain(ending) {
            let here = place.key("times").key(key);
            if law == Law::Never && ending.iter().any(|(other, _)| *other == key) {
                self.note(here.clone(), "what never ends cannot be simulated", "write a law with a mean");
            }
            self.law(&here, law);
        }
        let percent = &team.percent;
        for (key, number) in [
            ("left_in_plan", percent.left_in_plan),
            ("personal", percent.personal),
            ("declined", percent.declined),
            ("unanswered", percent.unanswered),
            ("fault", percent.fault),
            ("no_reply", percent.no_reply),
            ("recorded", percent.recorded),
            ("hold", percent.hold),
            ("consult", percent.consult),
            ("blind_transfer", percent.blind_transfer),
            ("requeue", percent.requeue),
            ("park", percent.park),
            ("internal_error", percent.internal_error),
            ("callback", percent.callback),
            ("handed_over", percent.handed_over),
            ("intend", percent.intend),
            ("late", percent.late),
            ("corrected", percent.corrected),
        ] {
            self.number(&place.key("percent").key(key), number, 0.0, 100.0);
        }
        if percent.unanswered + percent.fault > 90.0 {
            self.note(
                place.key("percent").key("unanswered"),
                "hardly any offer would be answered",
                "let it and `fault` be 90 at most together",
            );
        }
        let turns = percent.consult + percent.blind_transfer + percent.requeue + percent.park + percent.internal_error;
        if turns > 100.0 {
            let what =
                format!("`consult`, `blind_transfer`, `requeue`, `park` and `internal_error` are {turns} together");
            self.note(place.key("percent").key("consult"), what, "let them be 100 at most together");
        }
        let limits = &team.limits;
        for (key, span) in [
            ("estimated_wait", limits.estimated_wait),
            ("longest_wait", limits.longest_wait),
            ("offer_callback", Some(limits.offer_callback)),
        ] {
            self.within(&place.key("limits").key(key), span.unwrap_or(DAY), Span::from_secs(1), DAY);
        }
    }

    fn law(&mut self, place: &Place, law: Law) {
        let right = match law {
            Law::Never => true,
            Law::Always(mean) | Law::Exponential { mean } => (Span::ZERO..=DAY).contains(&mean),
            Law::LogNormal { mean, deviation } => {
                (Span::ZERO..=DAY).contains(&mean) && (Span::ZERO..=DAY).contains(&deviation)
            }
            Law::Weibull { mean, shape } => (Span::ZERO..=DAY).contains(&mean) && (0.1..=10.0).contains(&shape),
        };
        if !right {
            self.note(
                place.clone(),
                "the law's parameters are out of range",
                "lengths are 1d at most, shapes from 0.1 to 10",
            );
        }
    }

    fn outage(&mut self, place: &Place, outage: &Outage) {
        if outage.until <= outage.from {
            let what = format!("it is over at {}, before it begins", outage.until);
            self.note(place.key("until"), what, format!("write an instant after {}", outage.from));
        }
        if let Some(name) = &outage.team {
            let names = || self.config.teams.iter().map(|team| &*team.name);
            if !names().any(|known| known == &**name) {
                let meant = nearest(name, names()).map(|near| format!("did you mean {near:?}?"));
                let advice = meant.unwrap_or_else(|| "name a team, or leave it out for all".to_owned());
                self.note(place.key("team"), format!("there is no team {name:?}"), advice);
            }
        }
        if let OutageKind::Surge(factor) = outage.kind {
            self.number(&place.key("factor"), factor, 0.0, 100.0);
        }
    }

    fn shares(&mut self, place: &Place, noun: &str, shares: impl Iterator<Item = u32>) {
        let total: u64 = shares.map(u64::from).sum();
        if total == 0 || total > u64::from(u32::MAX) {
            self.note(
                place.clone(),
                format!("the shares are {total} together"),
                format!("give at least one {noun} a share, and none a huge one"),
            );
        }
    }

    fn number(&mut self, place: &Place, number: f64, least: f64, most: f64) {
        if !(least..=most).contains(&number) {
            self.note(
                place.clone(),
                format!("{number} is out of range"),
                format!("write a number from {least} to {most}"),
            );
        }
    }

    fn within(&mut self, place: &Place, span: Span, least: Span, most: Span) {
        if !(least..=most).contains(&span) {
            self.note(place.clone(), format!("{span} is out of range"), format!("write a span from {least} to {most}"));
        }
    }

    fn note(&mut self, place: Place, what: impl Into<String>, advice: impl Into<String>) {
        self.problems.note(place, || (what, advice));
    }
}
