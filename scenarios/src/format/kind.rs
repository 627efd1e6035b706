//! The kinds of values that keys take: how each is read, written and described.

mod choice;
mod text;
mod time;

use serde_json::Value as Json;
use toml::de::DeValue;
use toml_writer::{ToTomlValue, TomlStringBuilder};

pub(super) use self::choice::{AnAgent, CUSTOMER, Flag, OneOf, Whom, Yes};
pub(super) use self::text::{GuidText, Text, Texts};
pub(super) use self::time::{Lasting, Length, Moment, Time, When, definitions};

/// A kind of value.
pub(super) trait Kind: Sync {
    /// What is read.
    type Value;

    /// What belongs there, with its article.
    fn noun(&self) -> &'static str;

    /// How such a value is written.
    fn example(&self) -> String;

    /// Reads a value.
    fn read(&self, written: &DeValue<'_>) -> Result<Self::Value, Vec<Misfit>>;

    /// Writes a value so that it is read back as the same.
    fn write(&self, value: &Self::Value) -> String;

    /// The kind as JSON Schema, without its description.
    fn schema(&self) -> Json;

    /// The complaint about a value of a wrong type.
    fn wrong_type(&self, written: &DeValue<'_>) -> Misfit {
        let what = format!("{} where {} belongs", type_of(written), self.noun());
        Misfit { element: None, what, advice: format!("write {}", self.example()) }
    }
}

/// Why a value cannot stand where it does.
pub(super) struct Misfit {
    /// Which element of a list it is about; `None` for the value as a whole.
    pub(super) element: Option<usize>,
    /// What is wrong.
    pub(super) what: String,
    /// What would be right.
    pub(super) advice: String,
}

impl Misfit {
    fn new(what: String, advice: impl Into<String>) -> Vec<Self> {
        vec![Self { element: None, what, advice: advice.into() }]
    }
}

/// What a value is, with its article.
pub(super) fn type_of(written: &DeValue<'_>) -> &'static str {
    match written {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(true) => "true",
        DeValue::Boolean(false) => "false",
        DeValue::Datetime(_) => "a date-time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The text as TOML writes it, on one line.
pub(super) fn quoted(text: &str) -> String {
    TomlStringBuilder::new(text).as_basic().to_toml_value()
}

/// The text as a message shows it: quoted, and cut if it is long.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        None => quoted(text),
        Some((cut, _)) => quoted(&format!("{}…", &text[..cut])),
    }
}

/// The key as a message shows it.
pub(super) fn ticked(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.len() <= 60 && key.chars().all(bare) {
        format!("`{key}`")
    } else {
        format!("`{}`", shown(key))
    }
}
