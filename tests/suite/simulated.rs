//! Days of a simulated centre: everything that holds of stories by chance has to hold of them.

use proptest::test_runner::TestCaseError;
use scenarios::scenario::Scenario;
use scenarios::simulation::config::{Frequencies, Limits, Media, Team};
use scenarios::simulation::{Config, Operation};
use scenarios::time::{Instant, Span};
use scenarios::timeline::{Timeline, compile};

/// 2024-03-04, a Monday.
const MONDAY: i64 = 19_786;

/// Compares once everything of a day has been processed: three days, of which one is busier than the other.
pub(crate) fn for_each_day(compare: impl Fn(&Scenario, &Timeline, Instant) -> Result<(), TestCaseError>) {
    for (seed, daily) in [(1, 60.0), (2, 120.0), (3, 200.0)] {
        let scenario = operation(daily, seed).scenario(MONDAY..MONDAY + 1);
        let timeline = compile(&scenario).unwrap_or_else(|problems| panic!("a simulated day: {}", problems[0]));
        let now = timeline.settled().unwrap_or(scenario.start) + Span::from_secs(1);
        compare(&scenario, &timeline, now)
            .unwrap_or_else(|found| panic!("on the day with {daily} interactions: {found}"));
    }
}

/// A small centre in which much goes another way than usual.
fn operation(daily: f64, seed: u64) -> Operation {
    let mut team = Team::new("Orders", 6);
    team.daily = daily;
    team.media = Media { call: 60, chat: 15, email: 15, case: 5, outbound: 8, internal: 3 };
    team.percent = Frequencies {
        personal: 10.0,
        unanswered: 10.0,
        fault: 3.0,
        hold: 40.0,
        consult: 25.0,
        blind_transfer: 10.0,
        requeue: 10.0,
        park: 5.0,
        internal_error: 2.0,
        late: 5.0,
        corrected: 5.0,
        ..Frequencies::default()
    };
    team.limits = Limits { waiting: 3, ..Limits::default() };
    let operation = Operation::new(Config { teams: vec![team], ..Config::default() }, seed);
    operation.unwrap_or_else(|problems| panic!("{}", problems[0]))
}
