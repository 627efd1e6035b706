//! At which instants a world's clock may stand, for truth to judge what is answered there.
//!
//! It never stands at an instant at which something happens: windows exclude their end, so whether that has happened yet is
//! not for an analysis to know.

use std::collections::BTreeSet;

use scenarios::flow::Flow;
use scenarios::scenario::Scenario;
use scenarios::time::{Instant, Span};

use crate::processed::{self, Event, Passed};

/// When something happens in a scenario, or is processed. Rather too many instants than too few.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Moments {
    /// All of them.
    instants: BTreeSet<Instant>,
    /// By when it happened: what is processed later, and when all up to there has been processed.
    delayed: Vec<(Instant, Instant)>,
}

impl Moments {
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let mut moments = Self::default();
        moments.instants.insert(scenario.start);
        for change in &scenario.presences {
            let delay = change.delay.unwrap_or(scenario.processing.delay);
            moments.note(Event { at: change.at, processed: change.at + delay });
        }
        for flow in &scenario.flows {
            moments.note_flow(flow, scenario);
        }
        moments.delayed.sort_unstable();
        let mut latest = Instant::EARLIEST;
        for (_, processed) in &mut moments.delayed {
            latest = latest.max(*processed);
            *processed = latest;
        }
        moments
    }

    /// The first instant from `wanted` on at which nothing happens.
    pub(crate) fn beside(&self, wanted: Instant) -> Instant {
        let mut instant = wanted;
        while self.instants.contains(&instant) {
            instant = instant + Span::from_millis(1);
        }
        instant
    }

    /// Whether anything happens or is processed after the one instant, and at the other or before it.
    pub(crate) fn any_between(&self, after: Instant, until: Instant) -> bool {
        self.instants.range(after + Span::from_millis(1)..).next().is_some_and(|instant| *instant <= until)
    }

    /// Whether everything that has happened by `now` has been processed for the last time.
    pub(crate) fn all_processed(&self, now: Instant) -> bool {
        let happened = self.delayed.partition_point(|(at, _)| *at <= now);
        happened == 0 || self.delayed[happened - 1].1 <= now
    }

    fn note(&mut self, event: Event) {
        self.instants.extend([event.at, event.processed]);
        if event.processed > event.at {
            self.delayed.push((event.at, event.processed));
        }
    }

    fn note_flow(&mut self, flow: &Flow, scenario: &Scenario) {
        let pace = scenario.processing;
        for event in processed::beginnings(flow, pace) {
            self.note(event);
        }
        for Passed { step, own, follows, misreported, categorised } in processed::steps(flow, pace) {
            self.note(own);
            follows.into_iter().for_each(|event| self.note(event));
            if let Some(wrong) = misreported {
                for after in [Span::ZERO, step.action.lasts()] {
                    self.note(Event { at: wrong.first.at + after, processed: wrong.first.processed + after });
                    let at = wrong.first.at.min(own.at) + after;
                    self.note(Event { at, processed: wrong.corrected + after });
                }
            }
            // Whichever step is the last.
            self.note(categorised);
        }
    }
}
