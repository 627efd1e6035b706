//! The JSON of the control API, all of which is our choice.

mod clock;
mod faults;
mod journal;
mod world;
mod wrong;

use schemars::JsonSchema;
use serde::Serialize;

pub(crate) use self::clock::{Advance, Advanced, Clock, SetClock};
pub(crate) use self::faults::Faults;
pub(crate) use self::journal::Journal;
pub(crate) use self::world::{FromCatalog, Story, World, Worlds};
pub(crate) use self::wrong::{Problem, Wrong};

/// That the server is there.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Health {
    /// `ok`
    pub(crate) status: &'static str,
    /// How many worlds it has.
    pub(crate) worlds: usize,
}
