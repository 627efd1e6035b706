//! Which analyses, how they are put to the test, and on which server.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use harness::analysis::Analysis;
use harness::busy;
use harness::case::Subject;
use harness::config::{self, Config, Configured, Generated};
use harness::judge::Named;
use harness::question::Question;
use harness::target::{self, Target};
use scenarios::time::Span;
use scenarios::truth::BusyDefinition;

use super::place;

/// An analysis, or those of a config file.
#[derive(Debug, clap::Args)]
pub(super) struct Analyses {
    /// The analysis: a line for the shell. Without it, all analyses of the config file.
    #[arg(long, value_name = "LINE")]
    cmd: Option<String>,

    /// The question that the analysis answers; without it, only how it asks is judged, and whether its answers agree.
    #[arg(long, value_name = "QUESTION", requires = "cmd")]
    question: Option<Question>,

    /// The file that lists the analyses.
    #[arg(long, value_name = "FILE", default_value = config::FILE, conflicts_with = "cmd")]
    config: PathBuf,

    /// Of the analyses of the config file, only that of this name; may be said several times.
    #[arg(long, value_name = "NAME", conflicts_with = "cmd")]
    only: Vec<String>,

    /// Run the analysis again and again while the world's clock goes on, with the same state folder.
    #[arg(long, value_name = "every=SPAN")]
    poll: Option<Poll>,

    /// What counts as busy, separated by commas: ringing, wrap, and media (phone, phone-callback, email, chat, case; without
    /// any, all). To be connected always does. Without it, ringing.
    #[arg(long, value_name = "WORDS", value_parser = busy::read)]
    busy: Option<BusyDefinition>,

    /// How long a run of the analysis may take [default: 30s]
    #[arg(long, value_name = "SPAN", value_parser = some_time)]
    time_limit: Option<Duration>,

    /// How many bytes a run of the analysis may write [default: 16 MiB]
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u32).range(1..))]
    output_limit: Option<u32>,
}

/// The server that cases are put to, and how many at a time.
#[derive(Debug, clap::Args)]
pub(super) struct Server {
    /// A mock server that runs already; without it, one is started.
    #[arg(long, value_name = "URL", value_parser = target::address)]
    target: Option<String>,

    /// What that server's control API wants to be shown.
    #[arg(long, value_name = "TOKEN", requires = "target", env = "INSIGHTS_CONTROL_TOKEN", hide_env_values = true)]
    control_token: Option<String>,

    /// How many runs go on at a time; without it, as many as there are processors.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
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

/// A span of real time, of some length.
pub(super) fn some_time(text: &str) -> Result<Duration, String> {
    let span = Span::parse(text).map_err(|not| not.to_string())?;
    let millis = u64::try_from(span.as_millis()).ok().filter(|millis| *millis > 0);
    millis.map(Duration::from_millis).ok_or_else(|| "it takes some time".to_owned())
}

impl Analyses {
    /// What the config file says, or what it would say of the analysis of the command line. What else the command line says
    /// counts for all.
    pub(super) fn config(&self, judges: &[Named]) -> Result<Config, String> {
        let mut config = match &self.cmd {
            Some(line) => {
                let subject = Subject::new(line, self.question, Analysis::program(line, None));
                let only = Configured { subject, scenarios: Vec::new(), generated: Generated::default() };
                Config { analyses: vec![only], ..Config::default() }
            }
            None => self.listed()?,
        };
        for Configured { subject, .. } in &mut config.analyses {
            subject.poll = self.poll.map(|Poll(every)| every).or(subject.poll);
            subject.limits.time = self.time_limit.unwrap_or(subject.limits.time);
            subject.limits.output = self.output_limit.map_or(subject.limits.output, |bytes| bytes as usize);
            if let Some(busy) = &self.busy {
                subject.busy = busy.clone();
            }
            subject.judges = Named::judges(judges).or(subject.judges);
        }
        Ok(config)
    }

    fn listed(&self) -> Result<Config, String> {
        let file = &self.config;
        let text = fs::read_to_string(file).map_err(|why| {
            format!("{}: {why}; tell the analysis with --cmd, or list it in such a file", file.display())
        })?;
        let mut config = config::parse(&text, file).map_err(|wrong| place::told(file, &text, &wrong))?;
        for name in &self.only {
            if !config.analyses.iter().any(|one| one.subject.name == *name) {
                let names: Vec<&str> = config.analyses.iter().map(|one| &*one.subject.name).collect();
                return Err(format!("there is no analysis {name:?} in {}; there are {names:?}", file.display()));
            }
        }
        config.analyses.retain(|one| self.only.is_empty() || self.only.contains(&one.subject.name));
        Ok(config)
    }

    /// The folder in which the scenarios of the config file are looked for.
    pub(super) fn folder(&self) -> &Path {
        self.config.parent().unwrap_or(Path::new(""))
    }
}

impl Server {
    /// The server; that of a config file, if the command line tells none.
    pub(super) fn target(&self, configured: Option<String>) -> Target {
        match self.target.clone().or(configured) {
            Some(base) => Target::Other { base, control_token: self.control_token.clone() },
            None => Target::Own,
        }
    }

    /// How many at a time.
    pub(super) fn jobs(&self) -> Option<usize> {
        self.jobs.map(usize::from)
    }
}
