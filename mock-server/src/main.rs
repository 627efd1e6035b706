//! `insights-mock`: the mock server's command line.

mod cli;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    match cli::Cli::parse().command {
        cli::Command::Serve(serve) => serve.run(),
        cli::Command::Generate(generate) => generate.run(),
        cli::Command::Export(export) => export.run(),
        cli::Command::Validate(validate) => validate.run(),
        cli::Command::Openapi(openapi) => openapi.run(),
        cli::Command::Schema(schema) => schema.run(),
        cli::Command::Faults(faults) => faults.run(),
    }
}
