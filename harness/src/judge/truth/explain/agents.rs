//! What an agent had in hand.

use scenarios::truth::{self, Doing, Stretch};
use serde_json::Value;

use super::Explainer;

/// What the agent had in hand now, and which presence.
pub(super) fn wrong(explainer: &Explainer<'_>, expected: &Value) -> Option<String> {
    let agent = expected["agent"].as_str()?;
    let now = explainer.asked.now;
    let presences = truth::presence_at(explainer.scenario, now);
    let presence = presences.into_iter().find(|presence| *presence.agent == *agent)?;
    let in_hand = |stretch: &&Stretch| *stretch.agent == *agent && stretch.to.is_none() && stretch.doing != Doing::Hold;
    let told = |stretch: &Stretch| {
        let what = match stretch.doing {
            Doing::Ring => "is rung about",
            Doing::Connected | Doing::Hold => "is connected to",
            Doing::Wrap => "wraps up",
            Doing::Parked => "has parked",
        };
        format!("{what} the {:?} interaction {} since {}", stretch.medium, stretch.interaction, stretch.from)
    };
    let mut facts: Vec<String> = explainer.stretches().iter().filter(in_hand).map(told).collect();
    if facts.is_empty() {
        facts.push("has nothing in hand".to_owned());
    }
    Some(format!("the agent {}, and the presence is {}", facts.join(", "), presence.label))
}

/// Why an agent may be missing.
pub(super) fn missing(given: &[Value]) -> Option<String> {
    let full_pages = [25, 100, 500, 5000].contains(&given.len());
    full_pages.then(|| format!("{} rows are as many as a page has: are there more pages?", given.len()))
}
