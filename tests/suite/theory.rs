//! The simulation is right where theory says what right is, and agrees with another simulator where theory is silent.
//!
//! A team of the simplest kind is an Erlang C queue if its callers never hang up, and an Erlang A queue if their patience
//! is exponential. Waits and abandonment over many days are compared with the formulas; those of laws for which there is
//! no formula with a model of a dozen lines in `SimPy`. Every seed is fixed, so the figures are always the same.

use std::process::Command;

use scenarios::flow::{Action, Flow};
use scenarios::simulation::config::{Frequencies, Limits, Media, Shift, Team, Weekday};
use scenarios::simulation::{Config, Law, Operation, midnight};
use scenarios::time::Span;
use serde_json::Value;

/// The days that are looked at, from 2024-03-04 on.
const DAYS: std::ops::Range<i64> = 19_786..19_906;

/// A team is open for so long.
const OPEN: Span = Span::from_secs(12 * 3_600);

/// Callers are counted from this time after opening on, when it no longer matters that nobody waited then.
const COUNTED_FROM: Span = Span::from_secs(2 * 3_600);

/// And until this one: who comes later might not be answered any more.
const COUNTED_UNTIL: Span = Span::from_secs(10 * 3_600);

/// Estimates are allowed to be so many standard errors off. Of the forty or so here, one in a hundred runs of other seeds
/// would be further off by chance.
const MOST_OFF: f64 = 3.7;

/// A queue of callers, and those who answer them.
#[derive(Clone, Copy)]
struct Station {
    name: &'static str,
    agents: u32,
    /// How many agents the calls would keep busy all the time, for each that there is.
    load: f64,
    talk: Law,
    patience: Law,
}

/// What is seen of a station: each with its standard error.
#[derive(Clone, Copy, Debug)]
struct Seen {
    waited: (f64, f64),
    abandoned: (f64, f64),
    /// Seconds in the queue, of those who were answered and those who hung up.
    wait: (f64, f64),
}

/// What theory, or another simulator, says of it.
#[derive(Clone, Copy, Debug)]
struct Said {
    waited: (f64, f64),
    abandoned: (f64, f64),
    wait: (f64, f64),
}

const MEAN_TALK: Span = Span::from_secs(180);
const EXPONENTIAL: Law = Law::Exponential { mean: MEAN_TALK };

const fn station(name: &'static str, agents: u32, load: f64, talk: Law, patience: Law) -> Station {
    Station { name, agents, load, talk, patience }
}

const fn minutes(number: i64) -> Span {
    Span::from_secs(number * 60)
}

const ERLANG_C: [Station; 4] = [
    station("Erlang C, 1 agent at 60 %", 1, 0.6, EXPONENTIAL, Law::Never),
    station("Erlang C, 5 agents at 80 %", 5, 0.8, EXPONENTIAL, Law::Never),
    station("Erlang C, 12 agents at 85 %", 12, 0.85, EXPONENTIAL, Law::Never),
    station("Erlang C, 40 agents at 90 %", 40, 0.9, EXPONENTIAL, Law::Never),
];

const ERLANG_A: [Station; 4] = [
    station("Erlang A, 4 agents at 90 %", 4, 0.9, EXPONENTIAL, Law::Exponential { mean: minutes(3) }),
    station("Erlang A, 10 agents at 95 %", 10, 0.95, EXPONENTIAL, Law::Exponential { mean: minutes(5) }),
    station("Erlang A, 25 agents at 100 %", 25, 1.0, EXPONENTIAL, Law::Exponential { mean: minutes(2) }),
    station("Erlang A, 10 agents at 140 %", 10, 1.4, EXPONENTIAL, Law::Exponential { mean: minutes(4) }),
];

const GENERAL: [Station; 3] = [
    ERLANG_A[1],
    station(
        "log-normal talk, 12 agents at 85 %",
        12,
        0.85,
        Law::LogNormal { mean: MEAN_TALK, deviation: minutes(4) },
        Law::Never,
    ),
    station(
        "and Weibull patience, 10 agents at 110 %",
        10,
        1.1,
        Law::LogNormal { mean: MEAN_TALK, deviation: minutes(4) },
        Law::Weibull { mean: minutes(5), shape: 0.8 },
    ),
];

