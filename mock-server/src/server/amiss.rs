//! What a plan of faults does to requests and their answers.

use std::sync::Arc;
use std::time::Duration;

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use scenarios::fault::{Decision, End, Fault, Meaning, Request, Target, Token};
use scenarios::time::{Instant, Span};

use crate::clock::Pace;
use crate::error::Refusal;
use crate::faults::Active;
use crate::host::Host;
use crate::journal::FAULT;
use crate::request::addressed::Addressed;
use crate::request::authorised::bearer;
use crate::request::parameter::{END, PAGE, START};
use crate::request::query::Query;
use crate::router::Route;
use crate::routes::answer::Sent;
use crate::routes::token::Asked;
use crate::token::plan_of_token;

/// The plan that a request to a world with these headers meets: that which the client's id names, else the world's.
pub(super) fn plan(host: &Host, addressed: &Addressed, headers: &HeaderMap) -> Option<Arc<Active>> {
    if cfg!(without_faults) {
        return None;
    }
    let Addressed { hosted, world, now, .. } = addressed;
    let of_client = || {
        let token = bearer(headers)?;
        let named = plan_of_token(token)?;
        Some(hosted.faults().of_client(&world.credentials().bearer(token)?.client, named, *now))
    };
    (host.is_magic() && may_name_a_plan(headers)).then(of_client).flatten().or_else(|| hosted.faults().plan())
}

/// The plan that a request for a token meets: that which the client's id names, else the world's.
pub(super) fn plan_for_token(asked: &Asked) -> Option<Arc<Active>> {
    let Asked { addressed: Addressed { hosted, now, .. }, client, .. } = asked;
    let of_client = client.as_ref().and_then(|(id, named)| Some(hosted.faults().of_client(id, (*named)?, *now)));
    of_client.or_else(|| hosted.faults().plan())
}

/// Whether the token in these headers may be of a client whose id names a plan: it is asked of every request, so only the
/// few bytes before the token's first dot are looked at.
fn may_name_a_plan(headers: &HeaderMap) -> bool {
    let before_dot =
        |sent: &HeaderValue| sent.as_bytes().iter().take_while(|byte| **byte != b'.').any(|byte| *byte == b'+');
    headers.get(AUTHORIZATION).is_some_and(before_dot)
}

/// What is to go wrong with a request.
#[derive(Debug)]
pub(super) struct Amiss {
    active: Arc<Active>,
    decision: Decision,
}

/// An answer with which something has gone wrong, or at least could have.
#[derive(Debug)]
pub(super) struct Befallen {
    pub(super) response: Response,
    /// How long it is kept back, in real time.
    pub(super) wait: Duration,
    /// By how much `Date` is to differ from what the clock shows.
    pub(super) date_off: Span,
}

impl Amiss {
    /// What is to go wrong with a question to an endpoint.
    pub(super) fn with_question(active: Arc<Active>, sent: Sent<'_>, addressed: &Addressed, route: &Route) -> Self {
        let query = Query::of(sent.uri);
        let now = addressed.now;
        let instant = |date: Result<Option<Instant>, Refusal>| date.ok().flatten();
        let window = instant(START.read(&query)).map(|start| instant(END.read(&query)).unwrap_or(now) - start);
        let token = bearer(sent.headers);
        let whose = token.and_then(|token| addressed.world.credentials().bearer(token));
        let issued = whose.as_ref().and_then(|whose| whose.issued);
        let target = Target::Endpoint(route.0);
        let request = Request {
            target,
            client: whose.as_ref().map(|whose| whose.client.as_str()),
            page: if target.has_pages() { PAGE.read(&query).unwrap_or(1) } else { 1 },
            window: window.filter(|_| target.has_window()),
            token: token.map(|text| Token { text, issued }),
        };
        let decision = active.decide(&request, now);
        Self { active, decision }
    }

    /// What is to go wrong with a request for a token.
    pub(super) fn with_token_request(active: Arc<Active>, asked: &Asked) -> Self {
        let client = asked.client.as_ref().map(|(id, _)| id.as_str());
        let request = Request { target: Target::Token, client, page: 1, window: None, token: None };
        let decision = active.decide(&request, asked.addressed.now);
        Self { active, decision }
    }

    /// Whether the client is to get an answer.
    pub(super) fn is_answered(&self) -> bool {
        self.decision.end.is_none()
    }

    /// Whether anything is to go wrong at all.
    pub(super) fn is_any(&self) -> bool {
        self.decision != Decision::default()
    }

    /// What is said instead of an answer; `None` if there is to be one.
    pub(super) fn refusal(&self) -> Option<Response> {
        match self.decision.end? {
            End::Refused(status, wait) => Some(Refusal::OnPurpose(status, wait).into_response()),
            End::Broken(_) => None,
        }
    }

    /// What is to be wrong with the answer.
    pub(super) fn lies(&self) -> &[Meaning] {
        &self.decision.lies
    }

    /// The answer, in which `lies` have found something to be wrong with.
    pub(super) fn befalls(self, mut response: Response, lies: &[Meaning], addressed: &Addressed) -> Befallen {
        let Decision { words: mut faults, lies: _, late, late_in_world, end } = self.decision;
        let last = end.and_then(|_| faults.pop());
        faults.extend(lies.iter().map(|lie| Fault::Meaning(*lie).word()));
        faults.extend(last);
        if !faults.is_empty() {
            response.headers_mut().insert(FAULT, self.active.told(&faults));
        }
        if let Some(End::Broken(network)) = end {
            response.extensions_mut().insert(network);
        }
        let date_off = lies.iter().fold(Span::ZERO, |off, lie| match lie {
            Meaning::DateBehind { by } => off - *by,
            Meaning::DateAhead { by } => off + *by,
            Meaning::RowMissing { .. }
            | Meaning::TotalChanged { .. }
            | Meaning::UpToStale { .. }
            | Meaning::LateData { .. }
            | Meaning::Lie(_) => off,
        });
        // Where the world's time stands still, nobody waits for it: the answer says that it came later.
        let (in_real, date_off) = match addressed.world.clock().pace() {
            Pace::Frozen => (late, date_off + late_in_world),
            Pace::Running(rate) => (late + Span::from_millis(late_in_world.as_millis() / i64::from(rate)), date_off),
        };
        let wait = Duration::from_millis(u64::try_from(in_real.as_millis()).unwrap_or_default());
        Befallen { response, wait, date_off }
    }
}
