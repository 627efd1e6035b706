//! What was asked of a world, and how it was answered.
//!
//! A journal is there to judge a client by, so it tells what clients ask: questions and token requests, refused ones too.
//! What is asked of the control API is the test's own doing, and stands in no journal.

mod answering;
mod tokens;

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::HttpBody as _;
use axum::http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::Response;
use scenarios::time::Instant;
use scenarios::view::Page;

pub(crate) use answering::Answering;
use tokens::Tokens;

/// The most bytes that the entries of a world's journal take.
pub const MOST: usize = 1024 * 1024;

/// The header of answers with which something went wrong on purpose: the plan's name, and the faults.
pub const FAULT: &str = "insights-mock-fault";

/// The requests to a world, the last of them that fit into [`MOST`] bytes.
#[derive(Debug, Default)]
pub struct Journal(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    entries: VecDeque<Entry>,
    tokens: Tokens,
    /// How many bytes they take.
    bytes: usize,
    /// How many were ever written, and since it was last emptied thrown away.
    written: u64,
    dropped: u64,
}

/// A request and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Counted from 1, since the world was made.
    pub number: u64,
    /// What the world's clock showed when the request came.
    pub at: Instant,
    /// The method.
    pub method: Method,
    /// The status of the answer.
    pub status: StatusCode,
    /// How long the body of the answer was before it was compressed.
    pub bytes: u64,
    /// The number of the token that was sent, or given: tokens count from 1, in the order in which they were first seen.
    /// `None` if there was none.
    pub token: Option<u32>,
    /// Which page the answer is; `None` if it is none.
    pub paged: Option<Paged>,
    /// What it says of `upTo`, if that is not when the request came.
    pub up_to: Option<Box<str>>,
    /// Its header `Retry-After`.
    pub retry_after: Option<Box<str>>,
    /// The plan and the faults that it met, as its header [`FAULT`] tells them; `None` if it met none.
    pub fault: Option<Box<str>>,
    /// When it came and was answered, by the system's clock.
    pub real: Real,
    /// The path and query, and below it a line for each header: one text, as most entries are never read.
    told: String,
}

/// What an answer says of its page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paged {
    /// Which page it is; the first is 1.
    pub page: u32,
    /// How many items are on it.
    pub count: u32,
    /// How many pages there are.
    pub page_count: u32,
    /// How many items are on all pages.
    pub total_count: u32,
}

/// What a request and its answer have to do with real time, and so may be otherwise each time: how long a client waits
/// before it tries again can be told by nothing else while a world's clock stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Real {
    /// What the system's clock showed when the request came.
    pub received: Instant,
    /// What it showed when the answer was ready.
    pub answered: Instant,
    /// How many other requests to the same world were being answered when it came.
    pub others: u32,
}

/// A part of a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The entries, by number.
    pub entries: Vec<Entry>,
    /// How many are kept in all.
    pub kept: usize,
    /// The number of the last one that was written; 0 if none was.
    pub last: u64,
    /// How many have been thrown away to keep within [`MOST`] bytes.
    pub dropped: u64,
}

impl Journal {
    /// Writes down an answered request, and throws the first ones away until it fits. `token` is that which it came
    /// with, or was given: only its number is kept, counted from 1 in the order in which they were first seen here.
    pub(crate) fn write(&self, mut entry: Entry, token: Option<&str>) {
        let size = entry.size();
        let mut kept = self.kept();
        kept.written += 1;
        entry.number = kept.written;
        entry.token = token.map(|token| kept.tokens.number(token));
        kept.entries.push_back(entry);
        kept.bytes += size;
        while kept.bytes > MOST {
            let Some(first) = kept.entries.pop_front() else { break };
            kept.bytes -= first.size();
            kept.dropped += 1;
        }
    }

    /// At most `limit` entries that follow the one of number `after`.
    pub fn part(&self, after: u64, limit: usize) -> Part {
        let kept = self.kept();
        let first = kept.entries.partition_point(|entry| entry.number <= after);
        Part {
            entries: kept.entries.iter().skip(first).take(limit).cloned().collect(),
            kept: kept.entries.len(),
            last: kept.written,
            dropped: kept.dropped,
        }
    }

    /// Throws everything away; numbers go on.
    pub fn empty(&self) {
        let mut kept = self.kept();
        let (written, tokens) = (kept.written, std::mem::take(&mut kept.tokens));
        *kept = Kept { written, tokens, ..Kept::default() };
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Paged {
    /// What is said of that page, which has `count` items.
    pub(crate) fn of<I>(page: &Page<I>, count: usize) -> Self {
        let whole = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            page: page.paging.page,
            count: whole(count),
            page_count: whole(page.page_count()),
            total_count: whole(page.total),
        }
    }
}

impl Entry {
    /// A request that has not been answered yet. Secrets are left out.
    pub(crate) fn of(method: &Method, uri: &Uri, headers: &HeaderMap, at: Instant, real: Real) -> Self {
        let mut told = String::with_capacity(expected(uri, headers));
        told.push_str(uri.path());
        if let Some(query) = uri.query() {
            told.push('?');
            push_query(&mut told, query);
        }
        for (name, value) in headers {
            told.extend(["\n", name.as_str(), ": "]);
            push_value(&mut told, name, value);
        }
        let (number, status, bytes) = (0, StatusCode::OK, 0);
        let (token, paged, up_to, retry_after, fault) = (None, None, None, None, None);
        Self { number, at, method: method.clone(), status, bytes, token, paged, up_to, retry_after, fault, real, told }
    }

