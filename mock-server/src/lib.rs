//! A mock of the Vonage Contact Center Insights Stats API: scenarios and recorded answers, served over HTTP.

pub mod clock;
pub mod host;
pub mod load;
pub mod token;
pub mod world;
