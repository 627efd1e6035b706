//! Tokens.

use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

use crate::error::Refusal;
use crate::host::Host;
use crate::json;
use crate::request::form::Form;
use crate::wire::token::Token;

/// Gives a token to a client.
pub(crate) async fn issue(State(host): State<Host>, form: Form) -> Result<Response, Refusal> {
    let (world, now) = host.world();
    let token = world.credentials().issue(form.token_request(), now)?;
    let mut response = json::response(StatusCode::OK, &Token::fresh(&token));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
