//! The questions that truth can judge: what an analysis is asked, and what its answer looks like.

use std::fmt;
use std::str::FromStr;

use scenarios::problem::nearest;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

/// A question that an analysis answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// When was a customer handed over, by whom and to whom?
    Transfers,
    /// Is each agent idle or busy?
    Availability,
    /// Which one word would `ContactPad` show for each agent?
    ContactpadStatus,
    /// When did each agent log in and out?
    Logins,
    /// Which calls were with an outside contact?
    CcrChannels,
    /// How long did each agent ring, talk, hold and wrap, of each interaction?
    HandleTimes,
    /// What became of all that entered each queue?
    QueueOutcomes,
    /// Which interactions were there, as finally known?
    Mirror,
    /// In which state was each agent when, as workforce management sees it?
    WfmStates,
}

impl Question {
    /// Every question.
    pub const ALL: [Self; 9] = [
        Self::Transfers,
        Self::Availability,
        Self::ContactpadStatus,
        Self::Logins,
        Self::CcrChannels,
        Self::HandleTimes,
        Self::QueueOutcomes,
        Self::Mirror,
        Self::WfmStates,
    ];

    /// Its name on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Transfers => "transfers",
            Self::Availability => "availability",
            Self::ContactpadStatus => "contactpad-status",
            Self::Logins => "logins",
            Self::CcrChannels => "ccr-channels",
            Self::HandleTimes => "handle-times",
            Self::QueueOutcomes => "queue-outcomes",
            Self::Mirror => "mirror",
            Self::WfmStates => "wfm-states",
        }
    }

    /// What it asks.
    pub fn about(self) -> &'static str {
        match self {
            Self::Transfers => "when was a customer handed over, by whom and to whom?",
            Self::Availability => "is each agent idle or busy?",
            Self::ContactpadStatus => "which one word would ContactPad show for each agent?",
            Self::Logins => "when did each agent log in and out?",
            Self::CcrChannels => "which calls were with an outside contact?",
            Self::HandleTimes => "how long did each agent ring, talk, hold and wrap, of each interaction?",
            Self::QueueOutcomes => "what became of all that entered each queue?",
            Self::Mirror => "which interactions were there, as finally known?",
            Self::WfmStates => "in which state was each agent when, as workforce management sees it?",
        }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Question {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|question| question.name() == text).ok_or_else(|| {
            match nearest(text, Self::ALL.map(Self::name)) {
                Some(near) => format!("there is no question {text:?}; write {near:?}"),
                None => format!("there is no question {text:?}; there are {}", Self::ALL.map(Self::name).join(", ")),
            }
        })
    }
}

impl Serialize for Question {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl JsonSchema for Question {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Question".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "enum": Self::ALL.map(Self::name) })
    }
}
