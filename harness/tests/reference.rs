//! The reference analyses are right: over the catalog, over scenarios that nobody wrote, and over days that are polled.
//! A finding here is a false alarm, or a mistake of truth or of the server.

use harness::case::Subject;
use harness::check::Check;
use harness::question::Question;
use harness::reference;
use scenarios::time::Span;

fn all() -> Check {
    Check::of(
        Question::ALL.map(|question| Subject::new(question.name(), Some(question), reference::analysis(question))),
    )
}

/// How many scenarios: unless INSIGHTS_CASES says otherwise, so many.
fn cases(usual: u64) -> u64 {
    std::env::var("INSIGHTS_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

#[test]
fn every_analysis_is_right_about_every_scenario_of_the_catalog() {
    all().assert();
}

#[test]
fn every_analysis_is_right_about_scenarios_that_nobody_wrote() {
    all().generated(1, cases(500)).assert();
}

/// Seed 101: a colleague leaves while another one rings, and just as that one answers the hold ends by a conference. Seed 206:
/// two outside contacts at one instant. Seed 274: an agent gives a customer away twice within a millisecond.
#[test]
fn what_happens_at_one_instant_is_not_told_apart() {
    for seed in [101, 206, 274] {
        all().generated(seed, 1).assert();
    }
}

/// Of seeds 426 and 726: one leaves a conference while another consults a colleague and has the customer on hold. Of seed 512:
/// one transfers to a colleague who rings, while another, who stays, has the customer on hold.
#[test]
fn another_agents_hold_outlasts_who_leaves_and_who_transfers() {
    for seed in [426, 512, 726] {
        all().generated(seed, 1).assert();
    }
}

#[test]
fn every_analysis_is_right_at_every_tick_of_a_polled_day() {
    all().every(Span::from_secs(15)).assert();
}

#[test]
fn every_analysis_is_right_at_every_tick_about_scenarios_that_nobody_wrote() {
    all().generated(1, cases(8)).every(Span::from_secs(15)).assert();
}
