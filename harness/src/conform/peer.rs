//! Asking a server: politely, and each thing once.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use reqwest::blocking::{Client, RequestBuilder};
use serde_json::Value;

use super::ask::{Answer, Ask, Bearer, Body, TokenAsk};
use super::objection::Objection;
use crate::control::cause;

/// How a client gets in.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// A client's id and secret.
    pub client: Option<(String, String)>,
    /// A token that is good already.
    pub token: Option<String>,
}

/// How much may be asked, and how fast.
#[derive(Clone, Copy, Debug)]
pub struct Manners {
    /// How long to wait before each request.
    pub pause: Duration,
    /// How many requests may be made in all.
    pub most: usize,
    /// How long to wait after 429, 503 and 504 if the answer does not say.
    pub patience: Duration,
}

impl Default for Manners {
    /// For a server that is one's own.
    fn default() -> Self {
        Self { pause: Duration::ZERO, most: usize::MAX, patience: Duration::from_secs(10) }
    }
}

/// How often a request is made again after 429, 503 and 504.
const AGAIN: usize = 3;

/// What has been spent of what may be asked.
#[derive(Debug)]
pub(super) struct Purse {
    manners: Manners,
    spent: Cell<usize>,
    client: Client,
}

impl Purse {
    pub(super) fn new(manners: Manners) -> Result<Self, reqwest::Error> {
        crate::tls::prepare();
        // A claim is about what a server answers itself.
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(60))
            .user_agent(concat!("insights-harness/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { manners, spent: Cell::new(0), client })
    }

    /// How many requests have been made.
    pub(super) fn spent(&self) -> usize {
        self.spent.get()
    }

    /// Sends what `request` makes, again if the server is busy.
    pub(super) fn send(&self, asked: &str, request: impl Fn(&Client) -> RequestBuilder) -> Result<Answer, Objection> {
        for again in (0..=AGAIN).rev() {
            if self.spent.get() >= self.manners.most {
                let most = self.manners.most;
                return Err(Objection::undecided(format!("{most} requests have been made, and no more may be")));
            }
            if self.spent.get() > 0 && !self.manners.pause.is_zero() {
                std::thread::sleep(self.manners.pause);
            }
            self.spent.set(self.spent.get() + 1);
            let answer = self.once(asked, &request)?;
            if again > 0 && matches!(answer.status, 429 | 503 | 504) {
                std::thread::sleep(answer.retry_after().unwrap_or(self.manners.patience));
                continue;
            }
            return Ok(answer);
        }
        Err(Objection::undecided(format!("{asked}: the server is busy")))
    }

    fn once(&self, asked: &str, request: impl Fn(&Client) -> RequestBuilder) -> Result<Answer, Objection> {
        let no_answer = |error: reqwest::Error| Objection::undecided(format!("{asked}: no answer: {}", cause(&error)));
        let response = request(&self.client).send().map_err(no_answer)?;
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let text = response.text().map_err(no_answer)?;
        let body = serde_json::from_str::<Value>(&text).map_or_else(|_| Body::Text(text), Body::Json);
        Ok(Answer { asked: asked.to_owned(), status, headers, body, number: self.spent.get() })
    }
}

/// A server at a base address, as one client sees it.
#[derive(Debug)]
pub(super) struct Peer {
    base: String,
    token_url: String,
    credentials: Credentials,
    purse: Rc<Purse>,
    told: RefCell<HashMap<Ask, Rc<Answer>>>,
    tokens: RefCell<HashMap<TokenAsk, Rc<Answer>>>,
    token: RefCell<Option<String>>,
}

impl Peer {
    pub(super) fn new(base: &str, token_url: &str, credentials: Credentials, purse: Rc<Purse>) -> Self {
        let base = base.trim_end_matches('/').to_owned();
        // Some are given the address with the prefix that all endpoints have.
        let base = base.strip_suffix("/stats").map(str::to_owned).unwrap_or(base);
        let token = RefCell::new(credentials.token.clone());
        let (told, tokens) = (RefCell::default(), RefCell::default());
        Self { base, token_url: token_url.to_owned(), credentials, purse, told, tokens, token }
    }

    /// Forgets what has been told, since the server's clock has moved.
    pub(super) fn forget(&self) {
        self.told.borrow_mut().clear();
        self.tokens.borrow_mut().clear();
    }

    /// The answer to that request.
    pub(super) fn ask(&self, ask: &Ask) -> Result<Rc<Answer>, Objection> {
        if let Some(answer) = self.told.borrow().get(ask) {
            return Ok(Rc::clone(answer));
        }
        let authorization = match &ask.bearer {
            Bearer::Good => Some(format!("Bearer {}", self.token()?)),
            Bearer::Spelt(word) => Some(format!("{word} {}", self.token()?)),
            Bearer::Forged => Some("Bearer 5f2b8a0e-that-nobody-gave".to_owned()),
            Bearer::Token(token) => Some(format!("Bearer {token}")),
            Bearer::None => None,
        };
        let answer = self.purse.send(&ask.to_string(), |client| {
            let mut request = client.request(ask.method.clone(), format!("{}{}", self.base, ask.path));
            if let Some(authorization) = &authorization {
                request = request.header("authorization", authorization);
            }
            // Without this the client would accept everything by itself.
            request = request.header("accept", ask.accept.unwrap_or("*/*"));
            ask.header.iter().fold(request, |request, (name, value)| request.header(*name, *value))
        })?;
        let answer = Rc::new(answer);
        self.told.borrow_mut().insert(ask.clone(), Rc::clone(&answer));
        Ok(answer)
    }

    /// What a client asks for a token, if there is a client.
    pub(super) fn token_ask(&self) -> Result<TokenAsk, Objection> {
        let (id, secret) = self.credentials.client.as_ref().ok_or_else(|| {
            Objection::undecided(
                "it takes a client's id and secret (--client-id, --client-secret), and none were given",
            )
        })?;
        let fields =
            [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret), ("scope", "stats")];
        Ok(TokenAsk(fields.map(|(name, value)| (name, value.to_owned())).to_vec()))
    }

    /// The answer of the token endpoint.
    pub(super) fn ask_token(&self, ask: &TokenAsk) -> Result<Rc<Answer>, Objection> {
        if let Some(answer) = self.tokens.borrow().get(ask) {
            return Ok(Rc::clone(answer));
        }
        let form: Vec<String> =
            ask.0.iter().map(|(name, value)| format!("{name}={}", super::collection::in_a_query(value))).collect();
        let answer = self.purse.send(&ask.to_string(), |client| {
            let request = client.post(&self.token_url).header("content-type", "application/x-www-form-urlencoded");
            request.body(form.join("&"))
        })?;
        let answer = Rc::new(answer);
        self.tokens.borrow_mut().insert(ask.clone(), Rc::clone(&answer));
        Ok(answer)
    }

    /// A token that is good, asked for if none is known.
    fn token(&self) -> Result<String, Objection> {
        if let Some(token) = &*self.token.borrow() {
            return Ok(token.clone());
        }
        let answer = self.ask_token(&self.token_ask()?)?;
        let body = match &answer.body {
            Body::Json(body) => body,
            Body::Text(_) => &Value::Null,
        };
        let token = body["access_token"].as_str().ok_or_else(|| {
            Objection::undecided(format!("{} is answered with {} and no token", answer.asked, answer.status))
        })?;
        *self.token.borrow_mut() = Some(token.to_owned());
        Ok(token.to_owned())
    }
}
