//! Goldens: what an analysis answered before, and somebody accepted.
//!
//! A golden is a file of [insta](https://insta.rs)'s, and so is what waits to be accepted beside it: `NAME.snap` and
//! `NAME.snap.new`. So `cargo insta review` and editors work on them, too. What truth says of an answer stands in the
//! file that waits.

pub mod form;
pub mod path;
pub mod redaction;
pub mod review;
mod change;
mod file;

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde_json::Value;

use crate::case::Subject;
use crate::observation::Observation;
use crate::question::Question;
use crate::reproduce::quoted;
use crate::verdict::{Case, Evidence, Finding, Judge, Severity};
use change::Change;
use file::Golden;
use form::Form;

/// Where goldens are, and what becomes of answers that are not like them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goldens {
    folder: PathBuf,
    update: Update,
    against_truth: bool,
}

/// What becomes of an answer that is not like its golden, or has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Update {
    /// Nothing: it is a finding, and no file is touched.
    No,
    /// It is a finding, and waits to be reviewed.
    New,
    /// It becomes the golden, unless truth refuses it; then it waits.
    Always,
}

/// What truth says of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// It is right.
    Agrees,
    /// It is wrong, and these are the sentences that say how.
    Refuses(Vec<String>),
    /// Truth was not asked, or could not say.
    #[default]
    Silent,
}

/// An answer, and whose it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer<'a> {
    /// The analysis.
    pub subject: &'a str,
    /// What it was asked, if truth knows the question.
    pub question: Option<Question>,
    /// The case.
    pub case: &'a str,
    /// What was answered.
    pub value: &'a Value,
    /// What truth says of it.
    pub truth: Truth,
    /// The command that does it again.
    pub reproduce: Option<&'a str>,
}

impl Goldens {
    /// The goldens below that folder, and what becomes of answers that are not like them.
    pub fn new(folder: impl Into<PathBuf>, update: Update) -> Self {
        Self { folder: folder.into(), update, against_truth: false }
    }

    /// The same; answers that truth refuses are accepted, too.
    #[must_use]
    pub fn against_truth(self) -> Self {
        Self { against_truth: true, ..self }
    }

    /// What a command line says about them, for a case of that analysis.
    pub(crate) fn options(&self, subject: &Subject) -> String {
        let mut options = " --goldens".to_owned();
        if self.folder != Path::new("snapshots") {
            options += &format!("={}", quoted(&self.folder.display().to_string()));
        }
        // A config file that lists it tells the form of its answers, too.
        if subject.listed.is_some() {
            return options;
        }
        let (usual, form) = (Form::of(subject.question), &subject.form);
        for order in form.orders.iter().filter(|order| !usual.orders.contains(order)) {
            options += &format!(" --order {}", quoted(&order.to_string()));
        }
        for redaction in &form.redactions {
            options += &format!(" --redact {}", quoted(&redaction.to_string()));
        }
        options
    }

    /// What is wrong with an answer, if it is not as accepted. Files are written as [`Update`] says.
    pub fn judge(&self, answer: &Answer<'_>, form: &Form) -> Vec<Finding> {
        let file = self.folder.join(file_name(answer.subject)).join(format!("{}.snap", file_name(answer.case)));
        match self.compare(&file, answer, form) {
            Ok(finding) => finding.into_iter().collect(),
            Err(why) => vec![Finding::error(Judge::Golden, "unusable", format!("{}: {why}", file.display()))],
        }
    }

    fn compare(&self, file: &Path, answer: &Answer<'_>, form: &Form) -> Result<Option<Finding>, String> {
        let pending = file::pending(file);
        let golden = Golden {
            analysis: answer.subject.to_owned(),
            case: answer.case.to_owned(),
            question: answer.question.map(|question| question.name().to_owned()),
            truth: answer.truth.clone(),
            reproduce: answer.reproduce.map(str::to_owned),
            text: form.text(answer.value),
        };
        let accepted = Golden::read(file)?;
        if let Some(other) = accepted.as_ref().filter(|accepted| accepted.case != golden.case) {
            return Err(format!("it is the golden of the case {:?}; give {:?} another name", other.case, golden.case));
        }
        if let Some(other) = accepted.as_ref().filter(|accepted| accepted.question != golden.question) {
            let of = |golden: &Golden| golden.question.clone().unwrap_or("a question of its own".to_owned());
            return Err(format!("it answers {}, not {}; give the analysis another name", of(other), of(&golden)));
        }
        if accepted.as_ref().is_some_and(|accepted| accepted.text == golden.text) {
            // What waited has come back to what is accepted.
            if self.update != Update::No && pending.exists() {
                fs::remove_file(&pending).map_err(|error| error.to_string())?;
            }
            return Ok(None);
        }
        let is_refused = matches!(golden.truth, Truth::Refuses(_)) && !self.against_truth;
        match self.update {
            Update::No => {}
            Update::Always if !is_refused => {
                golden.write(&pending).map_err(|error| error.to_string())?;
                file::accept(file)?;
                return Ok(None);
            }
            Update::New | Update::Always => golden.write(&pending).map_err(|error| error.to_string())?,
        }
        Ok(Some(self.finding(accepted.as_ref(), &golden)))
    }

