//! What was taken for a transfer, and what transfers were missed.

use scenarios::time::Instant;
use scenarios::truth::{self, Consult, ConsultEnding, Doing, Receiver, Stretch, Transfer};
use serde_json::Value;

use super::super::compare::Difference;
use super::{Explainer, instant};

/// What kind of transfer was missed.
pub(super) fn missing(explainer: &Explainer<'_>, expected: &Value) -> Option<String> {
    let transfer = transfer(explainer, expected)?;
    Some(match transfer.to {
        Receiver::Consulted(colleague) => format!(
            "that was a transfer to {colleague}, who had been consulted: the agent's Connected ends while the \
             colleague's channel and the customer's stay"
        ),
        Receiver::Blind(colleague) => format!(
            "that was a blind transfer: nobody was on hold, and {colleague} was rung only after the agent had left"
        ),
        Receiver::Queue(queue) => {
            format!("that was a blind transfer into the queue {queue}: a Queue event begins as the agent leaves")
        }
    })
}

/// What was taken for a transfer.
pub(super) fn extra(explainer: &Explainer<'_>, row: &Value) -> Option<String> {
    let interaction = row["interaction"].as_str()?;
    let from = row["from"].as_str()?;
    if explainer.flow(interaction).is_none() {
        return Some("there is no such interaction".to_owned());
    }
    let mut consults = truth::consults(explainer.scenario, explainer.asked.now);
    consults.retain(|consult| consult.interaction.to_string() == interaction);
    let with = |agent: &str, consult: &Consult| *consult.by == *agent || *consult.agent == *agent;
    if let Some(consult) = consults.iter().rev().find(|consult| with(from, consult)) {
        let Consult { by, agent, .. } = consult;
        return Some(match consult.ending {
            ConsultEnding::Transferred => {
                format!("the transfer of this consult was by {by} to {agent}, and is a row of its own")
            }
            ConsultEnding::Conferenced => format!(
                "that was a conference of {by} and {agent}: the customer was no longer on hold when one of them left"
            ),
            ConsultEnding::ColleagueLeft => {
                format!("that was a consult: {agent} left, and {by} took the customer back")
            }
            ConsultEnding::NotAnswered => format!("that was a consult that {agent} did not answer"),
            ConsultEnding::Fault => format!("that was a consult of {by} and {agent}, ended by a fault on a line"),
            ConsultEnding::InteractionEnded => {
                format!("that was a consult of {by} and {agent}, during which the interaction ended")
            }
            ConsultEnding::StillOpen => format!("that is a consult of {by} and {agent}, which still goes on"),
        });
    }
    let takes_part = |stretch: &&Stretch| *stretch.agent == *from && stretch.interaction.to_string() == interaction;
    let mut own = explainer.stretches().iter().filter(takes_part);
    if !own.any(|stretch| stretch.doing == Doing::Connected) {
        return Some(format!("agent {from} was never connected in that interaction"));
    }
    None
}

/// What else ended when the row says.
pub(super) fn wrong(explainer: &Explainer<'_>, expected: &Value, wrong: &[Difference]) -> Option<String> {
    let transfer = transfer(explainer, expected)?;
    let at = wrong.iter().find(|wrong| wrong.field == "at").and_then(|wrong| instant(&wrong.given));
    let Some(at) = at else {
        let nobody = wrong.iter().any(|wrong| wrong.field == "to" && wrong.expected.is_null());
        return nobody.then(|| "nobody had taken the customer by then".to_owned());
    };
    let by = at - transfer.at;
    let of_agent = |stretch: &&Stretch| stretch.agent == transfer.from && stretch.interaction == transfer.interaction;
    let own: Vec<&Stretch> = explainer.stretches().iter().filter(of_agent).collect();
    let ends = |doing: Doing, at: Instant| own.iter().any(|stretch| stretch.doing == doing && stretch.to == Some(at));
    let start = explainer.scenario.flows.iter().find(|flow| flow.guid == transfer.interaction)?.start;
    if ends(Doing::Wrap, at) {
        Some("that is the end of the agent's wrap; the agent left at the end of Connected".to_owned())
    } else if by.as_millis() == 1 {
        Some("that is when the hold ended; the agent left a millisecond before".to_owned())
    } else if own.iter().any(|stretch| stretch.doing == Doing::Ring && (stretch.from - start == by)) {
        Some("that is later by the channel's offset: offsets of events count from the interaction's start".to_owned())
    } else if own.iter().any(|stretch| stretch.doing == Doing::Hold && stretch.from == at) {
        Some("that is when the consult began".to_owned())
    } else {
        None
    }
}

/// What truth knows of the transfer of a row.
fn transfer(explainer: &Explainer<'_>, row: &Value) -> Option<Transfer> {
    let transfers = truth::transfers(explainer.scenario, explainer.asked.now);
    transfers.into_iter().find(|transfer| {
        row["interaction"] == transfer.interaction.to_string()
            && row["from"] == *transfer.from
            && instant(&row["at"]) == Some(transfer.at)
    })
}
