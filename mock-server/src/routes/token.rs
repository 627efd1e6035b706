//! Tokens.

use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

use crate::error::Refusal;
use crate::host::Host;
use crate::journal::Given;
use crate::json;
use crate::request::addressed::Addressed;
use crate::request::form::Form;
use crate::token;
use crate::wire::token::Token;

/// Gives a token to a client: of the world that the path names, else of that whose own client it is, else of the
/// default one.
pub(crate) async fn issue(State(host): State<Host>, addressed: Addressed, form: Form) -> Response {
    let request = form.token_request(host.is_magic());
    let owner = || request.client_id.and_then(token::world_of_client).and_then(|id| host.find(id));
    let addressed = match owner() {
        Some(owner) if !addressed.is_named => Addressed::at(owner),
        Some(_) | None => addressed,
    };
    let issued = addressed.world.credentials().issue(request, addressed.now);
    let given = issued.as_deref().ok().map(|token| Given(token.to_owned()));
    let mut response = match issued {
        Ok(token) => {
            addressed.hosted.faults().given(&token);
            let mut response = json::response(StatusCode::OK, &Token::fresh(&token));
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(reason) => Refusal::from(reason).into_response(),
    };
    // The request is written down in the journal of the world that has answered it.
    response.extensions_mut().insert(addressed);
    if let Some(given) = given {
        response.extensions_mut().insert(given);
    }
    response
}
