//! `insights-mock export`

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use mock_server::export::{self, Exported, Format, Shard, Source};
use mock_server::load::{self, Story, Trouble};
use scenarios::time::{Instant, Span};

use super::centre::CentreOf;
use super::serve::instant;
use super::{UNUSABLE, report};

#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// A scenario (.toml); without it a centre at work is exported.
    #[arg(value_name = "FILE", conflicts_with_all = ["centre", "seed"])]
    file: Option<PathBuf>,

    #[command(flatten)]
    centre: CentreOf,

    /// How rows are written.
    #[arg(long, value_name = "ndjson|parquet")]
    format: Format,

    /// The first instant of which there are rows. Of a scenario, by default its start.
    #[arg(long, value_name = "INSTANT", value_parser = instant, required_unless_present = "file")]
    start: Option<Instant>,

    /// The first one after that of which there are none. Of a scenario, by default the first after its last row.
    #[arg(long, value_name = "INSTANT", value_parser = instant, required_unless_present = "file")]
    end: Option<Instant>,

    /// Only the i-th of n parts, which together are the whole.
    #[arg(long, value_name = "i/n", default_value_t = Shard::WHOLE)]
    shard: Shard,

    /// The folder for the tables.
    #[arg(long, value_name = "FOLDER", default_value = "export")]
    to: PathBuf,

    /// Replace what is there of an export before. Without it, nothing is written if there is anything.
    #[arg(long)]
    replace: bool,
}

impl Export {
    pub(crate) fn run(self) -> ExitCode {
        let export = match self.export() {
            Ok(export) => export,
            Err(troubles) => {
                report::tell(&troubles);
                return ExitCode::from(UNUSABLE);
            }
        };
        let bar = bar();
        let exported = export.run(|progress| {
            bar.set_length(progress.of);
            bar.set_position(progress.written);
            bar.set_message(progress.rows.to_string());
        });
        bar.finish_and_clear();
        match exported {
            Ok(exported) => {
                eprint!("{}", summary(&exported));
                ExitCode::SUCCESS
            }
            Err(failure) => {
                eprintln!("error: {failure}");
                ExitCode::from(UNUSABLE)
            }
        }
    }

    fn export(self) -> Result<export::Export, Vec<Trouble>> {
        let source = match &self.file {
            Some(file) => scenario(file)?,
            None => Source::Centre(self.centre.operation()?),
        };
        let (first, last) = source.told_of();
        let (start, end) = (self.start.unwrap_or(first), self.end.unwrap_or(last + Span::from_millis(1)));
        if end <= start {
            let what = format!("the end, {end}, has to come after the start, {start}");
            return Err(vec![Trouble::Mismatched(what)]);
        }
        let Self { format, shard, to: folder, replace, .. } = self;
        Ok(export::Export { source, start, end, shard, format, folder, replace })
    }
}

fn scenario(file: &PathBuf) -> Result<Source, Vec<Trouble>> {
    match load::story(std::slice::from_ref(file))? {
        Story::Told(scenario, timeline) => Ok(Source::Scenario(scenario, timeline)),
        Story::Recorded(_) | Story::Centre(_) | Story::Demo => Err(vec![Trouble::Unreadable(
            file.clone(),
            "recorded answers are not exported, since they are what an export would be: name a scenario (.toml)"
                .to_owned(),
        )]),
    }
}

/// On a terminal a bar; elsewhere nothing.
fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} team's days, {msg} rows, {eta} left");
    let bar = ProgressBar::new(0).with_message("0");
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn summary(exported: &Exported) -> String {
    let mut told = String::new();
    for (table, rows) in &exported.rows {
        told.push_str(&format!("{:<22} {rows:>12} rows\n", table.path()));
    }
    told.push_str(&format!("{} files, {} bytes\n", exported.files, exported.bytes));
    told
}
