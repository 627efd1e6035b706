//! How fast days are simulated, and simulated and compiled: `cargo bench -p scenarios --bench simulation`.
//!
//! `-- compiled` measures only what has that in its name.

#![expect(clippy::print_stdout, reason = "what a benchmark is for")]

use std::env;
use std::fs;
use std::hint::black_box;

use scenarios::format::parse_centre;
use scenarios::history::Topic;
use scenarios::scenario::Scenario;
use scenarios::simulation::{Config, Operation, Told};
use scenarios::timeline::compile;

/// That of the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// 2024-03-04, a Monday.
const MONDAY: i64 = 19_786;

const ROUNDS: usize = 7;

fn main() {
    println!("{:<44} {:>12} {:>26}", "", "interactions", "a second: median (from, to)");
    for (name, config) in [("44 agents in 4 teams", Config::default()), ("500 agents in 10 teams", large())] {
        let operation = match Operation::new(config, 1) {
            Ok(operation) => operation,
            Err(problems) => panic!("{}", problems[0]),
        };
        let days = MONDAY..MONDAY + 7;
        measure(&format!("{name}: simulated, day by day"), || {
            days.clone().map(|day| black_box(operation.day(day)).flows.len()).sum()
        });
        measure(&format!("{name}: simulated, team by team"), || {
            let teams = |day| (0..operation.teams()).map(move |team| (team, day));
            days.clone().flat_map(teams).map(|(team, day)| black_box(operation.team_day(team, day)).flows.len()).sum()
        });
        let teams = |day| (0..operation.teams()).map(move |team| (team, day));
        measure(&format!("{name}: compiled, team by team"), || {
            let scenarios = days.clone().flat_map(teams).map(|(team, day)| operation.team_scenario(team, day));
            scenarios.map(|scenario| compiled(&scenario)).sum()
        });
        measure(&format!("{name}: compiled, day by day"), || {
            days.clone().map(|day| compiled(&operation.scenario(day..day + 1))).sum()
        });
        measure(&format!("{name}: told, team by team"), || {
            let told = days.clone().flat_map(teams).map(|(team, day)| black_box(operation.team_told(team, day)));
            told.map(|told| begun(&told)).sum()
        });
        measure(&format!("{name}: interactions told"), || {
            let told = days.clone().flat_map(teams);
            told.map(|(team, day)| begun(&black_box(operation.team_told_on(team, day, Topic::Interactions)))).sum()
        });
        let begun_by_agents: usize =
            days.clone().flat_map(teams).flat_map(|(team, day)| operation.begun_on(team, day)).sum();
        measure(&format!("{name}: agents told"), || {
            for (team, day) in days.clone().flat_map(teams) {
                black_box(operation.team_told_on(team, day, Topic::Agents));
            }
            begun_by_agents
        });
    }
}

/// Compiles with every check; returns how many interactions.
fn compiled(scenario: &Scenario) -> usize {
    black_box(compile(scenario).is_ok());
    scenario.flows.len()
}

/// How many interactions it tells of.
fn begun(told: &Told) -> usize {
    told.own.interactions().len() + told.rest.interactions().len()
}

/// Prints how many interactions come out in a second of one core.
fn measure(name: &str, work: impl Fn() -> usize) {
    // The system counts a thread's time in steps of some milliseconds: a round is many of them long.
    const AT_LEAST: f64 = 0.3;
    if !env::args().skip(1).all(|wanted| wanted.starts_with('-') || name.contains(&wanted)) {
        return;
    }
    let interactions = work();
    let round = |_| {
        let (begin, mut done) = (at_work(), 0);
        loop {
            done += work();
            let took = at_work() - begin;
            if took >= AT_LEAST {
                return done as f64 / took;
            }
        }
    };
    let mut rates: Vec<f64> = (0..ROUNDS).map(round).collect();
    rates.sort_by(f64::total_cmp);
    println!("{name:<44} {interactions:>12} {:>10.0} ({:.0}, {:.0})", rates[ROUNDS / 2], rates[0], rates[ROUNDS - 1]);
}

/// For how many seconds this thread has been at work: what others do meanwhile on a busy machine does not count.
fn at_work() -> f64 {
    let times = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds: f64 = times.split(' ').next().and_then(|time| time.parse().ok()).unwrap_or(f64::NAN);
    nanoseconds / 1e9
}

/// About 32,000 interactions on a working day.
fn large() -> Config {
    let read = parse_centre(include_str!("../centres/large.toml"));
    read.unwrap_or_else(|problems| panic!("{}", problems[0]))
}
