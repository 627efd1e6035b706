//! Who waited in which queue for how long, and what became of it?

use std::collections::BTreeMap;

use crate::centre::Name;
use crate::flow::Breakout;
use crate::guid::Guid;
use crate::scenario::Scenario;
use crate::time::{Instant, Span};

use super::account::accounts;

/// One interaction's stay in one queue (reference, section 4.7).
///
/// An interaction has one entry for each time that it enters a queue, and beside an ACD entry one for each virtual
/// queue that counts the same waiting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueEntry {
    /// The interaction.
    pub interaction: Guid,
    /// The name of its flow.
    pub flow: Name,
    /// The queue.
    pub queue: Name,
    /// Its kind.
    pub kind: QueueKind,
    /// When it entered.
    pub entered: Instant,
    /// When it left; `None` while it waits. Being offered to an agent is still waiting, until the agent answers.
    pub left: Option<Instant>,
    /// How it left.
    pub outcome: QueueOutcome,
}

/// The kinds of queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueueKind {
    /// An interaction waits in it.
    Acd,
    /// It counts waiting that happens in an ACD queue.
    Virtual,
}

/// How an interaction left a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueueOutcome {
    /// An agent answered; of a queued callback, the call back began.
    Answered,
    /// The customer hung up.
    Abandoned,
    /// It left without an agent, and went on in the plan.
    Breakout(Breakout),
    /// It has not left.
    Waiting,
    /// Processing of the interaction ended on an error.
    Error,
}

/// What became of all that entered one queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueOutcomes {
    /// The queue.
    pub queue: Name,
    /// Its kind.
    pub kind: QueueKind,
    /// How many entered: the sum of the five counts below.
    pub offered: u64,
    /// How many an agent answered.
    pub answered: u64,
    /// In how many the customer hung up.
    pub abandoned: u64,
    /// How many broke out, by how; ways that nobody took are absent.
    pub breakouts: BTreeMap<Breakout, u64>,
    /// How many still wait.
    pub waiting: u64,
    /// How many ended on an error.
    pub errors: u64,
    /// How long the answered ones had waited, added up.
    pub answered_wait: Span,
    /// The longest wait of any, whatever became of it; of those that still wait, as long as they have waited.
    pub longest_wait: Span,
}

/// Every entry into a queue until then, by entry, then queue, then kind, then interaction.
pub fn queue_entries(scenario: &Scenario, until: Instant) -> Vec<QueueEntry> {
    let all = accounts(scenario).flat_map(|(_, account)| account.queue_entries);
    let mut entries: Vec<_> = all.filter_map(|entry| entry.until(until)).collect();
    entries.sort_by(|a, b| {
        (a.entered, &a.queue, a.kind, a.interaction).cmp(&(b.entered, &b.queue, b.kind, b.interaction))
    });
    entries
}

/// What had become of the entries into each queue that any had entered until then, by queue, then kind.
pub fn queue_outcomes(scenario: &Scenario, until: Instant) -> Vec<QueueOutcomes> {
    let mut queues: BTreeMap<(Name, QueueKind), QueueOutcomes> = BTreeMap::new();
    for entry in queue_entries(scenario, until) {
        let queue = (entry.queue.clone(), entry.kind);
        queues.entry(queue).or_insert_with(|| QueueOutcomes::none(&entry)).count(&entry, until);
    }
    queues.into_values().collect()
}

impl QueueEntry {
    /// How long it had waited at `until`.
    fn wait(&self, until: Instant) -> Span {
        self.left.unwrap_or(until) - self.entered
    }

    pub(super) fn until(self, until: Instant) -> Option<Self> {
        let left = self.left.filter(|left| *left <= until);
        let outcome = if left.is_some() { self.outcome } else { QueueOutcome::Waiting };
        (self.entered <= until).then_some(Self { left, outcome, ..self })
    }
}

impl QueueOutcomes {
    fn none(first: &QueueEntry) -> Self {
        Self {
            queue: first.queue.clone(),
            kind: first.kind,
            offered: 0,
            answered: 0,
            abandoned: 0,
            breakouts: BTreeMap::new(),
            waiting: 0,
            errors: 0,
            answered_wait: Span::ZERO,
            longest_wait: Span::ZERO,
        }
    }

