//! Wrong analyses are caught, each by the judge that knows best.

use std::collections::BTreeSet;

use harness::case::Subject;
use harness::check::Check;
use harness::judge::Judges;
use harness::question::Question;
use harness::told::Told;
use harness::verdict::{Severity, Verdict};
use scenarios::generate::{self, Config};
use scenarios::scenario::Scenario;
use scenarios::time::Span;

use crate::batch::python;
use crate::mistakes::{Mistake, Put, zoo};
use crate::right::{PYTHON, concerned};

fn question(analysis: &str) -> Question {
    let known = PYTHON.iter().find(|(name, _)| *name == analysis);
    known.unwrap_or_else(|| panic!("there is no example {analysis}")).1
}

/// What came of all of them that are put to the test so. Many cases wait for a server that is busy on purpose: they do so at
/// the same time.
fn verdict(put: Put) -> Verdict {
    let mistakes = zoo().filter(|mistake| mistake.put == put);
    let check = Check::of_all(mistakes.map(|mistake| {
        let question = question(mistake.analysis);
        let analysis = python(mistake.analysis, mistake.changes);
        let mut subject = Subject::new(mistake.name, Some(question), analysis);
        let scenarios = match put {
            Put::Catalog => None,
            Put::Polled => {
                subject.poll = Some(Span::from_secs(60));
                // Where something is told late, or told anew.
                let is_late = |told: &Told| ["processing/", "ccr/"].iter().any(|folder| told.name.starts_with(folder));
                Some(concerned(question).filter(is_late).collect())
            }
            Put::Otherwise => Some(concerned(question).step_by(4).collect()),
            Put::Faulty => Some(concerned(question).step_by(9).collect()),
            Put::Large => Some(vec![Told::made("a large centre", large())]),
        };
        subject.judges = match put {
            Put::Catalog | Put::Polled => None,
            Put::Otherwise | Put::Faulty | Put::Large => Some(Judges::ALL),
        };
        harness::check::Put { subject, scenarios }
    }));
    check.jobs(16).verdict().unwrap_or_else(|why| panic!("{why}"))
}

fn large() -> Scenario {
    let usual = Config::default();
    generate::seeded(7, &Config { interactions: 40, within: Span::from_secs(8 * 60 * 60), ..usual })
}

/// Each is caught by the judge and the finding that the table names.
#[track_caller]
fn all_are_caught(put: Put) {
    let verdict = verdict(put);
    let mut uncaught = Vec::new();
    for mistake in zoo().filter(|mistake| mistake.put == put) {
        let cases = verdict.cases.iter().filter(|case| case.subject == mistake.name);
        let findings = cases.flat_map(|case| &case.findings).filter(|finding| finding.severity > Severity::Note);
        let found: BTreeSet<String> =
            findings.map(|finding| format!("{}/{}", finding.judge.name(), finding.id)).collect();
        if !found.contains(mistake.caught) {
            let Mistake { name, says, caught, .. } = mistake;
            uncaught.push(format!("{name} ({says}): {caught} did not find it, but {found:?}"));
        }
    }
    assert!(uncaught.is_empty(), "{}", uncaught.join("\n"));
}

#[test]
fn mistakes_that_one_answer_shows_are_caught() {
    all_are_caught(Put::Catalog);
}

#[test]
fn mistakes_that_show_while_time_goes_on_are_caught() {
    all_are_caught(Put::Polled);
}

#[test]
fn mistakes_that_show_when_it_is_asked_otherwise_are_caught() {
    all_are_caught(Put::Otherwise);
}

#[test]
fn mistakes_that_show_when_something_goes_wrong_are_caught() {
    all_are_caught(Put::Faulty);
}

#[test]
fn mistakes_that_show_where_there_is_much_are_caught() {
    all_are_caught(Put::Large);
}

#[test]
fn the_zoo_is_large_and_no_two_of_it_are_called_the_same() {
    let puts = [Put::Catalog, Put::Polled, Put::Otherwise, Put::Faulty, Put::Large];
    assert!(zoo().all(|mistake| puts.contains(&mistake.put)), "each is put to the test");
    let names: BTreeSet<&str> = zoo().map(|mistake| mistake.name).collect();
    let number = zoo().count();
    assert!(names.len() == number && number >= 30, "{number}");
}
