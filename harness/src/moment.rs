//! Instants as JSON has them: texts such as `2024-03-05T09:00:00.000Z`.
//!
//! For fields of type [`Instant`]: `#[serde(with = "moment")]`, and `moment::optional` where there may be none.

use scenarios::time::Instant;
use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer, Serializer};

/// Writes it.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<S: Serializer>(instant: &Instant, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(instant)
}

/// Reads it.
///
/// # Errors
///
/// That it is no text, or what would be right.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
    let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
    Instant::parse(&text).map_err(|not| D::Error::custom(format!("{text:?} is {not}")))
}

/// The same where there may be none, which is null or left out.
pub mod optional {
    use scenarios::time::Instant;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    /// Writes it, or null.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(instant: &Option<Instant>, serializer: S) -> Result<S::Ok, S::Error> {
        match instant {
            Some(instant) => serializer.collect_str(instant),
            None => serializer.serialize_none(),
        }
    }

    /// Reads it.
    ///
    /// # Errors
    ///
    /// That it is neither a text nor null, or what would be right.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Instant>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        let read = |text: String| Instant::parse(&text).map_err(|not| D::Error::custom(format!("{text:?} is {not}")));
        text.map(read).transpose()
    }
}
