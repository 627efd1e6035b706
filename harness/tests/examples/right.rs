//! Right analyses are right: a finding here is a false alarm.

use harness::analysis::Analysis;
use harness::case::Subject;
use harness::check::Check;
use harness::judge::Judges;
use harness::question::Question;
use harness::reference;
use harness::told::Told;
use harness::verdict::{Severity, Verdict};
use scenarios::time::Span;

use crate::batch::{javascript, python};

/// The examples in Python, and what they answer.
pub(crate) const PYTHON: [(&str, Question); 8] = [
    ("transfers", Question::Transfers),
    ("handle_times", Question::HandleTimes),
    ("logins", Question::Logins),
    ("mirror", Question::Mirror),
    ("ccr_channels", Question::CcrChannels),
    ("queue_outcomes", Question::QueueOutcomes),
    ("availability", Question::Availability),
    ("wfm_states", Question::WfmStates),
];

const JAVASCRIPT: [(&str, Question); 4] = [
    ("transfers", Question::Transfers),
    ("handle_times", Question::HandleTimes),
    ("logins", Question::Logins),
    ("mirror", Question::Mirror),
];

/// All examples, with what they are called.
pub(crate) fn examples() -> impl Iterator<Item = Subject> {
    let python = PYTHON.map(|(name, question)| Subject::new(format!("{name}.py"), Some(question), python(name, &[])));
    let javascript =
        JAVASCRIPT.map(|(name, question)| Subject::new(format!("{name}.mjs"), Some(question), javascript(name)));
    python.into_iter().chain(javascript)
}

fn all() -> Check {
    Check::of(examples())
}

/// The scenarios of the catalog that concern the question, and in which nothing goes wrong on purpose.
pub(crate) fn concerned(question: Question) -> impl Iterator<Item = Told> {
    Told::catalog().filter(move |told| question.concerns(&told.scenario) && told.scenario.faults.is_none())
}

/// Nothing is found that is worth more than a note.
#[track_caller]
pub(crate) fn nothing_is_found(check: &Check) {
    let verdict = check.verdict().unwrap_or_else(|why| panic!("{why}"));
    assert!(!verdict.cases.is_empty());
    let is_blamed = |case: &harness::verdict::Case| case.findings.iter().any(|found| found.severity > Severity::Note);
    let blamed: Vec<_> = verdict.cases.into_iter().filter(is_blamed).collect();
    assert!(blamed.is_empty(), "{}", Verdict::of(blamed));
}

#[test]
fn nobody_blames_the_examples_over_the_catalog() {
    nothing_is_found(&all());
}

#[test]
fn nobody_blames_the_examples_over_scenarios_that_nobody_wrote() {
    // More of them take minutes: INSIGHTS_CASES=500 runs so many.
    let cases = std::env::var("INSIGHTS_CASES").ok().and_then(|cases| cases.parse().ok());
    nothing_is_found(&all().generated(1, cases.unwrap_or(200)));
}

/// What was found wrong once, in an analysis or in a judge, in the smallest form.
#[test]
fn nobody_blames_the_examples_for_what_was_found_wrong_once() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples/regressions");
    let files =
        std::fs::read_dir(folder).expect("the folder is there").map(|file| file.expect("it can be read").path());
    let told: Vec<Told> = files
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("it can be read");
            Told::file(&path, &text).unwrap_or_else(|wrong| panic!("{}: {wrong:?}", path.display()))
        })
        .collect();
    assert!(!told.is_empty());
    let rust =
        Question::ALL.map(|question| Subject::new(question.name(), Some(question), reference::analysis(question)));
    let check = Check::of(rust.into_iter().chain(examples()));
    nothing_is_found(&check.clone().over(told.clone()));
    nothing_is_found(&check.over(told).every(Span::from_secs(15)));
}

/// Of these seeds, one agent transfers to a colleague who rings or leaves a conference, while another one, who stays, has the
/// customer on hold.
#[test]
fn nobody_blames_the_examples_where_a_hold_outlasts_who_leaves() {
    for seed in [229, 426, 512, 726] {
        nothing_is_found(&all().generated(seed, 1));
    }
}

#[test]
fn nobody_blames_the_examples_when_the_question_is_asked_in_other_ways() {
    nothing_is_found(&all().over(concerned(Question::Transfers).step_by(5)).judged_by(Judges::ALL).jobs(16));
}

#[test]
fn nobody_blames_the_examples_while_time_goes_on() {
    nothing_is_found(&all().over(concerned(Question::Mirror).step_by(4)).every(Span::from_secs(60)));
}

#[test]
fn programs_answer_as_their_functions_do() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");
    let program = |line: String, question| {
        Subject::new(line.clone(), Some(question), Analysis::program(line, Some(folder.into())))
    };
    let python = PYTHON.map(|(name, question)| program(format!("python3 python/{name}.py"), question));
    let javascript = JAVASCRIPT.map(|(name, question)| program(format!("node javascript/{name}.mjs"), question));
    let transfer = Told::catalog().filter(|told| told.name == "faq/transfer");
    nothing_is_found(&Check::of(python.into_iter().chain(javascript)).over(transfer));
}
