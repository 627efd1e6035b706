//! What an agent had in hand.

use scenarios::time::Instant;
use scenarios::truth::{self, Doing, Stretch};
use serde_json::Value;

use super::Explainer;

/// What the agent had in hand now, and which presence.
pub(super) fn wrong(explainer: &Explainer<'_>, expected: &Value) -> Option<String> {
    let agent = expected["agent"].as_str()?;
    let now = explainer.asked.now;
    let presences = truth::presence_at(explainer.scenario, now);
    let presence = presences.into_iter().find(|presence| *presence.agent == *agent)?;
    Some(format!("the agent {}, and the presence is {}", in_hand(explainer, agent, now), presence.label))
}

/// What the agent had in hand at an instant: continues "the agent …".
pub(super) fn in_hand(explainer: &Explainer<'_>, agent: &str, at: Instant) -> String {
    let is_now = at == explainer.asked.now;
    let goes_on = |stretch: &Stretch| stretch.from <= at && stretch.to.is_none_or(|to| at < to);
    let in_hand = |stretch: &&Stretch| *stretch.agent == *agent && goes_on(stretch) && stretch.doing != Doing::Hold;
    let told = |stretch: &Stretch| {
        let what = match (stretch.doing, is_now) {
            (Doing::Ring, true) => "is rung about",
            (Doing::Ring, false) => "was rung about",
            (Doing::Connected | Doing::Hold, true) => "is connected to",
            (Doing::Connected | Doing::Hold, false) => "was connected to",
            (Doing::Wrap, true) => "wraps up",
            (Doing::Wrap, false) => "wrapped up",
            (Doing::Parked, true) => "has parked",
            (Doing::Parked, false) => "had parked",
        };
        format!("{what} the {:?} interaction {} since {}", stretch.medium, stretch.interaction, stretch.from)
    };
    let facts: Vec<String> = explainer.stretches().iter().filter(in_hand).map(told).collect();
    match (facts.is_empty(), is_now) {
        (true, true) => "has nothing in hand".to_owned(),
        (true, false) => "had nothing in hand".to_owned(),
        (false, _) => facts.join(", "),
    }
}

/// Why an agent may be missing.
pub(super) fn missing(given: &[Value]) -> Option<String> {
    let full_pages = [25, 100, 500, 5000].contains(&given.len());
    full_pages.then(|| format!("{} rows are as many as a page has: are there more pages?", given.len()))
}
