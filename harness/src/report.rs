//! Verdicts, rendered for the people and programs that read them.
//!
//! What a report says is a function of the [`Verdict`] alone: the same verdict gives the same bytes.

mod github;
mod html;
mod json;
mod junit;
mod markdown;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::{fmt, fs, io};

use scenarios::problem::nearest;
use thiserror::Error;

use crate::verdict::{About, Case, Outcome, Verdict};

pub use json::schema;

/// In what form a verdict is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// JUnit's XML, which every CI service reads: a suite for each analysis, a test case for each case.
    Junit,
    /// One page for people, with everything in it: it needs no network and no other file.
    Html,
    /// Everything, for programs; [`schema`] describes it.
    Json,
    /// For a job's summary or a comment: GitHub's Markdown.
    Markdown,
    /// Commands of GitHub's workflows, which show as annotations.
    Github,
}

/// A report that is to be written: what, and where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// In what form.
    pub format: Format,
    /// The file; `None` is standard output. A folder, or what ends in a slash, gets a file with the format's usual name.
    pub file: Option<PathBuf>,
}

/// Why reports cannot be written.
#[derive(Debug, Error)]
pub enum ReportError {
    /// Nobody could tell them apart.
    #[error("two reports go to {0}; give each a file of its own, as in `--report junit=FILE`")]
    SamePlace(String),
    /// The file cannot be written.
    #[error("the {format} report cannot be written to {}: {source}", file.display())]
    Unwritable {
        /// Which report.
        format: Format,
        /// Where to.
        file: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Junit, Self::Html, Self::Json, Self::Markdown, Self::Github];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Junit => "junit",
            Self::Html => "html",
            Self::Json => "json",
            Self::Markdown => "md",
            Self::Github => "github",
        }
    }

    /// What its file is called in a folder.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Junit => "verdict.xml",
            Self::Html => "verdict.html",
            Self::Json => "verdict.json",
            Self::Markdown => "verdict.md",
            Self::Github => "verdict.github",
        }
    }

    /// The verdict in this format.
    pub fn render(self, verdict: &Verdict) -> String {
        match self {
            Self::Junit => junit::render(verdict),
            Self::Html => html::render(verdict),
            Self::Json => json::render(verdict),
            Self::Markdown => markdown::render(verdict),
            Self::Github => github::render(verdict),
        }
    }
}

/// Writes those reports that have a file, and gives what is to go to standard output, if one of them goes there.
///
/// # Errors
///
/// If two reports go to the same place, of which nothing is written then; or if a file cannot be written.
pub fn write(reports: &[Report], verdict: &Verdict) -> Result<Option<String>, ReportError> {
    are_apart(reports)?;
    let mut printed = None;
    for report in reports {
        let (format, text) = (report.format, report.format.render(verdict));
        match report.place() {
            Some(file) => save(&file, &text).map_err(|source| ReportError::Unwritable { format, file, source })?,
            None => printed = Some(text),
        }
    }
    Ok(printed)
}

/// Makes sure that every report goes to a place of its own.
///
/// # Errors
///
/// If two go to the same place.
pub fn are_apart(reports: &[Report]) -> Result<(), ReportError> {
    let mut taken = BTreeSet::new();
    match reports.iter().map(Report::place).find(|place| !taken.insert(place.clone())) {
        None => Ok(()),
        Some(Some(file)) => Err(ReportError::SamePlace(file.display().to_string())),
        Some(None) => Err(ReportError::SamePlace("standard output".to_owned())),
    }
}

fn save(file: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text)
}

impl Report {
    /// The file that is written.
    fn place(&self) -> Option<PathBuf> {
        let file = self.file.as_ref()?;
        let is_folder = file.is_dir() || file.as_os_str().as_encoded_bytes().ends_with(b"/");
        Some(if is_folder { file.join(self.format.file_name()) } else { file.clone() })
    }
}

/// `junit`, or `junit=FILE`.
impl FromStr for Report {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = match text.split_once('=') {
            Some((format, "")) => return Err(format!("there is no file after `{format}=`")),
            Some((format, file)) => (format, Some(PathBuf::from(file))),
            None => (text, None),
        };
        Ok(Self { format: format.parse()?, file })
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|format| format.name() == text).ok_or_else(|| {
            let names = Self::ALL.map(Self::name);
            match nearest(text, names) {
                Some(near) => format!("there is no report {text:?}; write {near:?}"),
                None => format!("there is no report {text:?}; there are {}", names.join(", ")),
            }
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// All of it in one line for people: `2 of 12 cases fail, 1 is undecided`.
fn headline(verdict: &Verdict) -> String {
    let cases = verdict.cases.len();
    if verdict.about == About::Tests {
        return of_lies(verdict);
    }
    let [undecided, fails] = [Outcome::Undecided, Outcome::Fails].map(|outcome| verdict.count(outcome));
    let noun = verdict.about.noun(cases);
    let mut line = match (cases, fails) {
        (0, _) => return format!("No {} was judged", verdict.about.noun(1)),
        (1, 0) if undecided == 0 => format!("The one {noun} holds"),
        (_, 0) if undecided == 0 => format!("All {cases} {noun} hold"),
        (_, 0) => format!("None of {cases} {noun} fails"),
        (_, 1) => format!("1 of {cases} {noun} fails"),
        (..) => format!("{fails} of {cases} {noun} fail"),
    };
    if undecided > 0 {
        line += &format!(", {undecided} {} undecided", if undecided == 1 { "is" } else { "are" });
    }
    line
}

/// The same of lies: `2 of 12 lies survive, 1 was not told`.
fn of_lies(verdict: &Verdict) -> String {
    let lies = verdict.cases.len();
    let noun = verdict.about.noun(lies);
    // Enough others may have been caught for those that survive to be no failures.
    let survivors = verdict.cases.iter().filter(|case| !case.findings.is_empty()).count();
    let untold = verdict.count(Outcome::Undecided);
    let mut line = match survivors {
        0 => format!("No lie of {lies} survives"),
        1 => format!("1 of {lies} {noun} survives"),
        _ => format!("{survivors} of {lies} {noun} survive"),
    };
    if untold > 0 {
        line += &format!(", {untold} {} nothing that the tests ask", if untold == 1 { "changes" } else { "change" });
    }
    line
}

/// Who was asked what, of a case: the analysis and the question.
fn suite(case: &Case) -> String {
    match case.question {
        Some(question) => format!("{} · {question}", case.subject),
        None => case.subject.clone(),
    }
}

/// What is to be said of a case in one line: its first finding, or why it is undecided.
fn gist(case: &Case) -> Option<&str> {
    let undecided = case.undecided.as_deref().filter(|_| case.outcome() == Outcome::Undecided);
    undecided.or_else(|| case.findings.first().map(|finding| finding.sentence.as_str()))
}

/// The cases by who was asked what, each in the order in which it came first.
fn suites(verdict: &Verdict) -> Vec<(String, Vec<&Case>)> {
    let mut suites: Vec<(String, Vec<&Case>)> = Vec::new();
    for case in &verdict.cases {
        let name = suite(case);
        match suites.iter_mut().find(|(known, _)| *known == name) {
            Some((_, cases)) => cases.push(case),
            None => suites.push((name, vec![case])),
        }
    }
    suites
}
