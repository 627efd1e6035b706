//! The JSON of the API: the only place that knows field names and how things are spelt in them.
//!
//! Each type is built from a record for one [`Telling`] and serialises in the order of the reference's examples. Nothing
//! here decides what is told, only how.

pub(crate) mod activity;
pub(crate) mod control;
pub(crate) mod distorted;
pub(crate) mod envelope;
pub(crate) mod interaction;
pub(crate) mod queue;
pub(crate) mod refusal;
pub(crate) mod status;
pub(crate) mod token;
pub(crate) mod truth;
pub(crate) mod value;
pub(crate) mod wfm;
pub(crate) mod word;

use scenarios::scenario::Shape;
use scenarios::time::Instant;
use scenarios::timeline::Row;

/// What the spelling of an answer depends on, besides the records.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Telling {
    /// The instant at which it is told.
    pub(crate) now: Instant,
    /// The version of the API that was asked for.
    pub(crate) version: Version,
    /// The fields that are served.
    pub(crate) shape: Shape,
}

/// The versions of the API (reference, section 1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Version {
    /// That of 2017.
    V2,
    /// That of today.
    V3,
}

impl Telling {
    /// A field that came to v3 later: not there in the shape of 2020.
    fn since_2020<T>(&self, field: T) -> Option<T> {
        match self.shape {
            Shape::Current => Some(field),
            Shape::Y2020 => None,
        }
    }

    /// How long `row` took; `None` while it goes on.
    fn duration<T>(&self, row: &Row<T>) -> Option<value::Millis> {
        row.end_at(self.now).map(|end| value::Millis(end - row.start))
    }
}
