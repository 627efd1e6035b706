//! What judges say of an analysis, as data. Rendering it is somebody else's business, but for the plain text of
//! [`Display`](std::fmt::Display).

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::question::Question;

/// What came of everything that was put to the test.
///
/// It is also the report: the commands make one, and whoever renders a report reads it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Verdict {
    /// What the cases are.
    pub about: About,
    /// Each case, in the order in which they were asked for, however many ran at a time.
    pub cases: Vec<Case>,
}

/// What was put to the test, and so what a case is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// Analyses; a case is one of them in one world.
    #[default]
    Analyses,
    /// A server; a case is a claim of the reference.
    Server,
    /// Tests; a case is a lie that they are told.
    Tests,
}

/// One case, judged: an analysis in one world, a claim, or a lie.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Case {
    /// What people call what was judged: the name in `insights.toml`, or the command; of a server, its address.
    pub subject: String,
    /// What the analysis was asked; `None` for a question of its own, and where no analysis is judged.
    pub question: Option<Question>,
    /// What the case is about: the name of a scenario of the catalog, a file, `seed 7`, or a section of the reference.
    pub name: String,
    /// How often the analysis was run; more than once where it polls.
    pub runs: u32,
    /// What the judges found, the worst first.
    pub findings: Vec<Finding>,
    /// Why nothing can be said, of all or some of it; `None` if everything could be judged.
    pub undecided: Option<String>,
    /// A command that does it again, on one line.
    pub reproduce: Option<String>,
}

/// Whether what was put to the test holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It holds.
    Holds,
    /// Nothing is known to be wrong, but not everything could be judged.
    Undecided,
    /// It does not hold.
    Fails,
}

/// One thing that a judge found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Who found it.
    pub judge: Judge,
    /// Which of the judge's rules, kinds or claims it is, such as `wrong-number`; the same in every release.
    pub id: Cow<'static, str>,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, for people: one sentence without a full stop.
    pub sentence: String,
    /// What shows it.
    pub evidence: Vec<Evidence>,
}

/// Who judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Judge {
    /// Whether the analysis kept to the contract: it ended in time, with one JSON document of the right form.
    Contract,
    /// What happened, from the flows.
    Truth,
    /// What a good client asks for.
    Client,
    /// The same question asked in another way has to have the same answer.
    Metamorphic,
    /// What was answered before, and accepted.
    Golden,
    /// What the reference claims of a server.
    Conform,
    /// Whether tests notice when they are not told the truth.
    Mutate,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Not wrong today, and likely to become so.
    Warning,
    /// Wrong: the case fails.
    Error,
}

/// What shows that a finding is right.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Evidence {
    /// What a value should have been, and what it was; null where there was none.
    Values {
        /// What it should have been.
        expected: Value,
        /// What it was.
        given: Value,
    },
    /// What happened in an interaction: the steps of its flow.
    Steps {
        /// The interaction's GUID.
        interaction: String,
        /// The flow's name in its scenario.
        flow: String,
        /// A line for each step.
        steps: Vec<String>,
    },
    /// Requests, in the order in which they were answered: a line for each.
    Requests {
        /// Such as `#3 2024-03-05T09:10:00.000Z GET /stats/interactions?start=… 200`.
        requests: Vec<String>,
    },
    /// What the analysis or the server said: the end of its standard error, a body.
    Text {
        /// What it is.
        what: String,
        /// The text itself.
        text: String,
    },
    /// The sentence of the documentation that is behind it.
    Documentation {
        /// The sentence, in our words.
        sentence: String,
        /// Where it stands: a section of the reference.
        source: String,
    },
    /// The likely mistake, or what to do about it.
    Hint {
        /// One sentence without a full stop.
        text: String,
    },
}

impl Verdict {
    /// Cases of analyses.
    pub fn of(cases: Vec<Case>) -> Self {
        Self { about: About::Analyses, cases }
    }

    /// Whether all of it holds: the worst outcome of any case.
    pub fn outcome(&self) -> Outcome {
        self.cases.iter().map(Case::outcome).max().unwrap_or(Outcome::Holds)
    }

    /// How many cases have that outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.cases.iter().filter(|case| case.outcome() == outcome).count()
    }

    /// Ends the test unless everything holds.
    ///
    /// # Panics
    ///
    /// With the text of the verdict, if any case fails, or if there is no case at all, which would prove nothing.
    #[track_caller]
    pub fn assert(&self) {
        assert!(!self.cases.is_empty(), "no case was judged");
        assert!(self.outcome() != Outcome::Fails, "{self}");
    }
}

impl Case {
    /// Whether it holds: it fails with any finding that is an error.
    pub fn outcome(&self) -> Outcome {
        if self.findings.iter().any(|finding| finding.severity == Severity::Error) {
            Outcome::Fails
        } else if self.undecided.is_some() {
            Outcome::Undecided
        } else {
            Outcome::Holds
        }
    }
}

