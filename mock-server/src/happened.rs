//! What happened in a world: all that its scenario tells, or of a centre at work as much as is asked about.

use std::borrow::Cow;

use scenarios::history::day_of;
use scenarios::scenario::Scenario;
use scenarios::time::{Instant, Span};

use crate::error::Refusal;
use crate::wire::truth::{About, Asked, Question};
use crate::world::{Tale, World};

/// The longest window of a centre at work that truth is told of.
pub(crate) const LONGEST_TRUTH: i64 = 31;

/// The longest window of a centre at work that is told as a scenario.
pub(crate) const LONGEST_SCENARIO: i64 = 7;

/// The beginning of a window and its end, as far as they were asked for.
type Wished = (Option<Instant>, Option<Instant>);

/// What happened in a world, as a scenario: of a centre at work, what came in on the days of a window. Without an end it
/// goes on until now, and without a beginning it is the last day.
///
/// # Errors
///
/// If nobody knows, or the window is longer than [`LONGEST_SCENARIO`] days.
pub(crate) fn scenario(world: &World, when: Wished, now: Instant) -> Result<Cow<'_, Scenario>, Refusal> {
    match world.tale() {
        Tale::Scenario(scenario, _) => Ok(Cow::Borrowed(&**scenario)),
        Tale::Recorded(_) => Err(Refusal::NoScenario),
        Tale::Centre(operation) => {
            let (start, end) = of_centre(when, now, LONGEST_SCENARIO)?;
            Ok(Cow::Owned(operation.scenario(day_of(start)..day_of(before(end)) + 1)))
        }
    }
}

/// What happened in a world, as far as it bears on a question, and of when that is asked. Of a centre at work the window is
/// as in [`scenario`], and what is summed up is what began in it.
///
/// # Errors
///
/// If nobody knows, the window is longer than [`LONGEST_TRUTH`] days, or the question has no window.
pub(crate) fn truth<'w>(
    world: &'w World,
    question: &Question,
    when: Wished,
    now: Instant,
) -> Result<(Cow<'w, Scenario>, Asked), Refusal> {
    let (start, end) = when;
    let is_windowless = match (question.about, world.tale()) {
        (About::Happenings, _) | (About::Amounts, Tale::Centre(_)) => false,
        (About::Amounts, Tale::Scenario(..) | Tale::Recorded(_)) | (About::Standings, _) => true,
    };
    match world.tale() {
        Tale::Recorded(_) => Err(Refusal::NoTruth),
        _ if is_windowless && start.is_some() => Err(Refusal::NoWindow),
        Tale::Scenario(scenario, _) => {
            Ok((Cow::Borrowed(&**scenario), Asked { start, end, as_of: end.unwrap_or(now) }))
        }
        Tale::Centre(operation) => {
            let as_of = end.unwrap_or(now);
            let (start, _) = of_centre(when, now, LONGEST_TRUTH)?;
            let mut scenario = operation.happened(start, as_of);
            if question.about == About::Amounts {
                scenario.flows.retain(|flow| start <= flow.start);
            }
            Ok((Cow::Owned(scenario), Asked { start: Some(start), end, as_of }))
        }
    }
}

fn of_centre((start, end): Wished, now: Instant, longest: i64) -> Result<(Instant, Instant), Refusal> {
    const DAY: Span = Span::from_secs(24 * 60 * 60);
    let end = end.unwrap_or(now);
    let start = start.unwrap_or_else(|| before(end).start_of_day());
    if end < start {
        return Err(Refusal::EndBeforeStart);
    }
    if (end - start).as_millis() > DAY.as_millis() * longest {
        return Err(Refusal::TooMuchOfACentre(longest));
    }
    Ok((start, end))
}

/// The last instant before that one.
fn before(instant: Instant) -> Instant {
    instant - Span::from_millis(1)
}
