//! What collections are wrapped in (reference, section 2.1).

use scenarios::record::Body;
use scenarios::time::Instant;
use scenarios::timeline::Row;
use scenarios::view::Page;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::value::DateTime;

/// A page of a collection.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "{T}Page")]
pub(crate) struct Envelope<T> {
    meta: PageMeta,
    /// The items of this page, in the documented order.
    items: Vec<T>,
    /// The time of the request: what to send as `start` of the next poll.
    up_to: DateTime,
}

/// Which page it is, of how many.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct PageMeta {
    /// The page that was asked for; the first is 1.
    page: u32,
    /// How many items are on it.
    count: usize,
    /// How many pages the limit yields; 0 when there is nothing.
    page_count: usize,
    /// How many items there are on all pages.
    total_count: usize,
}

/// An item: told from a record, or as it was once answered.
#[derive(Debug)]
pub(crate) enum Item<'a, T> {
    /// Told from a record.
    Told(T),
    /// The JSON text of a recorded answer.
    Recorded(&'a str),
}

impl<T> Envelope<T> {
    /// That page, as it was at `now`.
    pub(crate) fn of<I>(page: &Page<I>, now: Instant, items: Vec<T>) -> Self {
        Self {
            meta: PageMeta {
                page: page.paging.page,
                count: items.len(),
                page_count: page.page_count(),
                total_count: page.total,
            },
            items,
            up_to: DateTime(now),
        }
    }
}

impl Envelope<()> {
    /// What comes before and after the items of that page, of which there are `count`.
    ///
    /// # Errors
    ///
    /// None that is known of.
    pub(crate) fn around<I>(page: &Page<I>, count: usize, now: Instant) -> serde_json::Result<(Vec<u8>, Vec<u8>)> {
        let mut envelope = Self::of(page, now, Vec::new());
        envelope.meta.count = count;
        let mut before = serde_json::to_vec(&envelope)?;
        // The first list is that of the items; it is empty.
        let middle = before.iter().position(|byte| *byte == b']').unwrap_or_default();
        let after = before.split_off(middle);
        Ok((before, after))
    }
}

impl<'a, T> Item<'a, T> {
    /// The record of `row`, told by `tell` unless it is a recorded answer.
    pub(crate) fn of<R>(row: &'a Row<R>, tell: impl FnOnce(&'a R, &'a Row<R>) -> T) -> Self {
        match &row.body {
            Body::Told(record) => Self::Told(tell(record, row)),
            Body::Recorded(item) => Self::Recorded(&item.body),
        }
    }
}

impl<T: Serialize> Serialize for Item<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Told(told) => told.serialize(serializer),
            Self::Recorded(text) => {
                let raw: &RawValue = serde_json::from_str(text).map_err(serde::ser::Error::custom)?;
                raw.serialize(serializer)
            }
        }
    }
}
