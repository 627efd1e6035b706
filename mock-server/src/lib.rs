//! A mock of the Vonage Contact Center Insights Stats API: scenarios and recorded answers, served over HTTP.
//!
//! A [`World`](world::World) is made of a story that was loaded from files, a clock and credentials; a
//! [`Host`](host::Host) holds the one that is served; the [`router`] lists what can be asked of it. What answers mean is
//! the business of the crate `scenarios`; how they are spelt is that of `wire`, and of nothing else here.

pub mod clock;
pub mod catalog;
mod ahead;
mod bell;
mod days;
mod distortion;
mod error;
pub mod export;
mod faults;
pub mod guide;
mod happened;
pub mod host;
mod identity;
pub mod journal;
mod journey;
mod json;
mod library;
pub mod load;
pub mod openapi;
mod page;
mod pieces;
mod rendered;
mod request;
pub mod router;
mod routes;
pub mod server;
mod spill;
pub mod token;
pub mod watch;
mod wire;
pub mod world;
