//! `insights-harness check`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use harness::check::{Check as Checking, Put};
use harness::config::{Config, Configured, Generated};
use harness::judge::Named;
use harness::told::Told;

use super::analyses::{Analyses, Server};
use super::golden::Golden;
use super::reports::Reports;
use super::{choose, interrupt, output};

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    #[command(flatten)]
    analyses: Analyses,

    /// Scenarios of the catalog by name, or files; `*` stands for anything. Without any, those that concern the question
    /// and have no faults on purpose.
    #[arg(long = "scenario", value_name = "GLOB")]
    scenarios: Vec<String>,

    /// A generated scenario, or the first of --cases.
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,

    /// So many generated scenarios, from --seed on, or from 1.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    cases: Option<u64>,

    /// What generated scenarios are like: a config file, as of `insights-mock generate`.
    #[arg(long, value_name = "FILE")]
    generator: Option<PathBuf>,

    /// Who judges: truth (what happened says what is right), client (what a good client asks for), metamorphic (the same
    /// question asked in another way has to have the same answer; runs it eight times more), or all; may be said several
    /// times. Without it truth and client, and of an analysis without a question also metamorphic.
    #[arg(long = "judge", value_name = "JUDGE")]
    judges: Vec<Named>,

    #[command(flatten)]
    server: Server,

    #[command(flatten)]
    golden: Golden,

    #[command(flatten)]
    reports: Reports,
}

impl Check {
    pub(crate) fn run(self) -> ExitCode {
        match self.checked() {
            Ok(code) => code,
            Err(why) => output::unusable(&why),
        }
    }

    fn checked(self) -> Result<ExitCode, String> {
        interrupt::at_once();
        let config = self.analyses.config(&self.judges)?;
        let reports = self.reports.or(&config.reports);
        reports.are_apart()?;
        let verdict = self.checking(config)?.verdict().map_err(|why| why.to_string())?;
        if verdict.cases.is_empty() {
            return Err("there is no scenario to check it with".to_owned());
        }
        reports.tell(&verdict)
    }

    fn checking(&self, config: Config) -> Result<Checking, String> {
        let chosen = self.scenarios()?;
        let goldens = self.golden.goldens(config.goldens)?;
        let folder = self.analyses.folder();
        let put = |Configured { mut subject, scenarios, generated }: Configured| {
            let scenarios = match chosen.is_empty() {
                true => these(&scenarios, folder, &generated)?,
                false => chosen.clone(),
            };
            self.golden.add_to(&mut subject.form);
            Ok(Put { subject, scenarios: Some(scenarios).filter(|these| !these.is_empty()) })
        };
        let puts = config.analyses.into_iter().map(put).collect::<Result<Vec<Put>, String>>()?;
        let mut check = Checking::of_all(puts).against(self.server.target(config.target));
        if let Some(goldens) = goldens {
            check = check.goldens(goldens);
        }
        Ok(match self.server.jobs().or(config.jobs) {
            Some(jobs) => check.jobs(jobs),
            None => check,
        })
    }

    /// The scenarios that the command line names; empty if it leaves them to the analyses.
    fn scenarios(&self) -> Result<Vec<Told>, String> {
        let generated = Generated { seed: self.seed, cases: self.cases, generator: self.generator.clone() };
        these(&self.scenarios, Path::new(""), &generated)
    }
}

/// The scenarios that are called so, and those that are generated.
fn these(patterns: &[String], folder: &Path, generated: &Generated) -> Result<Vec<Told>, String> {
    let mut chosen = choose::scenarios(patterns, folder)?;
    let generator = choose::generator(generated.generator.as_deref())?;
    if generated.generator.is_some() && generated.seeds().is_empty() {
        return Err("a generator makes nothing without a seed or a number of cases".to_owned());
    }
    chosen.extend(generated.seeds().map(|seed| generator.told(seed)));
    Ok(chosen)
}
