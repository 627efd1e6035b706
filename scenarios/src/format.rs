//! Scenarios as TOML text.
//!
//! ```toml
//! start = 2024-03-05T09:00:00Z
//!
//! [[agent]]
//! id = "anna"
//! presence = "Ready"
//!
//! [[plan]]
//! name = "Sales"
//!
//! [[address]]
//! address = "+442079460100"
//! plan = "Sales"
//!
//! [[interaction]]
//! name = "a short call"
//! medium = "phone"
//! start = "5m"
//! from = "+447700900123"
//! to = "+442079460100"
//! steps = [
//!   { at = "8s", ring = "anna" },
//!   { at = "12.512s", answer = "anna" },
//!   { at = "2m", hangup = "customer" },
//! ]
//! ```
//!
//! Nothing is guessed: a key, word or value that is not known is a problem, and every problem of a file is told at
//! once, with its line and column and the nearest right spelling. Whether names are those of anything in the file, and
//! whether a flow can have happened, is not judged here; [`Source::locate`] finds the line for whoever judges it.
//!
//! Instants are TOML offset date-times, or the same as text. Spans are texts such as `"1h 30m"`
//! ([`Span::parse`](crate::time::Span::parse)). The keys of every table, and what they mean, are those of [`schema()`].

mod centre;
mod check;
#[cfg(feature = "generate")]
mod config;
mod findings;
mod keys;
mod kind;
mod number;
mod print;
mod read;
mod schema;
mod steps;
mod syntax;
mod table;
#[cfg(test)]
mod tests;
mod word;

pub use centre::parse_centre;
#[cfg(feature = "generate")]
pub use config::parse_config;
pub use findings::Located;
pub use print::print;
pub use schema::schema;

use findings::{Findings, Positions};
use table::Row;

use crate::problem::Problem;
use crate::scenario::Scenario;

/// A scenario that was read from a text, and where in the text it tells what.
#[derive(Clone, Debug)]
pub struct Source {
    /// The scenario.
    pub scenario: Scenario,
    positions: Positions,
}

/// Reads a scenario.
///
/// # Errors
///
/// Everything that is wrong with the text by itself, in its order: where it is no TOML; keys that are unknown, missing,
/// or do not go together; values that are not what belongs there; names that come twice; steps out of order. Of a file
/// with more than 200 problems the last entry tells how many are left out.
pub fn parse(text: &str) -> Result<Source, Vec<Located>> {
    let mut found = Findings::new(text);
    let tables = syntax::tables(text, &mut found);
    let file = Row::whole(&tables);
    check::check(&keys::SCENARIO, &file, &mut found);
    let scenario = read::scenario(&file, &mut found);
    let problems = found.problems();
    match scenario {
        Some(scenario) if problems.is_empty() => Ok(Source { scenario, positions: found.positions }),
        Some(_) | None => Err(problems),
    }
}

impl Source {
    /// The position in the text of a problem that was found later: that of the value at its place or, where the text
    /// does not tell that, of the nearest table that the place is part of.
    pub fn locate(&self, problem: Problem) -> Located {
        self.positions.located(self.positions.span(&problem.place), problem)
    }
}
