//! A mock of the Vonage Contact Center Insights Stats API: scenarios and recorded answers, served over HTTP.

pub mod clock;
mod error;
pub mod host;
mod json;
pub mod load;
mod request;
pub mod router;
mod routes;
pub mod server;
pub mod token;
mod wire;
pub mod world;
