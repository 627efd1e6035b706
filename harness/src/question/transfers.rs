//! When was a customer handed over, by whom and to whom?

use scenarios::flow::{Action, CONSULT_RINGS_AFTER, Flow, HeldKind, Step};
use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use scenarios::truth::{self, Happened};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asked, Expected, Row};
use crate::moment;

/// An agent gave a customer away and left: after a consult, blindly to a colleague, or into a queue.
///
/// A consult from which the first agent comes back is none, and a conference is none, whoever leaves it first.
///
/// Not judged, because right and wrong look alike in the records: a transfer within 6 ms of something else in the
/// interaction, and one after a consult whose customer is not on hold any more, which looks as a conference does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Transfer {
    /// The interaction's GUID.
    pub interaction: String,
    /// When the first agent left: the end of that agent's Connected event.
    #[serde(with = "moment")]
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Instant,
    /// The ID of the agent who left.
    pub from: String,
    /// The ID of the agent who took the customer; null while nobody has.
    pub to: Option<String>,
}

impl Row for Transfer {
    const KEY: &'static [&'static str] = &["interaction", "at", "from"];
    const TOLERANCE: &'static [(&'static str, i64)] = &[];

    fn expected(scenario: &Scenario, asked: &Asked) -> Vec<Expected<Self>> {
        let told = |transfer: truth::Transfer| Expected {
            about: vec![transfer.interaction],
            row: Self {
                interaction: transfer.interaction.to_string(),
                at: transfer.at,
                from: transfer.from.to_string(),
                to: transfer.answered.map(|answer| answer.agent.to_string()),
            },
        };
        truth::transfers(scenario, asked.now).into_iter().map(told).collect()
    }

    /// What happens within a few milliseconds cannot be put in order. And a consulted colleague who is left with a customer
    /// who is not on hold looks as in a conference; one who rings while another agent has the customer on hold, and never
    /// answers, looks as if that other agent consulted them.
    fn is_decidable(&self, scenario: &Scenario, asked: &Asked) -> bool {
        let Some(flow) = scenario.flows.iter().find(|flow| self.interaction == flow.guid.to_string()) else {
            return true;
        };
        let away = |step: &Step| (flow.start + step.at - self.at).as_millis().abs();
        let then: Vec<&Step> = flow.steps.iter().filter(|step| away(step) == 0).collect();
        let is_consulted = then.iter().any(|step| matches!(step.action, Action::Transfer { .. }));
        let near = flow.steps.iter().filter(|step| away(step) <= CONSULT_RINGS_AFTER.as_millis()).count();
        let held = held(scenario, asked, self);
        if !is_consulted {
            // Where another agent takes the customer back as somebody answers, that may have been a transfer to them.
            let answers = |at: Instant| flow.steps.iter().any(|step| is_answer(step) && flow.start + step.at == at);
            let is_taken_back = held.is_some_and(|(by, to)| by != self.from && to.is_some_and(answers));
            return then.len() <= 1 && !is_taken_back;
        }
        near == 1 && held.is_some_and(|(by, _)| by == self.from || self.to.is_some())
    }

    fn concerns(scenario: &Scenario) -> bool {
        let hands_over = |flow: &Flow| flow.steps.iter().any(|step| is_about_colleagues(&step.action));
        scenario.flows.iter().any(hands_over)
    }
}

/// Who had the customer on hold as the agent of that row left, and when that hold ended.
fn held(scenario: &Scenario, asked: &Asked, row: &Transfer) -> Option<(String, Option<Instant>)> {
    let all = truth::mirror(scenario, asked.now).into_iter();
    let own = all.filter(|one| one.interaction.to_string() == row.interaction);
    let then = |from: Instant, to: Option<Instant>| from <= row.at && to.is_none_or(|to| to > row.at);
    own.flat_map(|one| one.parts).flat_map(|part| part.events).find_map(|event| match event.what {
        Happened::Held(by, HeldKind::Held) if then(event.from, event.to) => Some((by.to_string(), event.to)),
        Happened::Held(..)
        | Happened::Ringing
        | Happened::Connected
        | Happened::Planned(_)
        | Happened::Passed(..)
        | Happened::Recorded
        | Happened::Queued(..)
        | Happened::Wrap => None,
    })
}

fn is_answer(step: &Step) -> bool {
    matches!(step.action, Action::Answer { .. })
}

/// Whether the step is a transfer, or what may be taken for one.
fn is_about_colleagues(action: &Action) -> bool {
    matches!(
        action,
        Action::Consult { .. }
            | Action::Transfer { .. }
            | Action::BlindTransfer { .. }
            | Action::Conference { .. }
            | Action::Leave { .. }
            | Action::NoAnswer { .. }
            | Action::Fault { .. }
            | Action::Queue { by: Some(_), .. }
    )
}
