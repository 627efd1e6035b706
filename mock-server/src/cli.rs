//! What can be said on the command line.
//!
//! Commands exit with 0 if all is well, 1 if what they check does not hold, and 2 if they are used wrongly or cannot read
//! what they are given.

mod centre;
mod export;
mod faults;
mod generate;
mod openapi;
mod output;
mod report;
mod schema;
mod serve;
mod validate;

use clap::{Parser, Subcommand};

/// A mock of the Vonage Contact Center Insights Stats API.
#[derive(Debug, Parser)]
#[command(name = "insights-mock", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve a scenario, recorded answers, a contact centre at work, or with no file a demo of one.
    Serve(serve::Serve),
    /// Print a scenario that nobody wrote: the same for the same seed.
    Generate(generate::Generate),
    /// Write what the API tells of a centre or a scenario, and the truth, as tables in files.
    Export(export::Export),
    /// Tell everything that is wrong with scenarios, configs of centres, plans of faults and recorded answers.
    Validate(validate::Validate),
    /// Print the OpenAPI document of the server.
    Openapi(openapi::Openapi),
    /// Print the JSON schema of scenario files, for editors.
    Schema(schema::Schema),
    /// Print everything that can go wrong on purpose, or a plan that has a name.
    Faults(faults::Faults),
}

/// Wrong usage, or unreadable input.
const UNUSABLE: u8 = 2;
