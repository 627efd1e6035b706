//! The examples of the document: real answers of a server whose world is a small scenario.

use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::host::{Host, Patience};
use crate::load::Story;
use crate::server::{App, app};
use crate::world::{Settings, World};

/// What the examples are about.
const SCENARIO: &str = include_str!("example.toml");

const TOKEN: &str = "example";
const VERSION: &str = "application/vnd.newvoicemedia.v3+json";

/// The server that gives the examples.
pub(super) struct Examples(Option<App>);

impl Examples {
    /// That server.
    pub(super) fn new() -> Self {
        let settings = Settings { token: Some(TOKEN.to_owned()), ..Settings::default() };
        let world = Story::of_text(SCENARIO).and_then(|story| World::of(story, &settings).ok());
        Self(world.map(|world| app(Host::new(world, Patience::default()))))
    }

    /// The answer to somebody who asks as documented.
    pub(super) async fn answer(&self, path: &str) -> Value {
        self.ask(Request::get(path).header(ACCEPT, VERSION).header(AUTHORIZATION, bearer(TOKEN))).await
    }

    /// The answer to somebody who asks for no version.
    pub(super) async fn without_version(&self) -> Value {
        self.ask(Request::get("/stats/agent-status").header(AUTHORIZATION, bearer(TOKEN))).await
    }

    /// The answer to somebody who has no token.
    pub(super) async fn without_token(&self) -> Value {
        self.ask(Request::get("/stats/agent-status").header(ACCEPT, VERSION)).await
    }

    /// The answer to somebody whose token is for another scope.
    pub(super) async fn with_other_scope(&self) -> Value {
        let given = self.token("users:read").await;
        let token = bearer(given["access_token"].as_str().unwrap_or_default());
        self.ask(Request::get("/stats/agent-status").header(ACCEPT, VERSION).header(AUTHORIZATION, token)).await
    }

    /// The answer to somebody who asks for a token.
    pub(super) async fn token(&self, scope: &str) -> Value {
        let form = format!("grant_type=client_credentials&client_id=any-id&client_secret=any-secret&scope={scope}");
        let request = Request::post("/Auth/connect/token").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form))).await
    }

    async fn ask(&self, request: axum::http::request::Builder) -> Value {
        self.send(request.body(Body::empty())).await
    }

    async fn send(&self, request: Result<Request<Body>, axum::http::Error>) -> Value {
        let (Some(app), Ok(request)) = (self.0.clone(), request) else { return Value::Null };
        let Ok(response) = app.oneshot(request).await;
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap_or_default();
        serde_json::from_slice(&body).unwrap_or(json!(null))
    }
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}
