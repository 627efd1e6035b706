//! `insights-mock faults`

use std::process::ExitCode;

use scenarios::fault::{Fault, ReadyMade};

use super::{UNUSABLE, output};

#[derive(Debug, clap::Args)]
pub(crate) struct Faults {
    /// The plan to print: rate-limit, token-expiry, flaky-page, outage, late-data, rewritten-states or chaos.
    #[arg(value_name = "NAME", value_parser = ready_made)]
    name: Option<ReadyMade>,
}

impl Faults {
    pub(crate) fn run(self) -> ExitCode {
        let text = self.name.map_or_else(all, |ready| ready.text().to_owned());
        if output::text(&text).is_err() { ExitCode::from(UNUSABLE) } else { ExitCode::SUCCESS }
    }
}

/// Each fault by its word, and what it is.
fn all() -> String {
    let width = Fault::EACH.iter().map(|fault| fault.word().len()).max().unwrap_or_default();
    Fault::EACH.iter().map(|fault| format!("{:width$}  {}\n", fault.word(), fault.about())).collect()
}

fn ready_made(name: &str) -> Result<ReadyMade, String> {
    let known = || ReadyMade::ALL.map(ReadyMade::name).join(", ");
    ReadyMade::of(name).ok_or_else(|| format!("there are {}", known()))
}
