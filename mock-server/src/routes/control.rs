//! The control API: making worlds, and moving their clocks. All of it is our choice.

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse as _, Response};
use scenarios::time::Instant;
use serde::Serialize;

use crate::catalog;
use crate::error::Refusal;
use crate::host::{Host, Hosted};
use crate::journey::{self, Advance};
use crate::json;
use crate::load::{Story, Trouble};
use crate::request::controlled::Controlled;
use crate::wire::control::{self, Advanced, Clock, FromCatalog, Health, Journal, SetClock, Truth, Worlds};
use crate::wire::truth::{QUESTIONS, Question};
use crate::wire::value::DateTime;
use crate::world::{DEFAULT, World};

/// That the server is there.
pub(crate) async fn health(State(host): State<Host>) -> Response {
    answer(StatusCode::OK, &Health { status: "ok", worlds: host.worlds().len() })
}

/// All worlds.
pub(crate) async fn list(State(host): State<Host>, asked: Controlled) -> Response {
    let worlds = host.worlds().iter().map(|hosted| described(hosted, &asked.base())).collect();
    answer(StatusCode::OK, &Worlds { worlds })
}

/// Makes a world of a scenario's text, of a scenario of the catalog, or of recorded answers.
pub(crate) async fn make(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    let settings = asked.settings()?;
    let story = story(&host, &asked)?;
    let world = World::of(story, &settings).map_err(|problems| {
        let shifted = |problem| Trouble::Mismatched(format!("when it is shifted, {problem}"));
        Refusal::Wrong(problems.into_iter().map(shifted).collect())
    })?;
    Ok(answer(StatusCode::CREATED, &described(&host.add(world), &asked.base())))
}

/// One world.
pub(crate) async fn inspect(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    Ok(answer(StatusCode::OK, &described(&*asked.world(&host)?, &asked.base())))
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
    let advanced = journey::advance(&hosted, &advance, |world, from, to| {
        Advanced::of(Clock::of(to, world.clock().pace()), &world.timeline().changes_between(from, to))
    })?;
    Ok(answer(StatusCode::OK, &advanced))
}

/// What was asked of a world.
pub(crate) async fn journal(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    const LONGEST: u64 = 1000;
    let hosted = asked.world(&host)?;
    let after = asked.whole("after", 0, u64::MAX)?.unwrap_or(0);
    let limit = asked.whole("limit", 1, LONGEST)?.unwrap_or(LONGEST);
    let part = hosted.journal().part(after, usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(answer(StatusCode::OK, &Journal::of(&part)))
}

/// Empties the journal of a world.
pub(crate) async fn empty_journal(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    asked.world(&host)?.journal().empty();
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The answer to an analyst's question about a world.
pub(crate) async fn truth(State(host): State<Host>, asked: Controlled) -> Result<Response, Refusal> {
    let (world, now) = asked.world(&host)?.now();
    let name = asked.last_of_path();
    let question = QUESTIONS.iter().find(|(known, _)| *known == name).map(|(_, question)| *question);
    let question = question.ok_or_else(|| Refusal::UnknownQuestion(name.to_owned()))?;
    let scenario = world.scenario().ok_or(Refusal::NoTruth)?;
    let (start, end) = (asked.instant("start")?, asked.instant("end")?);
    let as_of = end.unwrap_or(now);
    let items = match question {
        Question::InWindow(answer) => {
            // What happens at the very end of a window that is asked for does not belong to it.
            let lies_in = |at: Instant| start.is_none_or(|start| start <= at) && end.is_none_or(|end| at < end);
            let happened = answer(scenario, as_of).into_iter().filter(|(at, _)| lies_in(*at));
            happened.map(|(_, item)| item).collect()
        }
        Question::AsOf(_) if start.is_some() => return Err(Refusal::NoWindow),
        Question::AsOf(answer) => answer(scenario, as_of),
    };
    Ok(answer(StatusCode::OK, &Truth { as_of: DateTime(as_of), items }))
}

fn story(host: &Host, asked: &Controlled) -> Result<Story, Refusal> {
    let text = asked.text()?;
    let read = |name: &str, text: &str| host.library().story(name, text).map_err(Refusal::Wrong);
    if !asked.is_json(text) {
        return read("body.toml", text);
    }
    match serde_json::from_str::<FromCatalog>(text) {
        Ok(FromCatalog { catalog: name }) => match catalog::scenario(&name) {
            Ok(text) => read("body.toml", text),
            Err(nearest) => Err(Refusal::UnknownScenario(name, nearest)),
        },
        Err(_) => read("body.json", text),
    }
}

fn described(hosted: &Hosted, base: &str) -> control::World {
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
        settled: world.timeline().settled().map(DateTime),
    }
}

fn answer(status: StatusCode, body: &impl Serialize) -> Response {
    let mut response = json::response(status, body);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
