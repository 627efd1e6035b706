//! What came of all claims.

use std::fmt;

use serde_json::Value;

use super::{Claim, Evidence};
use crate::reproduce::Line;
use crate::verdict::{self, About, Finding, Judge, Severity, Verdict};

/// What came of all claims that were looked for.
#[derive(Clone, Debug)]
pub struct Report {
    /// The server's address.
    pub subject: String,
    /// Each claim, by section.
    pub claims: Vec<Judged>,
    /// How many requests it took.
    pub requests: usize,
    /// The command that makes a report like this one, but for which claims; `None` if none does.
    pub again: Option<Line>,
}

/// A claim, and what came of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The claim.
    pub claim: Claim,
    /// What came of it.
    pub standing: Standing,
    /// Whether it is known to fail there.
    pub is_known: bool,
}

/// What came of a claim.
#[derive(Clone, Debug)]
pub enum Standing {
    /// It holds wherever it was looked for.
    Holds {
        /// How many things were looked at.
        seen: usize,
        /// What was met that the reference does not know, and that is no failure.
        news: Vec<String>,
    },
    /// It does not hold.
    Fails {
        /// Where that was; empty for the server's own data.
        scene: String,
        /// What shows it.
        evidence: Evidence,
    },
    /// Nothing can be said.
    Undecided {
        /// Why not.
        why: String,
    },
}

impl Report {
    /// The claims that fail and are not known to.
    pub fn failures(&self) -> impl Iterator<Item = &Judged> {
        self.claims.iter().filter(|judged| matches!(judged.standing, Standing::Fails { .. }) && !judged.is_known)
    }

    /// The command that looks for a claim again.
    fn again(&self, judged: &Judged) -> Option<String> {
        self.again.as_ref().map(|line| line.clone().with("--only", judged.claim.id).to_string())
    }

    /// The same as a verdict, with a case for each claim. It fails with any of [`Self::failures`].
    pub fn verdict(&self) -> Verdict {
        let case = |judged: &Judged| verdict::Case {
            subject: self.subject.clone(),
            question: None,
            name: judged.claim.id.to_owned(),
            runs: 1,
            findings: judged.findings(),
            undecided: match &judged.standing {
                Standing::Undecided { why } => Some(why.clone()),
                Standing::Holds { .. } | Standing::Fails { .. } => None,
            },
            reproduce: self.again(judged),
        };
        Verdict { about: About::Server, cases: self.claims.iter().map(case).collect() }
    }
}

impl Judged {
    fn findings(&self) -> Vec<Finding> {
        let Claim { id, section, says, sure, .. } = self.claim;
        match &self.standing {
            Standing::Fails { scene, evidence } => {
                let place = if scene.is_empty() { String::new() } else { format!(" ({scene})") };
                let bad = if self.is_known { Severity::Note } else { Severity::Error };
                let known = if self.is_known { ", as is known" } else { "" };
                let sentence = format!("it does not hold that {says}{known}{place}");
                let finding = Finding::error(Judge::Conform, id, sentence).as_bad_as(bad);
                let text = |text: &str| Value::from(text.to_owned());
                vec![
                    finding
                        .with(verdict::Evidence::Requests { requests: vec![evidence.request.clone()] })
                        .with(verdict::Evidence::Text { what: "where".to_owned(), text: evidence.path.clone() })
                        .with(verdict::Evidence::Values {
                            expected: text(&evidence.expected),
                            given: text(&evidence.found),
                        })
                        .with(verdict::Evidence::Documentation {
                            sentence: says.to_owned(),
                            source: format!("section {section}, {sure}"),
                        }),
                ]
            }
            Standing::Holds { .. } if self.is_known => {
                let sentence = format!("it holds that {says}, which is on the list of what is known to fail");
                vec![Finding::error(Judge::Conform, id, sentence).as_bad_as(Severity::Warning)]
            }
            Standing::Holds { news, .. } => {
                let note = |news: &String| {
                    Finding::error(Judge::Conform, id, format!("news: {news}")).as_bad_as(Severity::Note)
                };
                news.iter().map(note).collect()
            }
            Standing::Undecided { .. } => Vec::new(),
        }
    }
}

/// Each claim on a line, what fails with its evidence, and how many there are of each.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for judged in &self.claims {
            write!(f, "{judged}")?;
            if let (Standing::Fails { .. }, Some(again)) = (&judged.standing, self.again(judged)) {
                writeln!(f, "         again:   {again}")?;
            }
        }
        let count = |is: fn(&Judged) -> bool| self.claims.iter().filter(|judged| is(judged)).count();
        let holds = count(|judged| matches!(judged.standing, Standing::Holds { .. }));
        let fails = count(|judged| matches!(judged.standing, Standing::Fails { .. }));
        let known = count(|judged| matches!(judged.standing, Standing::Fails { .. }) && judged.is_known);
        let undecided = self.claims.len() - holds - fails;
        write!(f, "{} claims: {holds} hold, {fails} fail", self.claims.len())?;
        if known > 0 {
            write!(f, " ({known} of them known to)")?;
        }
        writeln!(f, ", {undecided} cannot be decided here; requests: {}", self.requests)
    }
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Claim { id, says, sure, .. } = self.claim;
        match &self.standing {
            Standing::Holds { news, .. } => {
                let word = if self.is_known { "HOLDS " } else { "holds " };
                writeln!(f, "{word} {} {id}: {says}", sure.letter())?;
                if self.is_known {
                    writeln!(f, "         it is on the list of what is known to fail, and need not be any more")?;
                }
                news.iter().try_for_each(|news| writeln!(f, "         news: {news}"))
            }
            Standing::Fails { scene, evidence: Evidence { request, path, expected, found } } => {
                let word = if self.is_known { "known " } else { "FAILS " };
                writeln!(f, "{word} {} {id}: {says}", sure.letter())?;
                if !scene.is_empty() {
                    writeln!(f, "         in       {scene}")?;
                }
                writeln!(f, "         asked    {request}")?;
                writeln!(f, "         at       {path}")?;
                writeln!(f, "         expected {expected}")?;
                writeln!(f, "         found    {found}")
            }
            Standing::Undecided { why } => {
                writeln!(f, "?      {} {id}: {says}", sure.letter())?;
                writeln!(f, "         {why}")
            }
        }
    }
}
