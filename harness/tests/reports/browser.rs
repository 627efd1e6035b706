//! The page of a verdict, in a real browser, from a file.

use std::fs;
use std::process::Command;

use harness::report::Format;

use crate::verdicts::{hostile, whole};

/// What the page says after its script has run, with that behind its address.
fn shown(page: &str, fragment: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("verdict.html");
    fs::write(&file, page).unwrap();
    let output = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .args(["--virtual-time-budget=5000", "--dump-dom", &format!("file://{}{fragment}", file.display())])
        .output();
    let output = output.unwrap_or_else(|error| panic!("chromium does not start: {error}; .ci/test installs it"));
    assert!(output.status.success(), "chromium failed:\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The names of the cases that can be seen.
fn cases(dom: &str) -> Vec<&str> {
    let tags = dom.split("<details ").skip(1);
    let seen = tags.filter(|rest| rest.split_once('>').is_some_and(|(tag, _)| !tag.contains("hidden")));
    seen.filter_map(|rest| Some(rest.split_once("<span class=\"name\">")?.1.split_once('<')?.0)).collect()
}

#[test]
fn the_page_shows_all_cases_and_opens_those_that_fail() {
    let dom = shown(&Format::Html.render(&whole()), "");
    assert!(dom.contains("4 of 7 cases fail, 1 is undecided"), "{dom}");
    assert_eq!(cases(&dom).len(), 7);
    assert_eq!(dom.matches(" open=\"\"").count(), 4);
    assert!(dom.contains("<div id=\"controls\">"), "{dom}");
}

#[test]
fn the_page_is_narrowed_by_words_outcomes_and_findings() {
    let page = Format::Html.render(&whole());
    let seen = |fragment| cases(&shown(&page, fragment)).join(" ");
    assert_eq!(seen("#q=keyerror+channels"), "scenarios/regressions/seed_7.toml");
    assert_eq!(seen("#outcome=undecided"), "seed 7");
    assert_eq!(seen("#kind=client/token-per-request"), "faq/transfer calendar/call_over_midnight");
    assert_eq!(seen("#kind=client/token-per-request&outcome=holds"), "calendar/call_over_midnight");
    let nothing = shown(&page, "#q=there+is+no+such+word");
    assert_eq!(cases(&nothing), Vec::<&str>::new());
    assert!(nothing.contains("<p id=\"nothing\">"), "{nothing}");
}

#[test]
fn what_an_analysis_prints_is_text_on_the_page() {
    let dom = shown(&Format::Html.render(&hostile()), "");
    assert_eq!(dom.matches("<script").count(), 1);
    assert!(dom.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{dom}");
}
