//! Redactions: what differs from run to run is masked, if it is what it is said to be.

use std::fmt;
use std::str::FromStr;

use scenarios::guid::Guid;
use scenarios::problem::nearest;
use scenarios::time::Instant;
use serde_json::Value;

use super::path::Place;

/// What is masked, and as what: `PLACE=KIND`, such as `**.runId=guid`.
///
/// A value that is not of its kind stays as it is, so that the golden shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redaction {
    place: Place,
    kind: Kind,
}

/// What a masked value has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A GUID, as text.
    Guid,
    /// An instant, as text of ISO 8601 with an offset.
    Instant,
    /// How long something lasts, in whole milliseconds: a number that is not below 0.
    Milliseconds,
    /// Any number.
    Number,
    /// Any text that says something.
    Text,
}

impl Redaction {
    pub(super) fn mask(&self, answer: &mut Value) {
        self.place.each(answer, &mut |value| {
            if self.kind.is_it(value) {
                *value = Value::String(format!("[{}]", self.kind.name()));
            }
        });
    }
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Guid, Self::Instant, Self::Milliseconds, Self::Number, Self::Text];

    /// Its name on the command line and, in brackets, in goldens.
    pub fn name(self) -> &'static str {
        match self {
            Self::Guid => "guid",
            Self::Instant => "instant",
            Self::Milliseconds => "milliseconds",
            Self::Number => "number",
            Self::Text => "text",
        }
    }

    /// Whether a value is of this kind.
    fn is_it(self, value: &Value) -> bool {
        match self {
            Self::Guid => value.as_str().is_some_and(|text| Guid::parse(text).is_ok()),
            Self::Instant => value.as_str().is_some_and(|text| Instant::parse(text).is_ok()),
            Self::Milliseconds => value.as_u64().is_some(),
            Self::Number => value.is_number(),
            Self::Text => value.as_str().is_some_and(|text| !text.trim().is_empty()),
        }
    }
}

impl fmt::Display for Redaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.place, self.kind.name())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = Self::ALL.map(Self::name);
        Self::ALL.into_iter().find(|kind| kind.name() == text).ok_or_else(|| match nearest(text, names) {
            Some(near) => format!("there is no redaction {text:?}; write {near:?}"),
            None => format!("there is no redaction {text:?}; there are {}", names.join(", ")),
        })
    }
}

impl FromStr for Redaction {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (place, kind) = text.rsplit_once('=').ok_or("write it as PLACE=KIND, such as **.runId=guid")?;
        Ok(Self { place: place.parse()?, kind: kind.parse()? })
    }
}
