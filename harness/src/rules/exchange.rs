//! A request and its answer, as a journal tells of them.

use std::fmt;

use scenarios::time::{Instant, Span};
use serde::{Deserialize, Deserializer};

/// A request that was made, and how it was answered.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    /// Counted from 1, since the world was made.
    pub number: u64,
    /// What the world's clock showed when it came.
    #[serde(deserialize_with = "instant")]
    pub at: Instant,
    /// Its method.
    pub method: String,
    /// Its path, with the world's prefix.
    pub path: String,
    /// Its query; `None` if there was none.
    #[serde(default)]
    pub query: Option<String>,
    /// Names and values; secrets are `***`.
    #[serde(default)]
    pub headers: Vec<[String; 2]>,
    /// The status of the answer.
    pub status: u16,
    /// How long the body of the answer was.
    #[serde(default)]
    pub bytes: u64,
    /// The token that was sent, or that the answer gave, by its number.
    #[serde(default)]
    pub token: Option<u32>,
    /// Which page the answer is; `None` if it is none.
    #[serde(default)]
    pub page: Option<Page>,
    /// The header `Retry-After` of the answer.
    #[serde(default)]
    pub retry_after: Option<String>,
    /// The name of the fault that the answer played.
    #[serde(default)]
    pub fault: Option<String>,
    /// What it has to do with real time; `None` where that is not known.
    #[serde(default)]
    pub real: Option<Real>,
}

/// What an answer says of its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// Which page it is; the first is 1.
    pub page: u32,
    /// How many items are on it.
    pub count: u32,
    /// How many pages there are; 0 if there is nothing.
    pub page_count: u32,
    /// How many items are on all pages.
    pub total_count: u32,
    /// What to ask from next time.
    #[serde(deserialize_with = "instant")]
    pub up_to: Instant,
}

/// What a request and its answer have to do with real time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Real {
    /// What the system's clock showed when the request came.
    #[serde(deserialize_with = "instant")]
    pub received: Instant,
    /// What it showed when the answer was ready.
    #[serde(deserialize_with = "instant")]
    pub answered: Instant,
    /// How many other requests were being answered when it came.
    pub others: u32,
}

impl Exchange {
    /// The value of a header, whose name is matched without regard to case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|[known, _]| known.eq_ignore_ascii_case(name)).map(|[_, value]| &**value)
    }

    /// The path below the world's own address, such as `/stats/interactions`.
    pub fn endpoint(&self) -> &str {
        let below = self.path.strip_prefix("/worlds/").and_then(|rest| rest.find('/').map(|slash| &rest[slash..]));
        below.unwrap_or(&self.path)
    }

    /// How long a client waited with this request after an earlier answer: by the world's clock or by the real one,
    /// whichever went further. While one stands still, a client can only wait by the other.
    pub(super) fn waited_since(&self, earlier: &Stamp) -> Span {
        let by_world = self.at - earlier.at;
        let by_real = self.real.zip(earlier.answered).map_or(Span::ZERO, |(real, answered)| real.received - answered);
        by_world.max(by_real)
    }

    /// Whether it was on its way already when an earlier one was answered.
    pub(super) fn was_sent_before(&self, earlier: &Stamp) -> bool {
        self.real.zip(earlier.answered).is_some_and(|(real, answered)| real.received < answered)
    }

    /// When it was answered.
    pub(super) fn stamp(&self) -> Stamp {
        Stamp { at: self.at, answered: self.real.map(|real| real.answered) }
    }
}

/// When a request was answered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stamp {
    at: Instant,
    answered: Option<Instant>,
}

/// Such as `#3 2024-03-05T09:10:00.000Z GET /stats/interactions?start=… 200`.
impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{} {} {} {}", self.number, self.at, self.method, self.endpoint())?;
        if let Some(query) = &self.query {
            write!(f, "?{query}")?;
        }
        write!(f, " {}", self.status)?;
        match &self.fault {
            Some(fault) => write!(f, " ({fault})"),
            None => Ok(()),
        }
    }
}

fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
    let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
    Instant::parse(&text).map_err(|not| serde::de::Error::custom(format!("{text:?} is {not}")))
}
