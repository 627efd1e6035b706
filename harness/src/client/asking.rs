//! How the API is asked: the headers, the token, and what to do about a refusal.

use std::fmt::Write as _;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Client, Error};

/// The version that is asked for.
const V3: &str = "application/vnd.newvoicemedia.v3+json";

/// How the token endpoint is told what it needs.
const FORM: &str = "application/x-www-form-urlencoded";

/// How often a request is sent in all, while the server is busy or faulty.
const TRIES: u32 = 5;

/// How long to wait after the first failure, if the server does not say; twice as long after each that follows.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// Which items of a window are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Include {
    /// Those that started in it.
    Started,
    /// Those that started or ended in it.
    StartedOrEnded,
    /// Those that started, ended or were processed in it: the one to poll with.
    Processed,
}

impl Include {
    /// The API's word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Started => "Started",
            Self::StartedOrEnded => "StartedOrEnded",
            Self::Processed => "Processed",
        }
    }
}

/// Which kinds of queue are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueueTypes {
    /// Those in which interactions wait. What the API takes if nothing is said.
    Acd,
    /// Those that count the same waiting once more.
    Virtual,
    /// Both.
    All,
}

impl QueueTypes {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Acd => "ACD",
            Self::Virtual => "Virtual",
            Self::All => "All",
        }
    }
}

/// A path and a query.
pub(super) struct Request(String);

impl Request {
    pub(super) fn to(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// With these parameters as well. Their values are words, numbers and instants, none of which has to be escaped.
    pub(super) fn with(mut self, parameters: &[(&str, &str)]) -> Self {
        for (name, value) in parameters {
            let joint = if self.0.contains('?') { '&' } else { '?' };
            let _ = write!(self.0, "{joint}{name}={value}");
        }
        self
    }
}

/// What the token endpoint answers.
#[derive(Deserialize)]
struct Token {
    access_token: String,
}

impl Client {
    /// The answer to a request, after as many tries as it takes and is decent.
    pub(super) async fn get<T: DeserializeOwned>(&self, request: &Request) -> Result<T, Error> {
        let Request(target) = request;
        let mut wait = FIRST_WAIT;
        let mut is_renewed = false;
        let mut tries = 0;
        loop {
            tries += 1;
            let token = self.token.lock().await.clone();
            let sent = self.http.get(format!("{}{target}", self.given.base_url));
            let sent = sent.header(ACCEPT, V3).bearer_auth(&token).send().await;
            let answer = sent.map_err(|error| Error::Unanswered(target.clone(), error))?;
            let status = answer.status();
            if status.is_success() {
                let body = answer.bytes().await.map_err(|error| Error::Unanswered(target.clone(), error))?;
                return serde_json::from_slice(&body).map_err(|error| Error::Unreadable(target.clone(), error));
            }
            if status == StatusCode::UNAUTHORIZED && !is_renewed {
                is_renewed = true;
                self.renew(&token).await?;
                continue;
            }
            let asked_to_wait = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
            if !may_pass(status) || tries == TRIES {
                let body = answer.text().await.unwrap_or_default();
                return Err(Error::Refused { request: target.clone(), status, body });
            }
            tokio::time::sleep(asked_to_wait.map_or(wait, Duration::from_secs)).await;
            wait *= 2;
        }
    }

    /// Asks for another token, unless somebody else has done so since `old` was refused.
    async fn renew(&self, old: &str) -> Result<(), Error> {
        let mut token = self.token.lock().await;
        if *token != old {
            return Ok(());
        }
        let client = self.given.client.as_ref().ok_or(Error::NoCredentials)?;
        let form = token_request(&client.id, &client.secret);
        let url = &self.given.token_url;
        let unanswered = |error| Error::Unanswered(url.clone(), error);
        let answer = self.http.post(url).header(CONTENT_TYPE, FORM).body(form).send().await.map_err(unanswered)?;
        let status = answer.status();
        let body = answer.text().await.map_err(unanswered)?;
        if !status.is_success() {
            return Err(Error::Refused { request: url.clone(), status, body });
        }
        let Token { access_token } =
            serde_json::from_str(&body).map_err(|error| Error::Unreadable(url.clone(), error))?;
        *token = access_token;
        Ok(())
    }
}

/// What the token endpoint is sent.
fn token_request(id: &str, secret: &str) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("grant_type", "client_credentials").append_pair("scope", "stats");
    form.append_pair("client_id", id).append_pair("client_secret", secret);
    form.finish()
}

/// Whether the same request may be answered a little later.
fn may_pass(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS
            | StatusCode::INTERNAL_SERVER_ERROR
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT
    )
}
