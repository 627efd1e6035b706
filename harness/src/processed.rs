//! When the platform has processed what happens in an interaction.

use scenarios::flow::{Action, CONSULT_RINGS_AFTER, Flow, PLAN_AFTER, Step, TRANSFER_RETRIEVES_AFTER};
use scenarios::scenario::Pace;
use scenarios::time::{Instant, Span};

/// Something, and when the platform has processed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// When it happens.
    pub(crate) at: Instant,
    /// From when on the API can tell of it.
    pub(crate) processed: Instant,
}

/// What a step of a flow brings about. Rather too much than too little: not all of it does of every step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Passed<'f> {
    pub(crate) step: &'f Step,
    /// The step itself.
    pub(crate) own: Event,
    /// What may follow from it a moment later, and what it makes last.
    pub(crate) follows: [Event; 3],
    /// Of what comes to an end with it: the wrong version that is told first, and what it gives way to.
    pub(crate) misreported: Option<Misreported>,
    /// The categorisation, if the interaction ends with it.
    pub(crate) categorised: Event,
}

/// A version that turns out wrong.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Misreported {
    /// What is told first.
    pub(crate) first: Event,
    /// When the right version is told.
    pub(crate) corrected: Instant,
}

impl Event {
    /// Whether it has happened, and the API cannot tell of it yet.
    pub(crate) fn is_pending(&self, now: Instant) -> bool {
        self.at <= now && now < self.processed
    }
}

/// How long after the beginning of a flow its plan begins: not after its first step.
pub(crate) fn plan_after(flow: &Flow) -> Span {
    flow.steps.iter().map(|step| step.at).fold(flow.plan_after.unwrap_or(PLAN_AFTER), Span::min)
}

/// The beginning of a flow, and its plan's.
pub(crate) fn beginnings(flow: &Flow, pace: Pace) -> [Event; 2] {
    [Span::ZERO, plan_after(flow)].map(|after| {
        let at = flow.start + after;
        Event { at, processed: at + pace.delay }
    })
}

/// What the steps of a flow bring about, in their order.
pub(crate) fn steps(flow: &Flow, pace: Pace) -> impl Iterator<Item = Passed<'_>> {
    // An interaction is told in order: nothing is processed before what came earlier.
    let mut told = flow.start + pace.delay;
    flow.steps.iter().map(move |step| {
        let delay = step.processing.delay.unwrap_or(pace.delay);
        let at = flow.start + step.at;
        let before = told;
        let event = |after: Span| Event { at: at + after, processed: (at + after + delay).max(before) };
        let own = event(Span::ZERO);
        // What an outside contact does is reported apart from the rest, and holds nothing up.
        if !matches!(step.action, Action::HandOver { .. } | Action::HandBack) {
            told = own.processed;
        }
        let misreported = step.processing.misreported.map(|wrong| {
            let at = flow.start + wrong.at;
            let processed = own.processed.max(at + delay);
            Misreported { first: Event { at, processed }, corrected: processed + wrong.corrected_after }
        });
        let end = at + step.action.lasts() + flow.categorised.unwrap_or(pace.categorised);
        Passed {
            step,
            own,
            follows: [CONSULT_RINGS_AFTER, TRANSFER_RETRIEVES_AFTER, step.action.lasts()].map(event),
            misreported,
            categorised: Event { at: end, processed: end + pace.delay },
        }
    })
}
