//! Puts an analysis, in any language, in front of a server of the Insights Stats API, and judges what it answers and
//! what it asked for.
//!
//! An [`Analysis`](analysis::Analysis) answers a [`Question`](question::Question). It is run in one world for each case:
//! a scenario, and how the clock goes. Judges look at its answer and at the requests that it made, and say what they
//! found as data: [`verdict`]. Telling it to people and programs is the business of whoever renders it.
//!
//! Judges see HTTP and truth only. None of them reaches into the server, so they can face another one, or the real API.

pub mod verdict;
pub mod question;
pub mod contract;
pub mod client;
pub mod analysis;
pub mod told;
pub mod case;
pub mod check;
pub mod config;
pub mod explore;
pub mod observation;
pub mod judge;
pub mod rules;
pub mod golden;
pub mod metamorphic;
pub mod report;
pub mod conform;
pub mod mutate;
pub mod reference;
pub mod busy;
pub mod target;
pub mod control;
pub mod moment;
pub mod tls;
pub mod reproduce;

mod again;
mod command;
mod known;
mod processed;
mod slowly;
mod standing;

pub use check::check;
pub use command::end_programs;
pub use explore::explore;
