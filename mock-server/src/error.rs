//! Answers that are not what was asked for: the only place that chooses their status and words.

use axum::http::header::{CACHE_CONTROL, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use scenarios::fault::{ReadyMade, Status};
use scenarios::time::Span;
use scenarios::view::LONGEST_WINDOW;

use crate::journey::Stuck;
use crate::json;
use crate::load::Trouble;
use crate::token::{Denied, NoToken, STATS};
use crate::wire::control::{Problem, Wrong};
use crate::wire::refusal::{HeaderRefusal, Message, TokenRefusal};
use crate::wire::truth::QUESTIONS;

/// Why a request is refused. Its status, and where the real API's words are unknown also those, are our choice.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// 401: there is no token, or it is no good.
    #[error("Authorization has been denied for this request.")]
    Unauthorised,
    /// 403: the token is for another scope.
    #[error("The token's scope is {}, this API needs the scope {STATS:?}.", shortened(.0))]
    OtherScope(String),
    /// 400: no version in `Accept`. The words are documented.
    #[error("Invalid Accept header!")]
    NoVersion,
    /// 400: a version that does not exist. The words are documented.
    #[error("Invalid api-version! Valid values: 2,3")]
    UnsupportedVersion,
    /// 400: a parameter that has to be there is not.
    #[error("The parameter {name:?} is missing; it must be {accepted}.")]
    Missing { name: &'static str, accepted: String },
    /// 400: a parameter's value cannot be read.
    #[error("The parameter {name:?} is {}; it must be {accepted}.", shortened(.value))]
    Malformed { name: &'static str, value: String, accepted: String },
    /// 400: `end` lies before `start`.
    #[error("The parameter \"end\" is before the parameter \"start\"; it must be the same or later.")]
    EndBeforeStart,
    /// 400: the window is too long. The words are documented.
    #[error("Request window size limit exceeded {} days", days(LONGEST_WINDOW))]
    WindowTooLong,
    /// 400: of a centre at work not everything is told at once.
    #[error("A centre at work has no end: ask for {0} days at a time at most.")]
    TooMuchOfACentre(i64),
    /// 400: the path has no GUID where one has to be.
    #[error("{} is not a GUID; it must be 36 characters such as 016f8db7-798f-407c-9925-ef8c2b51e6b0.", shortened(.0))]
    NotAGuid(String),
    /// 404: there is no such interaction, or not yet.
    #[error("There is no interaction {0}.")]
    UnknownInteraction(String),
    /// 404: there is no such world, or no longer.
    #[error("There is no world {}; /__control/worlds lists those that there are.", shortened(.0))]
    UnknownWorld(String),
    /// 404: there is no such scenario in the catalog; perhaps that other one is meant.
    #[error("There is no scenario {} in the catalog{}.", shortened(.0), perhaps(.1))]
    UnknownScenario(String, Option<&'static str>),
    /// 404: nobody can answer that.
    #[error("There is no question {}; there are {}.", shortened(.0), QUESTIONS.map(|question| question.name).join(", "))]
    UnknownQuestion(String),
    /// 409: recorded answers are all that there is.
    #[error("This world was made of recorded answers; what really happened is not known.")]
    NoTruth,
    /// 409: recorded answers are all that there is.
    #[error("This world was made of recorded answers, not of a scenario.")]
    NoScenario,
    /// 400: the question is about an instant.
    #[error("The parameter \"start\" makes no sense here: this is asked as of an instant, which \"end\" tells.")]
    NoWindow,
    /// 400: the body of a control request is not what it should be.
    #[error("The body is wrong: {0}.")]
    WrongBody(String),
    /// 422: the body tells no story.
    #[error("What the body tells is wrong in {} {}.", .0.len(), if .0.len() == 1 { "place" } else { "places" })]
    Wrong(Vec<Trouble>),
    /// 409: the default world stays.
    #[error("The default world cannot be deleted.")]
    DefaultWorld,
    /// 409: a clock cannot be moved so.
    #[error(transparent)]
    Stuck(#[from] Stuck),
    /// 404: there is nothing at this path.
    #[error("There is nothing at {}; /openapi.json lists what there is.", shortened(.0))]
    UnknownPath(String),
    /// 405: the path is right, the method is not.
    #[error("The method {} is not allowed here; the header Allow lists those that are.", shortened(.0))]
    MethodNotAllowed(String),
    /// 400: no token is given. The words are documented, but for those of a wrong client.
    #[error("{}", token_words(.0).1)]
    NoToken(NoToken),
    /// 408: the body did not come.
    #[error("The body of the request took too long to arrive.")]
    BodyTooSlow,
    /// 413: the body is too large.
    #[error("The body of the request is larger than {0} bytes.")]
    BodyTooLarge(usize),
    /// 400: the body could not be read.
    #[error("The body of the request could not be read.")]
    BodyUnreadable,
    /// What a plan of faults says, and when to come again.
    #[error("{}", on_purpose(*.0))]
    OnPurpose(Status, Option<Span>),
    /// 500: the fault is ours. The words are documented, of the token endpoint.
    #[error("An internal server error occurred")]
    Internal,
}

impl From<Denied> for Refusal {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Unauthorised => Self::Unauthorised,
            Denied::OtherScope(scope) => Self::OtherScope(scope),
        }
    }
}

impl From<NoToken> for Refusal {
    fn from(reason: NoToken) -> Self {
        Self::NoToken(reason)
    }
}

impl Refusal {
    /// The status that it is answered with.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Unauthorised => StatusCode::UNAUTHORIZED,
            Self::OtherScope(_) => StatusCode::FORBIDDEN,
            Self::NoVersion
            | Self::UnsupportedVersion
            | Self::Missing { .. }
            | Self::Malformed { .. }
            | Self::EndBeforeStart
            | Self::WindowTooLong
            | Self::TooMuchOfACentre(_)
            | Self::NotAGuid(_)
            | Self::NoToken(_)
            | Self::WrongBody(_)
            | Self::NoWindow
            | Self::BodyUnreadable => StatusCode::BAD_REQUEST,
            Self::Wrong(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::DefaultWorld | Self::NoTruth | Self::NoScenario | Self::Stuck(_) => StatusCode::CONFLICT,
            Self::UnknownInteraction(_)
            | Self::UnknownWorld(_)
            | Self::UnknownScenario(..)
            | Self::UnknownQuestion(_)
            | Self::UnknownPath(_) => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::BodyTooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::BodyTooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::OnPurpose(status, _) => match status {
                Status::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
                Status::InternalError => StatusCode::INTERNAL_SERVER_ERROR,
                Status::NotImplemented => StatusCode::NOT_IMPLEMENTED,
                Status::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
                Status::GatewayTimeout => StatusCode::GATEWAY_TIMEOUT,
                Status::Unauthorised => StatusCode::UNAUTHORIZED,
                Status::Forbidden => StatusCode::FORBIDDEN,
            },
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = self.status();
        let message = self.to_string();
        let mut response = match &self {
            Self::NoVersion | Self::UnsupportedVersion => {
                let error = status.canonical_reason().unwrap_or_default();
                let body = HeaderRefusal { status_code: status.as_u16(), error, message: &message };
                json::response(status, &body)
            }
            Self::NoToken(reason) => {
                let (error, _) = token_words(reason);
                json::response(status, &TokenRefusal { error, error_description: &message })
            }
            Self::Wrong(troubles) => {
                let problems = troubles.iter().map(Problem::of).collect();
                json::response(status, &Wrong { message: &message, problems })
            }
            Self::Unauthorised
            | Self::OtherScope(_)
            | Self::Missing { .. }
            | Self::Malformed { .. }
            | Self::EndBeforeStart
            | Self::WindowTooLong
            | Self::TooMuchOfACentre(_)
            | Self::NotAGuid(_)
            | Self::UnknownInteraction(_)
            | Self::UnknownWorld(_)
            | Self::UnknownScenario(..)
            | Self::UnknownQuestion(_)
            | Self::NoTruth
            | Self::NoScenario
            | Self::NoWindow
            | Self::WrongBody(_)
            | Self::DefaultWorld
            | Self::Stuck(_)
            | Self::UnknownPath(_)
            | Self::MethodNotAllowed(_)
            | Self::BodyTooSlow
            | Self::BodyTooLarge(_)
            | Self::BodyUnreadable
            | Self::OnPurpose(..)
            | Self::Internal => json::response(status, &Message { message: &message }),
        };
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if matches!(self, Self::Unauthorised | Self::OnPurpose(Status::Unauthorised, _)) {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Self::OnPurpose(_, Some(wait)) = self {
            // In whole seconds; whoever comes so much later is not too early.
            headers.insert(RETRY_AFTER, HeaderValue::from((wait.as_millis().max(0) + 999) / 1000));
        }
        response
    }
}

/// The `error` and `error_description` of a refused token (reference, section 1.2).
fn token_words(reason: &NoToken) -> (&'static str, String) {
    match reason {
        NoToken::UnsupportedGrant => ("unsupported_grant_type", "Invalid grant_type".to_owned()),
        NoToken::NoScope => ("invalid_scope", "You must specify a scope".to_owned()),
        NoToken::InvalidScope(scope) => ("invalid_scope", format!("\"{scope}\" is an invalid scope")),
        NoToken::InvalidClient => ("invalid_client", "Invalid client_id or client_secret".to_owned()),
        NoToken::UnknownPlan(plan, meant) => {
            let known = ReadyMade::ALL.map(ReadyMade::name).join(", ");
            let advice =
                meant.map_or_else(|| format!("there are {known}"), |meant| format!("perhaps {meant:?} is meant"));
            ("invalid_client", format!("There is no plan of faults {}; {advice}", shortened(plan)))
        }
    }
}

/// What is said on purpose. That of 429 is documented (reference, section 7), that of 401 is the sibling Agents API's.
fn on_purpose(status: Status) -> &'static str {
    match status {
        Status::TooManyRequests => "Too Many Requests",
        Status::InternalError => "An internal server error occurred",
        Status::NotImplemented => "Not Implemented",
        Status::Unavailable => "Service Unavailable",
        Status::GatewayTimeout => "Gateway Timeout",
        Status::Unauthorised => "Authorization has been denied for this request.",
        Status::Forbidden => "Forbidden",
    }
}

/// The end of a sentence that asks whether another name is meant.
fn perhaps(name: &Option<&'static str>) -> String {
    name.map(|name| format!("; perhaps {name:?} is meant")).unwrap_or_default()
}

fn days(span: Span) -> i64 {
    span.as_millis() / (24 * 60 * 60 * 1000)
}

/// `text` in quotes, cut where it is too long to be shown.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        None => format!("{text:?}"),
        Some((cut, _)) => format!("{:?}…", &text[..cut]),
    }
}

/// Why a request's head is refused before any route sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HeadRefusal {
    /// 408: the head did not come.
    #[error("The head of the request took too long to arrive.")]
    TooSlow,
    /// 414: the first line is too long.
    #[error("The path and query of the request are too long.")]
    LineTooLong,
    /// 431: the headers are too large, or too many.
    #[error("The headers of the request are too large, or too many.")]
    TooLarge,
    /// 400: what came is no HTTP.
    #[error("What was sent is not an HTTP request that can be read.")]
    NotHttp,
}

impl HeadRefusal {
    fn status(self) -> StatusCode {
        match self {
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::LineTooLong => StatusCode::URI_TOO_LONG,
            Self::TooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::NotHttp => StatusCode::BAD_REQUEST,
        }
    }

    /// The whole answer as it goes over the wire; the connection ends with it.
    pub(crate) fn to_http(self) -> Vec<u8> {
        let body = json::text(&Message { message: &self.to_string() });
        let head =
            "content-type: application/json; charset=utf-8\r\naccess-control-allow-origin: *\r\nconnection: close";
        format!("HTTP/1.1 {}\r\n{head}\r\ncontent-length: {}\r\n\r\n{body}", self.status(), body.len()).into_bytes()
    }
}
