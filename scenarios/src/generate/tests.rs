//! What is generated can have happened, and everything that can happen is generated.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod agreement;
mod coverage;
mod drawing;
mod shrinking;
mod table;
