//! Who answers a request, where it is written down, and what all answers say.

use std::convert::Infallible;
use std::task::{Context, Poll};

use axum::Router;
use axum::http::{Method, Request, Uri};
use axum::response::{IntoResponse as _, Response};
use futures_util::future::{BoxFuture, Either, Ready, ready};
use scenarios::time::Instant;
use tower::Service;

use super::{browsers, dated, fault, path};
use crate::clock::system_now;
use crate::error::Refusal;
use crate::host::Host;
use crate::journal::{Answering, Entry, Given, Real};
use crate::request::addressed::Addressed;
use crate::request::authorised::bearer;
use crate::router::{Route, router, stats};
use crate::routes::answer;

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
        if let (Some(route), true) = (route, addressed.world.takes_time()) {
            let (host, (parts, _)) = (self.host.clone(), request.into_parts());
            return Either::Right(Box::pin(async move {
                let token = bearer(&parts.headers).map(str::to_owned);
                let told = at_leisure(Request::from_parts(parts, ()), host, addressed.clone(), route).await;
                let entry = entry.answered(&told.response, told.paged, system_now());
                addressed.hosted.journal().write(entry, token.as_deref());
                drop(answering);
                Ok(finished(told.response, addressed.now))
            }));
        }
        if let Some(route) = route {
            let told = fault::withstood(|| answer::to(&request, &self.host, &addressed, route));
            // What is answered at once is answered in no time.
            let entry = entry.answered(&told.response, told.paged, received);
            addressed.hosted.journal().write(entry, bearer(request.headers()));
            drop(answering);
            return at_once(told.response, addressed.now);
        }
        let sent_token = bearer(request.headers()).map(str::to_owned);
        request.extensions_mut().insert(addressed.clone());
        let answer = self.routes.call(request);
        Either::Right(Box::pin(async move {
            let mut response = answer.await?;
            drop(answering);
            // A token request that names no world in its path is found to be another world's only when its form is read:
            // the answer says so.
            let addressed = response.extensions_mut().remove().unwrap_or(addressed);
            let given: Option<Given> = response.extensions_mut().remove();
            let token = given.map(|Given(token)| token).or(sent_token);
            let entry = entry.answered(&response, None, system_now()).at(addressed.now);
            addressed.hosted.journal().write(entry, token.as_deref());
            Ok(finished(response, addressed.now))
        }))
    }
}

/// Answers where nobody else is kept waiting: days of a centre at work are worked out when they are asked for.
async fn at_leisure(request: Request<()>, host: Host, addressed: Addressed, route: &'static Route) -> answer::Answer {
    let answer = move || fault::withstood(|| answer::to(&request, &host, &addressed, route));
    let answered = tokio::task::spawn_blocking(answer).await;
    answered.unwrap_or_else(|_| answer::Answer::unpaged(Refusal::Internal.into_response()))
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