impl Station {
    /// Callers a second.
    fn rate(&self) -> f64 {
        self.load * f64::from(self.agents) / secs(MEAN_TALK)
    }

    /// A team whose callers are in the queue at once, and whose agents do nothing but talk to them.
    fn operation(&self, seed: u64) -> Operation {
        let mut team = Team::new("Team", self.agents);
        team.closed = Vec::<Weekday>::new();
        (team.opens, team.open_for, team.overtime) = (Span::from_secs(6 * 3_600), OPEN, Span::ZERO);
        team.shifts = vec![Shift { begins: Span::ZERO, lasts: OPEN, share: 1 }];
        team.absences = Vec::new();
        (team.days_a_week, team.ill, team.versatile) = (7, 0.0, 100.0);
        (team.by_hour, team.by_weekday, team.spread) = ([1.0; 24], [100.0; 7], 0.0);
        team.daily = self.rate() * secs(OPEN);
        team.media = Media { call: 1, chat: 0, email: 0, case: 0, outbound: 0, internal: 0 };
        let times = &mut team.times;
        for none in [&mut times.login, &mut times.plan, &mut times.ring, &mut times.wrap] {
            *none = Law::Always(Span::ZERO);
        }
        (times.talk, times.patience) = (self.talk, self.patience);
        team.percent = Frequencies::NEVER;
        team.limits = Limits { waiting: 1_000_000, estimated_wait: None, longest_wait: None, ..team.limits };
        let config = Config { teams: vec![team], ..Config::default() };
        Operation::new(config, seed).unwrap_or_else(|problems| panic!("{}", problems[0]))
    }

    /// What the simulation makes of it.
    fn simulated(&self) -> Seen {
        let operation = self.operation(u64::from(self.agents));
        let days: Vec<[f64; 4]> = DAYS
            .map(|day| {
                let opens = midnight(day) + Span::from_secs(6 * 3_600);
                let mut sums = [0.0; 4];
                for flow in operation.day(day).flows {
                    if (opens + COUNTED_FROM..opens + COUNTED_UNTIL).contains(&flow.start) {
                        let (wait, is_answered) = queued(&flow);
                        let wait = secs(wait);
                        let was_made_to_wait = f64::from(wait > 0.0);
                        let of_caller = [1.0, was_made_to_wait, f64::from(!is_answered), wait];
                        sums = std::array::from_fn(|sum| sums[sum] + of_caller[sum]);
                    }
                }
                sums
            })
            .collect();
        let ratio = |of: usize| ratio(&days.iter().map(|sums| (sums[of], sums[0])).collect::<Vec<_>>());
        Seen { waited: ratio(1), abandoned: ratio(2), wait: ratio(3) }
    }

    /// What follows from the stationary distribution of how many there are: a birth and death process.
    fn in_theory(&self) -> Said {
        let (agents, rate, service) = (f64::from(self.agents), self.rate(), 1.0 / secs(MEAN_TALK));
        let gives_up = match self.patience {
            Law::Exponential { mean } => 1.0 / secs(mean),
            Law::Never => 0.0,
            Law::Always(_) | Law::LogNormal { .. } | Law::Weibull { .. } => f64::NAN,
        };
        // Relative to the probability that nobody is there; so many that the rest does not matter.
        let mut weights = vec![1.0];
        for present in 1..5_000 {
            let present = f64::from(present);
            let leave = present.min(agents) * service + (present - agents).max(0.0) * gives_up;
            weights.push(weights[weights.len() - 1] * rate / leave);
        }
        let total: f64 = weights.iter().sum();
        let all_busy = &weights[self.agents as usize..];
        let waiting: f64 =
            all_busy.iter().zip(0u32..).map(|(weight, ahead)| weight * f64::from(ahead)).sum::<f64>() / total;
        let exactly = |value: f64| (value, 0.0);
        Said {
            waited: exactly(all_busy.iter().sum::<f64>() / total),
            abandoned: exactly(waiting * gives_up / rate),
            wait: exactly(waiting / rate),
        }
    }

