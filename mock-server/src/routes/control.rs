//! The control API: making worlds, and moving their clocks. All of it is our choice.

use std::path::Path;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use scenarios::format;
use serde::Serialize;

use crate::catalog;
use crate::error::Refusal;
use crate::happened;
use crate::host::{Host, Hosted};
use crate::journey::{self, Advance};
use crate::json;
use crate::load::{self, Trouble};
use crate::request::controlled::Controlled;
use crate::wire::control::{self, Advanced, Clock, FromCatalog, Health, Journal, SetClock, Worlds};
use crate::wire::truth::QUESTIONS;
use crate::wire::value::DateTime;
use crate::world::{DEFAULT, Settings, World};

/// That the server is there.
pub(crate) async fn health(State(host): State<Host>) -> Response {
    answer(StatusCode::OK, &Health { status: "ok", worlds: host.worlds().len() })
}

/// All worlds.
pub(crate) async fn list(State(host): State<Host>, asked: Controlled) -> Response {
    let worlds = host.worlds().iter().map(|hosted| described(&host, hosted, &asked.base())).collect();
    answer(StatusCode::OK, &Worlds { worlds })
}

/// Makes a world of a scenario's text, of a scenario of the catalog, of the config of a centre, or of recorded answers.
pub(crate) async fn make(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    let world = told(&host, &asked, &asked.settings()?)?;
    Ok(answer(StatusCode::CREATED, &described(&host, &host.add(world), &asked.base())))
}

/// One world.
pub(crate) async fn inspect(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    Ok(answer(StatusCode::OK, &described(&host, &*asked.world(&host)?, &asked.base())))
}

