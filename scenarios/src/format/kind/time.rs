//! Instants and spans of time.

use serde_json::{Value as Json, json};
use toml::de::DeValue;

use super::{Kind, Misfit, quoted, shown};
use crate::time::{Instant, Span};

/// An instant, to the millisecond and with an offset from UTC.
pub(in crate::format) struct Moment;

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

/// An instant, or how long after some start.
pub(in crate::format) struct When;

/// A point in time as a file tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format) enum Time {
    /// The instant itself.
    At(Instant),
    /// How long after the start that counts.
    After(Span),
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

/// A span of time.
pub(in crate::format) struct Length;

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

/// A span of time that is longer than nothing.
pub(in crate::format) struct Lasting;

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
pub(in crate::format) fn definitions() -> [(&'static str, Json); 2] {
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
