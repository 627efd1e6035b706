//! Time can be gone through in any direction: what is answered at an instant depends on nothing else.

use std::path::Path;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use mock_server::host::{Host, Patience};
use mock_server::server::{App, app};
use mock_server::world::Settings;
use scenarios::format;
use scenarios::scenario::Scenario;
use scenarios::time::{Instant, Span};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::questions;
use crate::support::{TOKEN, V3, settings, world};

/// A server without a socket.
struct Unplugged(App);

type Failure = Box<dyn std::error::Error>;

/// Steps from change to change, and back again. At each instant the answers are those of a world that was made there.
pub(crate) fn stepping_answers_as_a_fresh_world_does(path: &Path) -> datatest_stable::Result<()> {
    let scenario = match format::parse(&std::fs::read_to_string(path)?) {
        Ok(source) => source.scenario,
        Err(problems) => return Err(format!("{}", problems[0]).into()),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let stepped = Unplugged::at(path, scenario.start - Span::from_secs(1));
        let mut instants = Vec::new();
        while let Some(now) = stepped.advance().await? {
            let fresh = Unplugged::at(path, now).answers(&scenario, now).await?;
            same(now, &stepped.answers(&scenario, now).await?, &fresh)?;
            instants.push((now, fresh));
        }
        for (now, fresh) in instants.iter().rev() {
            stepped.set(*now).await?;
            same(*now, &stepped.answers(&scenario, *now).await?, fresh)?;
        }
        Ok(())
    })
}

fn same(now: Instant, found: &[String], expected: &[String]) -> Result<(), Failure> {
    match found.iter().zip(expected).find(|(found, expected)| found != expected) {
        None => Ok(()),
        Some((found, expected)) => Err(format!("at {now}: stepped\n{found}\nfresh\n{expected}").into()),
    }
}

impl Unplugged {
    fn at(path: &Path, now: Instant) -> Self {
        let world = world(path, &Settings { at: Some(now), ..settings() });
        Self(app(Host::new(world, Patience::default())))
    }

    /// Goes to the next change, and tells when that is; `None` if there is none.
    async fn advance(&self) -> Result<Option<Instant>, Failure> {
        let body = json!({ "toNextChange": true }).to_string();
        let advanced = self.ask(Request::post("/__control/worlds/default/clock/advance").body(body.into())?).await?;
        if advanced.starts_with("409") {
            return Ok(None);
        }
        let body: Value = serde_json::from_str(advanced.split_once('\n').map_or("", |(_, body)| body))?;
        Ok(Some(Instant::parse(body["now"].as_str().unwrap_or_default())?))
    }

    async fn set(&self, now: Instant) -> Result<(), Failure> {
        let body = json!({ "now": now.to_string() }).to_string();
        self.ask(Request::put("/__control/worlds/default/clock").body(body.into())?).await.map(drop)
    }

    /// The answers to everything that can be asked at `now`, each after its question.
    async fn answers(&self, scenario: &Scenario, now: Instant) -> Result<Vec<String>, Failure> {
        let mut answers = Vec::new();
        for question in questions::all(scenario, now) {
            let request = Request::get(format!("/stats{question}")).header("accept", V3);
            let request = request.header("authorization", format!("Bearer {TOKEN}")).body(Body::empty())?;
            answers.push(format!("{question}: {}", self.ask(request).await?));
        }
        Ok(answers)
    }

    /// An answer: the status and the headers on a line, and the body on the next.
    async fn ask(&self, request: Request<Body>) -> Result<String, Failure> {
        let Ok(answer) = self.0.clone().oneshot(request).await;
        let (head, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await?;
        Ok(format!("{} {:?}\n{}", head.status.as_u16(), head.headers, String::from_utf8_lossy(&body)))
    }
}
