//! `insights-harness explore`

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use harness::analysis::Analysis;
use harness::busy;
use harness::case::Subject;
use harness::contract::Limits;
use harness::explore::{Explore as Exploring, Explored, Step};
use harness::question::Question;
use harness::target::Target;
use indicatif::{ProgressBar, ProgressStyle};
use scenarios::time::Span;

use super::check::{JudgeName, Poll};
use super::output;
use super::reports::Reports;

#[derive(Debug, clap::Args)]
pub(crate) struct Explore {
    /// The question that the analysis answers; without it, only what it asks for is judged.
    #[arg(long, value_name = "QUESTION")]
    question: Option<Question>,

    /// The analysis: a line for the shell.
    #[arg(long, value_name = "LINE")]
    cmd: String,

    /// The first seed: to go on with, or to find the same again.
    #[arg(long, value_name = "SEED", default_value = "1")]
    seed: u64,

    /// How many scenarios to try. Without it 100, or as many as --time allows.
    #[arg(long, value_name = "N")]
    cases: Option<u64>,

    /// How long to try, such as 60s. Making what was found smaller comes on top.
    #[arg(long, value_name = "SPAN", value_parser = span)]
    time: Option<Duration>,

    /// How often the analysis may be run to make what was found smaller.
    #[arg(long, value_name = "N", default_value = "2000")]
    reruns: usize,

    /// Where what was found is kept.
    #[arg(long, value_name = "FOLDER", default_value = "scenarios/regressions")]
    save: PathBuf,

    /// Run the analysis again and again while the world's clock goes on, with the same state folder.
    #[arg(long, value_name = "every=SPAN")]
    poll: Option<Poll>,

    /// What counts as busy, separated by commas: ringing, wrap, and media (phone, phone-callback, email, chat, case; without
    /// any, all). To be connected always does.
    #[arg(long, value_name = "WORDS", value_parser = busy::read, default_value = "ringing")]
    busy: scenarios::truth::BusyDefinition,

    /// A mock server that runs already; without it, one is started.
    #[arg(long, value_name = "URL")]
    target: Option<String>,

    /// What that server's control API wants to be shown.
    #[arg(long, value_name = "TOKEN", requires = "target")]
    control_token: Option<String>,

    /// How many scenarios are tried at a time; without it, as many as there are processors.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,

    /// Who judges, as of check; may be given several times. Without it, all.
    #[arg(long = "judge", value_name = "JUDGE")]
    judges: Vec<JudgeName>,

    /// How many seconds a run of the analysis may take.
    #[arg(long, value_name = "SECONDS", default_value = "30")]
    time_limit: u64,

    #[command(flatten)]
    reports: Reports,
}

fn span(text: &str) -> Result<Duration, String> {
    let span = Span::parse(text).map_err(|not| not.to_string())?;
    u64::try_from(span.as_millis()).map(Duration::from_millis).map_err(|_| "it has to be ahead".to_owned())
}

impl Explore {
    pub(crate) fn run(self) -> ExitCode {
        self.explored().unwrap_or_else(|why| output::unusable(&why))
    }

    fn explored(self) -> Result<ExitCode, String> {
        self.reports.are_apart()?;
        let subject = Subject {
            judges: JudgeName::judges(&self.judges),
            busy: self.busy,
            poll: self.poll.map(|Poll(every)| every),
            limits: Limits { time: Duration::from_secs(self.time_limit), ..Limits::default() },
            ..Subject::new(&self.cmd, self.question, Analysis::program(&self.cmd, None))
        };
        let mut explore = Exploring::of(subject).from_seed(self.seed).reruns(self.reruns);
        if let Some(time) = self.time {
            explore = explore.time(time);
        }
        if let Some(cases) = self.cases {
            explore = explore.cases(cases);
        }
        if let Some(base) = self.target {
            explore = explore.against(Target::Other { base, control_token: self.control_token });
        }
        if let Some(jobs) = self.jobs {
            explore = explore.jobs(jobs);
        }
        let (bar, first) = (bar(self.cases.or(self.time.is_none().then_some(100))), self.seed);
        let explored = explore.run(|step| match step {
            Step::Tried { next } => bar.set_position(next - first),
            Step::Found { seed } => bar.set_message(format!("seed {seed} shows something")),
            Step::Again { reruns, interactions } => {
                let noun = if interactions == 1 { "interaction" } else { "interactions" };
                bar.set_message(format!("{interactions} {noun} left after {reruns} runs"));
            }
        });
        bar.finish_and_clear();
        let mut explored = explored.map_err(|why| why.to_string())?;
        let kept = keep(&mut explored, &self.save)?;
        let code = self.reports.tell(&explored.verdict())?;
        if let Some(path) = kept {
            eprintln!("kept in {}", path.display());
        }
        eprintln!("go on with --seed {}", explored.next);
        Ok(code)
    }
}

/// Keeps what was found, if there is a scenario to blame.
fn keep(explored: &mut Explored, folder: &Path) -> Result<Option<PathBuf>, String> {
    let Some(found) = explored.found.as_mut().filter(|found| found.is_steady()) else { return Ok(None) };
    found.save(folder).map(Some).map_err(|error| format!("{}: {error}", folder.display()))
}

/// A bar of that many cases, or of as many as there will be; hidden where nobody looks.
fn bar(cases: Option<u64>) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, template) = match cases {
        Some(cases) => (ProgressBar::new(cases), "{wide_bar} {pos}/{len} {msg}"),
        None => (ProgressBar::no_length(), "{spinner} {pos} tried in {elapsed} {msg}"),
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
