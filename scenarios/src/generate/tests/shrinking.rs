//! Shrinking stays within what can have happened, and comes to an end.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use proptest::prelude::*;
use proptest::strategy::{CheckStrategySanityOptions, check_strategy_sanity};

use super::super::shrink::Search;
use super::super::{Config, scenarios, seeded, smallest, smallest_at_once};
use crate::flow::Action;
use crate::format::{parse, print};
use crate::scenario::Scenario;
use crate::timeline::compile;

#[test]
fn every_scenario_on_the_way_to_a_small_one_compiles_and_reads_back_as_printed() {
    proptest!(ProptestConfig::with_cases(60), |(scenario in scenarios(&Config::default()), salt in any::<u64>())| {
        let mut refused = None;
        smallest(
            scenario,
            |smaller| {
                if let Err(problems) = compile(smaller) {
                    refused = Some(problems[0].to_string());
                }
                if parse(&print(smaller)).map(|source| source.scenario).as_ref() != Ok(smaller) {
                    refused = Some(print(smaller));
                }
                // Anything might be the reason why a scenario fails: a third of them do.
                let mut hasher = DefaultHasher::new();
                (salt, print(smaller)).hash(&mut hasher);
                hasher.finish().is_multiple_of(3)
            },
            2_000,
        );
        prop_assert_eq!(refused, None);
    });
}

#[test]
fn it_ends_with_nothing_where_everything_fails_and_with_the_same_where_nothing_does() {
    for seed in 0..12 {
        let scenario = seeded(seed, &Config::default());
        assert_eq!(smallest(scenario.clone(), |_| false, usize::MAX), scenario);
        let least = smallest(scenario, |_| true, usize::MAX);
        assert_eq!(print(&least), "start = 2024-03-05T09:00:00Z\n");
    }
}

#[test]
fn the_budget_is_how_often_it_is_asked() {
    let scenario = seeded(7, &Config::default());
    for budget in [0, 1, 5, 50] {
        let mut asked = 0;
        smallest(
            scenario.clone(),
            |_| {
                asked += 1;
                false
            },
            budget,
        );
        assert_eq!(asked, budget);
    }
}

#[test]
fn it_is_the_same_however_many_are_tried_at_a_time() {
    // Whatever might be the reason; and how often it is asked, up to the first of each time that fails, is the same, too.
    let fails = |scenario: &Scenario| {
        let mut hasher = DefaultHasher::new();
        print(scenario).hash(&mut hasher);
        hasher.finish().is_multiple_of(4)
    };
    for (seed, budget) in [(3, 100), (4, 7), (5, usize::MAX)] {
        let scenario = seeded(seed, &Config::default());
        let one = smallest(scenario.clone(), fails, budget);
        for at_once in [0, 2, 3, 8] {
            let first_failing = |proposed: &[Scenario]| proposed.iter().position(fails);
            assert_eq!(smallest_at_once(scenario.clone(), first_failing, at_once, budget), one);
        }
    }
}

#[test]
fn what_is_small_cannot_be_made_smaller() {
    let consults = |scenario: &Scenario| {
        let steps = scenario.flows.iter().flat_map(|flow| &flow.steps);
        steps.filter(|step| matches!(step.action, Action::Consult { .. })).count() >= 2
    };
    let found = (0..200).map(|seed| seeded(seed, &Config::default())).filter(consults).take(20);
    for scenario in found {
        let small = smallest(scenario, consults, 10_000);
        assert!(small.flows.len() <= 2 && small.centre.agents.len() <= 3, "{}", print(&small));
        let mut search = Search::from(small);
        while let Some(smaller) = search.propose() {
            assert!(!consults(smaller), "{}", print(smaller));
            search.decide(false);
        }
    }
}

#[test]
fn as_a_strategy_it_keeps_the_promises_of_proptest() {
    check_strategy_sanity(
        scenarios(&Config { agents: 1, interactions: 1, steps: 2, ..Config::default() }),
        None::<CheckStrategySanityOptions>,
    );
}
