//! `insights-harness`: the harness's command line.

mod cli;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    harness::tls::prepare();
    match cli::Cli::parse().command {
        cli::Command::Conform(conform) => conform.run(),
        cli::Command::Check(check) => check.run(),
        cli::Command::Explore(explore) => explore.run(),
        cli::Command::Mutate(mutate) => mutate.run(),
        cli::Command::Questions(questions) => questions.run(),
        cli::Command::Schema(schema) => schema.run(),
        cli::Command::Review(review) => review.run(),
    }
}
