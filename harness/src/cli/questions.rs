//! `insights-harness questions`

use std::fmt::Write as _;
use std::process::ExitCode;

use harness::question::Question;

use super::output;

#[derive(Debug, clap::Args)]
pub(crate) struct Questions {}

impl Questions {
    pub(crate) fn run(self) -> ExitCode {
        let mut list = String::new();
        for question in Question::ALL {
            let _ = writeln!(list, "{:<18} {}", question.name(), question.about());
        }
        output::result(&list)
    }
}
