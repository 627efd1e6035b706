//! Which token a request came with, without keeping the token.

use std::collections::VecDeque;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

/// How many tokens are known again.
const KNOWN: usize = 64;

/// The tokens of a journal, by number.
///
/// Tokens are numbered in the order in which they were first given or sent, so that it can be told which requests share
/// one. Of all but the last, which most requests come with again, only a hash is kept, which is shown to nobody.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens {
    last: Option<(Box<str>, u32)>,
    known: VecDeque<(u64, u32)>,
    numbered: u32,
}

impl Tokens {
    /// The number of `token`. One of which nothing was heard since 64 others is taken for a new one.
    pub(super) fn number(&mut self, token: &str) -> u32 {
        if let Some((last, number)) = &self.last
            && **last == *token
        {
            return *number;
        }
        let mut hasher = DefaultHasher::new();
        token.hash(&mut hasher);
        let hash = hasher.finish();
        let number = match self.known.iter().position(|(known, _)| *known == hash) {
            Some(position) => self.known.remove(position).map_or(0, |(_, number)| number),
            None => {
                self.numbered = self.numbered.saturating_add(1);
                self.numbered
            }
        };
        self.known.truncate(KNOWN - 1);
        self.known.push_front((hash, number));
        self.last = Some((token.into(), number));
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_numbered_as_they_come_and_known_again() {
        let mut tokens = Tokens::default();
        let numbers = ["a", "b", "a", "a", "c", "b"].map(|token| tokens.number(token));
        assert_eq!(numbers, [1, 2, 1, 1, 3, 2]);
    }

    #[test]
    fn a_token_of_which_nothing_was_heard_for_long_is_a_new_one() {
        let mut tokens = Tokens::default();
        tokens.number("first");
        for token in 0..KNOWN - 1 {
            tokens.number(&token.to_string());
        }
        assert_eq!(tokens.number("first"), 1, "it is among the last {KNOWN}");
        for token in 0..KNOWN {
            tokens.number(&token.to_string());
        }
        assert_eq!(tokens.number("first"), 1 + KNOWN as u32 + 1, "0 to {} had been forgotten in part", KNOWN - 1);
    }
}
