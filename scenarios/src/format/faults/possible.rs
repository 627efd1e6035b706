//! Rules that can never strike, or would change nothing.

use super::keys::rule as key;
use crate::fault::{Delay, Fault, LONGEST_DELAY, Meaning, Moment, Network, Position, Rule, Service, Target};
use crate::format::findings::Findings;
use crate::format::kind::{shown, ticked};
use crate::format::table::{AnyKey, Row};
use crate::time::Span;

/// Notes why no request can ever meet the fault, or why it would be none, if that is so.
pub(super) fn rule(rule: &Rule, row: &Row<'_>, found: &mut Findings) {
    let Rule { fault, position } = rule;
    if let Some(target) = position.target {
        at_target(fault, position, target, row, found);
    }
    let mut wrong = |key: &dyn AnyKey, what: &str, advice: &str| {
        found.wrong(row.span_of(key), row.place_of(key), what.to_owned(), advice.to_owned());
    };
    if is_over_at_once(position) {
        wrong(&key::UNTIL, "it ends before it begins", "write a time after `from`");
    }
    if let Fault::Service(Service::Slow { delay: Delay::Fixed(delay) | Delay::LogNormal { mean: delay, .. }, .. }) =
        fault
        && *delay > LONGEST_DELAY
    {
        let advice = format!("write \"{LONGEST_DELAY}\" or less; `half-open` never answers");
        wrong(&key::DELAY, &format!("nobody waits for {delay}"), &advice);
    }
    let nothing: [(&dyn AnyKey, bool); 2] = [
        (&key::MORE, *fault == Fault::Network(Network::WrongLength { by: 0 })),
        (&key::ROWS, *fault == Fault::Meaning(Meaning::TotalChanged { rows: 0 })),
    ];
    for (key, _) in nothing.into_iter().filter(|(_, is_nothing)| *is_nothing) {
        wrong(key, "0 changes nothing", "write another number");
    }
}

/// Notes what does not belong to requests to there.
fn at_target(fault: &Fault, position: &Position, target: Target, row: &Row<'_>, found: &mut Findings) {
    let path = shown(target.path());
    let mut wrong = |key: &dyn AnyKey, what: String, advice: &str| {
        found.wrong(row.span_of(key), row.place_of(key), what, advice.to_owned());
    };
    if !fault.concerns(target) {
        let right = Target::ALL.into_iter().find(|target| fault.concerns(*target)).map(Target::path);
        let advice = format!("leave `endpoint` out, or write one such as {}", shown(right.unwrap_or_default()));
        wrong(&key::ENDPOINT, format!("{} cannot befall requests to {path}", ticked(fault.word())), &advice);
    }
    let paged: [(&dyn AnyKey, bool); 2] =
        [(&key::POLL, position.poll.is_some()), (&key::PAGE, position.page.is_some())];
    for (key, _) in paged.into_iter().filter(|(_, is_told)| *is_told && !target.has_pages()) {
        wrong(key, format!("what {path} answers has no pages"), "count with `request` instead");
    }
    if position.window_over.is_some() && !target.has_window() {
        wrong(&key::WINDOW_OVER, format!("{path} is asked about no window"), "leave it out");
    }
}

fn is_over_at_once(position: &Position) -> bool {
    match (position.from, position.until) {
        (Some(Moment::At(from)), Some(Moment::At(until))) => until <= from,
        (Some(Moment::After(from)), Some(Moment::After(until))) => until <= from,
        (None, Some(Moment::After(until))) => until <= Span::ZERO,
        (Some(_) | None, Some(_)) | (Some(_) | None, None) => false,
    }
}

/// Notes attempts to which it never comes, since no rule keeps back what was asked for before.
pub(super) fn attempts(rules: &[Rule], rows: &[Row<'_>], found: &mut Findings) {
    for (rule, row) in rules.iter().zip(rows) {
        let Some(attempt) = rule.position.attempt.filter(|attempt| *attempt > 1) else { continue };
        let is_preceded = rules.iter().any(|other| keeps_back(other, attempt - 1, &rule.position));
        if !is_preceded {
            let what = format!("no rule keeps back what attempt {attempt} would ask for again");
            let advice = "write another rule for the attempts before, or count with `request`".to_owned();
            found.wrong(row.span_of(&key::ATTEMPT), row.place_of(&key::ATTEMPT), what, advice);
        }
    }
}

/// Whether a rule may keep an answer from a client at that attempt or one before, where the position is.
fn keeps_back(rule: &Rule, attempt: u32, at: &Position) -> bool {
    fn may_meet<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
        one.is_none() || other.is_none() || one == other
    }
    let Position { target, client, page, poll, .. } = &rule.position;
    let ends = match rule.fault {
        Fault::Service(Service::Slow { .. }) | Fault::Meaning(_) => false,
        Fault::Service(_) | Fault::Network(_) => true,
    };
    ends && rule.position.attempt.is_none_or(|own| own <= attempt)
        && may_meet(target.as_ref(), at.target.as_ref())
        && may_meet(client.as_ref(), at.client.as_ref())
        && may_meet(page.as_ref(), at.page.as_ref())
        && may_meet(poll.as_ref(), at.poll.as_ref())
}
