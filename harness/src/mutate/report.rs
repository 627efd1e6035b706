//! What tests noticed.

use std::fmt;

use scenarios::fault::{Fault, Meaning};

use super::advice;
use crate::reproduce::Line;
use crate::verdict::{About, Case, Evidence, Finding, Judge, Severity, Verdict};

/// What tests noticed.
#[derive(Clone, Debug)]
pub struct Report {
    /// The line that runs them.
    pub line: String,
    /// What they were told of.
    pub scenario: String,
    /// How many requests they make when they are told the truth.
    pub asked: usize,
    /// Each lie.
    pub lies: Vec<Judged>,
    /// The command that makes a report like this one, but for which lies; `None` if none does.
    pub again: Option<Line>,
}

/// A lie, and what came of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The lie.
    pub lie: Meaning,
    /// What came of it.
    pub standing: Standing,
}

/// What came of a lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The tests failed.
    Caught {
        /// How.
        how: String,
    },
    /// The tests passed.
    Survived {
        /// How many answers were other than in truth.
        answers: usize,
        /// Of how many.
        asked: usize,
    },
    /// Nothing that the tests asked was answered otherwise: there was nothing to notice.
    Untold,
}

impl Report {
    /// The lies that were told and not noticed.
    pub fn survivors(&self) -> impl Iterator<Item = &Judged> {
        self.lies.iter().filter(|judged| matches!(judged.standing, Standing::Survived { .. }))
    }

    /// How many lies were noticed.
    pub fn caught(&self) -> usize {
        self.lies.iter().filter(|judged| matches!(judged.standing, Standing::Caught { .. })).count()
    }

    /// How many lies of a hundred that were told were noticed; 100 if none was told.
    pub fn percent_caught(&self) -> usize {
        let (caught, told) = (self.caught(), self.caught() + self.survivors().count());
        (caught * 100).checked_div(told).unwrap_or(100)
    }

    /// The command that tells a lie again.
    fn again(&self, judged: &Judged) -> Option<String> {
        self.again.as_ref().map(|line| line.clone().with("--lie", judged.word()).to_string())
    }

    /// The same as a verdict, with a case for each lie. If at least `enough` of a hundred lies that were told are caught, those
    /// that survive are warnings, and nothing fails.
    pub fn verdict(&self, enough: usize) -> Verdict {
        let bad = if self.percent_caught() < enough { Severity::Error } else { Severity::Warning };
        let case = |judged: &Judged| Case {
            subject: self.line.clone(),
            question: None,
            name: judged.word().to_owned(),
            runs: 1,
            findings: judged.finding().map(|finding| finding.as_bad_as(bad)).into_iter().collect(),
            undecided: (judged.standing == Standing::Untold)
                .then(|| "nothing that the tests ask is answered otherwise".to_owned()),
            reproduce: self.again(judged),
        };
        Verdict { about: About::Tests, cases: self.lies.iter().map(case).collect() }
    }
}

impl Judged {
    /// The lie's word.
    pub fn word(&self) -> &'static str {
        Fault::Meaning(self.lie).word()
    }

    /// The lie in a sentence.
    pub fn about(&self) -> &'static str {
        Fault::Meaning(self.lie).about()
    }

    fn finding(&self) -> Option<Finding> {
        let Standing::Survived { answers, asked } = self.standing else { return None };
        let about = self.about().trim_end_matches('.');
        let sentence = format!("the tests pass although {answers} of {asked} answers lie: {about}");
        let hint = Evidence::Hint { text: format!("a test that would notice: {}", advice(self.lie)) };
        Some(Finding::error(Judge::Mutate, self.word(), sentence).with(hint))
    }
}

/// Each lie on a line, with what would have noticed those that were not; and how many there are of each.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let times = if self.asked == 1 { "once".to_owned() } else { format!("{} times", self.asked) };
        writeln!(f, "in truth the tests pass; they are told of {}, and ask {times}", self.scenario)?;
        for judged in &self.lies {
            match &judged.standing {
                Standing::Caught { how } => {
                    writeln!(f, "caught   {}: {}\n         {how}", judged.word(), judged.about())?;
                }
                Standing::Survived { answers, asked } => {
                    writeln!(f, "SURVIVES {}: {}", judged.word(), judged.about())?;
                    writeln!(f, "         told in {answers} of {asked} answers")?;
                    writeln!(f, "         a test that would notice: {}", advice(judged.lie))?;
                    if let Some(again) = self.again(judged) {
                        writeln!(f, "         again: {again}")?;
                    }
                }
                Standing::Untold => writeln!(f, "untold   {}: {}", judged.word(), judged.about())?,
            }
        }
        let (caught, survive) = (self.caught(), self.survivors().count());
        let untold = self.lies.len() - caught - survive;
        write!(f, "{} lies: {caught} caught, {survive} survive", self.lies.len())?;
        if untold > 0 {
            write!(f, ", {untold} change nothing that the tests ask")?;
        }
        writeln!(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(standings: &[Standing]) -> Report {
        let lies = super::super::lies();
        let judged = standings.iter().zip(lies).map(|(standing, lie)| Judged { lie, standing: standing.clone() });
        let (line, scenario) = ("make test".to_owned(), "faq/transfer".to_owned());
        let again = Some(Line::of("mutate").with("--cmd", &line));
        Report { line, scenario, asked: 3, lies: judged.collect(), again }
    }

    #[test]
    fn lies_that_change_nothing_are_not_counted() {
        let caught = Standing::Caught { how: "exit code 1".to_owned() };
        let survived = Standing::Survived { answers: 1, asked: 3 };
        let of = |standings: &[Standing]| report(standings).percent_caught();
        assert_eq!(of(&[]), 100);
        assert_eq!(of(&[Standing::Untold]), 100);
        assert_eq!(of(&[caught.clone(), Standing::Untold]), 100);
        assert_eq!(of(&[caught, survived.clone(), survived.clone(), Standing::Untold]), 33);
        assert_eq!(of(&[survived]), 0);
    }

    #[test]
    fn what_survives_fails_and_what_is_untold_is_undecided() {
        use crate::verdict::Outcome;
        let report = report(&[Standing::Survived { answers: 1, asked: 3 }, Standing::Untold]);
        let verdict = report.verdict(100);
        let outcomes: Vec<Outcome> = verdict.cases.iter().map(Case::outcome).collect();
        assert_eq!(outcomes, [Outcome::Fails, Outcome::Undecided]);
        let again = "insights-harness mutate --cmd 'make test' --lie row-missing";
        assert_eq!(verdict.cases[0].reproduce.as_deref(), Some(again));
        // Who is content with it is not told of a failure.
        assert_eq!(report.verdict(0).outcome(), Outcome::Undecided);
    }
}
