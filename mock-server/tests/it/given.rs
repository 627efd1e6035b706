//! Servers for tests, and what they answer.

use std::path::PathBuf;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::header::{ACCEPT, AUTHORIZATION};
use axum::http::{HeaderMap, Request, StatusCode};
use mock_server::host::{Host, Patience};
use mock_server::load::Story;
use mock_server::server::app;
use mock_server::world::{Settings, World};
use scenarios::{format, timeline};
use serde_json::Value;
use tower::ServiceExt as _;

pub(crate) const V2: &str = "application/vnd.newvoicemedia.v2+json";
pub(crate) const V3: &str = "application/vnd.newvoicemedia.v3+json";
pub(crate) const TOKEN: &str = "letmein";

/// The recorded answers of the catalog.
pub(crate) fn catalog(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios/catalog/recorded")).join(name)
}

pub(crate) fn settings() -> Settings {
    Settings { token: Some(TOKEN.to_owned()), ..Settings::default() }
}

pub(crate) fn host(files: &[PathBuf]) -> Host {
    Host::new(World::open(files, &settings()).expect("the files are right"), Patience::default())
}

/// A host of the FAQ's answers, which stands at 2020-01-10T11:14:32.864Z.
pub(crate) fn faq() -> Host {
    host(&[catalog("")])
}

/// The story of the scenario that is told by `toml`.
pub(crate) fn story(toml: &str) -> Story {
    let scenario = format::parse(toml).expect("the text is right").scenario;
    let timeline = timeline::compile(&scenario).expect("the scenario is right");
    Story::Told(Arc::new(scenario), Arc::new(timeline))
}

/// A host of the one scenario that is told by `toml`.
pub(crate) fn told(toml: &str) -> Host {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("told.toml");
    std::fs::write(&file, toml).expect("a file can be written");
    host(&[file])
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn message(&self) -> &str {
        self.body["message"].as_str().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// The answer to somebody who asks as documented.
pub(crate) async fn get(host: &Host, path: &str) -> Answer {
    get_in(V3, host, path).await
}

pub(crate) async fn get_in(version: &str, host: &Host, path: &str) -> Answer {
    let request = Request::get(path).header(ACCEPT, version).header(AUTHORIZATION, format!("Bearer {TOKEN}"));
    send(host, request.body(Body::empty()).expect("the request is one")).await
}

pub(crate) async fn send(host: &Host, request: Request<Body>) -> Answer {
    let Ok(response) = app(host.clone()).oneshot(request).await;
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("the answer has an end");
    let body = serde_json::from_slice(&bytes).unwrap_or_default();
    Answer { status: parts.status, headers: parts.headers, body }
}
