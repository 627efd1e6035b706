//! Questions that are asked in the place of those that were sent.

use axum::http::header::{ACCEPT, AUTHORIZATION};
use axum::http::{HeaderMap, HeaderValue, Uri};
use scenarios::fault::{Lie, Meaning};
use scenarios::time::{Instant, Span};
use scenarios::view::LONGEST_WINDOW;

use crate::request::authorised::bearer;
use crate::request::parameter::{AGENT_ID, END, INCLUDE, LIMIT, PAGE, Parameter as _, QUEUE_TYPE, QUEUES, START, TYPE};
use crate::request::query::Query;
use crate::request::version;
use crate::routes::answer::Sent;
use crate::token::{Credentials, Denied};
use crate::wire::Version;

/// The smallest step of time.
const STEP: Span = Span::from_millis(1);

/// How many rows a page has when its limit is ignored: as many as the documents' own example shows.
const SHORT_PAGE: u32 = 25;

/// The version that is told to who asks for none, or for another.
const VERSION_3: HeaderValue = HeaderValue::from_static("application/vnd.newvoicemedia.v3+json");

const DAY: Span = Span::from_secs(86_400);

/// The parameters and headers of a question, and the instant of which it is asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Question {
    pairs: Vec<(String, String)>,
    headers: HeaderMap,
    now: Instant,
}

impl Question {
    /// That of a request which came at `now`.
    pub(super) fn of(sent: Sent<'_>, now: Instant) -> Self {
        let pairs = form_urlencoded::parse(sent.uri.query().unwrap_or_default().as_bytes()).into_owned();
        Self { pairs: pairs.collect(), headers: sent.headers.clone(), now }
    }

    /// Who asks, and in which version.
    pub(super) fn headers(&self) -> &HeaderMap {
        &self.headers
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
            Meaning::Lie(Lie::TypeIgnored) => self.remove(TYPE.name()),
            Meaning::Lie(Lie::QueuesIgnored) => self.remove(QUEUES.name()),
            Meaning::Lie(Lie::VersionIgnored) => {
                if matches!(version::requested(&self.headers), Ok(Version::V2)) {
                    self.headers.insert(ACCEPT, VERSION_3);
                }
            }
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
                | Lie::GuidsInCapitals
                | Lie::GuidsAlike
                | Lie::ChannelGuidsAlike
                | Lie::ConversationMissing
                | Lie::WindowCut
                | Lie::WrongValuesIgnored
                | Lie::StartOptional
                | Lie::TokenUnchecked
                | Lie::TokenNeverExpires
                | Lie::ScopeUnchecked
                | Lie::VersionUnchecked
                | Lie::RefusalsAsPages
                | Lie::MissingAsEmpty
                | Lie::ClientUnchecked
                | Lie::ExpiresInMillis,
            ) => return false,
        }
        true
    }

    /// Makes a question that was refused one that is not, if to answer it all the same is that lie.
    pub(super) fn allow(&mut self, lie: Lie, credentials: &Credentials) {
        let token = bearer(&self.headers).unwrap_or_default();
        let denied = credentials.admit(token, self.now).err();
        // Whether it was good when it was given.
        let was_good = || {
            let issued = credentials.bearer(token).and_then(|bearer| bearer.issued);
            issued.is_some_and(|issued| credentials.admit(token, issued).is_ok())
        };
        let is_let_in = (lie == Lie::TokenUnchecked && denied.is_some())
            || (lie == Lie::TokenNeverExpires && denied == Some(Denied::Unauthorised) && was_good())
            || (lie == Lie::ScopeUnchecked && matches!(denied, Some(Denied::OtherScope(_))));
        if is_let_in && let Ok(authorization) = format!("Bearer {}", credentials.ready()).try_into() {
            self.headers.insert(AUTHORIZATION, authorization);
        }
        if lie == Lie::VersionUnchecked && version::requested(&self.headers).is_err() {
            self.headers.insert(ACCEPT, VERSION_3);
        }
        if lie == Lie::WindowCut
            && let (Some(start), end) = (self.instant(START.name()), self.instant(END.name()).unwrap_or(self.now))
            && end - start > LONGEST_WINDOW
        {
            self.set(END.name(), &(start + LONGEST_WINDOW).to_string());
        }
        if lie == Lie::WrongValuesIgnored {
            for wrong in self.wrong() {
                self.remove(wrong);
                if wrong == START.name() {
                    self.start_a_day_before();
                }
            }
        }
        if lie == Lie::StartOptional && self.get(START.name()).is_none_or(str::is_empty) {
            self.start_a_day_before();
        }
    }

    /// The parameters whose values are refused; a start that is missing is none.
    fn wrong(&self) -> Vec<&'static str> {
        let Some(uri) = self.uri(&Uri::default()) else { return Vec::new() };
        let query = Query::of(&uri);
        let has_start = self.get(START.name()).is_some_and(|start| !start.is_empty());
        let read = [
            (PAGE.name(), PAGE.read(&query).is_err()),
            (LIMIT.name(), LIMIT.read(&query).is_err()),
            (START.name(), has_start && START.read(&query).is_err()),
            (END.name(), END.read(&query).is_err()),
            (INCLUDE.name(), INCLUDE.read(&query).is_err()),
            (TYPE.name(), TYPE.read(&query).is_err()),
            (QUEUE_TYPE.name(), QUEUE_TYPE.read(&query).is_err()),
        ];
        read.into_iter().filter(|(_, is_wrong)| *is_wrong).map(|(name, _)| name).collect()
    }

    /// Begins the window a day before its end.
    fn start_a_day_before(&mut self) {
        let end = self.instant(END.name()).unwrap_or(self.now);
        self.set(START.name(), &(end - DAY).to_string());
    }

    fn instant(&self, name: &str) -> Option<Instant> {
        Instant::parse(&self.get(name)?.replace(' ', "+")).ok()
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
