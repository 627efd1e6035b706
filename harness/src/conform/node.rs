//! A place in an answer, which knows where it is.

use scenarios::time::Instant;
use serde_json::Value;

use super::ask::{Answer, Body};
use super::objection::{Evidence, Objection};

/// How much of a value evidence shows.
const SHOWN: usize = 200;

static NULL: Value = Value::Null;

/// A value within an answer, or where one is missing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'a> {
    answer: &'a Answer,
    value: Option<&'a Value>,
    path: Path,
}

/// The way from the root: no answer is deeper than this.
#[derive(Clone, Copy, Debug)]
struct Path {
    steps: [Step; 10],
    length: usize,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Field(&'static str),
    Index(usize),
}

/// From when to when, in milliseconds since the epoch or since an interaction's start; without an end it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) start: i64,
    pub(super) end: Option<i64>,
}

impl Stretch {
    /// Whether both end at the same time, as exactly as two parts meet: examples differ by a millisecond.
    pub(super) fn meets(self, start: i64) -> bool {
        self.end.is_some_and(|end| (end - start).abs() <= 1)
    }

    /// Whether both are the same, to a millisecond.
    pub(super) fn is_like(self, other: Self) -> bool {
        let ends_alike = match (self.end, other.end) {
            (Some(one), Some(other)) => (one - other).abs() <= 1,
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        ends_alike && (self.start - other.start).abs() <= 1
    }
}

impl<'a> Node<'a> {
    /// All of a JSON body.
    pub(super) fn of(answer: &'a Answer) -> Self {
        let value = match &answer.body {
            Body::Json(value) => Some(value),
            Body::Text(_) => None,
        };
        Self { answer, value, path: Path { steps: [Step::Index(0); 10], length: 0 } }
    }

    /// A field of an object.
    pub(super) fn at(self, field: &'static str) -> Self {
        Self { value: self.value.and_then(|value| value.get(field)), path: self.path.then(Step::Field(field)), ..self }
    }

    /// An item of an array.
    pub(super) fn nth(self, index: usize) -> Self {
        Self { value: self.value.and_then(|value| value.get(index)), path: self.path.then(Step::Index(index)), ..self }
    }

    /// The items of an array.
    pub(super) fn each(self) -> Result<impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + Clone, Objection> {
        let length = self.json().as_array().ok_or_else(|| self.fails("an array"))?.len();
        Ok((0..length).map(move |index| self.nth(index)))
    }

    /// The value; null where it is missing.
    pub(super) fn json(self) -> &'a Value {
        self.value.unwrap_or(&NULL)
    }

    pub(super) fn is_missing(self) -> bool {
        self.value.is_none()
    }

    /// Whether it is null or missing.
    pub(super) fn is_null(self) -> bool {
        self.json().is_null()
    }

    pub(super) fn is(self, text: &str) -> bool {
        self.json().as_str() == Some(text)
    }

    /// The names of an object's fields, in order.
    pub(super) fn fields(self) -> Result<Vec<&'a str>, Objection> {
        let fields = self.json().as_object().ok_or_else(|| self.fails("an object"))?;
        Ok(fields.keys().map(String::as_str).collect())
    }

    pub(super) fn text(self) -> Result<&'a str, Objection> {
        self.json().as_str().ok_or_else(|| self.fails("a text"))
    }

    pub(super) fn text_or_null(self) -> Result<Option<&'a str>, Objection> {
        if self.is_null() { Ok(None) } else { self.text().map(Some) }
    }

    pub(super) fn whole(self) -> Result<i64, Objection> {
        self.json().as_i64().ok_or_else(|| self.fails("a whole number"))
    }

    pub(super) fn whole_or_null(self) -> Result<Option<i64>, Objection> {
        if self.is_null() { Ok(None) } else { self.whole().map(Some) }
    }

    /// A date-time in the one spelling of the API: UTC with milliseconds and `Z`.
    pub(super) fn instant(self) -> Result<Instant, Objection> {
        let read = self.json().as_str().and_then(|text| {
            let instant = Instant::parse(text).ok()?;
            (instant.to_string() == text).then_some(instant)
        });
        read.ok_or_else(|| self.fails("a date-time in UTC, with milliseconds and Z, such as 2024-03-05T10:15:00.120Z"))
    }

    /// When it began, and when it ended, from `start` and `duration`.
    pub(super) fn period(self) -> Result<Stretch, Objection> {
        let start = self.at("start").instant()?.as_millis();
        Ok(Stretch { start, end: self.at("duration").whole_or_null()?.map(|duration| start + duration) })
    }

    /// When it began after the interaction did, and when it ended, from `offset` and `duration`.
    pub(super) fn stretch(self) -> Result<Stretch, Objection> {
        let start = self.at("offset").whole()?;
        Ok(Stretch { start, end: self.at("duration").whole_or_null()?.map(|duration| start + duration) })
    }

    /// That `holds`; otherwise `expected` would have been right.
    pub(super) fn must(self, holds: bool, expected: impl FnOnce() -> String) -> Result<(), Objection> {
        if holds { Ok(()) } else { Err(self.fails(expected())) }
    }

    /// That it is this value.
    pub(super) fn must_be(self, value: &Value) -> Result<(), Objection> {
        self.must(self.value == Some(value), || value.to_string())
    }

    /// That `expected` is not what is here.
    pub(super) fn fails(self, expected: impl Into<String>) -> Objection {
        let found = match (self.value, &self.answer.body) {
            (Some(value), _) => shortened(&value.to_string()),
            (None, Body::Text(text)) => format!("no JSON: {}", shortened(text)),
            (None, Body::Json(_)) => "nothing".to_owned(),
        };
        let (request, path) = (self.answer.asked.clone(), self.path.to_string());
        Objection::Fails(Box::new(Evidence { request, path, expected: expected.into(), found }))
    }
}

impl Path {
    fn then(mut self, step: Step) -> Self {
        if let Some(place) = self.steps.get_mut(self.length) {
            *place = step;
            self.length += 1;
        }
        self
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("$")?;
        self.steps[..self.length].iter().try_for_each(|step| match step {
            Step::Field(name) => write!(f, ".{name}"),
            Step::Index(index) => write!(f, "[{index}]"),
        })
    }
}

impl Answer {
    /// That it has this status.
    pub(super) fn must_have_status(&self, status: u16) -> Result<(), Objection> {
        if self.status == status { Ok(()) } else { Err(self.fails("status", status.to_string())) }
    }

    /// That `expected` is not what this answer's status or header is.
    pub(super) fn fails(&self, place: &str, expected: impl Into<String>) -> Objection {
        let found = match place {
            "status" => {
                let body = match &self.body {
                    Body::Json(value) => value.to_string(),
                    Body::Text(text) => text.clone(),
                };
                format!("{} with {}", self.status, shortened(&body))
            }
            header => self.header(header).map_or_else(|| "nothing".to_owned(), str::to_owned),
        };
        let (request, path) = (self.asked.clone(), place.to_owned());
        Objection::Fails(Box::new(Evidence { request, path, expected: expected.into(), found }))
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
