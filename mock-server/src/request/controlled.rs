//! Requests to the control API.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, Uri};
use scenarios::time::Instant;
use serde::de::DeserializeOwned;

use super::addressed::control_named;
use super::authorised::bearer;
use super::{body, query::Query};
use crate::error::Refusal;
use crate::host::{Host, Hosted};
use crate::load;
use crate::world::{Faults, Rebase, Settings, shape};

/// The largest body that is read.
const LARGEST: usize = 64 * 1024 * 1024;

/// A request to the control API by somebody who may control the server.
#[derive(Debug)]
pub(crate) struct Controlled {
    uri: Uri,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl FromRequest<Host> for Controlled {
    type Rejection = Refusal;

    async fn from_request(request: Request, host: &Host) -> Result<Self, Refusal> {
        let (parts, sent) = request.into_parts();
        if !host.is_controlled_by(bearer(&parts.headers)) {
            return Err(Refusal::Unauthorised);
        }
        let body = body::read(sent, host.patience().body, LARGEST).await?;
        Ok(Self { uri: parts.uri, headers: parts.headers, body })
    }
}

impl Controlled {
    /// The world that the path names.
    ///
    /// # Errors
    ///
    /// [`Refusal::UnknownWorld`].
    pub(crate) fn world(&self, host: &Host) -> Result<Arc<Hosted>, Refusal> {
        let id = control_named(&self.uri).unwrap_or_default();
        host.find(id).ok_or_else(|| Refusal::UnknownWorld(id.to_owned()))
    }

    /// The body as text.
    ///
    /// # Errors
    ///
    /// [`Refusal::WrongBody`] if it is not UTF-8.
    pub(crate) fn text(&self) -> Result<&str, Refusal> {
        std::str::from_utf8(&self.body).map_err(|error| Refusal::WrongBody(format!("it is not UTF-8: {error}")))
    }

    /// Whether the body says that it is JSON, or can be nothing else.
    pub(crate) fn is_json(&self, text: &str) -> bool {
        let declared = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        // What begins with a brace is no TOML.
        declared.contains("json") || text.trim_start().starts_with('{') || text.trim_start().starts_with("[{")
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// [`Refusal::WrongBody`].
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        serde_json::from_slice(&self.body).map_err(|error| Refusal::WrongBody(error.to_string()))
    }

    /// The address that whoever asks has used.
    pub(crate) fn base(&self) -> String {
        let authority = self.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1:8080");
        format!("http://{authority}")
    }

    /// The whole number in that parameter of the query; `None` if it was not sent.
    ///
    /// # Errors
    ///
    /// [`Refusal::Malformed`].
    pub(crate) fn whole(&self, name: &'static str, least: u64, most: u64) -> Result<Option<u64>, Refusal> {
        let accepted = format!("a whole number from {least} to {most}");
        let read = |text: &str| text.parse().ok().filter(|number| (least..=most).contains(number));
        Reading { name, value: self.query().get(name) }.with(&accepted, read)
    }

    /// Whether that parameter of the query is `true`; it is not if it was not sent.
    ///
    /// # Errors
    ///
    /// [`Refusal::Malformed`].
    pub(crate) fn flag(&self, name: &'static str) -> Result<bool, Refusal> {
        let read = |text: &str| text.parse().ok();
        Ok(Reading { name, value: self.query().get(name) }.with("\"true\" or \"false\"", read)?.unwrap_or_default())
    }

    /// The instant in that parameter of the query; `None` if it was not sent.
    ///
    /// # Errors
    ///
    /// [`Refusal::Malformed`].
    pub(crate) fn instant(&self, name: &'static str) -> Result<Option<Instant>, Refusal> {
        Reading { name, value: self.query().get(name) }.with(INSTANT, |text| Instant::parse(text).ok())
    }

    /// What everything in a centre at work depends on that happens by chance; the usual one if it was not sent.
    ///
    /// # Errors
    ///
    /// [`Refusal::Malformed`].
    pub(crate) fn seed(&self) -> Result<u64, Refusal> {
        Ok(self.whole("seed", 0, u64::MAX)?.unwrap_or(load::SEED))
    }

    fn query(&self) -> Query<'_> {
        Query::of(&self.uri)
    }

    /// The window in `start` and `end` of the query, as far as they were sent.
    ///
    /// # Errors
    ///
    /// [`Refusal::Malformed`], and [`Refusal::EndBeforeStart`].
    pub(crate) fn window(&self) -> Result<(Option<Instant>, Option<Instant>), Refusal> {
        let (start, end) = (self.instant("start")?, self.instant("end")?);
        if let (Some(start), Some(end)) = (start, end)
            && end < start
        {
            return Err(Refusal::EndBeforeStart);
        }
        Ok((start, end))
    }

    /// What stands behind the last slash of the path.
    pub(crate) fn last_of_path(&self) -> &str {
        self.uri.path().rsplit('/').next().unwrap_or_default()
    }

    /// What is set over what a story says itself, in the words of the command line.
    ///
    /// # Errors
    ///
    /// [`Refusal::Malformed`].
    pub(crate) fn settings(&self) -> Result<Settings, Refusal> {
        let query = self.query();
        let read = |name: &'static str| Reading { name, value: query.get(name) };
        Ok(Settings {
            pace: read("clock").with("\"live\", \"frozen\" or \"x60\"", |text| text.parse().ok())?,
            at: read("at").with(INSTANT, |text| Instant::parse(text).ok())?,
            rebase: read("rebase").with("\"now\" or an instant", |text| Rebase::parse(text).ok())?,
            shape: read("shape").with("\"current\" or \"2020\"", |text| shape(text).ok())?,
            largest_page: read("largestPage")
                .with("a whole number from 1 on", |text| text.parse().ok().filter(|most| *most > 0))?,
            token: None,
            faults: read("faults")
                .with("\"none\" or the name of a ready-made plan", |text| Faults::parse(text).ok())?
                .unwrap_or_default(),
        })
    }
}

const INSTANT: &str = "a date and time such as 2024-03-05T10:15:00.120Z";

/// A parameter of the query, as it was sent.
struct Reading<'a> {
    name: &'static str,
    value: Option<&'a str>,
}

impl Reading<'_> {
    fn with<T>(&self, accepted: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Refusal> {
        let Some(value) = self.value else { return Ok(None) };
        read(value).map(Some).ok_or_else(|| Refusal::Malformed {
            name: self.name,
            value: value.to_owned(),
            accepted: accepted.to_owned(),
        })
    }
}
