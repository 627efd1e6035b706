//! Goldens: what is not as accepted waits, and is reviewed by the harness or by cargo-insta.

#![expect(clippy::unwrap_used, reason = "a test that cannot write its files fails")]

// `check`, with goldens and reports.
mod check;
// cargo-insta works on the same files.
mod insta;
// With a terminal, and without.
mod review;

use std::fs;
use std::path::{Path, PathBuf};

use harness::golden::form::{Form, Order};
use harness::golden::{Answer, Goldens, Truth, Update};
use harness::question::Question;
use harness::verdict::{Finding, Severity};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A project with goldens.
struct Project(TempDir);

impl Project {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("snapshots")
    }

    fn goldens(&self, update: Update) -> Goldens {
        Goldens::new(self.folder(), update)
    }

    /// What is said of an answer of `report.py`.
    fn answers(&self, update: Update, case: &str, value: &Value, truth: Truth) -> Vec<String> {
        let answer = Answer {
            subject: "report.py",
            question: Some(Question::HandleTimes),
            case,
            value,
            truth,
            reproduce: Some("insights-harness check --cmd 'python3 report.py'"),
        };
        let form = Form { orders: vec![Order::by(&["agentId"])], ..Form::default() };
        self.goldens(update).judge(&answer, &form).iter().map(|found: &Finding| found.id.to_string()).collect()
    }

    /// Every file, and nothing else.
    fn files(&self) -> Vec<String> {
        fn below(folder: &Path, root: &Path, files: &mut Vec<String>) {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    below(&path, root, files);
                } else {
                    files.push(path.strip_prefix(root).unwrap().display().to_string());
                }
            }
        }
        let mut files = Vec::new();
        below(&self.folder(), &self.folder(), &mut files);
        files.sort();
        files
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder().join(file)).unwrap()
    }
}

/// An answer with that talk time.
fn talk(millis: i64) -> Value {
    json!([{ "agentId": "01", "talk": 40_889 }, { "agentId": "002", "talk": millis, "hold": 0 }])
}

fn refused() -> Truth {
    Truth::Refuses(vec!["agent 002: talk is 17.432 s too long".to_owned(), "agent 01: no row".to_owned()])
}

#[test]
fn what_has_no_golden_waits_for_a_review() {
    let project = Project::new();
    assert_eq!(project.answers(Update::No, "faq/transfer", &talk(1), Truth::Agrees), ["new"]);
    assert_eq!(project.files(), Vec::<String>::new());
    assert_eq!(project.answers(Update::New, "faq/transfer", &talk(1), Truth::Agrees), ["new"]);
    assert_eq!(project.files(), ["report.py/faq__transfer.snap.new"]);
    ::insta::assert_snapshot!(project.read("report.py/faq__transfer.snap.new"), @r#"
    ---
    expression: "insights-harness check --cmd 'python3 report.py'"
    info:
      analysis: "report.py"
      case: "faq/transfer"
      question: "handle-times"
      truth: agrees
    ---
    [
      {
        "agentId": "002",
        "hold": 0,
        "talk": 1
      },
      {
        "agentId": "01",
        "talk": 40889
      }
    ]
    "#);
}

#[test]
fn what_is_as_accepted_is_no_finding_and_ends_the_wait() {
    let project = Project::new();
    assert_eq!(project.answers(Update::Always, "a", &talk(1), Truth::Silent), Vec::<String>::new());
    assert_eq!(project.answers(Update::New, "a", &talk(2), Truth::Silent), ["changed"]);
    assert_eq!(project.files(), ["report.py/a.snap", "report.py/a.snap.new"]);
    assert_eq!(project.answers(Update::No, "a", &talk(1), Truth::Silent), Vec::<String>::new());
    assert_eq!(project.files(), ["report.py/a.snap", "report.py/a.snap.new"]);
    assert_eq!(project.answers(Update::New, "a", &talk(1), Truth::Silent), Vec::<String>::new());
    assert_eq!(project.files(), ["report.py/a.snap"]);
}

#[test]
fn what_truth_refuses_waits_even_if_all_else_is_accepted() {
    let project = Project::new();
    assert_eq!(project.answers(Update::Always, "a", &talk(1), refused()), ["new"]);
    assert_eq!(project.files(), ["report.py/a.snap.new"]);
    let answer =
        Answer { subject: "report.py", question: None, case: "a", value: &talk(1), truth: refused(), reproduce: None };
    assert_eq!(project.goldens(Update::Always).against_truth().judge(&answer, &Form::default()), []);
    assert_eq!(project.files(), ["report.py/a.snap"]);
}

#[test]
fn a_change_is_told_by_its_lines_and_what_to_do_about_it() {
    let project = Project::new();
    project.answers(Update::Always, "a", &talk(35_143), Truth::Agrees);
    let value = talk(52_575);
    let answer = Answer {
        subject: "report.py",
        question: Some(Question::HandleTimes),
        case: "a",
        value: &value,
        truth: refused(),
        reproduce: None,
    };
    let form = Form { orders: vec![Order::by(&["agentId"])], ..Form::default() };
    let [finding] = &project.goldens(Update::New).judge(&answer, &form)[..] else { panic!("one finding") };
    assert_eq!(finding.severity, Severity::Error);
    ::insta::assert_snapshot!(finding, @r#"
      error golden/changed: the answer is not the one that was accepted
          what is accepted, and what is given:
               {
                 "agentId": "002",
                 "hold": 0,
            -    "talk": 35143
            +    "talk": 52575
               },
               {
                 "agentId": "01",
          hint: look at it with `insights-harness review`; truth refuses it, so it is not accepted without --against-truth
    "#);
}

#[test]
fn goldens_of_cases_that_are_gone_are_stale() {
    let project = Project::new();
    for case in ["faq/transfer", "faq/gone", "seed 7"] {
        project.answers(Update::Always, case, &talk(1), Truth::Agrees);
    }
    let goldens = project.goldens(Update::No);
    let stale = goldens.stale("report.py", |case| case == "faq/transfer").unwrap();
    let names: Vec<_> = stale.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names, ["faq/gone"]);
    assert_eq!(stale[0].findings[0].severity, Severity::Warning);
    assert_eq!(goldens.stale("other.py", |_| false).unwrap(), []);
}

#[test]
fn two_cases_do_not_share_a_golden() {
    let project = Project::new();
    project.answers(Update::Always, "a b", &talk(1), Truth::Agrees);
    assert_eq!(project.answers(Update::New, "a:b", &talk(1), Truth::Agrees), ["unusable"]);
    fs::write(project.folder().join("report.py/c.snap"), "---\nsource: x\n---\n1\n").unwrap();
    assert_eq!(project.answers(Update::New, "c", &talk(1), Truth::Agrees), ["unusable"]);
}
