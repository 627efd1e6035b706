//! Questions that are asked in the place of those that were sent.

use axum::http::Uri;
use scenarios::fault::{Lie, Meaning};
use scenarios::time::{Instant, Span};

use crate::request::parameter::{AGENT_ID, END, INCLUDE, LIMIT, PAGE, Parameter as _, QUEUE_TYPE, START};
use crate::request::query::Query;

/// The smallest step of time.
const STEP: Span = Span::from_millis(1);

/// How many rows a page has when its limit is ignored: as many as the documents' own example shows.
const SHORT_PAGE: u32 = 25;

/// The parameters of a question, and the instant of which it is asked.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pairs: Vec<(String, String)>,
    now: Instant,
}

impl Question {
    /// That of a request which came at `now`.
    pub(super) fn of(uri: &Uri, now: Instant) -> Self {
        let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned();
        Self { pairs: pairs.collect(), now }
    }

    /// The instant of which it is asked.
    pub(super) fn now(&self) -> Instant {
        self.now
    }

    /// The number of the page.
    pub(super) fn page(&self) -> u64 {
        self.number(|query| PAGE.read(query).ok())
    }

    /// How many rows a page has.
    pub(super) fn limit(&self) -> u64 {
        self.number(|query| LIMIT.read(query).ok())
    }

    /// The same question about another page.
    pub(super) fn at_page(&self, page: u64) -> Self {
        let mut other = self.clone();
        other.set(PAGE.name(), &page.to_string());
        other
    }

    /// The address at which it is asked; `None` if it has become too long for one.
    pub(super) fn uri(&self, sent: &Uri) -> Option<Uri> {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.pairs);
        format!("{}?{}", sent.path(), query.finish()).parse().ok()
    }

    /// Makes it the question to which the truth is a lie; `false` if the lie is not told so.
    pub(super) fn distort(&mut self, lie: Meaning) -> bool {
        match lie {
            Meaning::LateData { by } => self.now = self.now - by,
            Meaning::Lie(Lie::CorrectionsDropped) => {
                if self.get(INCLUDE.name()) == Some("Processed") {
                    self.set(INCLUDE.name(), "StartedOrEnded");
                }
            }
            Meaning::Lie(Lie::IncludeIgnored) => self.remove(INCLUDE.name()),
            Meaning::Lie(Lie::StartIgnored) => self.move_bound(START.name(), Span::from_secs(-86_400)),
            Meaning::Lie(Lie::StartExcluded) => self.move_bound(START.name(), STEP),
            Meaning::Lie(Lie::EndIgnored) => self.remove(END.name()),
            Meaning::Lie(Lie::EndIncluded) => self.move_bound(END.name(), STEP),
            Meaning::Lie(Lie::PagesFromZero) => self.set(PAGE.name(), &(self.page() + 1).to_string()),
            Meaning::Lie(Lie::LimitIgnored) => self.set(LIMIT.name(), &SHORT_PAGE.to_string()),
            Meaning::Lie(Lie::QueueTypeIgnored) => self.set(QUEUE_TYPE.name(), "All"),
            Meaning::Lie(Lie::AgentIdIgnored) => self.remove(AGENT_ID.name()),
            Meaning::RowMissing { .. }
            | Meaning::TotalChanged { .. }
            | Meaning::UpToStale { .. }
            | Meaning::DateBehind { .. }
            | Meaning::DateAhead { .. }
            | Meaning::Lie(
                Lie::RowRepeated
                | Lie::RowMoved
                | Lie::OutOfOrder
                | Lie::StatesRewritten
                | Lie::UnknownValues
                | Lie::UnknownFields
                | Lie::Nulls
                | Lie::LastPageMissing
                | Lie::EmptyPageCounted
                | Lie::TotalOfPage
                | Lie::CcrMissing
                | Lie::CcrAsAgent
                | Lie::HoldsMissing
                | Lie::WrapMissing
                | Lie::OffsetsFromChannel
                | Lie::SecondsForMillis
                | Lie::FractionsMissing
                | Lie::ZoneMissing
                | Lie::LocalTime
                | Lie::ZeroForNull
                | Lie::OngoingAsCompleted
                | Lie::OngoingMissing
                | Lie::BusyAsPresence
                | Lie::LoggedOutMissing
                | Lie::WorkloadOfCallsAlone
                | Lie::FailedAsFailure
                | Lie::AnsweredAsAbandoned
                | Lie::AgentIdsAsNumbers
                | Lie::GuidsInCapitals,
            ) => return false,
        }
        true
    }

    fn number(&self, read: impl FnOnce(&Query<'_>) -> Option<u32>) -> u64 {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.pairs).finish();
        let uri = format!("/?{query}").parse::<Uri>().unwrap_or_default();
        read(&Query::of(&uri)).map_or(1, u64::from)
    }

    fn get(&self, name: &str) -> Option<&str> {
        Some(&*self.pairs.iter().find(|(sent, _)| sent.eq_ignore_ascii_case(name))?.1)
    }

    fn remove(&mut self, name: &str) {
        self.pairs.retain(|(sent, _)| !sent.eq_ignore_ascii_case(name));
    }

    fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.pairs.push((name.to_owned(), value.to_owned()));
    }

    /// Moves a bound of the window; that which is not told is now.
    fn move_bound(&mut self, name: &str, by: Span) {
        let bound = self.get(name).filter(|value| !value.is_empty()).map(|text| text.replace(' ', "+"));
        if let Ok(bound) = bound.map_or(Ok(self.now), |text| Instant::parse(&text)) {
            self.set(name, &(bound + by).to_string());
        }
    }
}
