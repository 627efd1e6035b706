//! What can be said on the command line. A module for each command.
//!
//! Commands exit with 0 if all is well, 1 if what they check does not hold, and 2 if they are used wrongly or cannot read
//! what they are given.

mod analyses;
mod conform;
mod check;
mod choose;
mod explore;
mod golden;
mod interrupt;
mod mutate;
mod output;
mod place;
mod questions;
mod reports;
mod review;
mod schema;

use clap::{Parser, Subcommand};

/// Runs analyses of the Insights Stats API, and judges them.
#[derive(Debug, Parser)]
#[command(name = "insights-harness", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Judge a server: does it keep to what is known of the API?
    Conform(Box<conform::Command>),
    /// Run analyses over scenarios, each in a world of its own, and judge them.
    Check(Box<check::Check>),
    /// Put an analysis to scenarios that nobody wrote, until one shows that it is wrong.
    Explore(Box<explore::Explore>),
    /// Judge tests: do they notice when the server lies?
    Mutate(Box<mutate::Command>),
    /// List the questions that truth can judge.
    Questions(questions::Questions),
    /// Print the JSON Schema of what this program writes and reads.
    Schema(schema::Schema),
    /// Look at answers that are not like their goldens, and accept or reject them.
    Review(review::Review),
}

/// What is checked does not hold.
const FAILED: u8 = 1;
/// Wrong usage, or unreadable input.
const UNUSABLE: u8 = 2;
