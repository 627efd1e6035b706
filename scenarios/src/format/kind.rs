//! The kinds of values that keys take: how each is read, written and described.

use std::marker::PhantomData;

use serde_json::{Value as Json, json};
use toml::de::DeValue;
use toml_writer::{ToTomlValue, TomlStringBuilder};

use super::word::Word;
use crate::centre::Name;
use crate::flow::Party;
use crate::guid::Guid;
use crate::problem;
use crate::time::{Instant, Span};

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

/// Any text.
pub(super) struct Text;

/// Any number of texts.
pub(super) struct Texts;

/// A GUID.
pub(super) struct GuidText;

/// An instant, to the millisecond and with an offset from UTC.
pub(super) struct Moment;

/// An instant, or how long after some start.
pub(super) struct When;

/// A point in time as a file tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    /// The instant itself.
    At(Instant),
    /// How long after the start that counts.
    After(Span),
}

/// A span of time.
pub(super) struct Length;

/// A span of time that is longer than nothing.
pub(super) struct Lasting;

/// Yes or no.
pub(super) struct Flag;

/// One word of a closed choice.
pub(super) struct OneOf<W>(PhantomData<fn() -> W>);

impl<W> OneOf<W> {
    /// The choice.
    pub(super) const WORD: Self = Self(PhantomData);
}

/// An agent, or the customer.
pub(super) struct Whom;

/// The word that stands for the customer where agents can stand too.
pub(super) const CUSTOMER: &str = "customer";

/// An agent, or `true` for the only one.
pub(super) struct AnAgent;

/// The word `true`, for what needs no telling beyond its name.
pub(super) struct Yes;

impl Kind for Text {
    type Value = Name;

    fn noun(&self) -> &'static str {
        "a text"
    }

    fn example(&self) -> String {
        "a text in quotes".to_owned()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Name, Vec<Misfit>> {
        written.as_str().map(Name::from).ok_or_else(|| vec![self.wrong_type(written)])
    }

    fn write(&self, value: &Name) -> String {
        quoted(value)
    }

    fn schema(&self) -> Json {
        json!({ "type": "string" })
    }
}

impl Kind for Texts {
    type Value = Vec<Name>;

    fn noun(&self) -> &'static str {
        "a list of texts"
    }

    fn example(&self) -> String {
        "a list of texts such as [\"a\", \"b\"]".to_owned()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Vec<Name>, Vec<Misfit>> {
        let elements = written.as_array().ok_or_else(|| vec![self.wrong_type(written)])?;
        let mut texts = Vec::new();
        let mut misfits = Vec::new();
        for (position, element) in elements.iter().enumerate() {
            match Text.read(element.get_ref()) {
                Ok(text) => texts.push(text),
                Err(wrong) => misfits.extend(wrong.into_iter().map(|m| Misfit { element: Some(position), ..m })),
            }
        }
        if misfits.is_empty() { Ok(texts) } else { Err(misfits) }
    }

    fn write(&self, value: &Vec<Name>) -> String {
        let texts: Vec<_> = value.iter().map(|text| quoted(text)).collect();
        format!("[{}]", texts.join(", "))
    }

    fn schema(&self) -> Json {
        json!({ "type": "array", "items": { "type": "string" } })
    }
}

impl Kind for GuidText {
    type Value = Guid;

    fn noun(&self) -> &'static str {
        "a GUID"
    }

    fn example(&self) -> String {
        "36 characters such as \"016f8db7-798f-407c-9925-ef8c2b51e6b0\"".to_owned()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Guid, Vec<Misfit>> {
        let text = written.as_str().ok_or_else(|| vec![self.wrong_type(written)])?;
        Guid::parse(text)
            .map_err(|_| Misfit::new(format!("{} is not a GUID", shown(text)), format!("write {}", self.example())))
    }

    fn write(&self, value: &Guid) -> String {
        quoted(&value.to_string())
    }

    fn schema(&self) -> Json {
        json!({
            "type": "string",
            "pattern": "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$",
        })
    }
}

const MOMENT_EXAMPLE: &str = "2024-03-05T10:15:00Z";

impl Kind for Moment {
    type Value = Instant;

    fn noun(&self) -> &'static str {
        "an instant"
    }

    fn example(&self) -> String {
        MOMENT_EXAMPLE.to_owned()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Instant, Vec<Misfit>> {
        instant(written).unwrap_or_else(|| {
            let text = written.as_str().ok_or_else(|| vec![self.wrong_type(written)])?;
            Err(Misfit::new(format!("{} is not an instant", shown(text)), format!("write it like {}", self.example())))
        })
    }

    fn write(&self, value: &Instant) -> String {
        value.to_string().replace(".000Z", "Z")
    }

    fn schema(&self) -> Json {
        json!({ "$ref": "#/$defs/instant" })
    }
}

impl Kind for When {
    type Value = Time;

