//! What is wrong with what was to become a world.

use schemars::JsonSchema;
use serde::Serialize;

use crate::load::Trouble;

/// Everything that is wrong with what was to become a world.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Wrong<'a> {
    /// For people.
    pub(crate) message: &'a str,
    /// Each problem, in the order of the text.
    pub(crate) problems: Vec<Problem<'a>>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Problem<'a> {
    /// The line, counted from 1; null where the text as a whole is meant.
    line: Option<usize>,
    /// The character of that line, counted from 1.
    column: Option<usize>,
    /// What is wrong.
    what: &'a str,
    /// What would be right; empty where nothing can be said.
    advice: &'a str,
}

impl<'a> Problem<'a> {
    /// That trouble.
    pub(crate) fn of(trouble: &'a Trouble) -> Self {
        match trouble {
            Trouble::Faulty(fault) => {
                Self { line: Some(fault.line), column: Some(fault.column), what: &fault.what, advice: &fault.advice }
            }
            Trouble::Unreadable(_, what) | Trouble::Mismatched(what) => {
                Self { line: None, column: None, what, advice: "" }
            }
        }
    }
}
