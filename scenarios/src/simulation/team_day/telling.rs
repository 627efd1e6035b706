//! What is told of interactions: their flows, step by step.

use super::TeamDay;
use crate::centre::Name;
use crate::flow::{Action, Flow, HangUp, Load, Medium, MediumManager, Misreport, Opening, Party, Processing, Step};
use crate::guid::Guid;
use crate::simulation::case::{Case, Hands, Next, Stage};
use crate::simulation::chance::{Chance, Stream};
use crate::simulation::setting::Millis;
use crate::time::{Instant, Span};

/// Room for the steps of most interactions.
const USUAL_STEPS: usize = 10;

/// From an answer to the beginning of the recording, as in the FAQ's example.
pub(super) const RECORDED_AFTER: Millis = 19;

/// By how much the end of after-work is first reported too late, now and then.
const REPORTED_LATE_BY: Span = Span::from_secs(12);

/// How long after that the right end follows.
const CORRECTED_AFTER: Span = Span::from_secs(300);

impl TeamDay<'_> {
    /// Begins an interaction.
    pub(super) fn begin(&mut self, at: Millis, medium: Medium, opening: Opening, chance: Chance) -> usize {
        let number = self.flows.len();
        let start = self.instant(at);
        let mut identity = self.key.stream(Stream::Identity, number);
        let guid = Guid::at(start, wide(&mut identity));
        let conversation = Guid::of_bits(wide(&mut identity));
        let name = self.flow_name(number);
        self.flows.push(Flow {
            name,
            medium,
            manager: MediumManager::default(),
            start,
            opening,
            guid,
            conversation,
            service: None,
            outcome: None,
            plan_after: None,
            categorised: None,
            steps: Vec::with_capacity(USUAL_STEPS),
        });
        self.cases.push(Case {
            chance,
            identity,
            queue: 0,
            load: medium.load(),
            stage: Stage::InPlan,
            since: at,
            gives_up: Millis::MAX,
            desk: 0,
            hands: Hands::default(),
            next: Next::Finish,
            due: at,
            left: 0,
            remaining: 0,
            personal: false,
            recorded: false,
            recording: false,
        });
        number
    }

    /// Tells of a step. Steps may be told in any order of their times; of those of one time the one told first is first.
    pub(super) fn step(&mut self, case: usize, at: Millis, action: Action) {
        let processing = Processing { delay: self.held_up(at), misreported: None };
        self.processed_step(case, at, action, processing);
    }

    pub(super) fn processed_step(&mut self, case: usize, at: Millis, action: Action, processing: Processing) {
        let flow = &mut self.flows[case];
        let at = self.midnight + Span::from_millis(at) - flow.start;
        let step = Step { at, action, processing };
        if flow.steps.last().is_none_or(|last| last.at <= at) {
            return flow.steps.push(step);
        }
        let later = flow.steps.iter().rev().take_while(|other| other.at > at).count();
        flow.steps.insert(flow.steps.len() - later, step);
    }

    /// How long after something it is processed, if the platform's processing stands still then.
    pub(super) fn held_up(&self, at: Millis) -> Option<Span> {
        let spans = self.standstills.iter().filter(|(from, until)| (*from..*until).contains(&at));
        let over = spans.map(|(_, until)| *until).max()?;
        Some(Span::from_millis(over - at) + self.setting.pace.delay)
    }

    /// The end of the interaction, which now and then is processed late.
    pub(super) fn hang_up(&mut self, case: usize, at: Millis, by: HangUp) {
        let held_up = self.held_up(at);
        let Case { chance, stage, .. } = &mut self.cases[case];
        let clears = match by {
            HangUp::Agent => Span::from_millis(chance.between(0, 2_000)),
            HangUp::Customer | HangUp::Platform => Span::ZERO,
        };
        let is_late = chance.percent(self.setting.team.percent.late);
        let late = is_late.then(|| Span::from_millis(chance.between(30_000, 120_000)));
        *stage = Stage::Over;
        let processing = Processing { delay: late.max(held_up), misreported: None };
        self.processed_step(case, at, Action::HangUp { by, clears }, processing);
    }

    /// An agent's after-work, the end of which now and then is first reported wrong. Returns when it ends.
    pub(super) fn wrap(&mut self, case: usize, from: Millis, desk: usize) -> Millis {
        let Case { chance, load, .. } = &mut self.cases[case];
        let times = match load {
            Load::Live => &self.setting.times.wrap,
            Load::SemiLive | Load::NonLive => &self.setting.times.filing,
        };
        if times.is_nothing() {
            return from;
        }
        let at = from + times.held(chance);
        let is_corrected = chance.percent(self.setting.team.percent.corrected);
        let since_start = self.instant(at) - self.flows[case].start;
        let wrong = Misreport { at: since_start + REPORTED_LATE_BY, corrected_after: CORRECTED_AFTER };
        let processing = Processing { delay: self.held_up(at), misreported: is_corrected.then_some(wrong) };
        let agent = self.name(desk);
        self.processed_step(case, at, Action::Wrapped { agent }, processing);
        at
    }

    /// The agent takes what they were offered; if it is to be recorded, that begins a moment later.
    pub(super) fn agent_answers(&mut self, case: usize, at: Millis, desk: usize) {
        let agent = self.name(desk);
        self.step(case, at, Action::Answer { party: Party::Agent(agent) });
        self.record(case, at);
    }

    pub(super) fn record(&mut self, case: usize, at: Millis) {
        let Case { recorded, recording, .. } = &mut self.cases[case];
        if *recorded && !*recording {
            *recording = true;
            self.step(case, at + RECORDED_AFTER, Action::StartRecording);
        }
    }

    /// The identifier of the interaction's next channel.
    pub(super) fn channel(&mut self, case: usize) -> Option<Guid> {
        Some(Guid::of_bits(wide(&mut self.cases[case].identity)))
    }

    /// Notes that an agent has the interaction.
    pub(super) fn take_up(&mut self, case: usize, desk: usize) {
        let Case { desk: has_it, hands, stage, .. } = &mut self.cases[case];
        *has_it = desk;
        *stage = Stage::InHand;
        hands.add(desk);
    }

    pub(super) fn instant(&self, at: Millis) -> Instant {
        self.midnight + Span::from_millis(at)
    }

    /// The name of the flow of that number: they are counted from one.
    fn flow_name(&mut self, number: usize) -> Name {
        let bare = self.names.len();
        push_number(&mut self.names, number + 1);
        let name = Name::from(self.names.as_str());
        self.names.truncate(bare);
        name
    }
}

fn wide(chance: &mut Chance) -> u128 {
    u128::from(chance.bits()) << 64 | u128::from(chance.bits())
}

/// Appends the number's digits: there is a name for each interaction, and formatting one takes many times as long.
fn push_number(text: &mut String, number: usize) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}
