//! JUnit's XML, in Jenkins's dialect, which the others read too.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::suites;
use crate::verdict::{Case, Outcome, Severity, Verdict};

/// A suite for each analysis and question. What does not hold is a failure; what cannot be decided is skipped.
pub(super) fn render(verdict: &Verdict) -> String {
    let mut report = Report::new("insights-harness");
    for (name, cases) in suites(verdict) {
        let mut suite = TestSuite::new(name);
        suite.add_test_cases(cases.into_iter().map(test_case));
        report.add_test_suite(suite);
    }
    // Writing to memory fails only if a time or a name could not be written, and names are cleaned when they are set.
    let xml = report.to_string().unwrap_or_default();
    // The dialect's schema knows no `skipped` of the whole; each suite says its own.
    xml.replacen(&format!(" skipped=\"{}\"", report.skipped), "", 1)
}

fn test_case(case: &Case) -> TestCase {
    let mut status = match case.outcome() {
        Outcome::Holds => TestCaseStatus::success(),
        Outcome::Undecided => TestCaseStatus::skipped(),
        Outcome::Fails => TestCaseStatus::non_success(NonSuccessKind::Failure),
    };
    let told = case.to_string();
    match case.outcome() {
        Outcome::Holds => {}
        Outcome::Undecided => {
            status.set_message(case.undecided.as_deref().unwrap_or_default());
        }
        Outcome::Fails => {
            let errors: Vec<_> = case.findings.iter().filter(|found| found.severity == Severity::Error).collect();
            if let [first, others @ ..] = &errors[..] {
                let more = if others.is_empty() { String::new() } else { format!(" (and {} more)", others.len()) };
                status.set_message(format!("{}{more}", first.sentence));
                status.set_type(format!("{}/{}", first.judge.name(), first.id));
            }
            status.set_description(told.as_str());
        }
    }
    let mut test = TestCase::new(case.name.as_str(), status);
    test.set_classname(case.subject.as_str());
    if case.outcome() != Outcome::Fails && !case.findings.is_empty() {
        test.set_system_out(told);
    }
    test
}
