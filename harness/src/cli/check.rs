//! `insights-harness check`

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;
use std::time::Duration;

use harness::analysis::Analysis;
use harness::busy;
use harness::case::Subject;
use harness::check::{Check as Checking, Put};
use harness::config;
use harness::contract::Limits;
use harness::judge::Judges;
use harness::question::Question;
use harness::target::Target;
use harness::told::Told;
use scenarios::time::Span;
use scenarios::truth::BusyDefinition;

use super::golden::Golden;
use super::reports::Reports;
use super::{choose, output, place};

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The analysis: a line for the shell. Without it, all analyses of the config file.
    #[arg(long, value_name = "LINE")]
    cmd: Option<String>,

    /// The question that the analysis answers; without it, only how it asks is judged.
    #[arg(long, value_name = "QUESTION", requires = "cmd")]
    question: Option<Question>,

    /// The file that lists the analyses.
    #[arg(long, value_name = "FILE", default_value = config::FILE, conflicts_with = "cmd")]
    config: PathBuf,

    /// Of the analyses of the config file, only those of this name.
    #[arg(long, value_name = "NAME", conflicts_with = "cmd")]
    only: Vec<String>,

    /// Scenarios of the catalog by name, or files; `*` stands for anything. Without any, those that concern the question
    /// and have no faults on purpose.
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
    /// any, all). To be connected always does. Without it, ringing.
    #[arg(long, value_name = "WORDS", value_parser = busy::read)]
    busy: Option<BusyDefinition>,

    /// A mock server that runs already; without it, one is started for the check.
    #[arg(long, value_name = "URL")]
    target: Option<String>,

    /// What that server's control API wants to be shown.
    #[arg(long, value_name = "TOKEN", requires = "target")]
    control_token: Option<String>,

    /// How many cases are run at a time; without it, as many as there are processors.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,

    /// Who judges; may be given several times. Without it truth and client, and for an analysis without a --question also
    /// metamorphic, which runs it eight times more.
    #[arg(long = "judge", value_name = "JUDGE")]
    judges: Vec<JudgeName>,

    /// How long a run of the analysis may take [default: 30s]
    #[arg(long, value_name = "SPAN", value_parser = time_limit)]
    time_limit: Option<Duration>,

    #[command(flatten)]
    golden: Golden,

    #[command(flatten)]
    reports: Reports,
}

/// Who can be asked to judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum JudgeName {
    /// What happened says what is right.
    Truth,
    /// What a good client asks for.
    Client,
    /// The same question asked in another way has to have the same answer.
    Metamorphic,
    /// All of them.
    All,
}

impl JudgeName {
    /// Those that are named; `None` for the usual ones.
    pub(super) fn judges(named: &[Self]) -> Option<Judges> {
        let asks = |judge| named.contains(&judge) || named.contains(&Self::All);
        let [truth, client, metamorphic] = [Self::Truth, Self::Client, Self::Metamorphic].map(asks);
        (!named.is_empty()).then_some(Judges { truth, client, metamorphic })
    }
}

/// How the clock goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Poll(pub(super) Span);

impl FromStr for Poll {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let span = text.strip_prefix("every=").ok_or("write it as every=15s")?;
        let span = Span::parse(span).map_err(|not| not.to_string())?;
        if span > Span::ZERO { Ok(Self(span)) } else { Err("the clock has to go on".to_owned()) }
    }
}

fn time_limit(text: &str) -> Result<Duration, String> {
    let span = Span::parse(text).map_err(|not| not.to_string())?;
    let millis = u64::try_from(span.as_millis()).ok().filter(|millis| *millis > 0);
    millis.map(Duration::from_millis).ok_or_else(|| "an analysis needs some time".to_owned())
}

impl Check {
    pub(crate) fn run(self) -> ExitCode {
        match self.checked() {
            Ok(code) => code,
            Err(why) => output::unusable(&why),
        }
    }

    fn checked(self) -> Result<ExitCode, String> {
        self.reports.are_apart()?;
        let verdict = self.checking()?.verdict().map_err(|why| why.to_string())?;
        if verdict.cases.is_empty() {
            return Err("there is no scenario to check it with".to_owned());
        }
        self.reports.tell(&verdict)
    }

    fn checking(&self) -> Result<Checking, String> {
        let chosen = self.scenarios()?;
        let mut puts = match &self.cmd {
            Some(line) => {
                vec![Put { subject: Subject::new(line, self.question, Analysis::program(line, None)), scenarios: None }]
            }
            None => self.configured()?,
        };
        for Put { subject, scenarios } in &mut puts {
            subject.poll = self.poll.map(|Poll(every)| every).or(subject.poll);
            subject.limits = self.time_limit.map_or(subject.limits, |time| Limits { time, ..subject.limits });
            if let Some(busy) = &self.busy {
                subject.busy = busy.clone();
            }
            self.golden.add_to(&mut subject.form);
            subject.judges = JudgeName::judges(&self.judges);
            if !chosen.is_empty() {
                *scenarios = Some(chosen.clone());
            }
        }
        let mut check = Checking::of_all(puts);
        if let Some(goldens) = self.golden.goldens()? {
            check = check.goldens(goldens);
        }
        if let Some(base) = &self.target {
            check = check.against(Target::Other { base: base.clone(), control_token: self.control_token.clone() });
        }
        Ok(match self.jobs {
            Some(jobs) => check.jobs(usize::from(jobs)),
            None => check,
        })
    }

    /// The scenarios that the command line names; empty if it leaves them to the analyses.
    fn scenarios(&self) -> Result<Vec<Told>, String> {
        let mut chosen = choose::scenarios(&self.scenarios, Path::new(""))?;
        if self.seed.is_some() || self.cases.is_some() {
            let first = self.seed.unwrap_or(1);
            chosen.extend((first..first.saturating_add(self.cases.unwrap_or(1))).map(Told::seed));
        }
        Ok(chosen)
    }

    /// The analyses of the config file.
    fn configured(&self) -> Result<Vec<Put>, String> {
        let file = &self.config;
        let text = fs::read_to_string(file).map_err(|why| {
            format!("{}: {why}; tell the analysis with --cmd, or list it in such a file", file.display())
        })?;
        let folder = file.parent().unwrap_or(Path::new(""));
        let runs_in = Some(folder).filter(|folder| !folder.as_os_str().is_empty());
        let mut listed = config::parse(&text, runs_in).map_err(|wrong| place::told(file, &text, &wrong))?;
        for name in &self.only {
            if !listed.iter().any(|one| one.subject.name == *name) {
                let names: Vec<&str> = listed.iter().map(|one| &*one.subject.name).collect();
                return Err(format!("there is no analysis {name:?} in {}; there are {names:?}", file.display()));
            }
        }
        listed.retain(|one| self.only.is_empty() || self.only.contains(&one.subject.name));
        let put = |one: config::Configured| {
            let scenarios = choose::scenarios(&one.scenarios, folder)?;
            Ok(Put { subject: one.subject, scenarios: Some(scenarios).filter(|chosen| !chosen.is_empty()) })
        };
        listed.into_iter().map(put).collect()
    }
}