    fn noun(&self) -> &'static str {
        "an instant or an offset"
    }

    fn example(&self) -> String {
        format!("an instant such as {MOMENT_EXAMPLE}, or an offset such as \"1h 30m\"")
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Time, Vec<Misfit>> {
        if let Some(span) = written.as_str().and_then(|text| Span::parse(text).ok()) {
            return Ok(Time::After(span));
        }
        instant(written).map(|at| at.map(Time::At)).unwrap_or_else(|| {
            let text = written.as_str().ok_or_else(|| vec![self.wrong_type(written)])?;
            let what = format!("{} is neither an instant nor an offset", shown(text));
            Err(Misfit::new(what, format!("write {}", self.example())))
        })
    }

    fn write(&self, value: &Time) -> String {
        match value {
            Time::At(instant) => Moment.write(instant),
            Time::After(span) => Length.write(span),
        }
    }

    fn schema(&self) -> Json {
        json!({ "anyOf": [{ "$ref": "#/$defs/instant" }, { "$ref": "#/$defs/span" }] })
    }
}

impl Kind for Length {
    type Value = Span;

    fn noun(&self) -> &'static str {
        "a span of time"
    }

    fn example(&self) -> String {
        "numbers with the units d, h, m, s, ms, largest first, such as \"1h 30m\" or \"12.512s\"".to_owned()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Span, Vec<Misfit>> {
        let text = written.as_str().ok_or_else(|| vec![self.wrong_type(written)])?;
        Span::parse(text).map_err(|_| {
            Misfit::new(format!("{} is not a span of time", shown(text)), format!("write {}", self.example()))
        })
    }

    fn write(&self, value: &Span) -> String {
        quoted(&value.to_string())
    }

    fn schema(&self) -> Json {
        json!({ "$ref": "#/$defs/span" })
    }
}

impl Kind for Lasting {
    type Value = Span;

    fn noun(&self) -> &'static str {
        Length.noun()
    }

    fn example(&self) -> String {
        Length.example()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Span, Vec<Misfit>> {
        let span = Length.read(written)?;
        let is_lasting = span > Span::ZERO;
        if is_lasting { Ok(span) } else { Err(Misfit::new(format!("{span} is no time"), "write a longer span")) }
    }

    fn write(&self, value: &Span) -> String {
        Length.write(value)
    }

    fn schema(&self) -> Json {
        Length.schema()
    }
}

impl Kind for Flag {
    type Value = bool;

    fn noun(&self) -> &'static str {
        "yes or no"
    }

    fn example(&self) -> String {
        "true or false".to_owned()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<bool, Vec<Misfit>> {
        written.as_bool().ok_or_else(|| vec![self.wrong_type(written)])
    }

    fn write(&self, value: &bool) -> String {
        value.to_string()
    }

    fn schema(&self) -> Json {
        json!({ "type": "boolean" })
    }
}

/// The most words that are all listed where nobody can tell which was meant; of more, only those are that are most like
/// what was written.
const FEW: usize = 15;
const LIKEST: usize = 6;

impl<W: Word> Kind for OneOf<W> {
    type Value = W;

    fn noun(&self) -> &'static str {
        W::NOUN
    }

    fn example(&self) -> String {
        let words: Vec<_> = W::VALUES.iter().map(|value| quoted(value.word())).collect();
        if words.len() > 2 { format!("one of {}", words.join(", ")) } else { words.join(" or ") }
    }

    fn read(&self, written: &DeValue<'_>) -> Result<W, Vec<Misfit>> {
        let text = written.as_str().ok_or_else(|| vec![self.wrong_type(written)])?;
        W::of(text).ok_or_else(|| {
            let words = || W::VALUES.iter().map(Word::word);
            let advice = match problem::nearest(text, words()) {
                Some(meant) => format!("write {}", quoted(meant)),
                None if W::VALUES.len() <= FEW => format!("write {}", self.example()),
                None => {
                    let likest: Vec<_> = problem::likest(text, words(), LIKEST).into_iter().map(quoted).collect();
                    format!("the likest are {}", likest.join(", "))
                }
            };
            Misfit::new(format!("{} is not {}", shown(text), W::NOUN), advice)
        })
    }

    fn write(&self, value: &W) -> String {
        quoted(value.word())
    }

    fn schema(&self) -> Json {
        let words: Vec<_> = W::VALUES.iter().map(Word::word).collect();
        json!({ "enum": words })
    }
}

impl Kind for Whom {
    type Value = Party;

    fn noun(&self) -> &'static str {
        "a party"
    }

    fn example(&self) -> String {
        format!("the id of an agent, or {}", quoted(CUSTOMER))
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Party, Vec<Misfit>> {
        match written.as_str() {
            Some(CUSTOMER) => Ok(Party::Customer),
            Some(id) => Ok(Party::Agent(id.into())),
            None => Err(vec![self.wrong_type(written)]),
        }
    }

    fn write(&self, value: &Party) -> String {
        match value {
            Party::Customer => quoted(CUSTOMER),
            Party::Agent(id) => quoted(id),
        }
    }

    fn schema(&self) -> Json {
        json!({ "type": "string" })
    }
}

