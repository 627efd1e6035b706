//! How large a scenario is to somebody who reads it.

use crate::flow::{Action, Breakout, Flow, HangUp, Medium, MediumManager, Opening, Party, SETBACK_LASTS, Step};
use crate::guid::Guid;
use crate::scenario::{Pace, Scenario, Shape};
use crate::time::{Instant, Span};

/// How large a scenario is; the first number that differs decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Size {
    interactions: usize,
    steps: usize,
    agents: usize,
    presences: usize,
    /// Everything else that is configured.
    configured: usize,
    /// What is not as it is when nothing is said.
    details: usize,
    /// How many digits its times need.
    roughness: u64,
    /// How long it all takes, in milliseconds.
    extent: u64,
}

impl Size {
    pub(super) fn of(scenario: &Scenario) -> Self {
        let Scenario { start, now, shape, processing, faults, clients, centre, presences, flows } = scenario;
        let mut times = Times::default();
        let mut details = usize::from(*shape != Shape::default()) + usize::from(now.is_some());
        details += presences.iter().filter(|change| change.delay.is_some()).count();
        details += usize::from(*processing != Pace::default());
        details += faults.as_ref().map_or(0, |plan| 1 + plan.rules.len());
        times.span(processing.delay);
        times.span(processing.categorised);
        times.instant(*start, *start);
        for change in presences {
            times.instant(change.at, *start);
            times.maybe(change.delay);
        }
        for flow in flows {
            details += details_of(flow);
            times.instant(flow.start, *start);
            times.maybe(flow.plan_after);
            times.maybe(flow.categorised);
            for step in &flow.steps {
                times.span(step.at);
                times.maybe(step.processing.delay);
                if let Some(wrong) = step.processing.misreported {
                    times.span(wrong.at);
                    times.span(wrong.corrected_after);
                }
            }
        }
        let of_agents = centre.agents.iter().map(|agent| agent.skills.len() + usize::from(&*agent.presence != "Ready"));
        let configured = clients.len()
            + centre.skills.len()
            + centre.queues.len()
            + centre.virtual_queues.len()
            + centre.plans.len()
            + centre.addresses.len()
            + centre.presences.len()
            + of_agents.sum::<usize>();
        Self {
            interactions: flows.len(),
            steps: flows.iter().map(|flow| flow.steps.len()).sum(),
            agents: centre.agents.len(),
            presences: presences.len(),
            configured,
            details,
            roughness: times.roughness,
            extent: times.extent,
        }
    }
}

fn details_of(flow: &Flow) -> usize {
    let flags = [
        !matches!(flow.medium, Medium::Phone | Medium::PhoneCallback),
        flow.manager != MediumManager::default(),
        !matches!(flow.opening, Opening::Inbound { .. }),
        flow.conversation != Guid::derived(&["conversation", &flow.name]),
        flow.service.is_some(),
        flow.outcome.is_some(),
        flow.plan_after.is_some(),
        flow.categorised.is_some(),
    ];
    count(&flags) + flow.steps.iter().map(details_of_step).sum::<usize>()
}

fn details_of_step(step: &Step) -> usize {
    let processing = [step.processing.delay.is_some(), step.processing.misreported.is_some()];
    let action = match &step.action {
        Action::Queue { skills, virtual_queues, .. } => skills.len() + virtual_queues.len(),
        Action::Hold { agent }
        | Action::Retrieve { agent }
        | Action::Park { agent }
        | Action::Interrupt { agent }
        | Action::Intend { agent, .. } => usize::from(agent.is_some()),
        Action::Consult { by, channel, .. } => 1 + count(&[by.is_some(), channel.is_some()]),
        Action::BlindTransfer { by, channel, .. } => count(&[by.is_some(), channel.is_some()]),
        Action::Transfer { by, .. } => usize::from(by.is_some()),
        Action::Ring { channel, .. } | Action::HandOver { channel, .. } => usize::from(channel.is_some()),
        Action::NoAnswer { party: Party::Agent(_), lasts } | Action::Fault { lasts, .. } => {
            usize::from(*lasts != SETBACK_LASTS)
        }
        Action::BreakOut { why } => usize::from(*why != Breakout::QueueDuration),
        Action::HangUp { by, clears } => count(&[*by != HangUp::Customer, *clears != Span::ZERO]),
        Action::InternalError => 2,
        Action::Applet { .. }
        | Action::Answer { .. }
        | Action::NoAnswer { party: Party::Customer, .. }
        | Action::Unpark { .. }
        | Action::Resume { .. }
        | Action::Conference { .. }
        | Action::Leave { .. }
        | Action::StartRecording
        | Action::StopRecording
        | Action::CallBack { .. }
        | Action::HandBack
        | Action::Wrapped { .. } => 0,
    };
    count(&processing) + action
}

fn count(flags: &[bool]) -> usize {
    flags.iter().filter(|flag| **flag).count()
}

/// What the times of a scenario come to.
#[derive(Default)]
struct Times {
    roughness: u64,
    extent: u64,
}

impl Times {
    fn instant(&mut self, at: Instant, start: Instant) {
        self.roughness += roughness(at.as_millis());
        self.extent = self.extent.saturating_add((at - start).as_millis().unsigned_abs());
    }

    fn span(&mut self, span: Span) {
        self.roughness += roughness(span.as_millis());
        self.extent = self.extent.saturating_add(span.as_millis().unsigned_abs());
    }

    fn maybe(&mut self, span: Option<Span>) {
        if let Some(span) = span {
            self.span(span);
        }
    }
}

/// The units to which people round, in milliseconds, the roundest first.
pub(super) const UNITS: [i64; 4] = [10_000, 1_000, 100, 10];

fn roughness(millis: i64) -> u64 {
    let unit = UNITS.iter().position(|unit| millis % unit == 0);
    u64::try_from(unit.unwrap_or(UNITS.len())).unwrap_or_default()
}
