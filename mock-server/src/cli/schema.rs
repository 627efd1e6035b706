//! `insights-mock schema`

use std::process::ExitCode;

use super::output;

#[derive(Debug, clap::Args)]
pub(crate) struct Schema {}

impl Schema {
    pub(crate) fn run(self) -> ExitCode {
        output::result(&scenarios::format::schema())
    }
}