impl Kind for AnAgent {
    type Value = Option<Name>;

    fn noun(&self) -> &'static str {
        "an agent"
    }

    fn example(&self) -> String {
        "the id of an agent, or true for the only one".to_owned()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Option<Name>, Vec<Misfit>> {
        match (written.as_str(), written.as_bool()) {
            (Some(id), _) => Ok(Some(id.into())),
            (None, Some(true)) => Ok(None),
            (None, Some(false) | None) => Err(vec![self.wrong_type(written)]),
        }
    }

    fn write(&self, value: &Option<Name>) -> String {
        value.as_ref().map_or_else(|| "true".to_owned(), |id| quoted(id))
    }

    fn schema(&self) -> Json {
        json!({ "anyOf": [{ "type": "string" }, { "const": true }] })
    }
}

impl Kind for Yes {
    type Value = ();

    fn noun(&self) -> &'static str {
        "the word true"
    }

    fn example(&self) -> String {
        "true".to_owned()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<(), Vec<Misfit>> {
        if written.as_bool() == Some(true) { Ok(()) } else { Err(vec![self.wrong_type(written)]) }
    }

    fn write(&self, (): &()) -> String {
        "true".to_owned()
    }

    fn schema(&self) -> Json {
        json!({ "const": true })
    }
}

/// The instant of a date-time, be it one of TOML's or the text of one; `None` for anything else.
fn instant(written: &DeValue<'_>) -> Option<Result<Instant, Vec<Misfit>>> {
    // Around a quoted one there is nothing, neither blanks nor a comment.
    let quoted =
        written.as_str().and_then(|text| DeValue::parse(text).ok().filter(|value| value.span() == (0..text.len())));
    let written = quoted.as_ref().map_or(written, |value| value.get_ref()).as_datetime()?;
    let (Some(_), Some(time), Some(_)) = (written.date, written.time, written.offset) else {
        let (lacks, advice) = match (written.date, written.time) {
            (Some(_), Some(_)) => ("an offset from UTC", format!("add Z: {written}Z")),
            (Some(_), None) => ("a time and an offset from UTC", format!("write {written}T00:00:00Z")),
            (None, _) => ("a date", format!("write it like {MOMENT_EXAMPLE}")),
        };
        return Some(Err(Misfit::new(format!("{written} lacks {lacks}"), advice)));
    };
    if time.nanosecond.unwrap_or_default() % 1_000_000 != 0 {
        let what = format!("{written} is finer than a millisecond");
        return Some(Err(Misfit::new(what, "leave out the digits after the third")));
    }
    Some(Instant::parse(&written.to_string()).map_err(|_| {
        // What TOML has and the API cannot write: leap seconds, and years that an offset moves out of 0 to 9999.
        let advice = format!("write one from {} to {}, without leap seconds", Instant::EARLIEST, Instant::LATEST);
        Misfit::new(format!("{written} cannot be told"), advice)
    }))
}

/// What kinds refer to in the JSON Schema, by name.
pub(super) fn definitions() -> [(&'static str, Json); 2] {
    [
        ("instant", json!({ "title": "Instant", "type": "string", "pattern": moment_pattern() })),
        ("span", json!({ "title": "Span of time", "type": "string", "pattern": span_pattern() })),
    ]
}

/// What [`Moment`] reads, as a regular expression: TOML's offset date-times of days that there are, to the millisecond. Only
/// that an offset may not move a time out of the years 0 to 9999 is beyond it.
fn moment_pattern() -> String {
    const LEAP_YEAR: &str = "([0-9][0-9](0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)";
    const DAY: &str =
        "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))";
    const TIME: &str = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,3}0*)?)?";
    const OFFSET: &str = "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";
    format!("^([0-9]{{4}}-{DAY}|{LEAP_YEAR}-02-29)[Tt ]{TIME}{OFFSET}$")
}

/// What [`Span::parse`] reads, as a regular expression.
fn span_pattern() -> String {
    let numbers = ["d", "h", "m", "s"].map(|unit| format!(r"[0-9]{{1,9}}(\.[0-9]{{1,3}})?{unit}"));
    let [days, hours, minutes, seconds] = &numbers;
    let millis = "[0-9]{1,9}ms";
    let after_seconds = format!("( *{millis})?");
    let after_minutes = format!("( *{seconds})?{after_seconds}");
    let after_hours = format!("( *{minutes})?{after_minutes}");
    let after_days = format!("( *{hours})?{after_hours}");
    let alternatives = [
        format!("{days}{after_days}"),
        format!("{hours}{after_hours}"),
        format!("{minutes}{after_minutes}"),
        format!("{seconds}{after_seconds}"),
        millis.to_owned(),
    ];
    format!("^ *({}) *$", alternatives.join("|"))
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
