//! `insights.toml`: the analyses of a project, so that a plain `insights-harness check` runs them all.
//!
//! ```toml
//! goldens = "snapshots"
//! report = ["junit=out/", "html=out/"]
//!
//! [[analysis]]
//! name = "transfers"
//! question = "transfers"
//! cmd = "python3 transfers.py"
//! scenarios = ["transfer/*", "tests/*.toml"]
//! poll = "15s"
//! judges = ["truth", "client"]
//! time_limit = "10s"
//! order = ["rows=name"]
//! redact = ["**.runId=guid"]
//! ```
//!
//! Only `name` and `cmd` have to be there; [`OF_ALL`] and [`OF_ANALYSIS`] are all the keys, and [`schema`] tells editors of
//! them. Nothing is guessed: a key, a word or a value that is not known is a problem, and every problem of the file is told at
//! once, with its place and the nearest right spelling.

mod keys;
mod reading;

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::case::Subject;
use crate::report::Report;

pub use keys::{Key, OF_ALL, OF_ANALYSIS, Takes, schema};

/// The name that the file has if nothing else is said.
pub const FILE: &str = "insights.toml";

/// What the file says.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The folder of goldens, as it is found from where this program runs; `None` if answers are compared with none.
    pub goldens: Option<PathBuf>,
    /// The reports to write.
    pub reports: Vec<Report>,
    /// How many cases are run at a time; `None` for as many as there are processors.
    pub jobs: Option<usize>,
    /// A mock server that runs already.
    pub target: Option<String>,
    /// The analyses, at least one.
    pub analyses: Vec<Configured>,
}

/// An analysis of the file.
#[derive(Clone, Debug)]
pub struct Configured {
    /// How it is put to the test.
    pub subject: Subject,
    /// Which scenarios it is put to, as patterns; empty for those that concern its question.
    pub scenarios: Vec<String>,
    /// Which generated ones, too.
    pub generated: Generated,
}

/// Which generated scenarios an analysis is put to; none if it says neither a seed nor a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Generated {
    /// The first, if not 1.
    pub seed: Option<u64>,
    /// How many, if not one.
    pub cases: Option<u64>,
    /// The config file of the generator, as it is found from where this program runs.
    pub generator: Option<PathBuf>,
}

impl Generated {
    /// Their seeds.
    pub fn seeds(&self) -> Range<u64> {
        match (self.seed, self.cases) {
            (None, None) => 0..0,
            (seed, cases) => {
                let first = seed.unwrap_or(1);
                first..first.saturating_add(cases.unwrap_or(1))
            }
        }
    }
}

/// Something that is wrong in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The bytes of the text that it is about.
    pub span: Range<usize>,
    /// The line, counted from 1.
    pub line: usize,
    /// The character of the line, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// What would be right; empty where nothing can be said.
    pub advice: String,
}

/// `3:1: what is wrong; what would be right`.
impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.what)?;
        if self.advice.is_empty() { Ok(()) } else { write!(f, "; {}", self.advice) }
    }
}

