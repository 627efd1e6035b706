//! What the API answers, as far as analyses need it. Names are those of the API; all durations and offsets are whole
//! milliseconds.
//!
//! Words that are not known become `Unknown`, and fields that are missing or null become empty: an API that grows breaks
//! nobody who reads it so.

mod agents;
mod interactions;
mod queues;

use scenarios::time::Instant;
use serde::{Deserialize, Deserializer};

pub use self::agents::*;
pub use self::interactions::*;
pub use self::queues::*;
use crate::moment;

/// One page of a collection.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page<T> {
    pub(super) meta: Meta,
    pub(super) items: Vec<T>,
    #[serde(with = "moment")]
    pub(super) up_to: Instant,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Meta {
    /// 0 when there is nothing.
    pub(super) page_count: u64,
}

/// What is null becomes empty.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}