    fn count(&mut self, entry: &QueueEntry, until: Instant) {
        let wait = entry.wait(until);
        self.offered += 1;
        self.longest_wait = self.longest_wait.max(wait);
        match entry.outcome {
            QueueOutcome::Answered => {
                self.answered += 1;
                self.answered_wait = self.answered_wait + wait;
            }
            QueueOutcome::Abandoned => self.abandoned += 1,
            QueueOutcome::Breakout(how) => *self.breakouts.entry(how).or_default() += 1,
            QueueOutcome::Waiting => self.waiting += 1,
            QueueOutcome::Error => self.errors += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::telling::*;
    use super::*;
    use crate::flow::{Action, Flow, Medium};

    fn told(flow: Flow, until: Instant) -> Vec<String> {
        let row = |entry: &QueueEntry| {
            let (entered, left) = (after(entry.entered), after(entry.left));
            format!("{} {:?} {entered} {left} {:?}", entry.queue, entry.kind, entry.outcome)
        };
        queue_entries(&three_agents().with(flow), until).iter().map(row).collect()
    }

    #[test]
    fn an_interaction_waits_until_an_agent_answers() {
        assert_eq!(told(faq_transfer(), finally()), ["ACD1 Acd 5.725s 12.512s Answered"]);
        assert_eq!(told(faq_transfer(), at("12511ms")), ["ACD1 Acd 5.725s - Waiting"]);
        assert_eq!(told(faq_transfer(), at("5724ms")), [""; 0]);
    }

    #[test]
    fn a_virtual_queue_counts_the_same_waiting() {
        let flow = call("c", [("2s", queue_also_in("Orders", "Orders VQ")), ("30s", hang_up())]);
        assert_eq!(told(flow, finally()), ["Orders Acd 2s 30s Abandoned", "Orders VQ Virtual 2s 30s Abandoned"]);
    }

    #[test]
    fn a_missed_offer_leaves_the_interaction_in_its_queue() {
        let flow = call(
            "c",
            [
                ("2s", queue("Orders")),
                ("5s", ring("01")),
                ("20s", no_answer("01")),
                ("21s", ring("002")),
                ("22s", fault("002")),
                ("23s", ring("003")),
                ("30s", answer("003")),
            ],
        );
        assert_eq!(told(flow, finally()), ["Orders Acd 2s 30s Answered"]);
    }

    #[test]
    fn after_a_breakout_the_interaction_can_wait_elsewhere() {
        let flow = call(
            "c",
            [
                ("2s", queue("Orders")),
                ("5s", ring("01")),
                ("30s", break_out(Breakout::EstimatedWaitTime)),
                ("31s", queue("Overflow")),
                ("40s", Action::InternalError),
            ],
        );
        assert_eq!(
            told(flow, finally()),
            ["Orders Acd 2s 30s Breakout(EstimatedWaitTime)", "Overflow Acd 31s 40s Error"]
        );
    }

    #[test]
    fn a_queued_callback_is_answered_when_the_call_back_begins() {
        let steps = [("2s", queue("Orders")), ("10m", Action::CallBack { flow: "the call".into() })];
        let flow = flow("c", Medium::PhoneCallback, inbound(), "0s", steps);
        assert_eq!(told(flow, finally()), ["Orders Acd 2s 10m Answered"]);
    }

    #[test]
    fn outcomes_add_up_the_entries_of_each_queue() {
        let scenario = three_agents()
            .with(call("a", [("2s", queue("Orders")), ("5s", ring("01")), ("10s", answer("01"))]))
            .with(call("b", [("2s", queue("Orders")), ("5s", ring("002")), ("6s", answer("002"))]))
            .with(call("c", [("2s", queue("Orders")), ("22s", hang_up())]))
            .with(call("d", [("2s", queue("Orders")), ("9s", break_out(Breakout::Voluntary))]))
            .with(call("e", [("3s", queue("Orders"))]))
            .with(call("f", [("4s", queue("Billing")), ("5s", Action::InternalError)]));
        let orders = QueueOutcomes {
            queue: "Orders".into(),
            kind: QueueKind::Acd,
            offered: 5,
            answered: 2,
            abandoned: 1,
            breakouts: BTreeMap::from([(Breakout::Voluntary, 1)]),
            waiting: 1,
            errors: 0,
            answered_wait: span("12s"),
            longest_wait: span("57s"),
        };
        let billing = QueueOutcomes {
            queue: "Billing".into(),
            kind: QueueKind::Acd,
            offered: 1,
            answered: 0,
            abandoned: 0,
            breakouts: BTreeMap::new(),
            waiting: 0,
            errors: 1,
            answered_wait: Span::ZERO,
            longest_wait: span("1s"),
        };
        assert_eq!(queue_outcomes(&scenario, at("1m")), [billing, orders]);
    }
}
