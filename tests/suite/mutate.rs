use std::path::PathBuf;
use std::time::Duration;

use harness::contract::Limits;
use harness::mutate::{self, Mutate, Unable};
use harness::told::Told;
use scenarios::fault::Fault;

use crate::coverage::root;

/// What people write as tests of a small report, told of the FAQ's call.
fn told_of_the_faqs_call(line: &str) -> Mutate {
    let told = Told::catalog().find(|told| told.name == "faq/transfer").expect("the FAQ's call");
    Mutate { folder: Some(PathBuf::from(root())), ..Mutate::of(line, told) }
}

#[test]
fn tests_of_a_small_report_notice_some_lies_and_not_others() {
    let report = told_of_the_faqs_call("python3 tests/clients/talk.py").report();
    let report = report.unwrap_or_else(|unable| panic!("{unable}"));
    assert_eq!(report.lies.len(), mutate::lies().len());
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/mutate"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!("talk", report.to_string()) });
}

#[test]
fn tests_that_ask_nothing_prove_nothing() {
    let unable = told_of_the_faqs_call("true").report().map(drop);
    assert!(matches!(unable, Err(Unable::AskNothing)), "{unable:?}");
}

#[test]
fn tests_that_fail_in_truth_teach_nothing() {
    let unable = told_of_the_faqs_call("echo 'no such report' >&2; exit 3").report().map(drop);
    assert!(matches!(&unable, Err(Unable::NotGreen(how)) if how == "exit code 3: no such report"), "{unable:?}");
    let limits = Limits { time: Duration::from_millis(10), ..Limits::default() };
    let unable = Mutate { limits, ..told_of_the_faqs_call("tail -f /dev/null") }.report().map(drop);
    assert!(matches!(&unable, Err(Unable::NotGreen(how)) if how.starts_with("it took longer")), "{unable:?}");
}

#[test]
fn what_a_client_has_to_bear_is_no_lie_that_tests_should_notice() {
    let words: Vec<&str> = mutate::lies().into_iter().map(|lie| Fault::Meaning(lie).word()).collect();
    assert!(words.len() >= 40 && !words.contains(&"unknown-fields"), "{words:?}");
}
