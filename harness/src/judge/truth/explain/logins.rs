//! What changed when somebody is said to have logged in.

use scenarios::time::{Instant, Span};
use scenarios::truth::{self, PresenceHeld};
use serde_json::Value;

use super::super::compare::Difference;
use super::{Explainer, instant};

/// The change of presence at the login of a row.
pub(super) fn change(explainer: &Explainer<'_>, row: &Value) -> Option<String> {
    match instant(&row["login"]) {
        Some(at) => change_at(explainer, row["agent"].as_str()?, at),
        None => Some("without a Logged Out before it, a login cannot be told: its instant is null".to_owned()),
    }
}

fn change_at(explainer: &Explainer<'_>, agent: &str, at: Instant) -> Option<String> {
    let of_agent = |presences: Vec<PresenceHeld>| presences.into_iter().find(|presence| *presence.agent == *agent);
    let after = of_agent(truth::presence_at(explainer.scenario, at))?.label;
    match of_agent(truth::presence_at(explainer.scenario, at - Span::from_millis(1))) {
        Some(before) => Some(format!("the presence then changed from {} to {after}", before.label)),
        None => Some(format!("the presence {after} is the first that is known: what came before cannot be told")),
    }
}

/// What may be wrong with a session.
pub(super) fn wrong(explainer: &Explainer<'_>, expected: &Value, wrong: &[Difference]) -> Option<String> {
    if let Some(login) = wrong.iter().find(|wrong| wrong.field == "login") {
        return change_at(explainer, expected["agent"].as_str()?, instant(&login.given)?);
    }
    let logout = wrong.iter().find(|wrong| wrong.field == "logout")?;
    match (&logout.expected, &logout.given) {
        (Value::Null, _) => Some("the agent has not logged out".to_owned()),
        (_, Value::Null) => Some("the agent has logged out since".to_owned()),
        (_, _) => None,
    }
}
