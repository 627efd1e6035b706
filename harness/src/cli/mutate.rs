//! `insights-harness mutate`

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use harness::contract::Limits;
use harness::mutate::{self, Mutate, Report};
use harness::reproduce::{Line, span};
use harness::told::Told;
use scenarios::fault::{Fault, Meaning};
use scenarios::problem::nearest;
use scenarios::time::Instant;

use super::analyses::{Server, some_time};
use super::reports::Reports;
use super::{choose, interrupt, output};

/// How long a run of the tests may take, if nothing else is said.
const TIME_LIMIT: &str = "60s";

#[derive(Debug, clap::Args)]
pub(crate) struct Command {
    /// The tests: a line for the shell that exits with 0 if they pass. They find the server in the environment, as an
    /// analysis does.
    #[arg(long, value_name = "LINE", required_unless_present = "list")]
    cmd: Option<String>,

    /// A scenario of the catalog by name, or a file: what the tests are told of
    #[arg(long, value_name = "NAME", default_value = "faq/transfer")]
    scenario: String,

    /// What the world's clock shows [default: when everything has been told]
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,

    /// Only this lie; may be said several times
    #[arg(long, value_name = "WORD")]
    lie: Vec<String>,

    /// Be content if so many of a hundred lies that were told are caught
    #[arg(long, value_name = "PERCENT", default_value_t = 100, value_parser = clap::value_parser!(u8).range(..=100))]
    min_caught: u8,

    #[command(flatten)]
    server: Server,

    /// How long a run of the tests may take
    #[arg(long, value_name = "SPAN", default_value = TIME_LIMIT, value_parser = some_time)]
    time_limit: Duration,

    #[command(flatten)]
    reports: Reports,

    /// List the lies, and run nothing
    #[arg(long)]
    list: bool,
}

impl Command {
    pub(crate) fn run(self) -> ExitCode {
        let Some(line) = self.cmd.clone().filter(|_| !self.list) else { return output::result(&listed()) };
        self.judged(line).unwrap_or_else(|why| output::unusable(&why))
    }

    fn judged(self, line: String) -> Result<ExitCode, String> {
        let (enough, reports) = (usize::from(self.min_caught), self.reports.clone());
        reports.are_apart()?;
        let again = self.again(&line);
        interrupt::at_once();
        let report = self.mutate(line)?.report().map_err(|unable| unable.to_string())?;
        let report = Report { again: Some(again), ..report };
        reports.tell_as(&report.to_string(), &report.verdict(enough))
    }

    /// The command that does the same again, but for which lies.
    fn again(&self, line: &str) -> Line {
        let time_limit = Some(span(self.time_limit)).filter(|_| some_time(TIME_LIMIT) != Ok(self.time_limit));
        Line::of("mutate")
            .with("--cmd", line)
            .with("--scenario", &self.scenario)
            .with_each("--at", &self.at)
            .with_each("--time-limit", time_limit)
            .against(&self.server.target(None))
    }

    /// What it says on the command line, in a form that can be run.
    fn mutate(self, line: String) -> Result<Mutate, String> {
        let mut scenarios = choose::scenarios(std::slice::from_ref(&self.scenario), Path::new(""))?;
        let told: Told = match (scenarios.pop(), scenarios.is_empty()) {
            (Some(told), true) => told,
            _ => {
                return Err(format!(
                    "--scenario {:?} is more than one: name the one that the tests are about",
                    self.scenario
                ));
            }
        };
        let at = self.at.as_deref().map(|text| Instant::parse(text).map_err(|not| format!("--at is {text:?}, {not}")));
        let target = self.server.target(None);
        let mutate = Mutate::of(line, told);
        let lies = if self.lie.is_empty() { mutate::lies() } else { named(&self.lie)? };
        let limits = Limits { time: self.time_limit, ..Limits::default() };
        let jobs = self.server.jobs().unwrap_or(mutate.jobs);
        Ok(Mutate { at: at.transpose()?, lies, target, limits, jobs, ..mutate })
    }
}

fn named(words: &[String]) -> Result<Vec<Meaning>, String> {
    let all: Vec<Meaning> = Fault::lies().collect();
    let known: Vec<&str> = all.iter().map(|lie| Fault::Meaning(*lie).word()).collect();
    let find = |word: &String| match known.iter().position(|one| one == word) {
        Some(at) => Ok(all[at]),
        None => Err(match nearest(word, known.iter().copied()) {
            Some(near) => format!("there is no lie {word:?}; write {near:?}"),
            None => format!("there is no lie {word:?}; --list tells those that there are"),
        }),
    };
    words.iter().map(find).collect()
}

fn listed() -> String {
    let mut list = String::new();
    for lie in mutate::lies() {
        let fault = Fault::Meaning(lie);
        let _ = writeln!(list, "{}: {}", fault.word(), fault.about());
        let _ = writeln!(list, "    a test that would notice: {}", mutate::advice(lie));
    }
    list
}
