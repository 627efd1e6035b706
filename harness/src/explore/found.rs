//! What exploring has found, and the file that it is kept in.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::analysis::Ran;
use crate::case::Subject;
use crate::golden::file_name;
use crate::observation::Observation;
use crate::reproduce;
use crate::target::Target;
use crate::told::{Origin, Told};
use crate::verdict::{Case, Evidence, Finding, Judge};

/// A scenario that shows that an analysis is wrong, as small as it got.
#[derive(Clone, Debug)]
pub struct Found {
    /// The seed that it was made from.
    pub seed: u64,
    /// The scenario.
    pub told: Told,
    /// It, judged.
    pub case: Case,
    /// What was right, if truth knows the question.
    pub expected: Option<Vec<Value>>,
    /// What was answered.
    pub given: Ran,
    /// Whose it is and where it ran; `None` if the analysis answers differently each time.
    again: Option<(Subject, Target)>,
}

impl Found {
    pub(super) fn new(seed: u64, subject: Subject, target: Target, case: Case, observation: &Observation) -> Self {
        let expected = observation.question.zip(observation.asked()).map(|(question, asked)| {
            let (rows, scenario) = (question.rows(), &observation.told.scenario);
            let expected = (rows.expected)(scenario, &asked).into_iter().map(|expected| expected.row);
            expected.filter(|row| (rows.is_decidable)(row, scenario, &asked)).collect()
        });
        let (told, given) = (observation.told.clone(), observation.last.clone());
        Self { seed, told, case, expected, given, again: Some((subject, target)) }
    }

    /// That an analysis is not to be blamed for its answers, but for being different each time.
    pub(super) fn unsteady(seed: u64, told: Told, case: Case, answers: [Ran; 2]) -> Self {
        let sentence = "asked the same in an equal world, it does not answer the same";
        let mut finding = Finding::error(Judge::Metamorphic, "not-deterministic", sentence);
        for (which, answer) in ["one time", "another time"].into_iter().zip(&answers) {
            let text = answer.as_ref().map_or_else(|_| "no answer".to_owned(), Value::to_string);
            finding = finding.with(Evidence::Text { what: which.to_owned(), text });
        }
        let text = "until it is, nothing else can be said of it; mind the own clock, random numbers, the order of sets, and \
                    what is done at the same time";
        finding = finding.with(Evidence::Hint { text: text.to_owned() });
        let [given, _] = answers;
        Self { seed, told, case: Case { findings: vec![finding], ..case }, expected: None, given, again: None }
    }

    /// Whether the analysis answers the same in equal worlds. If not, there is no scenario to blame.
    pub fn is_steady(&self) -> bool {
        self.again.is_some()
    }

    /// The scenario's file: what is wrong as a comment, then the scenario.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let asked = self.case.question.map_or_else(String::new, |question| format!(" about {question}"));
        comment(
            &mut text,
            &format!(
                "{} is wrong{asked}. Seed {} showed it, and this is as small as it gets.",
                self.case.subject, self.seed
            ),
        );
        for finding in &self.case.findings {
            comment(&mut text, "");
            comment(&mut text, &format!("{}/{}: {}", finding.judge.name(), finding.id, finding.sentence));
            for evidence in &finding.evidence {
                // The steps are the scenario below, and the values the answers.
                if let Evidence::Text { .. } | Evidence::Hint { .. } | Evidence::Requests { .. } = evidence {
                    evidence.to_string().lines().for_each(|line| comment(&mut text, &format!("  {line}")));
                }
            }
        }
        if let Some(expected) = &self.expected {
            answer(&mut text, "expected", &Value::from(expected.clone()));
        }
        match &self.given {
            Ok(given) => answer(&mut text, "given", given),
            Err(_) => {
                comment(&mut text, "");
                comment(&mut text, "given: no answer");
            }
        }
        format!("{text}\n{}", self.told.text)
    }

    /// Keeps it in a file of that folder, which is made if it is not there; what is there stays. The case is that of the file
    /// then.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn save(&mut self, folder: &Path) -> io::Result<PathBuf> {
        fs::create_dir_all(folder)?;
        let text = self.text();
        let what =
            self.case.question.map_or_else(|| file_name(&self.case.subject), |question| question.name().to_owned());
        let names = (1..).map(|number| match number {
            1 => format!("{what}_seed_{}.toml", self.seed),
            _ => format!("{what}_seed_{}_{number}.toml", self.seed),
        });
        let mut paths = names.map(|name| folder.join(name));
        let free = paths.find(|path| fs::read_to_string(path).map_or(true, |there| there == text));
        let path = free.ok_or_else(|| io::Error::other("every name is taken"))?;
        fs::write(&path, text)?;
        self.case.name = path.display().to_string();
        if let Some((subject, target)) = &self.again {
            let told = Told { name: self.case.name.clone(), origin: Origin::File, ..self.told.clone() };
            self.case.reproduce = Some(reproduce::line(subject, &told, target));
        }
        Ok(path)
    }
}

/// An answer: a list item by item.
fn answer(text: &mut String, what: &str, answer: &Value) {
    comment(text, "");
    match answer {
        Value::Array(rows) if rows.is_empty() => comment(text, &format!("{what}: nothing")),
        Value::Array(rows) => {
            comment(text, &format!("{what}:"));
            rows.iter().for_each(|row| comment(text, &format!("  {row}")));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            comment(text, &format!("{what}: {answer}"));
        }
    }
}

/// A line of comment, whatever stands in it: in TOML, control characters may not.
fn comment(text: &mut String, line: &str) {
    let line = line.replace(|letter: char| letter.is_control(), " ");
    let _ = writeln!(text, "{}", format!("# {line}").trim_end());
}
