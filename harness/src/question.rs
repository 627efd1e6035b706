//! The questions that truth can judge: what an analysis is asked, what its answer looks like, and what would be right.
//!
//! An answer is a JSON array of rows; a module below has the rows of each question. Rows may come in any order, and may
//! have more fields than are asked for.

mod availability;
mod ccr_channels;
mod contactpad_status;
mod handle_times;
mod logins;
mod mirror;
mod queue_outcomes;
mod transfers;
mod wfm_states;

use std::fmt;
use std::str::FromStr;

use scenarios::guid::Guid;
use scenarios::problem::nearest;
use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use scenarios::truth::BusyDefinition;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::Value;

pub use availability::{Availability, Up};
pub use ccr_channels::CcrChannel;
pub use contactpad_status::ContactpadStatus;
pub use handle_times::HandleTime;
pub use logins::Login;
pub use mirror::{Channel, Event, Mapping, Maybe, Mirrored, Party, Properties};
pub use queue_outcomes::{QueueOutcome, QueueType};
pub use transfers::Transfer;
pub use wfm_states::WfmState;

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

/// What a question is asked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// As of when: what comes later does not exist.
    pub now: Instant,
    /// What the caller takes for busy; only [`Question::Availability`] depends on it.
    pub busy: BusyDefinition,
}

/// A row that belongs into the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected<R> {
    /// The row.
    pub row: R,
    /// The interactions that it is about; empty where that follows from the row's agent or queue.
    pub about: Vec<Guid>,
}

/// A row of an answer.
pub trait Row: Serialize + DeserializeOwned + JsonSchema {
    /// The fields by which rows are matched: no two rows of an answer agree in all of them.
    const KEY: &'static [&'static str];

    /// By how many milliseconds which fields may be off; all others have to be the same.
    const TOLERANCE: &'static [(&'static str, i64)];

    /// All rows that belong into the answer, from what happened.
    fn expected(scenario: &Scenario, asked: &Asked) -> Vec<Expected<Self>>;

    /// Whether there is anything to learn from a scenario about the question.
    fn concerns(scenario: &Scenario) -> bool;

    /// Whether the API's records could decide whether such a row is right. Where they could not, nobody is blamed for it.
    fn is_decidable(&self, _scenario: &Scenario, _asked: &Asked) -> bool {
        true
    }

    /// The row with what may come in any order put in one, and without what is not judged.
    #[must_use]
    fn in_order(self) -> Self {
        self
    }
}

/// What can be done with the rows of a question, whichever they are.
pub(crate) struct Rows {
    pub(crate) key: &'static [&'static str],
    pub(crate) tolerance: &'static [(&'static str, i64)],
    pub(crate) expected: fn(&Scenario, &Asked) -> Vec<Expected<Value>>,
    pub(crate) concerns: fn(&Scenario) -> bool,
    /// Whether the records could decide about a row, as [`Self::read`] gives it.
    pub(crate) is_decidable: fn(&Value, &Scenario, &Asked) -> bool,
    /// A row as it was given, read and put in order, or what is wrong with its form.
    pub(crate) read: fn(&Value) -> Result<Value, String>,
    schema: fn() -> Value,
}

impl Rows {
    const fn of<R: Row>() -> Self {
        Self {
            key: R::KEY,
            tolerance: R::TOLERANCE,
            expected: |scenario, asked| {
                let expected = R::expected(scenario, asked).into_iter();
                expected.map(|Expected { row, about }| Expected { row: value(row), about }).collect()
            },
            concerns: R::concerns,
            is_decidable: |row, scenario, asked| {
                R::deserialize(row).map_or(true, |row| row.is_decidable(scenario, asked))
            },
            read: |given| R::deserialize(given).map(value).map_err(|error| error.to_string()),
            schema: || schemars::schema_for!(Vec<R>).to_value(),
        }
    }
}

fn value(row: impl Row) -> Value {
    // There is nothing in these types that JSON cannot hold.
    serde_json::to_value(row.in_order()).unwrap_or_default()
}

impl Question {
    pub(crate) fn rows(self) -> &'static Rows {
        match self {
            Self::Transfers => &const { Rows::of::<Transfer>() },
            Self::Availability => &const { Rows::of::<Availability>() },
            Self::ContactpadStatus => &const { Rows::of::<ContactpadStatus>() },
            Self::Logins => &const { Rows::of::<Login>() },
            Self::CcrChannels => &const { Rows::of::<CcrChannel>() },
            Self::HandleTimes => &const { Rows::of::<HandleTime>() },
            Self::QueueOutcomes => &const { Rows::of::<QueueOutcome>() },
            Self::Mirror => &const { Rows::of::<Mirrored>() },
            Self::WfmStates => &const { Rows::of::<WfmState>() },
        }
    }

    /// The JSON Schema of an answer.
    pub fn schema(self) -> Value {
        let mut schema = (self.rows().schema)();
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("title".to_owned(), self.name().into());
            schema.insert("description".to_owned(), self.about().into());
        }
        schema
    }

    /// Whether there is anything to learn from a scenario about the question.
    pub fn concerns(self, scenario: &Scenario) -> bool {
        (self.rows().concerns)(scenario)
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
