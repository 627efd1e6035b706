//! The endpoints that list something.

use scenarios::time::Instant;

use super::ask::{Ask, V2, V3};
use super::node::Node;
use super::objection::Objection;

/// An endpoint that answers with pages of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Collection {
    Interactions,
    Ongoing,
    Activities,
    Presences,
    Work,
    Status,
    QueueTimes,
    States,
    QueueMetrics,
    QueueActivity,
}

use Collection::{
    Activities, Interactions, Ongoing, Presences, QueueActivity, QueueMetrics, QueueTimes, States, Status, Work,
};

impl Collection {
    /// All of them.
    pub(super) const ALL: [Self; 10] =
        [Interactions, Ongoing, Activities, Presences, Work, Status, QueueTimes, States, QueueMetrics, QueueActivity];

    /// Those that are asked for a window.
    pub(super) const WINDOWED: [Self; 8] =
        [Interactions, Activities, Presences, Work, QueueTimes, States, QueueMetrics, QueueActivity];

    /// Those whose pages document the limit of 31 days.
    pub(super) const UP_TO_31_DAYS: [Self; 3] = [Interactions, Activities, States];

    pub(super) fn path(self) -> &'static str {
        match self {
            Interactions => "/stats/interactions",
            Ongoing => "/stats/interactions/ongoing",
            Activities => "/stats/agent-activities",
            Presences => "/stats/agent-activities/presence",
            Work => "/stats/agent-activities/interactions",
            Status => "/stats/agent-status",
            QueueTimes => "/stats/queue-times",
            States => "/stats/wfm/agent-states",
            QueueMetrics => "/stats/wfm/queue-metrics",
            QueueActivity => "/stats/wfm/queue-activity",
        }
    }

    /// Whether it tells of now, and not of a window.
    pub(super) fn is_of_now(self) -> bool {
        matches!(self, Ongoing | Status)
    }

    /// What is asked for with a window.
    pub(super) fn within(self, start: Instant, end: Instant) -> Question {
        let window =
            if self.is_of_now() { Vec::new() } else { vec![("start", start.to_string()), ("end", end.to_string())] };
        Question { collection: self, accept: V3, parameters: window }
    }

    /// What makes an item this one and no other, whatever becomes of it later.
    pub(super) fn key(self, item: Node<'_>) -> Result<String, Objection> {
        let field = |name| item.at(name).text();
        Ok(match self {
            Interactions | Ongoing => field("guid")?.to_owned(),
            Activities => {
                let on = item.at("interaction").at("guid").json();
                format!(
                    "{} {} {} {} {on}",
                    field("agentId")?,
                    field("type")?,
                    field("start")?,
                    item.at("category").json()
                )
            }
            // Their shapes are not documented wholly: what is known to change is left out.
            Presences | Work => {
                let mut rest = item.json().as_object().cloned().ok_or_else(|| item.fails("an object"))?;
                rest.retain(|name, _| !matches!(name.as_str(), "duration" | "status" | "reason"));
                serde_json::Value::from(rest).to_string()
            }
            Status => field("agentId")?.to_owned(),
            States => format!("{} {}", field("agentId")?, field("start")?),
            QueueTimes | QueueMetrics | QueueActivity => {
                let mut rest = item.json().as_object().cloned().ok_or_else(|| item.fails("an object"))?;
                rest.retain(|name, _| matches!(name.as_str(), "interactionGuid" | "queue" | "start" | "type"));
                serde_json::Value::from(rest).to_string()
            }
        })
    }
}

/// What is asked of a collection.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) collection: Collection,
    accept: &'static str,
    parameters: Vec<(&'static str, String)>,
}

impl Question {
    /// The same with that parameter, and no other value for it.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.parameters.retain(|(known, _)| *known != name);
        self.parameters.push((name, value.into()));
        self
    }

    /// The same without that parameter.
    pub(super) fn without(mut self, name: &str) -> Self {
        self.parameters.retain(|(known, _)| *known != name);
        self
    }

    /// The same in version 2.
    pub(super) fn in_version_2(self) -> Self {
        Self { accept: V2, ..self }
    }

    /// The request for it.
    pub(super) fn ask(&self) -> Ask {
        let query: Vec<String> =
            self.parameters.iter().map(|(name, value)| format!("{name}={}", in_a_query(value))).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        Ask::get(format!("{}{mark}{}", self.collection.path(), query.join("&"))).accept(self.accept)
    }
}

/// A value as a query carries it.
pub(super) fn in_a_query(value: &str) -> String {
    use std::fmt::Write as _;
    value.bytes().fold(String::new(), |mut text, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' | b',' => {
                text.push(char::from(byte))
            }
            _ => {
                // Writing into a text does not fail.
                let _ = write!(text, "%{byte:02X}");
            }
        }
        text
    })
}
