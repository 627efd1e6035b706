//! `insights-harness check`

use std::process::ExitCode;
use std::str::FromStr;
use std::time::Duration;

use harness::analysis::Analysis;
use harness::busy;
use harness::case::Subject;
use harness::check::Check as Checking;
use harness::contract::Limits;
use harness::question::Question;
use harness::target::Target;
use harness::told::Told;
use scenarios::time::Span;

use super::golden::Golden;
use super::reports::Reports;
use super::{UNUSABLE, choose};

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The question that the analysis answers; without it, only what it asks for is judged.
    #[arg(long, value_name = "QUESTION")]
    question: Option<Question>,

    /// The analysis: a line for the shell.
    #[arg(long, value_name = "LINE")]
    cmd: String,

    /// Scenarios of the catalog by name, or files; `*` stands for anything. Without any, those that concern the question.
    #[arg(long = "scenario", value_name = "GLOB")]
    scenarios: Vec<String>,

    /// A generated scenario, or the first of --cases.
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,

    /// So many generated scenarios, from --seed on, or from 1.
    #[arg(long, value_name = "N")]
    cases: Option<u64>,

    /// Run the analysis again and again while the world's clock goes on, with the same state folder.
    #[arg(long, value_name = "every=SPAN")]
    poll: Option<Poll>,

    /// What counts as busy, separated by commas: ringing, wrap, and media (phone, phone-callback, email, chat, case; without
    /// any, all). To be connected always does.
    #[arg(long, value_name = "WORDS", value_parser = busy::read, default_value = "ringing")]
    busy: scenarios::truth::BusyDefinition,

    /// A mock server that runs already; without it, one is started for the check.
    #[arg(long, value_name = "URL")]
    target: Option<String>,

    /// What that server's control API wants to be shown.
    #[arg(long, value_name = "TOKEN", requires = "target")]
    control_token: Option<String>,

    /// How many cases are run at a time; without it, as many as there are processors.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,

    /// How many seconds a run of the analysis may take.
    #[arg(long, value_name = "SECONDS", default_value = "30")]
    time_limit: u64,

    #[command(flatten)]
    golden: Golden,

    #[command(flatten)]
    reports: Reports,
}

/// How the clock goes on.
#[derive(Clone, Copy, Debug)]
struct Poll(Span);

impl FromStr for Poll {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let span = text.strip_prefix("every=").ok_or("write it as every=15s")?;
        let span = Span::parse(span).map_err(|not| not.to_string())?;
        if span > Span::ZERO { Ok(Self(span)) } else { Err("the clock has to go on".to_owned()) }
    }
}

impl Check {
    pub(crate) fn run(self) -> ExitCode {
        match self.checked() {
            Ok(code) => code,
            Err(why) => {
                eprintln!("error: {why}");
                ExitCode::from(UNUSABLE)
            }
        }
    }

    fn checked(self) -> Result<ExitCode, String> {
        self.reports.are_apart()?;
        let subject = Subject {
            busy: self.busy.clone(),
            poll: self.poll.map(|Poll(every)| every),
            limits: Limits { time: Duration::from_secs(self.time_limit), ..Limits::default() },
            form: self.golden.form(self.question),
            ..Subject::new(&self.cmd, self.question, Analysis::program(&self.cmd, None))
        };
        let mut check = Checking::of([subject]);
        if let Some(goldens) = self.golden.goldens()? {
            check = check.goldens(goldens);
        }
        let mut scenarios = choose::scenarios(&self.scenarios)?;
        if self.seed.is_some() || self.cases.is_some() {
            let first = self.seed.unwrap_or(1);
            scenarios.extend((first..first.saturating_add(self.cases.unwrap_or(1))).map(Told::seed));
        }
        if !scenarios.is_empty() {
            check = check.over(scenarios);
        }
        if let Some(base) = self.target {
            check = check.against(Target::Other { base, control_token: self.control_token });
        }
        if let Some(jobs) = self.jobs {
            check = check.jobs(jobs);
        }
        let verdict = check.verdict().map_err(|why| why.to_string())?;
        if verdict.cases.is_empty() {
            return Err("there is no scenario to check it with".to_owned());
        }
        self.reports.tell(&verdict)
    }
}
