//! What happened in a contact centre, what the platform recorded of it, and what its Insights Stats API would answer.
//!
//! A [`Scenario`](scenario::Scenario) tells what happened. [`timeline`] compiles it into records that know when things
//! happened and when the platform had processed that. [`view`] answers the API's questions from those records as they
//! stood at an instant. [`truth`] answers an analyst's questions from the flows alone. [`mod@format`] reads and writes
//! scenarios as TOML. With the feature `generate`, `generate` makes up scenarios that nobody wrote, and finds small ones;
//! with the feature `proptest` they are a strategy of proptest. [`simulation`] is a whole contact centre at work, without end.
//!
//! [`fault`] tells what goes wrong, on purpose, between whoever asks and the API.
//!
//! There is no I/O, no clock and no chance here: everything is a function of its arguments, a seed being one of them.

pub mod time;
pub mod guid;
pub mod centre;
pub mod flow;
pub mod fault;
pub mod scenario;
pub mod format;
pub mod problem;
pub mod names;
pub mod record;
pub mod timeline;
pub mod history;
pub mod view;
pub mod truth;
pub mod demo;
#[cfg(feature = "generate")]
pub mod generate;
pub mod simulation;

#[cfg(feature = "generate")]
mod chance;