impl Finding {
    /// Something wrong, of which `evidence` is still to be added.
    pub fn error(judge: Judge, id: impl Into<Cow<'static, str>>, sentence: impl Into<String>) -> Self {
        Self { judge, id: id.into(), severity: Severity::Error, sentence: sentence.into(), evidence: Vec::new() }
    }

    /// The same, less bad or worse.
    #[must_use]
    pub fn as_bad_as(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// The same, with more that shows it.
    #[must_use]
    pub fn with(mut self, evidence: Evidence) -> Self {
        self.evidence.push(evidence);
        self
    }
}

impl About {
    /// What people call so many cases.
    pub fn noun(self, cases: usize) -> &'static str {
        match (self, cases) {
            (Self::Analyses, 1) => "case",
            (Self::Analyses, _) => "cases",
            (Self::Server, 1) => "claim",
            (Self::Server, _) => "claims",
            (Self::Tests, 1) => "lie",
            (Self::Tests, _) => "lies",
        }
    }

    /// What people call that which was judged.
    pub fn subject(self) -> &'static str {
        match self {
            Self::Analyses => "analysis",
            Self::Server => "server",
            Self::Tests => "tests",
        }
    }
}

impl Outcome {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Undecided => "undecided",
            Self::Fails => "fails",
        }
    }
}

impl Judge {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Truth => "truth",
            Self::Client => "client",
            Self::Metamorphic => "metamorphic",
            Self::Golden => "golden",
            Self::Conform => "conform",
            Self::Mutate => "mutate",
        }
    }
}

impl Severity {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The cases that do not hold, and what is wrong in each; then how many there are of which outcome.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for case in self.cases.iter().filter(|case| case.outcome() != Outcome::Holds || !case.findings.is_empty()) {
            writeln!(f, "{case}")?;
        }
        let [holds, undecided, fails] = [Outcome::Holds, Outcome::Undecided, Outcome::Fails].map(|o| self.count(o));
        let noun = self.about.noun(self.cases.len());
        write!(f, "{} {noun}: {holds} hold, {fails} fail", self.cases.len())?;
        if undecided > 0 { write!(f, ", {undecided} undecided") } else { Ok(()) }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.outcome() {
            Outcome::Holds => "holds",
            Outcome::Undecided => "undecided",
            Outcome::Fails => "FAILS",
        };
        write!(f, "{word} {}", self.subject)?;
        if let Some(question) = self.question {
            write!(f, " · {question}")?;
        }
        writeln!(f, " · {}", self.name)?;
        for finding in &self.findings {
            write!(f, "{finding}")?;
        }
        if let Some(why) = &self.undecided {
            writeln!(f, "  undecided: {why}")?;
        }
        if let Some(command) = &self.reproduce {
            writeln!(f, "  again: {command}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {} {}/{}: {}", self.severity.name(), self.judge.name(), self.id, self.sentence)?;
        for evidence in &self.evidence {
            for line in evidence.to_string().lines() {
                writeln!(f, "      {line}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Values { expected, given } => write!(f, "expected {expected}\ngiven    {given}"),
            Self::Steps { interaction, flow, steps } => {
                write!(f, "interaction {interaction} ({flow}):")?;
                steps.iter().try_for_each(|step| write!(f, "\n  {step}"))
            }
            Self::Requests { requests } => f.write_str(&requests.join("\n")),
            Self::Text { what, text } => {
                write!(f, "{what}:")?;
                text.lines().try_for_each(|line| write!(f, "\n  {line}"))
            }
            Self::Documentation { sentence, source } => write!(f, "the documentation: {sentence} ({source})"),
            Self::Hint { text } => write!(f, "hint: {text}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(findings: Vec<Finding>, undecided: Option<&str>) -> Case {
        Case {
            subject: "report.py".to_owned(),
            question: Some(Question::Transfers),
            name: "faq/transfer".to_owned(),
            runs: 1,
            findings,
            undecided: undecided.map(str::to_owned),
            reproduce: None,
        }
    }

    #[test]
    fn a_case_fails_by_its_errors_and_by_nothing_else() {
        let error = Finding::error(Judge::Truth, "missing-row", "there is no row of the transfer at 53.401s");
        assert_eq!(case(vec![error.clone()], Some("the rest")).outcome(), Outcome::Fails);
        assert_eq!(case(vec![error.as_bad_as(Severity::Warning)], None).outcome(), Outcome::Holds);
        assert_eq!(case(vec![], Some("a correction is still to come")).outcome(), Outcome::Undecided);
    }

    #[test]
    #[should_panic(expected = "no case was judged")]
    fn no_cases_prove_nothing() {
        Verdict::default().assert();
    }

    #[test]
    #[should_panic(expected = "FAILS report.py · transfers · faq/transfer")]
    fn what_fails_is_told_by_the_panic() {
        Verdict::of(vec![case(vec![Finding::error(Judge::Truth, "extra-row", "no")], None)]).assert();
    }
}
