//! Times as a person would write them.

use std::collections::BTreeSet;

use super::Cut;
use super::cuts::step;
use super::size::UNITS;
use crate::centre::Name;
use crate::flow::{Flow, Medium, Opening, Step};
use crate::guid::Guid;
use crate::scenario::{PresenceChange, Scenario};
use crate::time::{Instant, Span};

/// A number of North America that is kept for fiction, up to two digits.
const FICTIONAL: &str = "20255501";

/// What is no call becomes one, from and to numbers, and is called one if it was called what it was.
pub(super) fn as_call(scenario: &mut Scenario, number: usize) -> Cut {
    let names: Vec<Name> = scenario.flows.iter().map(|flow| flow.name.clone()).collect();
    let Some(flow) = scenario.flows.get_mut(number) else { return Cut::NoMore };
    let was = match flow.medium {
        Medium::Phone | Medium::PhoneCallback => return Cut::Nothing,
        Medium::Email => "email ",
        Medium::Chat => "chat ",
        Medium::Case => "case ",
    };
    let addresses = scenario.centre.addresses.iter().map(|address| &address.address);
    let Some(line) = addresses.filter(|address| is_number(address)).min().cloned() else { return Cut::Nothing };
    flow.medium = Medium::Phone;
    let caller: Name = format!("{FICTIONAL}{:02}", number % 100).into();
    match &mut flow.opening {
        Opening::Inbound { from, to } => {
            *from = if is_number(from) { from.clone() } else { caller };
            *to = if is_number(to) { to.clone() } else { line };
        }
        Opening::Outbound { from, to, .. } => {
            *to = if is_number(to) { to.clone() } else { caller };
            *from = if is_number(from) { from.clone() } else { line };
        }
        Opening::Internal { .. } => {}
    }
    let name = flow.name.strip_prefix(was).map(|rest| Name::from(format!("call {rest}")));
    let own = |kind, name: &Name| Guid::derived(&[kind, name]);
    if let Some(name) = name.filter(|name| !names.contains(name)) {
        for (kind, guid) in [("interaction", &mut flow.guid), ("conversation", &mut flow.conversation)] {
            if *guid == own(kind, &flow.name) {
                *guid = own(kind, &name);
            }
        }
        flow.name = name;
    }
    Cut::Made
}

fn is_number(address: &str) -> bool {
    address.chars().all(|sign| sign.is_ascii_digit() || sign == '+')
}

/// The morning at which a story begins that could begin at any time.
const MORNING: &str = "2024-03-05T09:00:00Z";

/// Everything happens on that morning.
pub(super) fn common_morning(scenario: &mut Scenario, number: usize) -> Cut {
    let Ok(morning) = Instant::parse(MORNING) else { return Cut::NoMore };
    if number > 0 {
        return Cut::NoMore;
    }
    if scenario.start == morning {
        return Cut::Nothing;
    }
    let later = morning - scenario.start;
    *scenario = scenario.clone().shifted(later);
    Cut::Made
}

/// Everything that happens at an instant of its own, or is told then, happens so much after what comes before it.
pub(super) fn even_spacing(scenario: &mut Scenario, number: usize) -> Cut {
    let Some(unit) = UNITS.get(number) else { return Cut::NoMore };
    let mut instants: BTreeSet<Instant> = BTreeSet::from([scenario.start]);
    for change in &scenario.presences {
        instants.extend([change.at, told(change.at, change.delay)]);
    }
    for Flow { start, steps, .. } in &scenario.flows {
        instants.insert(*start);
        for Step { at, processing, .. } in steps {
            let at = *start + *at;
            instants.extend([at, told(at, processing.delay)]);
            instants.extend(processing.misreported.map(|wrong| *start + wrong.at));
        }
    }
    let instants: Vec<Instant> = instants.into_iter().collect();
    let start = scenario.start;
    let even = |at: Instant| {
        let position = instants.partition_point(|instant| *instant < at);
        start + Span::from_millis(unit.saturating_mul(i64::try_from(position).unwrap_or(i64::MAX)))
    };
    for PresenceChange { at, delay, .. } in &mut scenario.presences {
        let told = told(*at, *delay);
        *at = even(*at);
        *delay = delay.map(|_| even(told) - *at);
    }
    for flow in &mut scenario.flows {
        let was = flow.start;
        flow.start = even(was);
        for Step { at, processing, .. } in &mut flow.steps {
            let happened = was + *at;
            let told = told(happened, processing.delay);
            *at = even(happened) - flow.start;
            processing.delay = processing.delay.map(|_| even(told) - even(happened));
            if let Some(wrong) = &mut processing.misreported {
                wrong.at = even(was + wrong.at) - flow.start;
            }
        }
    }
    Cut::Made
}