    /// What a model in `SimPy` makes of it.
    fn in_simpy(&self) -> Said {
        let law = |law: Law| match law {
            Law::Never => "never".to_owned(),
            Law::Always(span) => format!("always {}", secs(span)),
            Law::Exponential { mean } => format!("exponential {}", secs(mean)),
            Law::LogNormal { mean, deviation } => format!("log-normal {} {}", secs(mean), secs(deviation)),
            Law::Weibull { mean, shape } => format!("weibull {} {shape}", secs(mean)),
        };
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/simpy");
        let output = Command::new(format!("{folder}/.venv/bin/python"))
            .arg(format!("{folder}/station.py"))
            .args([self.agents.to_string(), self.rate().to_string(), law(self.talk), law(self.patience)])
            .output();
        let output = output.unwrap_or_else(|error| panic!("SimPy does not start: {error}; .ci/test installs it"));
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "the model failed:\n{errors}");
        let said: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("no JSON: {error}"));
        let pair = |key: &str| (said[key][0].as_f64().unwrap_or(f64::NAN), said[key][1].as_f64().unwrap_or(f64::NAN));
        Said { waited: pair("waited"), abandoned: pair("abandoned"), wait: pair("wait") }
    }
}

/// How long a caller was in the queue, and whether an agent answered.
fn queued(flow: &Flow) -> (Span, bool) {
    let entered = flow.steps.iter().find(|step| matches!(step.action, Action::Queue { .. }));
    let entered = entered.map_or(Span::ZERO, |step| step.at);
    let answered = flow.steps.iter().find(|step| matches!(step.action, Action::Answer { .. }));
    let ended = flow.steps.iter().find(|step| matches!(step.action, Action::HangUp { .. }));
    let left = answered.or(ended).map_or(entered, |step| step.at);
    (left - entered, answered.is_some())
}

/// The ratio of two sums over days, with its standard error.
fn ratio(days: &[(f64, f64)]) -> (f64, f64) {
    let count = days.len() as f64;
    let (above, below) = days.iter().fold((0.0, 0.0), |sums, day| (sums.0 + day.0, sums.1 + day.1));
    let ratio = above / below;
    let squares: f64 = days.iter().map(|(above, below)| (above - ratio * below).powi(2)).sum();
    (ratio, (squares / (count * (count - 1.0))).sqrt() / (below / count))
}

fn secs(span: Span) -> f64 {
    span.as_millis() as f64 / 1_000.0
}

/// Prints a line of the table, and fails if the simulation is off.
#[expect(clippy::print_stdout, reason = "the table is the report")]
fn compare(station: &Station, said: Said) {
    let seen = station.simulated();
    for (figure, seen, said) in [
        ("waited", seen.waited, said.waited),
        ("abandoned", seen.abandoned, said.abandoned),
        ("mean wait in s", seen.wait, said.wait),
    ] {
        let error = seen.1.hypot(said.1);
        let off = if error > 0.0 { (seen.0 - said.0) / error } else { seen.0 - said.0 };
        println!(
            "{:<42} {figure:<16} {:>9.4} ± {:<8.4} {:>9.4} ± {:<8.4} {off:>6.2}",
            station.name,
            seen.0,
            1.96 * seen.1,
            said.0,
            1.96 * said.1,
        );
        assert!(off.abs() <= MOST_OFF, "{}: {figure} is {:?} where {:?} is right", station.name, seen, said);
    }
}

#[expect(clippy::print_stdout, reason = "the table is the report")]
fn report(against: &str, stations: &[Station], said: impl Fn(&Station) -> Said) {
    println!("{:<42} {:<16} {:>20} {against:>20} {:>6}", "", "", "simulated (95 %)", "off");
    for station in stations {
        compare(station, said(station));
    }
}

#[test]
fn waits_are_those_of_erlang_c_if_callers_never_hang_up() {
    report("Erlang C", &ERLANG_C, Station::in_theory);
}

#[test]
fn waits_and_abandonment_are_those_of_erlang_a_if_patience_is_exponential() {
    report("Erlang A", &ERLANG_A, Station::in_theory);
}

#[test]
fn waits_and_abandonment_are_those_of_another_simulator_under_any_law() {
    report("SimPy", &GENERAL, Station::in_simpy);
}
