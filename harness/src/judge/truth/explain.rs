//! Known mistakes: which of them explains a wrong row, by what truth knows of what happened.
//!
//! An explanation is a clause that follows a semicolon. Where none fits exactly, nothing is said: a wrong explanation is
//! worse than none.

mod agents;
mod handle_times;
mod logins;
mod mirror;
mod queues;
mod transfers;
mod wfm;

use std::cell::OnceCell;

use scenarios::flow::Flow;
use scenarios::guid::Guid;
use scenarios::scenario::Scenario;
use scenarios::time::{Instant, Span};
use scenarios::truth::{self, Stretch};
use serde_json::Value;

use super::compare::Difference;
use super::happened;
use super::is_instant;
use crate::question::{Asked, Expected, Question};
use crate::verdict::Evidence;

/// Explains what is wrong with the rows of one answer.
pub(super) struct Explainer<'a> {
    question: Question,
    told: &'a Scenario,
    /// The same, as far as it is known.
    scenario: &'a Scenario,
    asked: &'a Asked,
    /// Found out when the first row is wrong.
    stretches: OnceCell<Vec<Stretch>>,
}

impl<'a> Explainer<'a> {
    pub(super) fn new(question: Question, told: &'a Scenario, known: &'a Scenario, asked: &'a Asked) -> Self {
        Self { question, told, scenario: known, asked, stretches: OnceCell::new() }
    }

    /// Why a row has these differences.
    pub(super) fn wrong(&self, expected: &Value, wrong: &[Difference]) -> Option<String> {
        if let Some(why) = wrong.iter().find_map(time_zone) {
            return Some(why);
        }
        match self.question {
            Question::Transfers => transfers::wrong(self, expected, wrong),
            Question::HandleTimes => handle_times::wrong(self, expected, wrong),
            Question::Availability | Question::ContactpadStatus => agents::wrong(self, expected),
            Question::QueueOutcomes => queues::wrong(self, expected, wrong),
            Question::Mirror => mirror::wrong(self, expected, wrong),
            Question::Logins => logins::wrong(self, expected, wrong),
            Question::WfmStates => wfm::wrong(self, expected, wrong),
            Question::CcrChannels => None,
        }
    }

    /// Why a row may be missing.
    pub(super) fn missing(&self, expected: &Value, given: &[Value]) -> Option<String> {
        match self.question {
            Question::Transfers => transfers::missing(self, expected),
            Question::Logins => logins::change(self, expected),
            Question::Availability | Question::ContactpadStatus => agents::missing(given),
            Question::CcrChannels => Some(
                "an outside contact's channel, whose party.id is CCRConnect, is told only once it has ended, perhaps \
                 after the interaction was completed"
                    .to_owned(),
            ),
            Question::WfmStates => wfm::missing(self, expected),
            Question::HandleTimes | Question::QueueOutcomes | Question::Mirror => None,
        }
    }

    /// Why somebody may have taken something for such a row.
    pub(super) fn extra(&self, row: &Value) -> Option<String> {
        match self.question {
            Question::Transfers => transfers::extra(self, row),
            Question::Logins => logins::change(self, row),
            Question::WfmStates => wfm::extra(self, row),
            Question::HandleTimes
            | Question::Availability
            | Question::ContactpadStatus
            | Question::CcrChannels
            | Question::QueueOutcomes
            | Question::Mirror => None,
        }
    }

    /// What happened behind a row.
    pub(super) fn steps(&self, expected: &Expected<Value>) -> Vec<Evidence> {
        let interactions = if expected.about.is_empty() { self.behind(&expected.row) } else { expected.about.clone() };
        happened::steps(self.told, &interactions)
    }

    /// The interactions behind a row that names none: those of its agent at the time, or of its queue.
    fn behind(&self, row: &Value) -> Vec<Guid> {
        if let Some(queue) = row["queue"].as_str() {
            let entries = truth::queue_entries(self.scenario, self.asked.now).into_iter();
            return entries.filter(|entry| &*entry.queue == queue).map(|entry| entry.interaction).collect();
        }
        if self.question == Question::Logins {
            return Vec::new();
        }
        let Some(agent) = row["agent"].as_str() else { return Vec::new() };
        let from = instant(&row["start"]).unwrap_or(self.asked.now);
        let to = row["duration"].as_i64().map_or(self.asked.now, |duration| from + Span::from_millis(duration));
        let meets = |stretch: &&Stretch| {
            &*stretch.agent == agent && stretch.from <= to && stretch.to.is_none_or(|end| from <= end)
        };
        let mut guids: Vec<Guid> = self.stretches().iter().filter(meets).map(|stretch| stretch.interaction).collect();
        guids.dedup();
        guids
    }

    fn stretches(&self) -> &[Stretch] {
        self.stretches.get_or_init(|| truth::stretches(self.scenario, self.asked.now))
    }

    fn flow(&self, guid: &str) -> Option<&'a Flow> {
        let guid = Guid::parse(guid).ok()?;
        self.scenario.flows.iter().find(|flow| flow.guid == guid)
    }
}

/// Whether an instant is off by as much as a time zone is.
fn time_zone(wrong: &Difference) -> Option<String> {
    const QUARTER: i64 = 15 * 60 * 1000;
    if !is_instant(&wrong.field) {
        return None;
    }
    let by = (instant(&wrong.given)? - instant(&wrong.expected)?).as_millis();
    let is_zone = by != 0 && by % QUARTER == 0 && by.abs() <= 14 * 4 * QUARTER;
    is_zone.then(|| "that is as much as a time zone may be off UTC, and all times of the API are UTC".to_owned())
}

fn instant(value: &Value) -> Option<Instant> {
    Instant::parse(value.as_str()?).ok()
}