fn told(at: Instant, delay: Option<Span>) -> Instant {
    at + delay.unwrap_or_default()
}

/// The scenario begins at a round time, however early.
pub(super) fn rounded_start(scenario: &mut Scenario, number: usize) -> Cut {
    let first = scenario.flows.iter().map(|flow| flow.start).chain(scenario.presences.iter().map(|change| change.at));
    let Some(first) = first.min() else { return Cut::NoMore };
    match number {
        0 => scenario.start = round(first, 60_000),
        _ => match UNITS.get(number - 1) {
            Some(unit) => scenario.start = round(scenario.start, *unit),
            None => return Cut::NoMore,
        },
    }
    Cut::Made
}

pub(super) fn rounded_interaction(scenario: &mut Scenario, number: usize) -> Cut {
    let start = scenario.start;
    let Some(flow) = scenario.flows.get_mut(number / (UNITS.len() + 1)) else { return Cut::NoMore };
    match UNITS.get(number % (UNITS.len() + 1)) {
        Some(unit) => flow.start = round(flow.start, *unit).max(start),
        None => flow.start = start,
    }
    Cut::Made
}

/// Down, or up where the one before is in the way.
pub(super) fn rounded_step(scenario: &mut Scenario, number: usize) -> Cut {
    let Some(Step { at, .. }) = step(scenario, number / (2 * UNITS.len())) else { return Cut::NoMore };
    let unit = UNITS[number % UNITS.len()];
    let down = number % (2 * UNITS.len()) < UNITS.len();
    let below = at.as_millis() - at.as_millis() % unit;
    *at = Span::from_millis(if down { below } else { below + unit });
    Cut::Made
}

pub(super) fn rounded_processing(scenario: &mut Scenario, number: usize) -> Cut {
    let (number, unit) = (number / UNITS.len(), UNITS[number % UNITS.len()]);
    let Some(Step { processing, .. }) = step(scenario, number / 5) else { return Cut::NoMore };
    match (number % 5, &mut processing.delay, &mut processing.misreported) {
        (0, Some(delay), _) => *delay = rounded(*delay, unit),
        (1, Some(delay), _) => *delay = Span::from_millis(unit),
        (2, _, Some(wrong)) => wrong.at = rounded(wrong.at, unit),
        (3, _, Some(wrong)) => wrong.corrected_after = rounded(wrong.corrected_after, unit),
        (4, _, Some(wrong)) => wrong.corrected_after = Span::from_millis(unit),
        _ => return Cut::Nothing,
    }
    Cut::Made
}

pub(super) fn rounded_presence(scenario: &mut Scenario, number: usize) -> Cut {
    let (number, unit) = (number / UNITS.len(), UNITS[number % UNITS.len()]);
    let start = scenario.start;
    let Some(change) = scenario.presences.get_mut(number / 2) else { return Cut::NoMore };
    match (number % 2, &mut change.delay) {
        (0, _) => change.at = round(change.at, unit).max(start),
        (_, Some(delay)) => *delay = rounded(*delay, unit),
        (_, None) => return Cut::Nothing,
    }
    Cut::Made
}

fn round(at: Instant, unit: i64) -> Instant {
    Instant::from_millis(at.as_millis() - at.as_millis().rem_euclid(unit))
}

/// To the nearest, but not to nothing.
fn rounded(span: Span, unit: i64) -> Span {
    Span::from_millis(((span.as_millis() + unit / 2) / unit * unit).max(unit))
}
