//! Where the rows come from: a scenario, or a centre without an end, a team's day at a time.

use std::borrow::Cow;
use std::sync::Arc;

use scenarios::scenario::Scenario;
use scenarios::simulation::{Operation, REACH, Told, midnight};
use scenarios::time::Instant;
use scenarios::timeline::Timeline;

use super::share::Unit;
use super::truth::Truth;

/// What is exported.
#[derive(Debug)]
pub enum Source {
    /// A scenario, and the timeline that it compiles to.
    Scenario(Arc<Scenario>, Arc<Timeline>),
    /// A centre without an end.
    Centre(Arc<Operation>),
}

impl Source {
    /// From when to when something begins: the first instant and the last. A centre without an end tells of all time.
    pub fn told_of(&self) -> (Instant, Instant) {
        match self {
            Self::Scenario(scenario, timeline) => {
                let starts = [
                    timeline.interactions().last().map(|row| row.start),
                    timeline.activities().last().map(|row| row.start),
                    timeline.queue_entries().last().map(|row| row.start),
                ];
                (scenario.start, starts.into_iter().flatten().fold(scenario.start, Instant::max))
            }
            Self::Centre(_) => (Instant::EARLIEST, Instant::LATEST),
        }
    }

    /// How many teams there are, each of whose days can be told by itself.
    pub(super) fn teams(&self) -> usize {
        match self {
            Self::Scenario(..) => 1,
            Self::Centre(operation) => operation.teams(),
        }
    }

    /// When all has been processed.
    fn settled(&self) -> Instant {
        match self {
            Self::Scenario(scenario, timeline) => timeline.settled().unwrap_or(scenario.start),
            Self::Centre(_) => Instant::LATEST,
        }
    }
}

/// Tells one unit after the other, and keeps what it needs for the next ones.
#[derive(Debug)]
pub(super) struct Teller<'s> {
    source: &'s Source,
    /// Of a scenario, all that truth says of it; found when it is first asked for.
    whole: Option<Truth>,
    /// Of each team, what began on a day and goes beyond its last midnight.
    rest: Vec<Option<Rest>>,
}

/// What of a day's shifts and arrivals is told of the day after it.
#[derive(Debug)]
struct Rest {
    /// That day after.
    day: i64,
    rows: Timeline,
    truth: Truth,
}

/// All that is told of a unit.
#[derive(Debug)]
pub(super) struct Part<'t> {
    /// What the platform recorded; more than of that day, where that is no matter.
    pub(super) rows: Cow<'t, Timeline>,
    /// What truth says; more than of that day, where that is no matter.
    pub(super) truth: TruthOf<'t>,
    /// When all of it has been processed.
    pub(super) settled: Instant,
}

/// What truth says, made for one part or kept for all.
#[derive(Debug)]
pub(super) enum TruthOf<'t> {
    Part(Truth),
    All(&'t Truth),
}

impl AsRef<Truth> for TruthOf<'_> {
    fn as_ref(&self) -> &Truth {
        match self {
            Self::Part(truth) => truth,
            Self::All(truth) => truth,
        }
    }
}

impl<'s> Teller<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        Self { source, whole: None, rest: (0..source.teams()).map(|_| None).collect() }
    }

    /// What is told of that unit. Days in a row take half the work of others.
    pub(super) fn tell(&mut self, unit: Unit) -> Part<'_> {
        let settled = self.source.settled();
        match self.source {
            Source::Scenario(scenario, timeline) => {
                let truth = self.whole.get_or_insert_with(|| Truth::of(scenario, settled));
                Part { rows: Cow::Borrowed(timeline), truth: TruthOf::All(truth), settled }
            }
            Source::Centre(operation) => {
                let (rows, truth) = self.team_day(operation, unit);
                Part { rows: Cow::Owned(rows), truth: TruthOf::Part(truth), settled }
            }
        }
    }

    fn team_day(&mut self, operation: &Operation, unit: Unit) -> (Timeline, Truth) {
        let kept = self.rest.get_mut(unit.team).and_then(Option::take).filter(|rest| rest.day == unit.day);
        let before = kept.unwrap_or_else(|| told(operation, Unit { day: unit.day.saturating_sub(1), ..unit }).2);
        let (own, mut truth, rest) = told(operation, unit);
        if let Some(place) = self.rest.get_mut(unit.team) {
            *place = Some(rest);
        }
        truth.add(before.truth);
        (before.rows.joined(own), truth)
    }
}

/// What is told of a team's shifts and arrivals of a day: on the day itself, and after it.
fn told(operation: &Operation, unit: Unit) -> (Timeline, Truth, Rest) {
    let Told { own, rest } = operation.team_told(unit.team, unit.day);
    let over = midnight(unit.day.saturating_add(REACH));
    let mut truth = Truth::of(&operation.team_scenario(unit.team, unit.day), over);
    let day = unit.day.saturating_add(1);
    let later = truth.split_off(midnight(day));
    (own, truth, Rest { day, rows: rest, truth: later })
}
