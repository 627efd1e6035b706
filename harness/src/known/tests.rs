//! What can be known on the way, of scenarios of the catalog and of generated ones.

use scenarios::time::{Instant, Span};
use scenarios::truth::{self, Standing};
use serde_json::json;

use super::Known;
use crate::told::Told;

fn told(name: &str) -> Told {
    Told::catalog().find(|told| told.name == name).unwrap_or_else(|| panic!("there is no {name}"))
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap_or_else(|not| panic!("{text} is {not}"))
}

#[test]
fn a_wrong_duration_is_not_judged_until_it_is_corrected() {
    let told = told("processing/duration_corrected_later");
    let flow = &told.scenario.flows[0];
    let interaction = json!({ "guid": flow.guid.to_string() });
    let is_clear = |after: &str| {
        let now = flow.start + Span::parse(after).unwrap();
        let known = Known::at(&told, now);
        (known.is_clear(&interaction), known.is_clear(&json!({ "agent": "anna" })))
    };
    assert_eq!(is_clear("3m57s"), (true, true));
    assert_eq!(is_clear("4m11s"), (false, false));
    assert_eq!(is_clear("10m10s"), (false, false));
    assert_eq!(is_clear("10m11s"), (true, true));
}

#[test]
fn an_outside_contact_is_not_known_before_that_is_over_and_processed() {
    let told = told("ccr/channel_that_arrives_after_the_end");
    let flow = &told.scenario.flows[0];
    let settled = told.scenario.now.unwrap_or(flow.start + Span::from_secs(24 * 60 * 60));
    let seen: Vec<usize> = (0..24 * 60)
        .map(|minute| told.moments.beside(flow.start + Span::from_secs(minute * 60)))
        .take_while(|now| *now <= settled)
        .map(|now| {
            let known = Known::at(&told, now);
            truth::ccr_channels(known.scenario(), now).iter().filter(|channel| channel.end.is_some()).count()
        })
        .collect();
    let completed = flow.steps.last().map(|step| step.at);
    let first = seen.iter().position(|channels| *channels == 1).expect("it comes");
    let minutes = i64::try_from(first).unwrap();
    assert!(Some(Span::from_secs(minutes * 60)) > completed, "it comes {minutes} min after the beginning");
    assert!(seen[first..].iter().all(|channels| *channels == 1), "{seen:?}");
}

#[test]
fn what_has_not_been_processed_is_still_to_come() {
    let told = told("processing/end_told_late");
    let flow = &told.scenario.flows[0];
    let end = flow.start + flow.steps.last().expect("it has steps").at;
    let standing = |now: Instant| {
        let known = Known::at(&told, told.moments.beside(now));
        truth::mirror(known.scenario(), now)[0].standing
    };
    let settled = (0..).map(|minute| told.moments.beside(end + Span::from_secs(minute * 60)));
    let settled = settled.into_iter().find(|now| told.moments.all_processed(*now)).expect("it ends");
    assert_eq!(standing(end + Span::from_secs(1)), Standing::Ongoing);
    assert_eq!(standing(settled), Standing::Completed);
}

#[test]
fn nearly_all_that_happens_is_judged_at_nearly_all_times() {
    let (mut all, mut clear) = (0, 0);
    for seed in 1..40 {
        let told = Told::seed(seed);
        let start = told.scenario.start;
        for now in (1..400).map(|tick| told.moments.beside(start + Span::from_secs(15 * tick))) {
            let known = Known::at(&told, now);
            for flow in told.scenario.flows.iter().filter(|flow| flow.start <= now) {
                all += 1;
                clear += u32::from(known.is_clear(&json!({ "guid": flow.guid.to_string() })));
            }
        }
    }
    assert!(clear * 100 > all * 95, "{clear} of {all}");
    assert!(clear < all, "something is unclear now and then");
}

#[test]
fn when_all_has_been_processed_the_scenario_is_what_it_is() {
    let told = told("faq/transfer");
    let known = Known::at(&told, at("2030-01-01T00:00:00Z"));
    assert_eq!(known.scenario(), &*told.scenario);
}
