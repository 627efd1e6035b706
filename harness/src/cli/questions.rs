//! `insights-harness questions`

use std::fmt::Write as _;
use std::process::ExitCode;

use harness::question::Question;

use super::output;

#[derive(Debug, clap::Args)]
pub(crate) struct Questions {
    /// Print the JSON Schema of the answer to that question.
    #[arg(long, value_name = "QUESTION")]
    schema: Option<Question>,
}

impl Questions {
    pub(crate) fn run(self) -> ExitCode {
        if let Some(question) = self.schema {
            return output::result(&format!("{:#}\n", question.schema()));
        }
        let mut list = String::new();
        for question in Question::ALL {
            let _ = writeln!(list, "{:<18} {}", question.name(), question.about());
        }
        output::result(&list)
    }
}
