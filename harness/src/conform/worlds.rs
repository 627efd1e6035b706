//! Worlds of one's own, on a server that can make them: each claim finds what it takes to be decided.
//!
//! The control API is the mock server's own; the real service has none. Everything goes over HTTP.

use std::rc::Rc;

use scenarios::time::{Instant, Span};
use serde_json::json;

use super::ask::{Answer, Body};
use super::node::Node;
use super::objection::Objection;
use super::peer::{Credentials, Peer, Purse};
use super::scene::Scene;

/// Where worlds are made, and what is done to each of them.
#[derive(Clone, Debug)]
pub struct Control {
    /// The server's address.
    pub url: String,
    /// What it wants to be told, if it was started with a control token.
    pub token: Option<String>,
    /// What the faults of each world are set to, in the control API's words; without it they tell the truth.
    pub faults: Option<String>,
}

/// A maker of worlds.
#[derive(Debug)]
pub(super) struct Worlds {
    control: Control,
    purse: Rc<Purse>,
}

/// A world, which is deleted with its value.
#[derive(Debug)]
pub(super) struct World<'w> {
    worlds: &'w Worlds,
    name: String,
    id: String,
    peer: Rc<Peer>,
    pub(super) start: Instant,
    /// From when on nothing changes.
    pub(super) settled: Instant,
}

impl Worlds {
    pub(super) fn new(control: Control, purse: Rc<Purse>) -> Self {
        Self { control, purse }
    }

    /// A world of that scenario of the catalog, or of that scenario's text.
    pub(super) fn make(&self, scenario: &str) -> Result<World<'_>, Objection> {
        let (name, body) = match scenario.contains('\n') {
            true => ("a scenario of its own", scenario.to_owned()),
            false => (scenario, json!({ "catalog": scenario }).to_string()),
        };
        let answer = self.send(reqwest::Method::POST, "", body)?;
        let told = Node::of(&answer);
        let text = |field| told.at(field).text().map(str::to_owned);
        let client = match (told.at("clientId").text_or_null()?, told.at("clientSecret").text_or_null()?) {
            (Some(id), Some(secret)) => Some((id.to_owned(), secret.to_owned())),
            _ => None,
        };
        let credentials = Credentials { client, token: Some(text("token")?) };
        let peer = Peer::new(&text("baseUrl")?, &text("tokenUrl")?, credentials, Rc::clone(&self.purse));
        let start = told.at("story").at("start").instant()?;
        let settled = if told.at("settled").is_null() { start } else { told.at("settled").instant()? };
        // A window up to now does not hold what starts now.
        let settled = settled.max(start + Span::from_secs(1)) + Span::from_millis(1);
        let world = World { worlds: self, name: name.to_owned(), id: text("id")?, peer: Rc::new(peer), start, settled };
        let path = format!("/{}/faults", world.id);
        match &self.control.faults {
            Some(faults) => drop(self.send(reqwest::Method::PUT, &path, faults.clone())?),
            // A story may have faults of its own, which say nothing about the server.
            None => drop(self.send(reqwest::Method::DELETE, &path, String::new())?),
        }
        Ok(world)
    }

    fn send(&self, method: reqwest::Method, path: &str, body: String) -> Result<Answer, Objection> {
        let url = format!("{}/__control/worlds{path}", self.control.url.trim_end_matches('/'));
        let asked = format!("{method} {url}");
        let answer = self.purse.send(&asked, |client| {
            let request = client.request(method.clone(), &url).body(body.clone());
            match &self.control.token {
                Some(token) => request.bearer_auth(token),
                None => request,
            }
        })?;
        match answer.status {
            200..300 => Ok(answer),
            status => {
                let body = match &answer.body {
                    Body::Json(body) => body["message"].as_str().unwrap_or_default().to_owned(),
                    Body::Text(text) => text.clone(),
                };
                Err(Objection::undecided(format!("{asked} is answered with {status}: {body}")))
            }
        }
    }
}

impl World<'_> {
    /// The world at that instant: from its story's start up to then.
    pub(super) fn at(&self, now: Instant) -> Result<Scene, Objection> {
        let body = json!({ "now": now.to_string() }).to_string();
        self.worlds.send(reqwest::Method::PUT, &format!("/{}/clock", self.id), body)?;
        self.peer.forget();
        let name = format!("{} at {now}", self.name);
        Ok(Scene { name, peer: Rc::clone(&self.peer), start: self.start, end: now, now: Some(now) })
    }

    /// The world so many thousandths of its story's time after the start.
    pub(super) fn after(&self, permille: i64) -> Result<Scene, Objection> {
        let whole = (self.settled - self.start).as_millis();
        self.at(self.start + Span::from_millis(whole * permille / 1000))
    }
}

impl Drop for World<'_> {
    fn drop(&mut self) {
        // If it cannot be deleted, it ends with its server.
        let _ = self.worlds.send(reqwest::Method::DELETE, &format!("/{}", self.id), String::new());
    }
}
