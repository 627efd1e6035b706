//! Scenarios that nobody wrote: small and nasty ones, legal by construction.
//!
//! A small [model](self) of a call lists what can come next in each state; a scenario is drawn by choosing from that list,
//! as often each as a [`Config`] says, from a [seed](seeded) or, with the feature `proptest`, as a strategy of it. The model is a
//! second opinion: it asks neither the table of legal steps nor the compiler, so where they refuse what it allows, one of
//! them is wrong.
//!
//! When a scenario shows a bug, [`smallest`] finds a small one that still shows it, and that a person could have written:
//!
//! ```
//! use scenarios::format::print;
//! use scenarios::generate::{Config, seeded, smallest};
//! use scenarios::scenario::Scenario;
//! use scenarios::time::Instant;
//! use scenarios::truth;
//!
//! // Say that this analysis of yours is wrong about consults.
//! let shows_the_bug = |scenario: &Scenario| !truth::consults(scenario, Instant::LATEST).is_empty();
//! let found = (0..100).map(|seed| seeded(seed, &Config::default())).find(shows_the_bug).unwrap();
//! let small = smallest(found, shows_the_bug, 10_000);
//! assert_eq!((small.flows.len(), small.flows[0].steps.len()), (1, 3), "{}", print(&small));
//! ```
//!
//! # The same bytes for the same seed
//!
//! What is drawn depends on the seed, the config and this crate alone: the sequence of numbers is our own, and so is every
//! distribution. `fake` gives nothing but lists of words, and its version is pinned. A strategy draws nothing from proptest
//! but a seed, so what proptest changes about its own distributions changes nothing here.

mod cast;
mod config;
mod draw;
mod floor;
mod model;
mod possible;
mod shrink;
#[cfg(feature = "proptest")]
mod strategy;
#[cfg(all(test, feature = "proptest"))]
mod tests;

pub use config::{ActionShares, Config, Locale, MediaShares, OpeningShares, Percentages};
pub use shrink::{smallest, smallest_at_once};
#[cfg(feature = "proptest")]
pub use strategy::{Scenarios, Shrinking, scenarios};

use self::cast::Cast;
use crate::chance::Chance;
use crate::scenario::Scenario;

/// The scenario of that seed: the same on every machine and in every release.
pub fn seeded(seed: u64, config: &Config) -> Scenario {
    draw::draw(Chance::new(seed.cast_signed()), config, &Cast::of(config))
}
