//! What waited in queues.

use scenarios::time::Instant;
use serde::Deserialize;

use super::or_default;
use crate::moment;

/// An interaction in a queue. One for each queue that it enters.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QueueTime {
    /// When it entered the queue.
    #[serde(with = "moment")]
    pub start: Instant,
    /// Its identifier.
    pub interaction_guid: String,
    /// The queue's name.
    pub queue: String,
    /// The queue's kind.
    #[serde(default, rename = "type", deserialize_with = "or_default")]
    pub kind: QueueTimeType,
    /// `Answered`, `Abandoned` or `Breakout`; `None` while it waits.
    #[serde(default)]
    pub category: Option<String>,
    /// Why it left, such as `Delivered`; `None` while it waits.
    #[serde(default)]
    pub reason: Option<String>,
    /// `None` while it waits.
    #[serde(default)]
    pub duration: Option<i64>,
}

/// The kinds of queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum QueueTimeType {
    /// Interactions wait in it.
    #[serde(rename = "ACD")]
    Acd,
    /// It counts the same waiting once more.
    Virtual,
    /// A word that is not known.
    #[default]
    #[serde(other)]
    Unknown,
}
