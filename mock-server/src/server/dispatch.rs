//! Who answers a request, where it is written down, and what all answers say.

use std::convert::Infallible;
use std::task::{Context, Poll};

use axum::Router;
use axum::http::{Method, Request, Uri};
use axum::response::{IntoResponse as _, Response};
use futures_util::future::{BoxFuture, Either, Ready, ready};
use scenarios::time::{Instant, Span};
use tower::Service;

use super::amiss::{self, Amiss, Befallen};
use super::{browsers, dated, fault, path};
use crate::clock::system_now;
use crate::distortion::{self, Distorted};
use crate::error::Refusal;
use crate::host::Host;
use crate::journal::{Answering, Entry, Paged, Real};
use crate::request::addressed::Addressed;
use crate::request::authorised::bearer;
use crate::router::{router, stats};
use crate::routes::answer::{self, Sent};
use crate::routes::token::Asked;

/// What answers requests: the Stats API, where there is nothing to wait for, and the routes of everything else.
///
/// What is asked of a world is written into its journal.
#[derive(Clone, Debug)]
pub(super) struct Dispatch {
    host: Host,
    routes: Router,
}

type Answer = Result<Response, Infallible>;

impl Dispatch {
    pub(super) fn new(host: Host) -> Self {
        Self { routes: router(host.clone()).layer(fault::layer()), host }
    }
}

impl<B> Service<Request<B>> for Dispatch
where
    Router: Service<Request<B>, Response = Response, Error = Infallible>,
    <Router as Service<Request<B>>>::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Either<Ready<Answer>, BoxFuture<'static, Answer>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let sent = path::plain(request.uri()).map(|plain| std::mem::replace(request.uri_mut(), plain));
        let at_once = |response, now| Either::Left(ready(Ok(finished(response, now))));
        if request.method() == Method::OPTIONS {
            return at_once(browsers::permission(request.headers()), self.host.world().1);
        }
        if !is_asked_of_a_world(request.uri()) {
            let (host, answer) = (self.host.clone(), self.routes.call(request));
            return Either::Right(Box::pin(async move { Ok(finished(answer.await?, host.world().1)) }));
        }
        let addressed = match Addressed::of(request.uri(), request.headers(), &self.host) {
            Ok(addressed) => addressed,
            Err(refusal) => return at_once(refusal.into_response(), self.host.world().1),
        };
        let sent = sent.as_ref().unwrap_or(request.uri());
        let received = system_now();
        let answering = Answering::begin(&addressed.hosted);
        let real = Real { received, answered: received, others: answering.others };
        let entry = Entry::of(request.method(), sent, request.headers(), addressed.now, real);
        let route = stats(request.uri().path());
        let amiss = route.and_then(|route| {
            let active = amiss::plan(&self.host, &addressed, request.headers())?;
            Some(Amiss::with_question(active, Sent::of(&request), &addressed, route)).filter(Amiss::is_any)
        });
        match (route, amiss) {
            (Some(route), None) if addressed.world.takes_time() => {
                let (host, (parts, _)) = (self.host.clone(), request.into_parts());
                Either::Right(Box::pin(async move {
                    let token = bearer(&parts.headers).map(str::to_owned);
                    let (request, asked) = (Request::from_parts(parts, ()), addressed.clone());
                    let told = at_leisure(move || answer::to(Sent::of(&request), &host, &asked, route)).await;
                    let entry = entry.answered(&told.response, told.paged, system_now());
                    addressed.hosted.journal().write(entry, token.as_deref());
                    drop(answering);
                    Ok(finished(told.response, addressed.now))
                }))
            }
            (Some(route), None) => {
                let told = fault::withstood(|| answer::to(Sent::of(&request), &self.host, &addressed, route));
                // What is answered at once is answered in no time.
                let entry = entry.answered(&told.response, told.paged, received);
                addressed.hosted.journal().write(entry, bearer(request.headers()));
                drop(answering);
                at_once(told.response, addressed.now)
            }
            (Some(route), Some(amiss)) => {
                let token = bearer(request.headers()).map(str::to_owned);
                let written = Written { entry, paged: None, token };
                let (host, (parts, _)) = (self.host.clone(), request.into_parts());
                let asked = addressed.clone();
                Either::Right(Box::pin(async move {
                    let told = match amiss.refusal() {
                        Some(refusal) => Distorted::from(answer::Answer::unpaged(refusal)),
                        None => {
                            let (request, lies) = (Request::from_parts(parts, ()), amiss.lies().to_vec());
                            at_leisure(move || distortion::answer(Sent::of(&request), &host, &asked, route, &lies))
                                .await
                        }
                    };
                    let befallen = amiss.befalls(told.answer.response, &told.lies, &addressed);
                    let written =
                        Written { paged: told.answer.paged, entry: written.entry.up_to(told.up_to), ..written };
                    late(befallen, written, addressed, answering).await
                }))
            }
            (None, _) => {
                let written = Written { entry, paged: None, token: bearer(request.headers()).map(str::to_owned) };
                let is_for_a_token = is_for_a_token(&request);
                request.extensions_mut().insert(addressed.clone());
                let answer = self.routes.call(request);
                Either::Right(Box::pin(async move {
                    let response = answer.await?;
                    if is_for_a_token {
                        return for_a_token(response, written, addressed, answering).await;
                    }
                    drop(answering);
                    written.into_journal_of(&addressed, &response, system_now());
                    Ok(finished(response, addressed.now))
                }))
            }
        }
    }
}

