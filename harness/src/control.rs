//! The server's control API, as the harness uses it: a world for each case, its clock, and what was asked of it.

use reqwest::{Method, StatusCode};
use scenarios::time::Instant;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::contract::Credentials;
use crate::moment;
use crate::rules::Exchange;

/// Whoever controls a server.
#[derive(Clone, Debug)]
pub struct Control {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

/// A world, and all that a client needs to ask it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct World {
    /// Its name.
    pub id: String,
    client_id: Option<String>,
    client_secret: Option<String>,
    /// A token that is good as long as the world is there.
    pub token: String,
    /// What a client is to take for the address of the API.
    pub base_url: String,
    /// What a client is to take for the address of the token endpoint.
    pub token_url: String,
    /// From when on nothing changes any more; `None` if nothing is told.
    #[serde(default, with = "moment::optional")]
    pub settled: Option<Instant>,
}

/// Everything that was asked of a world.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// The requests, in the order of their answers.
    pub requests: Vec<Exchange>,
    /// How many the server had thrown away before they could be read.
    pub missed: u64,
}

/// How a world is to answer differently from what it usually does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Differently {
    /// The most items that a page has, whatever is asked for; `None` for no such limit.
    pub(crate) largest_page: Option<u32>,
    /// Whether what goes wrong on purpose in the scenario does.
    pub(crate) with_faults: bool,
}

/// Why a world cannot be controlled.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server cannot be reached, or breaks off.
    #[error("the server does not answer to {request}: {}", cause(error))]
    Unanswered {
        /// What was asked.
        request: String,
        /// Why not.
        #[source]
        error: reqwest::Error,
    },
    /// Nothing can be controlled there.
    #[error("{0} is no mock server: {1} to GET /__control/health")]
    NoMock(String, StatusCode),
    /// It refuses.
    #[error("the server answers {status} to {request}: {body}")]
    Refused {
        /// What was asked.
        request: String,
        /// The status of the answer.
        status: StatusCode,
        /// Its body.
        body: String,
    },
    /// It answers something else.
    #[error("the server's answer to {0} cannot be read: {1}")]
    Unreadable(String, #[source] serde_json::Error),
}

#[derive(Deserialize)]
struct Part {
    entries: Vec<Exchange>,
    next: Option<u64>,
}

impl Control {
    /// Of the server at that address.
    pub fn of(http: reqwest::Client, base: &str, token: Option<String>) -> Self {
        Self { http, base: base.trim_end_matches('/').to_owned(), token }
    }

    /// The server's address.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Whether there is a mock server at all.
    ///
    /// # Errors
    ///
    /// If nobody answers, or somebody else.
    pub async fn is_there(&self) -> Result<(), Error> {
        let url = format!("{}/__control/health", self.base);
        let answer = self.http.get(&url).send().await;
        let answer = answer.map_err(|error| Error::Unanswered { request: format!("GET {url}"), error })?;
        match answer.status() {
            status if status.is_success() => Ok(()),
            status => Err(Error::NoMock(self.base.clone(), status)),
        }
    }

    /// Makes a world of a scenario's text, whose clock stands at that instant, or where the scenario has it stand. Nothing
    /// goes wrong in it on purpose, whatever the scenario says of faults: what is judged is what an analysis makes of the
    /// truth.
    ///
    /// # Errors
    ///
    /// If the server does not answer, or refuses.
    pub async fn make(&self, scenario: &str, at: Option<Instant>) -> Result<World, Error> {
        self.make_with(scenario, at, Differently::default()).await
    }

    /// The same for a world that is to answer differently.
    ///
    /// # Errors
    ///
    /// If the server does not answer, or refuses.
    pub(crate) async fn make_with(
        &self,
        scenario: &str,
        at: Option<Instant>,
        how: Differently,
    ) -> Result<World, Error> {
        let at = at.map(|at| format!("at={at}"));
        let largest_page = how.largest_page.map(|items| format!("largestPage={items}"));
        let faults = (!how.with_faults).then(|| "faults=none".to_owned());
        let query: Vec<String> = faults.into_iter().chain(at).chain(largest_page).collect();
        self.ask(Method::POST, &format!("?{}", query.join("&")), scenario.to_owned()).await
    }

