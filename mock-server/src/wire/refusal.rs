//! The bodies of answers that are not what was asked for (reference, sections 1.2, 1.5 and 7).

use schemars::JsonSchema;
use serde::Serialize;

/// What is wrong with a request.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Message<'a> {
    /// For people.
    pub(crate) message: &'a str,
}

/// What is wrong with the headers of a request.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HeaderRefusal<'a> {
    /// The status of the answer.
    pub(crate) status_code: u16,
    /// The name of the status.
    pub(crate) error: &'a str,
    /// For people.
    pub(crate) message: &'a str,
}

/// Why no token was given.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TokenRefusal<'a> {
    /// For programs.
    pub(crate) error: &'a str,
    /// For people.
    pub(crate) error_description: &'a str,
}
