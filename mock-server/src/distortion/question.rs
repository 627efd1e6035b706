//! Questions that are asked in the place of those that were sent.

use axum::http::header::{ACCEPT, AUTHORIZATION};
use axum::http::{HeaderMap, HeaderValue, Uri};
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

    // ---- to which the truth is a lie ----

    pub(super) fn ask_earlier(&mut self, by: Span) {
        self.now = self.now - by;
    }

    pub(super) fn drop_corrections(&mut self) {
        if self.get(INCLUDE.name()) == Some("Processed") {
            self.set(INCLUDE.name(), "StartedOrEnded");
        }
    }

    pub(super) fn ignore_include(&mut self) {
        self.remove(INCLUDE.name());
    }

    pub(super) fn ignore_start(&mut self) {
        self.move_bound(START.name(), Span::ZERO - DAY);
    }

    pub(super) fn exclude_start(&mut self) {
        self.move_bound(START.name(), STEP);
    }

    pub(super) fn ignore_end(&mut self) {
        self.remove(END.name());
    }

    pub(super) fn include_end(&mut self) {
        self.move_bound(END.name(), STEP);
    }

    pub(super) fn ask_for_the_next_page(&mut self) {
        self.set(PAGE.name(), &(self.page() + 1).to_string());
    }

    pub(super) fn ignore_limit(&mut self) {
        self.set(LIMIT.name(), &SHORT_PAGE.to_string());
    }

    pub(super) fn ignore_queue_type(&mut self) {
        self.set(QUEUE_TYPE.name(), "All");
    }

    pub(super) fn ignore_agent_id(&mut self) {
        self.remove(AGENT_ID.name());
    }

    pub(super) fn ignore_type(&mut self) {
        self.remove(TYPE.name());
    }

    pub(super) fn ignore_queues(&mut self) {
        self.remove(QUEUES.name());
    }

    pub(super) fn ignore_version_2(&mut self) {
        if matches!(version::requested(&self.headers), Ok(Version::V2)) {
            self.headers.insert(ACCEPT, VERSION_3);
        }
    }

    // ---- that are not refused, as those that were sent should be ----

    pub(super) fn let_in_anyone(&mut self, credentials: &Credentials) {
        if self.denied(credentials).is_some() {
            self.let_in(credentials);
        }
    }

    pub(super) fn let_in_expired(&mut self, credentials: &Credentials) {
        let token = bearer(&self.headers).unwrap_or_default();
        let issued = credentials.bearer(token).and_then(|bearer| bearer.issued);
        let was_good = issued.is_some_and(|issued| credentials.admit(token, issued).is_ok());
        if was_good && self.denied(credentials) == Some(Denied::Unauthorised) {
            self.let_in(credentials);
        }
    }

    pub(super) fn let_in_other_scopes(&mut self, credentials: &Credentials) {
        if let Some(Denied::OtherScope(_)) = self.denied(credentials) {
            self.let_in(credentials);
        }
    }

    pub(super) fn take_any_version(&mut self, _: &Credentials) {
        if version::requested(&self.headers).is_err() {
            self.headers.insert(ACCEPT, VERSION_3);
        }
    }

    pub(super) fn cut_window(&mut self, _: &Credentials) {
        let end = self.instant(END.name()).unwrap_or(self.now);
        if let Some(start) = self.instant(START.name()).filter(|start| end - *start > LONGEST_WINDOW) {
            self.set(END.name(), &(start + LONGEST_WINDOW).to_string());
        }
    }

    pub(super) fn ignore_wrong_values(&mut self, _: &Credentials) {
        for wrong in self.wrong() {
            self.remove(wrong);
            if wrong == START.name() {
                self.start_a_day_before();
            }
        }
    }

    pub(super) fn begin_somewhere(&mut self, _: &Credentials) {
        if self.get(START.name()).is_none_or(str::is_empty) {
            self.start_a_day_before();
        }
    }

    /// Why the request's token is not good.
    fn denied(&self, credentials: &Credentials) -> Option<Denied> {
        credentials.admit(bearer(&self.headers).unwrap_or_default(), self.now).err()
    }

    /// Gives it a token that is good.
    fn let_in(&mut self, credentials: &Credentials) {
        if let Ok(authorization) = format!("Bearer {}", credentials.ready()).try_into() {
            self.headers.insert(AUTHORIZATION, authorization);
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