/// Answers where nobody else is kept waiting: days of a centre at work are worked out when they are asked for.
async fn at_leisure<A>(answer: impl FnOnce() -> A + Send + 'static) -> A
where
    A: From<answer::Answer> + Send + 'static,
{
    let answered = tokio::task::spawn_blocking(|| fault::withstood(answer)).await;
    answered.unwrap_or_else(|_| answer::Answer::unpaged(Refusal::Internal.into_response()).into())
}

/// What is to be written into the journal.
struct Written {
    entry: Entry,
    paged: Option<Paged>,
    token: Option<String>,
}

/// What a request for a token is answered with, and what goes wrong with that.
///
/// Who asks, and so of which world, stands in the form: a plan can only be asked once that has been read.
async fn for_a_token(mut response: Response, written: Written, addressed: Addressed, answering: Answering) -> Answer {
    // Without a form that can be read nobody has asked.
    let asked = response.extensions_mut().remove();
    let asked = asked.unwrap_or(Asked { addressed, client: None, token: None });
    let amiss = amiss::plan_for_token(&asked).map(|active| Amiss::with_token_request(active, &asked));
    let refusal = amiss.as_ref().and_then(Amiss::refusal);
    let is_answered = amiss.as_ref().is_none_or(Amiss::is_answered);
    let Asked { addressed, token, .. } = asked;
    let given = token.filter(|_| refusal.is_none());
    if let Some(token) = given.as_deref().filter(|_| is_answered) {
        addressed.hosted.faults().given(token);
    }
    let written = Written { token: given.or(written.token), entry: written.entry.at(addressed.now), ..written };
    let response = refusal.unwrap_or(response);
    match amiss {
        Some(amiss) => {
            let (response, lies) = distortion::token(response, amiss.lies(), &addressed);
            late(amiss.befalls(response, &lies, &addressed), written, addressed, answering).await
        }
        None => {
            drop(answering);
            written.into_journal_of(&addressed, &response, system_now());
            Ok(finished(response, addressed.now))
        }
    }
}

/// An answer with which something has gone wrong, when it is time. It is written down at once: the client may not wait.
async fn late(befallen: Befallen, written: Written, addressed: Addressed, answering: Answering) -> Answer {
    let Befallen { response, wait, date_off } = befallen;
    let later = Span::from_millis(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX));
    written.into_journal_of(&addressed, &response, system_now() + later);
    let now = if wait.is_zero() {
        addressed.now
    } else {
        tokio::time::sleep(wait).await;
        addressed.world.clock().now()
    };
    drop(answering);
    Ok(finished(response, now + date_off))
}

impl Written {
    /// Writes it down, answered so at `answered` by the system's clock.
    fn into_journal_of(self, addressed: &Addressed, response: &Response, answered: Instant) {
        let entry = self.entry.answered(response, self.paged, answered);
        addressed.hosted.journal().write(entry, self.token.as_deref());
    }
}

fn is_for_a_token<B>(request: &Request<B>) -> bool {
    request.method() == Method::POST && request.uri().path().to_ascii_lowercase().ends_with("/auth/connect/token")
}

fn is_asked_of_a_world(uri: &Uri) -> bool {
    ["/stats/", "/Auth/", "/auth/", "/worlds/"].iter().any(|begin| uri.path().starts_with(begin))
}

/// What is said in every answer, given at `now`.
fn finished(mut response: Response, now: Instant) -> Response {
    browsers::permit(response.headers_mut());
    dated::date(response.headers_mut(), now);
    response
}
