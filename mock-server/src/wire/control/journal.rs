//! Journals: what was asked of a world, and how it was answered.

use schemars::JsonSchema;
use serde::Serialize;

use crate::journal;
use crate::wire::value::DateTime;

/// A part of a world's journal.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Journal {
    /// How many requests are kept in all: the last that fit into 1 MiB.
    kept: usize,
    /// How many had to be thrown away to keep within that.
    dropped: u64,
    /// The requests of this part, in the order of their answers.
    entries: Vec<Entry>,
    /// What to send as `after` for the requests that follow; null if none do.
    next: Option<u64>,
}

/// A request, and how it was answered.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Entry {
    /// Counted from 1, since the world was made.
    number: u64,
    /// What the world's clock showed when it came.
    at: DateTime,
    method: String,
    path: String,
    query: Option<String>,
    /// Names and values; secrets are `***`.
    headers: Vec<[String; 2]>,
    /// The status of the answer.
    status: u16,
    /// How long the body of the answer was before it was compressed.
    bytes: u64,
    /// The token that was sent, or that the answer gave, by its number: the first that was seen is 1. Null if there was
    /// none.
    token: Option<u32>,
    /// Which page the answer is; null if it is none.
    page: Option<Paged>,
    /// The header `Retry-After` of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<String>,
    /// The plan and the faults that it met, as the header `insights-mock-fault` names them; left out if it met none.
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
    /// What differs from run to run; only if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    real: Option<Real>,
}

/// What an answer says of its page.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Paged {
    page: u32,
    count: u32,
    page_count: u32,
    total_count: u32,
    /// The time of the request, unless a plan of faults had the answer tell another, or tell it in another form.
    up_to: String,
}

/// What a request has to do with real time.
#[derive(Debug, Serialize, JsonSchema)]
struct Real {
    /// What the system's clock showed when the request came.
    received: DateTime,
    /// What it showed when the answer was ready.
    answered: DateTime,
    /// How many other requests to the same world were being answered when it came.
    others: u32,
}

impl Journal {
    /// That part; of real time only if `with_real`.
    pub(crate) fn of(part: &journal::Part, with_real: bool) -> Self {
        let end = part.entries.last().map(|entry| entry.number);
        Self {
            kept: part.kept,
            dropped: part.dropped,
            entries: part.entries.iter().map(|entry| Entry::of(entry, with_real)).collect(),
            next: end.filter(|end| *end < part.last),
        }
    }
}

impl Entry {
    fn of(entry: &journal::Entry, with_real: bool) -> Self {
        let journal::Real { received, answered, others } = entry.real;
        Self {
            number: entry.number,
            at: DateTime(entry.at),
            method: entry.method.to_string(),
            path: entry.path().to_owned(),
            query: entry.query().map(str::to_owned),
            headers: entry.headers().map(|(name, value)| [name, value].map(str::to_owned)).collect(),
            status: entry.status.as_u16(),
            bytes: entry.bytes,
            token: entry.token,
            page: entry.paged.map(|paged| Paged {
                page: paged.page,
                count: paged.count,
                page_count: paged.page_count,
                total_count: paged.total_count,
                up_to: entry.up_to.as_deref().map_or_else(|| entry.at.to_string(), str::to_owned),
            }),
            retry_after: entry.retry_after.as_deref().map(str::to_owned),
            fault: entry.fault.as_deref().map(str::to_owned),
            real: with_real.then_some(Real { received: DateTime(received), answered: DateTime(answered), others }),
        }
    }
}
