//! `insights-harness explore`

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use harness::case::Subject;
use harness::config::{Config, Configured};
use harness::explore::{Explore as Exploring, Explored, Halt, Step};
use harness::judge::Named;
use indicatif::{ProgressBar, ProgressStyle};

use super::analyses::{Analyses, Server, some_time};
use super::reports::Reports;
use super::{choose, interrupt, output};

#[derive(Debug, clap::Args)]
pub(crate) struct Explore {
    #[command(flatten)]
    analyses: Analyses,

    /// The first seed: to go on with, or to find the same again.
    #[arg(long, value_name = "SEED", default_value = "1")]
    seed: u64,

    /// How many scenarios to try. Without it 100, or as many as --time allows.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    cases: Option<u64>,

    /// How long to try, such as 60s. Making what was found smaller comes on top.
    #[arg(long, value_name = "SPAN", value_parser = some_time)]
    time: Option<Duration>,

    /// What scenarios are like: a config file, as of `insights-mock generate`. Without it, small and nasty.
    #[arg(long, value_name = "FILE")]
    generator: Option<PathBuf>,

    /// How often the analysis may be run to make what was found smaller.
    #[arg(long, value_name = "N", default_value = "2000")]
    reruns: usize,

    /// Where what was found is kept.
    #[arg(long, value_name = "FOLDER", default_value = "scenarios/regressions")]
    save: PathBuf,

    /// Who judges, as of check; may be said several times. Without it, all.
    #[arg(long = "judge", value_name = "JUDGE")]
    judges: Vec<Named>,

    #[command(flatten)]
    server: Server,

    #[command(flatten)]
    reports: Reports,
}

impl Explore {
    pub(crate) fn run(self) -> ExitCode {
        self.explored().unwrap_or_else(|why| output::unusable(&why))
    }

    fn explored(self) -> Result<ExitCode, String> {
        self.reports.are_apart()?;
        let Config { target, jobs, analyses, .. } = self.analyses.config(&self.judges)?;
        let (subject, generator) = only(analyses)?;
        let generator = choose::generator(self.generator.or(generator).as_deref())?;
        let halt = Halt::default();
        let mut explore = Exploring::of(subject)
            .from_seed(self.seed)
            .made_by(generator)
            .reruns(self.reruns)
            .against(self.server.target(target))
            .save_to(&self.save)
            .until(halt.clone());
        if let Some(time) = self.time {
            explore = explore.time(time);
        }
        if let Some(cases) = self.cases {
            explore = explore.cases(cases);
        }
        if let Some(jobs) = self.server.jobs().or(jobs) {
            explore = explore.jobs(jobs);
        }
        interrupt::once(move || halt.call());
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
        let go_on = format!("go on with: {}", explore.line_from(explored.next));
        if explored.next == first {
            return Err(format!("there was no time to try a single scenario\n{go_on}"));
        }
        let kept = keep(&mut explored, &self.save)?;
        let verdict = explored.verdict();
        let text = match (&explored.found, explored.next - first) {
            (Some(_), _) => format!("{verdict}\n"),
            (None, 1) => format!("1 scenario tried (seed {first}): nothing is wrong with it\n"),
            (None, tried) => {
                format!("{tried} scenarios tried (seeds {first} to {}): nothing is wrong\n", explored.next - 1)
            }
        };
        let code = self.reports.tell_as(&text, &verdict)?;
        if let Some(path) = kept {
            eprintln!("kept in {}", path.display());
        }
        eprintln!("{go_on}");
        Ok(code)
    }
}

/// The one analysis, and the config of the generator that it names.
fn only(analyses: Vec<Configured>) -> Result<(Subject, Option<PathBuf>), String> {
    match <[Configured; 1]>::try_from(analyses) {
        Ok([Configured { subject, generated, .. }]) => Ok((subject, generated.generator)),
        Err(several) => {
            let names: Vec<&str> = several.iter().map(|one| &*one.subject.name).collect();
            Err(format!("one analysis is explored at a time: tell --only NAME; there are {names:?}"))
        }
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
