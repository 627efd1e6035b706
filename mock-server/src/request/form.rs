//! The body of a token request.

use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;

use super::body;
use crate::error::Refusal;
use crate::host::Host;
use crate::token::TokenRequest;

/// The largest body that is read.
const LARGEST: usize = 16 * 1024;

/// The fields of a form, as they were sent.
///
/// A body that does not say that it is a form has no fields. Our choice: a client that gets this wrong should hear of it
/// here first.
#[derive(Debug)]
pub(crate) struct Form(Vec<(String, String)>);

impl FromRequest<Host> for Form {
    type Rejection = Refusal;

    async fn from_request(request: Request, host: &Host) -> Result<Self, Refusal> {
        let is_form = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|value| {
            let name = value.split(';').next().unwrap_or_default().trim();
            name.eq_ignore_ascii_case("application/x-www-form-urlencoded")
        });
        let body = body::read(request.into_body(), host.patience().body, LARGEST).await?;
        let fields = form_urlencoded::parse(if is_form { &body } else { &[] });
        Ok(Self(fields.into_owned().collect()))
    }
}

impl Form {
    /// What is asked for; `is_magic` says whether client ids may name plans of faults.
    pub(crate) fn token_request(&self, is_magic: bool) -> TokenRequest<'_> {
        let field = |name| {
            let (_, value) = self.0.iter().find(|(sent, _)| sent == name)?;
            Some(value.as_str()).filter(|value| !value.is_empty())
        };
        TokenRequest {
            grant_type: field("grant_type"),
            scope: field("scope"),
            client_id: field("client_id"),
            client_secret: field("client_secret"),
            is_magic,
        }
    }
}
