//! At which instants a world's clock may stand, for truth to judge what is answered there.
//!
//! Truth knows what happened, and not what the platform had processed of it. So it judges at instants at which everything
//! that has happened has been processed, for the last time. And the clock never stands at an instant at which something
//! happens: windows exclude their end, so whether that has happened yet is not for an analysis to know.

use std::collections::BTreeSet;

use scenarios::flow::{Action, CONSULT_RINGS_AFTER, Flow, PLAN_AFTER, Step, TRANSFER_RETRIEVES_AFTER};
use scenarios::scenario::Scenario;
use scenarios::time::{Instant, Span};

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
            moments.note(change.at, change.delay.unwrap_or(scenario.processing.delay));
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

    /// Takes note of something, and of all that may follow from it a moment later.
    fn note(&mut self, at: Instant, delay: Span) {
        for after in [Span::ZERO, CONSULT_RINGS_AFTER, TRANSFER_RETRIEVES_AFTER] {
            self.note_one(at + after, at + after + delay);
        }
    }

    fn note_one(&mut self, at: Instant, processed: Instant) {
        self.instants.extend([at, processed]);
        if processed > at {
            self.delayed.push((at, processed));
        }
    }

    fn note_flow(&mut self, flow: &Flow, scenario: &Scenario) {
        let pace = scenario.processing;
        self.note(flow.start, pace.delay);
        self.note(flow.start + flow.plan_after.unwrap_or(PLAN_AFTER), pace.delay);
        // An interaction is told in order: nothing is processed before what came earlier.
        let mut told = flow.start + pace.delay;
        for step in &flow.steps {
            let delay = step.processing.delay.unwrap_or(pace.delay);
            let at = flow.start + step.at;
            for after in [Span::ZERO, CONSULT_RINGS_AFTER, TRANSFER_RETRIEVES_AFTER, lasts(step)] {
                self.note_one(at + after, (at + after + delay).max(told));
            }
            if let Some(wrong) = step.processing.misreported {
                let wrong_at = flow.start + wrong.at;
                let first = (at + delay).max(told).max(wrong_at + delay);
                for after in [Span::ZERO, lasts(step)] {
                    self.note_one(wrong_at + after, first + after);
                    self.note_one(wrong_at.min(at) + after, first + after + wrong.corrected_after);
                }
            }
            told = told.max(at + delay);
            // Categorised so long after its end, whichever step that is; nobody has to wait for it.
            let categorised = at + lasts(step) + flow.categorised.unwrap_or(pace.categorised);
            self.instants.extend([categorised, categorised + pace.delay]);
        }
    }
}

/// How long what a step begins or ends takes beyond the step itself.
fn lasts(step: &Step) -> Span {
    match &step.action {
        Action::NoAnswer { lasts, .. } | Action::Fault { lasts, .. } => *lasts,
        Action::HangUp { clears, .. } => *clears,
        Action::Applet { .. }
        | Action::Queue { .. }
        | Action::Ring { .. }
        | Action::Answer { .. }
        | Action::Hold { .. }
        | Action::Retrieve { .. }
        | Action::Park { .. }
        | Action::Unpark { .. }
        | Action::Interrupt { .. }
        | Action::Resume { .. }
        | Action::Consult { .. }
        | Action::Transfer { .. }
        | Action::BlindTransfer { .. }
        | Action::Conference { .. }
        | Action::Leave { .. }
        | Action::StartRecording
        | Action::StopRecording
        | Action::BreakOut { .. }
        | Action::CallBack { .. }
        | Action::HandOver { .. }
        | Action::HandBack
        | Action::Wrapped { .. }
        | Action::Intend { .. }
        | Action::InternalError => Span::ZERO,
    }
}
