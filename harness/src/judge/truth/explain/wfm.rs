//! What an agent attended to, when a state of theirs is wrong.

use scenarios::time::{Instant, Span};
use scenarios::truth;
use serde_json::Value;

use super::super::compare::Difference;
use super::{Explainer, agents, instant};

/// What the agent was at, or when the state ended.
pub(super) fn wrong(explainer: &Explainer<'_>, expected: &Value, wrong: &[Difference]) -> Option<String> {
    let is_wrong = |field: &str| wrong.iter().find(|wrong| wrong.field == field);
    let agent = expected["agent"].as_str()?;
    let start = instant(&expected["start"])?;
    if is_wrong("state").or(is_wrong("description")).is_some() {
        return Some(was_at(explainer, agent, start));
    }
    let duration = is_wrong("duration")?;
    match (duration.expected.as_i64(), duration.given.as_i64()) {
        (None, _) => Some("that state goes on".to_owned()),
        (Some(lasts), None) => Some(format!("that state ended at {}, and came again then", after(start, lasts))),
        (Some(lasts), Some(_)) => {
            let end = after(start, lasts);
            let next = states(explainer, agent).into_iter().find(|state| instant(&state["start"]) == Some(end))?;
            Some(format!("{} followed at {end}: {}", named(&next), was_at(explainer, agent, end)))
        }
    }
}

/// What changed when the state began.
pub(super) fn missing(explainer: &Explainer<'_>, expected: &Value) -> Option<String> {
    let agent = expected["agent"].as_str()?;
    let start = instant(&expected["start"])?;
    let before =
        states(explainer, agent).into_iter().rfind(|state| instant(&state["start"]).is_some_and(|at| at < start));
    let now = format!("{}: {}", named(expected), was_at(explainer, agent, start));
    Some(match before {
        Some(before) => format!("then the agent went from {} to {now}", named(&before)),
        None => format!("with that state the agent's states begin, {now}"),
    })
}

/// What the agent was at instead, and had been before.
pub(super) fn extra(explainer: &Explainer<'_>, row: &Value) -> Option<String> {
    let agent = row["agent"].as_str()?;
    let start = instant(&row["start"])?;
    let begun = |state: &Value| instant(&state["start"]).filter(|at| *at <= start);
    let Some(state) = states(explainer, agent).into_iter().rfind(|state| begun(state).is_some()) else {
        return Some(format!("agent {agent} had no state then"));
    };
    let since = begun(&state)?;
    let goes_on = format!("{} went on then, since {since}", named(&state));
    // A presence, or work, of which more was known later.
    let may_have_been_told = presence(explainer, agent, start)
        != presence(explainer, agent, start - Span::from_millis(1))
        || explainer.stretches().iter().any(|stretch| &*stretch.agent == agent && stretch.to == Some(start));
    Some(match may_have_been_told {
        true => format!(
            "{goes_on}; states that later processing rewrites do not come back: of each agent delete those from the first \
             start that is returned on, and insert what is"
        ),
        false => goes_on,
    })
}

/// The agent's states, in order.
fn states(explainer: &Explainer<'_>, agent: &str) -> Vec<Value> {
    let rows = explainer.question.rows();
    let all = (rows.expected)(explainer.scenario, explainer.asked).into_iter();
    all.map(|expected| expected.row).filter(|row| row["agent"] == agent).collect()
}

fn named(state: &Value) -> String {
    format!("{} ({})", state["state"].as_str().unwrap_or_default(), state["description"].as_str().unwrap_or_default())
}

/// What the agent had in hand from then on, and which presence.
fn was_at(explainer: &Explainer<'_>, agent: &str, at: Instant) -> String {
    let presence = presence(explainer, agent, at).unwrap_or_else(|| "unknown".to_owned());
    format!("the agent {}, and the presence was {presence}", agents::in_hand(explainer, agent, at))
}

fn presence(explainer: &Explainer<'_>, agent: &str, at: Instant) -> Option<String> {
    let presences = truth::presence_at(explainer.scenario, at).into_iter();
    presences.filter(|presence| *presence.agent == *agent).map(|presence| presence.label.to_string()).next()
}

fn after(start: Instant, milliseconds: i64) -> Instant {
    start + Span::from_millis(milliseconds)
}
