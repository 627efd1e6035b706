//! Tokens that are no good any more.

use std::collections::BTreeMap;

use super::MOST;
use crate::centre::Name;

/// The tokens, and which rule says so of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Revoked(BTreeMap<Name, usize>);

impl Revoked {
    /// That rule revokes a token.
    pub(super) fn takes(&mut self, token: &str, rule: usize) {
        if self.0.len() >= MOST {
            self.0.clear();
        }
        self.0.insert(token.into(), rule);
    }

    /// Whether that rule has revoked a token.
    pub(super) fn holds(&self, token: &str, rule: usize) -> bool {
        self.0.get(token) == Some(&rule)
    }

    /// A token is good again.
    pub(super) fn forgets(&mut self, token: &str) {
        self.0.remove(token);
    }
}
