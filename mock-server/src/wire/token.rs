//! The token endpoint's answer (reference, section 1.2).

use scenarios::time::Span;
use schemars::JsonSchema;
use serde::Serialize;

use crate::token::LIFETIME;

/// A token.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Token<'a> {
    /// To be sent as `Authorization: Bearer …`. Opaque: what it looks like may change.
    access_token: &'a str,
    /// How many seconds it is good for.
    expires_in: i64,
    token_type: TokenType,
}

/// How a token is sent.
#[derive(Debug, Serialize, JsonSchema)]
enum TokenType {
    /// As `Authorization: Bearer …`.
    Bearer,
}

impl<'a> Token<'a> {
    /// That token, freshly given.
    pub(crate) fn fresh(token: &'a str) -> Self {
        let second = Span::from_secs(1).as_millis();
        Self { access_token: token, expires_in: LIFETIME.as_millis() / second, token_type: TokenType::Bearer }
    }
}
