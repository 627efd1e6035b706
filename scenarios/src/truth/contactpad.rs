//! Which one word would `ContactPad` show for an agent?

use std::fmt;

use crate::centre::Name;
use crate::scenario::Scenario;
use crate::time::Instant;

use super::presences::presence_at;
use super::work::{WorkKind, in_hand};

/// An agent's simplified status at an instant.
///
/// The API does not tell it: Busy is not a presence there, and an agent who works on a chat and wraps up a call is both
/// Connected and in Wrap (FAQ, "I see Busy in ContactPad. Why is that not reflected by the Insights Stats API?").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactPadStatus {
    /// The agent.
    pub agent: Name,
    /// The status.
    pub shown: Shown,
}

/// A simplified status: the first that holds. How `ContactPad` really simplifies is unknown; this is our choice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// Rung or at work on anything.
    Busy,
    /// In wrap of anything.
    Wrap,
    /// Nothing in hand: the presence's label.
    Presence(Name),
}

/// Every agent's simplified status at that instant, by agent; there is none before the scenario's start.
pub fn contactpad(scenario: &Scenario, at: Instant) -> Vec<ContactPadStatus> {
    let in_hand = in_hand(scenario, at);
    let shown = |agent: &Name, label: Name| {
        let does = |kind| in_hand.iter().any(|work| work.agent == *agent && work.kind == kind);
        if does(WorkKind::Ringing) || does(WorkKind::Connected) {
            Shown::Busy
        } else if does(WorkKind::Wrap) {
            Shown::Wrap
        } else {
            Shown::Presence(label)
        }
    };
    let presences = presence_at(scenario, at).into_iter();
    presences.map(|p| ContactPadStatus { shown: shown(&p.agent, p.label), agent: p.agent }).collect()
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Busy => "Busy",
            Self::Wrap => "Wrap",
            Self::Presence(label) => label,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::telling::*;
    use super::*;
    use crate::flow::Medium;

    /// The FAQ's example: an agent works on a chat and wraps up an outbound call at the same time.
    #[test]
    fn a_chat_in_hand_hides_the_wrap_of_a_call() {
        let chat = [("10s", ring("01")), ("1m", answer("01")), ("10m", hang_up())];
        let call = [("5s", customer_answers()), ("2m", hang_up()), ("15m", wrapped("01"))];
        let scenario = centre([("01", "Logged Out")])
            .sets("01", [("1s", "Ready"), ("16m", "Away")])
            .with(flow("chat", Medium::Chat, inbound(), "0s", chat))
            .with(flow("call", Medium::Phone, outbound("01"), "2s", call));
        for (after, word) in [
            ("0s", "Logged Out"),
            ("1s", "Ready"),
            ("2s", "Busy"),
            ("5m", "Busy"),
            ("10m", "Wrap"),
            ("15m 2s", "Ready"),
            ("16m", "Away"),
        ] {
            let shown = contactpad(&scenario, at(after));
            let words: Vec<_> = shown.iter().map(|status| format!("{} {}", status.agent, status.shown)).collect();
            assert_eq!(words, [format!("01 {word}")], "at {after}");
        }
    }
}