    /// Moves a world's clock forwards. When this is done, every answer is of the new instant.
    ///
    /// # Errors
    ///
    /// If the server does not answer, or refuses.
    pub async fn advance(&self, world: &World, to: Instant) -> Result<(), Error> {
        let path = format!("/{}/clock", world.id);
        self.send(Method::PUT, &path, json!({ "now": to.to_string() }).to_string()).await.map(|_| ())
    }

    /// Sets a world's clock, forwards or back.
    ///
    /// # Errors
    ///
    /// If the server does not answer, or refuses.
    pub async fn set(&self, world: &World, now: Instant) -> Result<(), Error> {
        let body = json!({ "now": now.to_string() }).to_string();
        self.send(Method::PUT, &format!("/{}/clock", world.id), body).await.map(|_| ())
    }

    /// Gives a world a plan of faults, as the text of a file.
    ///
    /// # Errors
    ///
    /// If the server does not answer, or refuses.
    pub async fn set_faults(&self, world: &World, plan: &str) -> Result<(), Error> {
        self.send(Method::PUT, &format!("/{}/faults", world.id), plan.to_owned()).await.map(|_| ())
    }

    /// Ends a world's plans of faults.
    ///
    /// # Errors
    ///
    /// If the server does not answer, or refuses.
    pub async fn end_faults(&self, world: &World) -> Result<(), Error> {
        self.send(Method::DELETE, &format!("/{}/faults", world.id), String::new()).await.map(|_| ())
    }

    /// Takes note of what was asked of a world since `journal` was last read.
    ///
    /// # Errors
    ///
    /// If the server does not answer, or refuses.
    pub async fn read_on(&self, world: &World, journal: &mut Journal) -> Result<(), Error> {
        loop {
            let after = journal.requests.last().map_or(0, |request| request.number);
            let path = format!("/{}/journal?real=true&after={after}", world.id);
            let part: Part = self.ask(Method::GET, &path, String::new()).await?;
            // What the server has thrown away since was asked after what is known already.
            let first = part.entries.first().map_or(after, |request| request.number - 1);
            journal.missed += first - after;
            journal.requests.extend(part.entries);
            if part.next.is_none() {
                return Ok(());
            }
        }
    }

    /// Deletes a world.
    ///
    /// # Errors
    ///
    /// If the server does not answer, or refuses.
    pub async fn delete(&self, world: &World) -> Result<(), Error> {
        self.send(Method::DELETE, &format!("/{}", world.id), String::new()).await.map(|_| ())
    }

    async fn ask<T: DeserializeOwned>(&self, method: Method, path: &str, body: String) -> Result<T, Error> {
        let told = self.send(method, path, body).await?;
        serde_json::from_str(&told).map_err(|error| Error::Unreadable(path.to_owned(), error))
    }

    async fn send(&self, method: Method, path: &str, body: String) -> Result<String, Error> {
        let request = format!("{method} {}/__control/worlds{path}", self.base);
        let mut sent = self.http.request(method, format!("{}/__control/worlds{path}", self.base)).body(body);
        if let Some(token) = &self.token {
            sent = sent.bearer_auth(token);
        }
        let unanswered = |error| Error::Unanswered { request: request.clone(), error };
        let answer = sent.send().await.map_err(unanswered)?;
        let status = answer.status();
        let body = answer.text().await.map_err(unanswered)?;
        if status.is_success() { Ok(body) } else { Err(Error::Refused { request, status, body }) }
    }
}

/// What is behind all that an error says: the reason, without the way to it.
pub(crate) fn cause(error: &dyn std::error::Error) -> String {
    let mut deepest = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    deepest.to_string()
}

impl World {
    /// Credentials to ask for tokens with; `None` if the scenario's own clients may not ask for any.
    pub fn client(&self) -> Option<Credentials> {
        Some(Credentials { id: self.client_id.clone()?, secret: self.client_secret.clone()? })
    }
}