/// What the text of that file says.
///
/// # Errors
///
/// Everything that is wrong with the text, in its order.
pub fn parse(text: &str, file: &Path) -> Result<Config, Vec<Wrong>> {
    reading::read(text, file)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use scenarios::time::Span;

    use super::*;
    use crate::golden::form::Form;
    use crate::judge::Judges;
    use crate::question::Question;

    fn read(text: &str) -> Result<Config, Vec<Wrong>> {
        parse(text, Path::new("reports/insights.toml"))
    }

    fn wrong(text: &str) -> Vec<String> {
        read(text).unwrap_err().iter().map(Wrong::to_string).collect()
    }

    #[test]
    fn an_analysis_needs_a_name_and_a_command_and_may_say_more() {
        let config = read(
            "goldens = \"accepted\"\nreport = [\"junit=out/\", \"github\"]\njobs = 3\ntarget = \"http://127.0.0.1:1\"\n\
             [[analysis]]\nname = \"a\"\ncmd = \"./a\"\n\n[[analysis]]\nname = \"b\"\nquestion = \"logins\"\ncmd = \"./b\"\n\
             scenarios = [\"faq/*\"]\nseed = 7\ncases = 3\ngenerator = \"nasty.toml\"\npoll = \"15s\"\nbusy = \"wrap\"\n\
             judges = [\"truth\"]\ntime_limit = \"1500ms\"\noutput_limit = 1000\ngoldens = false\n\
             order = [\"rows=n\"]\nredact = [\"**.id=guid\"]\n",
        )
        .unwrap();
        let folder = Path::new("reports");
        assert_eq!((config.goldens, config.jobs), (Some(folder.join("accepted")), Some(3)));
        assert_eq!(config.target.as_deref(), Some("http://127.0.0.1:1"));
        let files: Vec<_> = config.reports.iter().map(|report| report.file.clone()).collect();
        assert_eq!(files, [Some(folder.join("out/")), None]);
        let [plain, full] = &config.analyses[..] else { panic!("{:?}", config.analyses) };
        assert_eq!((plain.subject.question, plain.subject.poll, plain.scenarios.len()), (None, None, 0));
        assert_eq!((plain.generated.seeds(), plain.subject.has_goldens, plain.subject.judges), (0..0, true, None));
        assert_eq!(plain.subject.listed.as_deref(), Some(Path::new("reports/insights.toml")));
        assert_eq!(full.subject.question, Some(Question::Logins));
        assert_eq!(full.subject.poll, Some(Span::from_secs(15)));
        assert_eq!(full.subject.limits.time, Duration::from_millis(1500));
        assert_eq!(full.subject.limits.output, 1000);
        assert_eq!((full.subject.busy.ringing, full.subject.busy.wrap), (false, true));
        assert_eq!(full.subject.judges, Some(Judges { truth: true, client: false, metamorphic: false }));
        assert_eq!((full.scenarios.as_slice(), full.subject.has_goldens), (&["faq/*".to_owned()][..], false));
        assert_eq!(
            (full.generated.seeds(), full.generated.generator.clone()),
            (7..10, Some(folder.join("nasty.toml")))
        );
        let mut form = Form::of(Some(Question::Logins));
        form.orders.push("rows=n".parse().unwrap());
        form.redactions.push("**.id=guid".parse().unwrap());
        assert_eq!(full.subject.form, form);
    }

    #[test]
    fn every_mistake_is_told_with_its_place_and_the_nearest_right_word() {
        assert_eq!(
            wrong("[[analysis]]\nnam = \"a\"\nquestion = \"login\"\ncmd = 7\npoll = \"soon\"\n[other]\n"),
            [
                "1:1: the key `name` is missing; it is what people call it",
                "2:1: `nam` is not a key of an analysis; write `name`",
                "3:12: there is no question \"login\"; write \"logins\"",
                "4:7: this is not a text; write it in quotes",
                "5:8: \"soon\" is not a span of time; numbers with the units d, h, m, s, ms, such as \"1h 30m\" or \"12.512s\", are",
                "6:2: `other` is not a key of this file; there are `analysis`, `goldens`, `report`, `jobs`, `target`",
            ]
        );
        assert_eq!(
            wrong("[[analysis]]\nname = \"a\"\ncmd = \"x\"\nredact = [\"id=giud\", 3]\n"),
            ["4:11: there is no redaction \"giud\"; write \"guid\"", "4:22: this is not a text; write it in quotes",]
        );
        assert_eq!(
            wrong(
                "reports = []\nreport = [\"junti\"]\njobs = 0\ntarget = \"localhost\"\n[[analysis]]\nname = \"a\"\ncmd = \"x\"\n\
                 judges = [\"thruth\"]\ncases = \"7\"\nseed = -1\ngoldens = \"yes\"\noutput_limit = 1.5\n"
            ),
            [
                "1:1: `reports` is not a key of this file; write `report`",
                "2:11: there is no report \"junti\"; write \"junit\"",
                "3:8: this is not a whole number from 1 on",
                "4:10: \"localhost\" is no address; one begins with http:// or https://",
                "8:11: there is no judge \"thruth\"; write \"truth\"",
                "9:9: this is not a whole number; write it without quotes",
                "10:8: this is not a whole number from 0 on",
                "11:11: this is neither true nor false; write one of them, without quotes",
                "12:16: this is not a whole number",
            ]
        );
        assert_eq!(wrong(""), ["1:1: there is no analysis; begin one with [[analysis]]"]);
        assert_eq!(
            wrong("[[analysis]]\nname = \"a\"\ncmd = \"x\"\n[[analysis]]\nname = \"a\"\ncmd = \"y\"\n"),
            ["4:1: there are two analyses called \"a\"; give each a name of its own"]
        );
    }
}
