//! A client of the Insights Stats API that does what the documentation asks of one.
//!
//! It sends the version, keeps its token and renews it once it is refused, reads every page of the same window, cuts long
//! windows into pieces, and backs off when the server is busy. It is lenient in what it reads: fields and words that it
//! does not know, and nulls where none are expected, do not break it.

mod answers;
mod asking;

use std::sync::Arc;

use reqwest::StatusCode;
use scenarios::time::Instant;
use serde::de::DeserializeOwned;
use tokio::sync::Mutex;

pub use answers::{
    Activity, ActivityType, AgentState, AgentStatus, Category, Channel, Event, EventType, InHand, Interaction,
    InteractionActivity, Party, Presence, PresenceActivity, Properties, QueueTime, QueueTimeType, State, Status,
    WorkedOn, Workload,
};
pub use asking::{Include, QueueTypes};

use crate::contract::{Given, Window};
use answers::Page;
use asking::Request;

/// A client of one world, and all that an analysis is told.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    given: Arc<Given>,
    token: Arc<Mutex<String>>,
}

/// All items of all pages.
#[derive(Clone, Debug, PartialEq)]
pub struct All<T> {
    /// The items, in the API's order.
    pub items: Vec<T>,
    /// What to ask from next time: the `upTo` of the last page.
    pub up_to: Instant,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server cannot be reached, or breaks off.
    #[error("no answer to {0}: {1}")]
    Unanswered(String, #[source] reqwest::Error),
    /// The server refuses, and would again.
    #[error("{status} to {request}: {body}")]
    Refused {
        /// What was asked.
        request: String,
        /// The status of the answer.
        status: StatusCode,
        /// Its body.
        body: String,
    },
    /// What was answered is not what the documentation says.
    #[error("an answer to {0} that cannot be read: {1}")]
    Unreadable(String, #[source] serde_json::Error),
    /// A token that is needed cannot be asked for.
    #[error("the token is refused, and there are no credentials to ask for another one")]
    NoCredentials,
    /// What the analysis keeps between its runs cannot be read or written.
    #[error("the state folder: {0}")]
    State(#[from] std::io::Error),
}

impl Client {
    /// A client with connections of its own.
    pub fn new(given: Given) -> Self {
        Self::over(reqwest::Client::new(), given)
    }

    /// A client that shares its connections with others.
    pub fn over(http: reqwest::Client, given: Given) -> Self {
        let token = Arc::new(Mutex::new(given.token.clone()));
        Self { http, given: Arc::new(given), token }
    }

    /// All that the analysis was told.
    pub fn given(&self) -> &Given {
        &self.given
    }

    /// What the question is about.
    pub fn window(&self) -> Window {
        self.given.window
    }

    /// What the world's clock shows.
    pub fn now(&self) -> Instant {
        self.given.now
    }

    /// Interactions of a window.
    ///
    /// # Errors
    ///
    /// Why there is no answer.
    pub async fn interactions(&self, window: Window, include: Include) -> Result<All<Interaction>, Error> {
        self.all_of("/stats/interactions", window, include, &[]).await
    }

    /// The same with every field as it is told, for whoever keeps a copy.
    ///
    /// # Errors
    ///
    /// Why there is no answer.
    pub async fn interactions_as_told(
        &self,
        window: Window,
        include: Include,
    ) -> Result<All<serde_json::Value>, Error> {
        self.all_of("/stats/interactions", window, include, &[]).await
    }

    /// Interactions that go on.
    ///
    /// # Errors
    ///
    /// Why there is no answer.
    pub async fn ongoing(&self) -> Result<All<Interaction>, Error> {
        self.all("/stats/interactions/ongoing", &[]).await
    }

    /// One interaction.
    ///
    /// # Errors
    ///
    /// Why there is no answer; 404 if there is no such interaction.
    pub async fn interaction(&self, guid: &str) -> Result<Interaction, Error> {
        self.get(&Request::to(&format!("/stats/interactions/{guid}"))).await
    }

    /// Activities of a window, of all three types.
    ///
    /// # Errors
    ///
    /// Why there is no answer.
    pub async fn activities(&self, window: Window, include: Include) -> Result<All<Activity>, Error> {
        self.all_of("/stats/agent-activities", window, include, &[]).await
    }

    /// Presences of a window.
    ///
    /// # Errors
    ///
    /// Why there is no answer.
    pub async fn presences(&self, window: Window, include: Include) -> Result<All<PresenceActivity>, Error> {
        self.all_of("/stats/agent-activities/presence", window, include, &[]).await
    }

    /// Work on interactions of a window.
    ///
    /// # Errors
    ///
    /// Why there is no answer.
    pub async fn work(&self, window: Window, include: Include) -> Result<All<InteractionActivity>, Error> {
        self.all_of("/stats/agent-activities/interactions", window, include, &[]).await
    }

    /// What every agent is at.
    ///
    /// # Errors
    ///
    /// Why there is no answer.
    pub async fn agent_status(&self) -> Result<All<AgentStatus>, Error> {
        self.all("/stats/agent-status", &[]).await
    }

    /// Entries into queues of a window.
    ///
    /// # Errors
    ///
    /// Why there is no answer.
    pub async fn queue_times(
        &self,
        window: Window,
        include: Include,
        types: QueueTypes,
    ) -> Result<All<QueueTime>, Error> {
        self.all_of("/stats/queue-times", window, include, &[("queueType", types.word())]).await
    }

    /// Agents' states of a window, as workforce management sees them.
    ///
    /// # Errors
    ///
    /// Why there is no answer.
    pub async fn agent_states(&self, window: Window, include: Include) -> Result<All<AgentState>, Error> {
        self.all_of("/stats/wfm/agent-states", window, include, &[]).await
    }

    /// All pages of all pieces of a window.
    async fn all_of<T: DeserializeOwned>(
        &self,
        path: &str,
        window: Window,
        include: Include,
        more: &[(&str, &str)],
    ) -> Result<All<T>, Error> {
        let mut all = All { items: Vec::new(), up_to: window.end };
        for piece in window.pieces() {
            let (start, end) = (piece.start.to_string(), piece.end.to_string());
            let mut query = vec![("start", &*start), ("end", &*end), ("include", include.word())];
            query.extend(more);
            let part = self.all(path, &query).await?;
            all.items.extend(part.items);
            all.up_to = part.up_to;
        }
        Ok(all)
    }

    /// All pages of what a request asks for. The window stays the same from page to page.
    async fn all<T: DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Result<All<T>, Error> {
        let mut items = Vec::new();
        let mut number = 1;
        loop {
            let page = number.to_string();
            let request = Request::to(path).with(query).with(&[("limit", "500"), ("page", &page)]);
            let Page { meta, items: more, up_to } = self.get::<Page<T>>(&request).await?;
            items.extend(more);
            // With nothing to tell there are no pages at all.
            if number >= meta.page_count {
                return Ok(All { items, up_to });
            }
            number += 1;
        }
    }
}