    fn finding(&self, accepted: Option<&Golden>, given: &Golden) -> Finding {
        let finding = match accepted {
            None => Finding::error(Judge::Golden, "new", "no answer to this has been accepted yet"),
            Some(accepted) => {
                let change = Change::between(&accepted.text, &given.text);
                let finding = Finding::error(Judge::Golden, "changed", "the answer is not the one that was accepted");
                finding.with(Evidence::Text {
                    what: "what is accepted, and what is given".to_owned(),
                    text: change.told(),
                })
            }
        };
        let hint = match (self.update, &given.truth) {
            (Update::No, _) => "run it with `--update new`, and look at it with `insights-harness review`",
            (Update::New | Update::Always, Truth::Refuses(_)) => {
                "look at it with `insights-harness review`; truth refuses it, so it is not accepted without --against-truth"
            }
            (Update::New | Update::Always, Truth::Agrees | Truth::Silent) => {
                "look at it with `insights-harness review`, and accept it if it is right"
            }
        };
        finding.with(Evidence::Hint { text: hint.to_owned() })
    }

    /// The goldens of an analysis whose cases are not there any more, each as a case with a warning. Seeds are always there,
    /// and so are scenarios that are files; of the others `is_known` tells.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn stale(&self, subject: &str, is_known: impl Fn(&str) -> bool) -> io::Result<Vec<Case>> {
        let mut stale = Vec::new();
        for entry in file::walk(&self.folder.join(file_name(subject)))? {
            let golden = entry.extension().filter(|extension| *extension == "snap").map(|_| Golden::read(&entry));
            let Some(golden) = golden else { continue };
            let Golden { case, .. } = golden.map_err(io::Error::other)?.unwrap_or_default();
            if !is_known(&case) && !case.starts_with("seed ") && !Path::new(&case).exists() {
                let sentence = format!("{} is of a case that is not there any more", entry.display());
                let finding = Finding::error(Judge::Golden, "stale", sentence).as_bad_as(Severity::Warning);
                stale.push(Case {
                    subject: subject.to_owned(),
                    question: None,
                    name: case,
                    runs: 0,
                    findings: vec![finding.with(Evidence::Hint { text: "delete the file".to_owned() })],
                    undecided: None,
                    reproduce: None,
                });
            }
        }
        Ok(stale)
    }
}

impl Update {
    /// What becomes of answers if nobody says: they wait to be reviewed, but not in CI, where nobody reviews.
    pub fn usual() -> Self {
        if in_ci() { Self::No } else { Self::New }
    }
}

impl Truth {
    /// What truth said of the last answer of a case, by what was found.
    pub(crate) fn of(observation: &Observation, findings: &[Finding]) -> Self {
        let refused = findings.iter().filter(|found| found.judge == Judge::Truth && found.severity == Severity::Error);
        let sentences: Vec<String> = refused.map(|found| found.sentence.clone()).collect();
        let was_asked = observation.question.is_some()
            && observation.runs.last().is_some_and(|run| observation.told.moments.all_processed(run.now));
        match (sentences.is_empty(), was_asked) {
            (false, _) => Self::Refuses(sentences),
            (true, true) => Self::Agrees,
            (true, false) => Self::Silent,
        }
    }
}

/// Whether this runs in CI, as the environment variable `CI` says, and nothing may be accepted.
pub fn in_ci() -> bool {
    env::var("CI").is_ok_and(|ci| !ci.is_empty() && ci != "false" && ci != "0")
}

impl FromStr for Update {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "no" => Ok(Self::No),
            "new" => Ok(Self::New),
            "always" => Ok(Self::Always),
            _ => Err(format!("{text:?} is not a way to update; there are no, new and always")),
        }
    }
}

/// A name without what file systems do not like: `hold/then retrieve` is `hold__then_retrieve`.
pub(crate) fn file_name(name: &str) -> String {
    let mut file = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '/' => file.push_str("__"),
            _ if letter.is_alphanumeric() || "-_".contains(letter) => file.push(letter),
            // A file that begins with a dot is hidden.
            '.' if !file.is_empty() => file.push('.'),
            _ => file.push('_'),
        }
    }
    file
}