/// Deletes a world, and ends its tokens.
pub(crate) async fn delete(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    let hosted = asked.world(&host)?;
    if hosted.id() == DEFAULT {
        return Err(Refusal::DefaultWorld);
    }
    // Somebody else may have been first: then it is gone as well.
    host.delete(hosted.id());
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// What happened in a world, as the text of a file; of a centre at work, on the days of a window.
pub(crate) async fn scenario(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    let (world, now) = asked.world(&host)?.now();
    let when = asked.window()?;
    let text = at_leisure(move || Ok(format::print(&*happened::scenario(&world, when, now)?))).await?;
    let mut response = text.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/toml"));
    Ok(unstored(response))
}

/// Has a world tell another story, from now on. Its address, credentials and journal stay; its clock does too, but for
/// what the parameters say.
pub(crate) async fn retell(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    let hosted = asked.world(&host)?;
    let settings = asked.settings()?;
    let told = told(&host, &asked, &settings)?;
    hosted.replaced::<_, Refusal>(|old, now| {
        let world = told.in_place_of(old, now, &settings);
        hosted.faults().are_told_by(&world);
        Ok((world, ()))
    })?;
    Ok(answer(StatusCode::OK, &described(&host, &hosted, &asked.base())))
}

/// A world's clock.
pub(crate) async fn clock(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    let (world, now) = asked.world(&host)?.now();
    Ok(answer(StatusCode::OK, &Clock::of(now, world.clock().pace())))
}

/// Sets a world's clock, forwards or back.
pub(crate) async fn set_clock(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    let hosted = asked.world(&host)?;
    let (to, pace) = asked.json::<SetClock>()?.read().map_err(Refusal::WrongBody)?;
    let (clock, now) = journey::set(&hosted, to, pace);
    Ok(answer(StatusCode::OK, &Clock::of(now, clock.pace())))
}

/// Moves a world's clock forwards. Whoever asks after the answer has come is answered of the new instant.
pub(crate) async fn advance(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    let hosted = asked.world(&host)?;
    let advance: Advance = asked.json::<control::Advance>()?.read().map_err(Refusal::WrongBody)?;
    let work = move || {
        let advanced = journey::advance(&host, &hosted, &advance, |world, from, to| {
            let mut advanced = Advanced::to(Clock::of(to, world.clock().pace()));
            host.remembered(world).history().changes_between(from, to, |change| advanced.falls_due(change));
            advanced
        });
        Ok(advanced?)
    };
    Ok(answer(StatusCode::OK, &at_leisure(work).await?))
}

/// What was asked of a world.
pub(crate) async fn journal(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    const LONGEST: u64 = 1000;
    let hosted = asked.world(&host)?;
    let after = asked.whole("after", 0, u64::MAX)?.unwrap_or(0);
    let limit = asked.whole("limit", 1, LONGEST)?.unwrap_or(LONGEST);
    let part = hosted.journal().part(after, usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(answer(StatusCode::OK, &Journal::of(&part, asked.flag("real")?)))
}

/// Empties the journal of a world.
pub(crate) async fn empty_journal(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    asked.world(&host)?.journal().empty();
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The plan of faults of a world, and what has become of it.
pub(crate) async fn faults(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    Ok(answer(StatusCode::OK, &control::Faults::of(asked.world(&host)?.faults().plan().as_deref())))
}

/// Gives a world a plan of faults, in the place of the one that it has. It begins now, and so does all counting.
pub(crate) async fn set_faults(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    let hosted = asked.world(&host)?;
    let text = asked.text()?;
    let name = if asked.is_json(text) { "body.json" } else { "body.toml" };
    let plan = load::faults_of(Path::new(name), &text.into()).map_err(Refusal::Wrong)?;
    let (_, now) = hosted.now();
    hosted.faults().set(plan, now);
    Ok(answer(StatusCode::OK, &control::Faults::of(hosted.faults().plan().as_deref())))
}

/// Ends the plans of faults of a world, those of single clients included.
pub(crate) async fn end_faults(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    asked.world(&host)?.faults().end();
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The answer to an analyst's question about a world.
pub(crate) async fn truth(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    let (world, now) = asked.world(&host)?.now();
    let name = asked.last_of_path();
    let question = QUESTIONS.iter().find(|question| question.name == name);
    let question = question.ok_or_else(|| Refusal::UnknownQuestion(name.to_owned()))?;
    let when = asked.window()?;
    let answer_to = move || {
        let (scenario, when) = happened::truth(&world, question, when, now)?;
        Ok((question.answer)(&scenario, &when))
    };
    Ok(answer(StatusCode::OK, &at_leisure(answer_to).await?))
}

/// Does what may take a while, as whatever is asked of a centre at work does, where nobody else is kept waiting.
async fn at_leisure<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(Refusal::Internal))
}

/// The world that the body tells of: in the text of a scenario, by the name of one of the catalog, in the config of a
/// centre, or in recorded answers.
fn told(host: &Host, asked: &Controlled, settings: &Settings) -> Result<World, Refusal> {
    let text = asked.text()?;
    let seed = asked.seed()?;
    let read = |name: &str, text: &str| {
        let story = host.library().story(name, text, seed).map_err(Refusal::Wrong)?;
        World::of(story, settings).map_err(|problems| {
            let shifted = |problem| Trouble::Mismatched(format!("when it is shifted, {problem}"));
            Refusal::Wrong(problems.into_iter().map(shifted).collect())
        })
    };
    if !asked.is_json(text) {
        return read("body.toml", text);
    }
    match serde_json::from_str::<FromCatalog>(text) {
        Ok(FromCatalog { catalog: name }) => match catalog::scenario(&name) {
            Ok(text) => Ok(read("body.toml", text)?.titled(&name)),
            Err(nearest) => Err(Refusal::UnknownScenario(name, nearest)),
        },
        Err(_) => read("body.json", text),
    }
}

fn described(host: &Host, hosted: &Hosted, base: &str) -> control::World {
    let (world, now) = hosted.now();
    let base = if hosted.id() == DEFAULT { base.to_owned() } else { format!("{base}/worlds/{}", hosted.id()) };
    let client = world.credentials().example();
    control::World {
        id: hosted.id().to_owned(),
        client_id: client.map(|(id, _)| id.to_owned()),
        client_secret: client.map(|(_, secret)| secret.to_owned()),
        token: world.credentials().ready(),
        token_url: format!("{base}/Auth/connect/token"),
        base_url: base,
        clock: Clock::of(now, world.clock().pace()),
        story: control::Story::of(&world),
        settled: host.remembered(&world).history().settled().flatten().map(DateTime),
        shape: world.shape().into(),
    }
}

fn answer(status: StatusCode, body: &impl Serialize) -> Response {
    unstored(json::response(status, body))
}

fn unstored(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
