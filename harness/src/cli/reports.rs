//! How a verdict is told: as text for people, and as the reports that are asked for.

use std::process::ExitCode;

use harness::report::{self, Report};
use harness::verdict::{Outcome, Verdict};

use super::{FAILED, output};

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Reports {
    /// Tell the verdict as junit, html, json, md or github: in a file, or on standard output without one, where the text for
    /// people makes way. Of a folder, or what ends in a slash, a file in it is written. Can be said several times.
    #[arg(long = "report", value_name = "FORMAT[=FILE]")]
    reports: Vec<Report>,
}

impl Reports {
    /// These, or those of a config file if none are told here.
    pub(super) fn or(&self, configured: &[Report]) -> Self {
        Self { reports: if self.reports.is_empty() { configured.to_vec() } else { self.reports.clone() } }
    }

    /// Finds out before anything is run whether they can be told apart.
    pub(super) fn are_apart(&self) -> Result<(), String> {
        report::are_apart(&self.reports).map_err(|why| why.to_string())
    }

    /// Tells it; the exit code says whether it holds.
    pub(super) fn tell(&self, verdict: &Verdict) -> Result<ExitCode, String> {
        self.tell_as(&format!("{verdict}\n"), verdict)
    }

    /// The same in these words for people.
    pub(super) fn tell_as(&self, text: &str, verdict: &Verdict) -> Result<ExitCode, String> {
        let read = match report::write(&self.reports, verdict).map_err(|why| why.to_string())? {
            Some(report) => {
                eprint!("{text}");
                output::result(&report)
            }
            None => output::result(text),
        };
        Ok(if verdict.outcome() == Outcome::Fails { ExitCode::from(FAILED) } else { read })
    }
}
