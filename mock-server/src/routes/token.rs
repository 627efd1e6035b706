//! Tokens.

use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use scenarios::fault::ReadyMade;

use crate::error::Refusal;
use crate::host::Host;
use crate::json;
use crate::request::addressed::Addressed;
use crate::request::form::Form;
use crate::token;
use crate::wire::token::Token;

/// What is known of a request for a token once its form has been read. It goes with the answer: only now can it be said
/// what is to go wrong with it, and where it is written down.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The world that it is for.
    pub(crate) addressed: Addressed,
    /// Who asks, and the plan of faults that the requests of that client meet; `None` if it did not say.
    pub(crate) client: Option<(String, Option<ReadyMade>)>,
    /// The token that the answer gives, if it does.
    pub(crate) token: Option<String>,
}

/// Gives a token to a client: of the world that the path names, else of that whose own client it is, else of the
/// default one.
pub(crate) async fn issue(State(host): State<Host>, addressed: Addressed, form: Form) -> Response {
    let request = form.token_request(host.is_magic());
    let owner = || request.client_id.and_then(token::world_of_client).and_then(|id| host.find(id));
    let addressed = match owner() {
        Some(owner) if !addressed.is_named => Addressed::at(owner),
        Some(_) | None => addressed,
    };
    let credentials = addressed.world.credentials();
    let client = credentials.asking(request);
    let (mut response, token) = match credentials.issue(request, addressed.now) {
        Ok(token) => {
            let mut response = json::response(StatusCode::OK, &Token::fresh(&token));
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            (response, Some(token))
        }
        Err(reason) => (Refusal::from(reason).into_response(), None),
    };
    response.extensions_mut().insert(Asked { addressed, client, token });
    response
}
