//! Identifiers of interactions, conversations and channels.

use std::fmt;

use uuid::Uuid;

use crate::time::Instant;

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

    /// The GUID of version 4 (any bits) that has these bits, but for the six that tell version and variant.
    pub fn of_bits(bits: u128) -> Self {
        const VERSION: u128 = 0xf << 76;
        const VARIANT: u128 = 0b11 << 62;
        Self(Uuid::from_u128(bits & !(VERSION | VARIANT) | 0x4 << 76 | 0b10 << 62))
    }

    /// The GUID that begins with an instant, in milliseconds since 1970 on 48 bits, and goes on with the lower 80 of these
    /// bits, but for the six that tell version and variant.
    ///
    /// That an interaction's GUID tells when it began is our choice. The one in the FAQ's example, 016f8db7-798f-…, begins
    /// with an instant of the same day, though not with that of the start.
    pub fn at(instant: Instant, bits: u128) -> Self {
        const REST: u128 = (1 << 80) - 1;
        let millis = u128::from(instant.as_millis().cast_unsigned() & INSTANT_BITS);
        Self::of_bits(millis << 80 | bits & REST)
    }

    /// The instant that the GUID begins with, if it was made by [`Self::at`] with an instant from the year 1081 on; of
    /// others it tells nothing.
    pub fn instant(self) -> Instant {
        let millis = (self.0.as_u128() >> 80) as i64;
        // What would be after the last instant was before 1970, and has lost its sign.
        let latest = Instant::LATEST.as_millis();
        Instant::from_millis(if millis > latest { millis - (1 << 48) } else { millis })
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

/// The bits in which a GUID tells an instant.
const INSTANT_BITS: u64 = (1 << 48) - 1;

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
    fn a_guid_tells_the_instant_that_it_was_made_of() {
        for at in
            ["1081-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "2020-01-10T11:13:05.835Z", "9999-12-31T23:59:59.999Z"]
        {
            let Ok(at) = Instant::parse(at) else { panic!("{at} is no instant") };
            for bits in [0, u128::MAX, 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef] {
                let guid = Guid::at(at, bits);
                assert_eq!(guid.instant(), at, "{guid}");
                assert_eq!((guid.0.get_version_num(), guid.0.get_variant()), (4, uuid::Variant::RFC4122));
            }
        }
        let faq = Guid::parse("016f8db7-798f-407c-9925-ef8c2b51e6b0");
        assert_eq!(faq.map(|guid| guid.instant().to_string()).as_deref(), Ok("2020-01-10T04:30:09.295Z"));
        assert_ne!(Guid::of_bits(1), Guid::of_bits(2));
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
