//! What is asked of a server, and what it answers.

use std::fmt;
use std::time::Duration;

use reqwest::Method;
use scenarios::time::Instant;
use serde_json::Value;

/// The Accept header of version 2.
pub(super) const V2: &str = "application/vnd.newvoicemedia.v2+json";
/// The Accept header of version 3.
pub(super) const V3: &str = "application/vnd.newvoicemedia.v3+json";

/// One request: what is the same is asked once and remembered.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Ask {
    pub(super) method: Method,
    /// What follows the base address, with the query.
    pub(super) path: String,
    pub(super) accept: Option<&'static str>,
    pub(super) bearer: Bearer,
    /// Another header.
    pub(super) header: Option<(&'static str, &'static str)>,
}

/// How a request is authorised.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Bearer {
    /// With a token of the client that was given.
    Good,
    /// The same; the word before it is spelt like this.
    Spelt(&'static str),
    /// With a token that nobody gave.
    Forged,
    /// With this token.
    Token(String),
    /// Not at all.
    None,
}

impl Ask {
    /// What a client asks: version 3, with a good token.
    pub(super) fn get(path: impl Into<String>) -> Self {
        Self { method: Method::GET, path: path.into(), accept: Some(V3), bearer: Bearer::Good, header: None }
    }

    /// The same in another version, or in none.
    pub(super) fn accept(self, accept: impl Into<Option<&'static str>>) -> Self {
        Self { accept: accept.into(), ..self }
    }

    /// The same, authorised otherwise.
    pub(super) fn bearer(self, bearer: Bearer) -> Self {
        Self { bearer, ..self }
    }

    /// The same with a header more.
    pub(super) fn header(self, name: &'static str, value: &'static str) -> Self {
        Self { header: Some((name, value)), ..self }
    }

    /// The same by another method.
    pub(super) fn method(self, method: Method) -> Self {
        Self { method, ..self }
    }
}

/// As evidence tells it: what is usual is left out.
impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        match self.accept {
            None => f.write_str(", without Accept")?,
            Some(V3) => {}
            Some(other) => write!(f, ", Accept: {other}")?,
        }
        match &self.bearer {
            Bearer::Good => {}
            Bearer::Spelt(word) => write!(f, ", Authorization: {word} ***")?,
            Bearer::Forged => f.write_str(", with a token that nobody gave")?,
            Bearer::Token(_) => f.write_str(", with a token of its own")?,
            Bearer::None => f.write_str(", without Authorization")?,
        }
        self.header.map_or(Ok(()), |(name, value)| write!(f, ", {name}: {value}"))
    }
}

/// A request for a token: the fields of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct TokenAsk(pub(super) Vec<(&'static str, String)>);

impl TokenAsk {
    /// The same with another value for that field, or without it.
    pub(super) fn with(mut self, name: &'static str, value: Option<&str>) -> Self {
        self.0.retain(|(known, _)| *known != name);
        self.0.extend(value.map(|value| (name, value.to_owned())));
        self
    }
}

/// As evidence tells it: without what is secret.
impl fmt::Display for TokenAsk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |(name, value): &(&'static str, String)| match *name {
            "grant_type" | "scope" => format!("{name}={value}"),
            _ => format!("{name}=***"),
        };
        let fields: Vec<String> = self.0.iter().map(shown).collect();
        write!(
            f,
            "POST of {} to the token endpoint",
            if fields.is_empty() { "nothing".into() } else { fields.join("&") }
        )
    }
}

/// What came.
#[derive(Debug)]
pub(super) struct Answer {
    /// What was asked, as evidence tells it.
    pub(super) asked: String,
    pub(super) status: u16,
    /// Names in lower case.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Body,
    /// How many answers had come when this one did: of two answers, the later one has the larger number.
    pub(super) number: usize,
}

/// What an answer carries.
#[derive(Debug)]
pub(super) enum Body {
    Json(Value),
    /// What is no JSON.
    Text(String),
}

impl Answer {
    /// The value of a header; its name in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// When the server says that it answered, to the second.
    pub(super) fn date(&self) -> Option<Instant> {
        // `Tue, 05 Mar 2024 10:15:00 GMT`
        let mut words = self.header("date")?.split(' ').skip(1);
        let (day, month, year, clock) = (words.next()?, words.next()?, words.next()?, words.next()?);
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let month = MONTHS.iter().position(|known| *known == month)? + 1;
        Instant::parse(&format!("{year}-{month:02}-{day}T{clock}Z")).ok()
    }

    /// For how long the server wants to be left alone.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        self.header("retry-after")?.parse().ok().map(Duration::from_secs)
    }
}