    /// The same request, answered so at `answered` by the system's clock.
    pub(crate) fn answered(mut self, response: &Response, paged: Option<Paged>, answered: Instant) -> Self {
        self.status = response.status();
        self.bytes = response.body().size_hint().lower();
        self.paged = paged;
        self.real.answered = answered;
        if !self.status.is_success() {
            let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
            self.retry_after = retry_after.map(Into::into);
        }
        let fault = response.headers().get(FAULT).and_then(|value| value.to_str().ok());
        self.fault = fault.map(Into::into);
        self
    }

    /// The same request, to a world whose clock showed that.
    pub(crate) fn at(self, at: Instant) -> Self {
        Self { at, ..self }
    }

    /// The same request, whose answer says that of `upTo`.
    pub(crate) fn up_to(self, up_to: Option<Box<str>>) -> Self {
        Self { up_to, ..self }
    }

    /// The path.
    pub fn path(&self) -> &str {
        self.target().split_once('?').map_or(self.target(), |(path, _)| path)
    }

    /// The query; `None` if there was none.
    pub fn query(&self) -> Option<&str> {
        Some(self.target().split_once('?')?.1)
    }

    /// The names and values of the headers. Of secrets only [`HIDDEN`] is told.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.told.split('\n').skip(1).filter_map(|line| line.split_once(": "))
    }

    fn target(&self) -> &str {
        self.told.split('\n').next().unwrap_or_default()
    }

    fn size(&self) -> usize {
        let length = |text: &Option<Box<str>>| text.as_deref().map_or(0, str::len);
        size_of::<Self>()
            + self.told.capacity()
            + [&self.up_to, &self.retry_after, &self.fault].map(length).iter().sum::<usize>()
    }
}

/// How long the text of an entry becomes, if nothing in it but the usual token is secret.
fn expected(uri: &Uri, headers: &HeaderMap) -> usize {
    let target = uri.path_and_query().map_or(0, |target| target.as_str().len());
    let headers = headers.iter().map(|(name, value)| {
        let value = if *name == AUTHORIZATION { "Bearer ***".len() } else { value.len() };
        "\n: ".len() + name.as_str().len() + value
    });
    target + headers.sum::<usize>()
}

/// What stands in the place of secrets.
pub const HIDDEN: &str = "***";

fn push_value(told: &mut String, name: &HeaderName, value: &HeaderValue) {
    if *name == AUTHORIZATION || *name == PROXY_AUTHORIZATION {
        // The scheme helps to see what is wrong with a token.
        match value.to_str().ok().and_then(|value| value.split_once(' ')) {
            Some((scheme, _)) if ["bearer", "basic"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) => {
                told.extend([scheme, " ", HIDDEN]);
            }
            Some(_) | None => told.push_str(HIDDEN),
        }
    } else if *name == COOKIE || is_secret(name.as_str()) {
        told.push_str(HIDDEN);
    } else {
        // Bytes that are no text are replaced, and a header has no line breaks.
        told.push_str(&String::from_utf8_lossy(value.as_bytes()));
    }
}

fn push_query(told: &mut String, query: &str) {
    for (position, pair) in query.split('&').enumerate() {
        if position > 0 {
            told.push('&');
        }
        match pair.split_once('=') {
            Some((name, _)) if is_secret(name) => {
                told.extend([name, "=", HIDDEN]);
            }
            Some(_) | None => told.push_str(pair),
        }
    }
}

/// Whether what has that name is likely a secret.
fn is_secret(name: &str) -> bool {
    let holds = |word: &str| name.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    ["token", "secret", "password", "api-key", "apikey"].into_iter().any(holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(target: &str, headers: &[(&'static str, &str)]) -> Entry {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_bytes(value.as_bytes()).unwrap()));
        let real = Real { received: Instant::EARLIEST, answered: Instant::EARLIEST, others: 0 };
        Entry::of(&Method::GET, &target.parse().unwrap(), &headers.collect(), Instant::EARLIEST, real)
    }

    #[test]
    fn secrets_are_left_out() {
        let entry = entry(
            "/stats/agent-status?page=2&access_token=hush&Client_Secret=hush&x",
            &[
                ("authorization", "Bearer hush"),
                ("proxy-authorization", "hush"),
                ("cookie", "session=hush"),
                ("x-api-key", "hush"),
                ("x-my-token", "hush"),
                ("accept", "*/*"),
            ],
        );
        assert_eq!(entry.path(), "/stats/agent-status");
        assert_eq!(entry.query(), Some("page=2&access_token=***&Client_Secret=***&x"));
        let mut headers: Vec<_> = entry.headers().collect();
        headers.sort_unstable();
        let expected = [
            ("accept", "*/*"),
            ("authorization", "Bearer ***"),
            ("cookie", "***"),
            ("proxy-authorization", "***"),
            ("x-api-key", "***"),
            ("x-my-token", "***"),
        ];
        assert_eq!(headers, expected);
    }

    #[test]
    fn a_journal_of_a_million_requests_keeps_the_last_that_fit_and_says_what_it_dropped() {
        const REQUESTS: u64 = 1_000_000;
        let journal = Journal::default();
        let entry = entry("/stats/agent-status?page=1", &[("accept", "*/*")]);
        for _ in 0..REQUESTS {
            journal.write(entry.clone(), None);
        }
        let size = entry.size();
        let all = journal.part(0, usize::MAX);
        assert_eq!(all.kept, MOST / size);
        assert_eq!(all.dropped + all.kept as u64, REQUESTS);
        assert_eq!(all.entries.last().map(|entry| entry.number), Some(REQUESTS));
        let part = journal.part(REQUESTS - 3, 2);
        assert_eq!(part.entries.iter().map(|entry| entry.number).collect::<Vec<_>>(), [REQUESTS - 2, REQUESTS - 1]);
        journal.empty();
        assert_eq!(journal.part(0, 1), Part { entries: vec![], kept: 0, last: REQUESTS, dropped: 0 });
    }
}
