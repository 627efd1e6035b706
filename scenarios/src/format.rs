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
mod faults;
mod findings;
mod keys;
mod kind;
mod number;
mod print;
mod read;
mod schema;
mod sharing;
mod steps;
mod syntax;
mod table;
#[cfg(test)]
mod tests;
mod word;

pub use centre::{is_centre, parse_centre};
#[cfg(feature = "generate")]
pub use config::parse_config;
pub use faults::{
    About, fault_keys, faults_of_json, is_plan_of_faults, needs_and_takes, parse_faults, position_keys, print_faults,
};
pub use findings::Located;
pub use print::{print, print_step};
pub use schema::{faults_schema, schema};

use findings::{Findings, Positions};
use table::Row;

use crate::problem::{Place, Problem};
use crate::scenario::Scenario;
use crate::timeline::{self, Timeline};

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
    let (source, problems) = read(text);
    source.filter(|_| problems.is_empty()).ok_or(problems)
}

/// Reads a scenario and compiles it.
///
/// # Errors
///
/// Everything that is wrong with it, in the text's order: see [`parse`] and [`timeline::compile`]. Where the text by itself
/// is wrong already, what flows have to do with one another is not looked at: it may follow from that.
pub fn compile(text: &str) -> Result<(Scenario, Timeline), Vec<Located>> {
    let (source, mut located) = read(text);
    if let Some(source) = source {
        let problems = if located.is_empty() {
            match timeline::compile(&source.scenario) {
                Ok(timeline) => return Ok((source.scenario, timeline)),
                Err(problems) => problems,
            }
        } else {
            timeline::check(&source.scenario)
        };
        located.extend(problems.into_iter().map(|problem| source.locate(problem)));
    }
    // They come by what was checked; people read a file from its top.
    located.sort_by_key(|located| located.span.start);
    Err(located)
}

/// As much of a scenario as can be read, and what is wrong with the text by itself.
///
/// There is a scenario if what is wrong leaves nothing out that others refer to, as a misspelt key of an agent does, so
/// that more can be found wrong with it in one go.
fn read(text: &str) -> (Option<Source>, Vec<Located>) {
    let mut found = Findings::new(text);
    let tables = syntax::tables(text, &mut found);
    let file = Row::whole(&tables);
    check::check(&keys::SCENARIO, &file, &mut found);
    let scenario = read::scenario(&file, &mut found);
    let problems = found.problems();
    // A table that nobody knows may be the one that everything else refers to.
    let is_in_table = |located: &Located| located.problem.place.parent().is_some_and(|table| table != Place::whole());
    let scenario = scenario.filter(|_| problems.iter().all(is_in_table));
    (scenario.map(|scenario| Source { scenario, positions: found.positions }), problems)
}

impl Source {
    /// The position in the text of a problem that was found later: that of the value at its place or, where the text
    /// does not tell that, of the nearest table that the place is part of.
    pub fn locate(&self, problem: Problem) -> Located {
        self.positions.located(self.positions.span(&problem.place), problem)
    }
}
