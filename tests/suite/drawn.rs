//! Generated scenarios, and timelines of them.

use std::fmt;
use std::ops::Deref;

use proptest::strategy::Strategy;
use scenarios::format::print;
use scenarios::generate::{Config, scenarios};
use scenarios::scenario::Scenario;
use scenarios::time::{Instant, Span};
use scenarios::timeline::{Timeline, compile};

/// Small and nasty scenarios, in which everything that can happen does.
pub(crate) fn scenario() -> impl Strategy<Value = Drawn> {
    scenarios(&Config::default()).prop_map(Drawn)
}

/// A generated scenario; one that makes a test fail is shown as a file, ready for the catalog.
#[derive(Clone)]
pub(crate) struct Drawn(Scenario);

impl Deref for Drawn {
    type Target = Scenario;

    fn deref(&self) -> &Scenario {
        &self.0
    }
}

impl fmt::Debug for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a scenario\n{}", print(&self.0))
    }
}

/// A scenario, compiled.
pub(crate) fn timeline(scenario: &Scenario) -> Timeline {
    match compile(scenario) {
        Ok(timeline) => timeline,
        Err(problems) => panic!("a generated scenario does not compile: {}", problems[0]),
    }
}

/// A second after everything has been processed.
pub(crate) fn settled(scenario: &Scenario, timeline: &Timeline) -> Instant {
    timeline.settled().unwrap_or(scenario.start) + Span::from_secs(1)
}

/// So many thousandths of the way from the scenario's start until everything has been processed.
pub(crate) fn on_the_way(scenario: &Scenario, timeline: &Timeline, permille: i64) -> Instant {
    let whole = settled(scenario, timeline) - scenario.start;
    scenario.start + Span::from_millis(whole.as_millis() * permille / 1_000)
}
