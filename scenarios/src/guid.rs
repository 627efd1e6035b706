//! Identifiers of interactions, conversations and channels.

use std::fmt;

use uuid::Uuid;

/// A GUID as the API writes it: 36 characters, lower case, with dashes.
///
/// Identifiers are never drawn: one that a scenario does not state is derived from what it names, so the same scenario
/// has the same identifiers on every machine and in every replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(Uuid);

impl Guid {
    /// The identifier that follows from a path of names, for example `["interaction", "morning call", "channel 2"]`.
    pub fn derived(path: &[&str]) -> Self {
        // A separator that no name contains keeps ["a", "bc"] and ["ab", "c"] apart.
        Self(Uuid::new_v5(&Uuid::NAMESPACE_OID, path.join("\u{1f}").as_bytes()))
    }

    /// Reads the 36-character spelling, in either case.
    ///
    /// # Errors
    ///
    /// [`NotAGuid`] for any other spelling, braces and missing dashes included.
    pub fn parse(text: &str) -> Result<Self, NotAGuid> {
        if text.len() != 36 {
            return Err(NotAGuid);
        }
        Uuid::try_parse(text).map(Self).map_err(|_| NotAGuid)
    }
}

/// The text is not a GUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a GUID; 36 characters such as 016f8db7-798f-407c-9925-ef8c2b51e6b0 are")]
pub struct NotAGuid;

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_guid_depends_on_every_part_of_its_path() {
        assert_eq!(Guid::derived(&["a", "bc"]), Guid::derived(&["a", "bc"]));
        assert_ne!(Guid::derived(&["a", "bc"]), Guid::derived(&["ab", "c"]));
    }

    #[test]
    fn only_the_spelling_of_the_api_is_a_guid() {
        let text = "016f8db7-798f-407c-9925-ef8c2b51e6b0";
        assert_eq!(Guid::parse(text).map(|g| g.to_string()).as_deref(), Ok(text));
        assert_eq!(Guid::parse(&text.to_uppercase()).map(|g| g.to_string()).as_deref(), Ok(text));
        assert_eq!(Guid::parse("016f8db7798f407c9925ef8c2b51e6b0"), Err(NotAGuid));
        assert_eq!(Guid::parse("{16f8db7-798f-407c-9925-ef8c2b51e6b0}"), Err(NotAGuid));
    }
}
