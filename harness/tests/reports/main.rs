//! Reports say what the verdict says, in a form that those who read them accept.

#![expect(clippy::unwrap_used, reason = "a test that cannot write its files fails")]

// Verdicts to render: everything that there is, and what tries to break out.
mod verdicts;
// What conform and mutate say.
mod others;
// The page, in a real browser.
mod browser;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use harness::report::{Format, Report, ReportError, schema, write};
use harness::verdict::{Outcome, Verdict};
use serde_json::Value;

use others::{claims, lies};
use verdicts::{hostile, many, whole};

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// What a program says of a file with that text, if it does not like it.
fn complaint(program: &str, arguments: &[&str], suffix: &str, text: &str) -> Option<String> {
    let file = tempfile::Builder::new().suffix(suffix).tempfile().unwrap();
    fs::write(file.path(), text).unwrap();
    let output = Command::new(program).args(arguments).arg(file.path()).output();
    let output = output.unwrap_or_else(|error| panic!("{program} does not start: {error}; .ci/test installs it"));
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    (!output.status.success()).then_some(said)
}

fn all() -> [(&'static str, Verdict); 7] {
    [
        ("nothing", Verdict::default()),
        ("everything", whole()),
        ("claims", claims()),
        ("lies", lies(100)),
        ("lies enough of which are caught", lies(30)),
        ("hostile", hostile()),
        ("many", many()),
    ]
}

#[test]
fn every_format_renders_as_was_accepted() {
    for (what, verdict) in [("everything", whole()), ("claims", claims()), ("lies", lies(100))] {
        for format in Format::ALL {
            insta::with_settings!({
                snapshot_path => root().join("snapshots/reports"),
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, {
                insta::assert_snapshot!(format!("{what}_as_{format}"), format.render(&verdict));
            });
        }
    }
}

#[test]
fn junit_files_are_valid_by_the_schema_of_jenkins() {
    let xsd = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reports/junit-10.xsd");
    for (name, verdict) in all() {
        let said = complaint("xmllint", &["--noout", "--schema", xsd], ".xml", &Format::Junit.render(&verdict));
        assert_eq!(said, None, "{name}");
    }
    let broken = Format::Junit.render(&whole()).replace("<testcase name=", "<testcase nome=");
    assert!(complaint("xmllint", &["--noout", "--schema", xsd], ".xml", &broken).is_some());
}

#[test]
fn json_reports_are_valid_by_the_published_schema() {
    let published = root().join("harness/report.schema.json");
    let text = format!("{:#}\n", schema());
    if std::env::var_os("UPDATE_SCHEMAS").is_some() {
        fs::write(&published, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(&published).unwrap_or_default(), text, "UPDATE_SCHEMAS=1 writes it");
    let validator = root().join("tests/openapi/valid.js");
    let arguments = [validator.to_str().unwrap(), published.to_str().unwrap()];
    for (name, verdict) in all() {
        assert_eq!(complaint("node", &arguments, ".json", &Format::Json.render(&verdict)), None, "{name}");
    }
    let broken = Format::Json.render(&whole()).replace("\"fails\"", "\"failed\"");
    assert!(complaint("node", &arguments, ".json", &broken).is_some());
}

#[test]
fn every_case_and_sentence_is_in_every_report_that_tells_all() {
    for verdict in [whole(), claims(), lies(100)] {
        for format in [Format::Junit, Format::Html, Format::Json] {
            let text = format.render(&verdict);
            for case in &verdict.cases {
                assert!(text.contains(&case.name), "{} is not in {format}", case.name);
                for finding in &case.findings {
                    assert!(is_in(&text, &finding.sentence), "{} is not in {format}", finding.sentence);
                }
            }
        }
    }
}

#[test]
fn every_failure_stands_beside_the_line_that_shows_it_again_in_every_report() {
    for verdict in [claims(), lies(100)] {
        for format in Format::ALL {
            let text = format.render(&verdict);
            for case in verdict.cases.iter().filter(|case| case.outcome() == Outcome::Fails) {
                let line = case.reproduce.as_deref().unwrap();
                assert!(is_in(&text, line), "{line} is not in {format}:\n{text}");
            }
        }
    }
}

/// Whether a text is there, however it is escaped.
fn is_in(report: &str, text: &str) -> bool {
    let plain = |text: &str| {
        let letters = [("&quot;", "\""), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("\\", "")];
        letters.into_iter().fold(text.to_owned(), |text, (escaped, letter)| text.replace(escaped, letter))
    };
    plain(report).contains(&plain(text))
}

#[test]
fn what_an_analysis_prints_cannot_break_out_of_a_report() {
    let html = Format::Html.render(&hostile());
    assert!(!html.contains("<script>alert"), "{html}");
    let github = Format::Github.render(&hostile());
    let commands = github.lines().filter(|line| line.trim_start().starts_with("::"));
    assert_eq!(commands.count(), 1, "{github}");
    assert!(github.starts_with("::error title=100%25 sure%2C really%3A · odd%0Aname::"), "{github}");
    let markdown = Format::Markdown.render(&hostile());
    assert!(markdown.contains("\n**error** `contract/odd: id,`: \\<script\\>alert(1)"), "{markdown}");
    assert!(markdown.contains("<summary><b>odd name</b> · 100% sure, really:<br>&lt;script&gt;"), "{markdown}");
    // The block is longer than the backticks within it.
    assert!(markdown.contains("\n`````text\n"), "{markdown}");
}

#[test]
fn github_shows_ten_of_a_kind_so_the_tenth_tells_of_the_others() {
    let github = Format::Github.render(&many());
    let errors: Vec<_> = github.lines().filter(|line| line.starts_with("::error ")).collect();
    assert_eq!(errors.len(), 10);
    assert!(errors[9].starts_with("::error title=16 more cases::slow.py · seed 10%0A"), "{}", errors[9]);
    assert!(github.ends_with("\n25 of 26 cases fail\n"), "{github}");
}

#[test]
fn a_summary_is_never_larger_than_github_takes() {
    let mut verdict = whole();
    let [case, ..] = &verdict.cases[..] else { panic!("there are cases") };
    verdict.cases = vec![case.clone(); 3_000];
    let text = Format::Markdown.render(&verdict);
    assert!(text.len() < 1 << 20, "{}", text.len());
    let told = text.matches("<details>").count();
    assert!(text.contains(&format!("… and {} more cases", 3_000 - told)));
}

#[test]
fn reports_go_where_they_are_sent() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().display();
    let sent =
        [format!("junit={path}"), format!("html={path}/deep/down/"), format!("md={path}/said"), "json".to_owned()];
    let reports = sent.map(|text| text.parse::<Report>().unwrap());
    let printed = write(&reports, &whole()).unwrap();
    assert_eq!(printed, Some(Format::Json.render(&whole())));
    for (file, format) in
        [("verdict.xml", Format::Junit), ("deep/down/verdict.html", Format::Html), ("said", Format::Markdown)]
    {
        assert_eq!(fs::read_to_string(folder.path().join(file)).unwrap(), format.render(&whole()));
    }
}

#[test]
fn what_cannot_be_written_is_said() {
    let said = |text: &str| text.parse::<Report>().unwrap_err();
    insta::assert_snapshot!(said("junti"), @r#"there is no report "junti"; write "junit""#);
    insta::assert_snapshot!(said("excel=x"), @r#"there is no report "excel"; there are junit, html, json, md, github"#);
    insta::assert_snapshot!(said("md="), @"there is no file after `md=`");

    let folder = tempfile::tempdir().unwrap();
    let twice = folder.path().join("verdict.json");
    let reports = [format!("json={}", folder.path().display()), format!("md={}", twice.display())];
    let reports = reports.map(|text| text.parse::<Report>().unwrap());
    assert!(matches!(write(&reports, &whole()), Err(ReportError::SamePlace(_))));
    assert!(!twice.exists());
    let both = ["json", "md"].map(|text| text.parse::<Report>().unwrap());
    let said = write(&both, &whole()).unwrap_err().to_string();
    insta::assert_snapshot!(said, @"two reports go to standard output; give each a file of its own, as in `--report junit=FILE`");

    fs::write(folder.path().join("file"), "").unwrap();
    let report: Report = format!("json={}/file/verdict.json", folder.path().display()).parse().unwrap();
    let said = write(&[report], &Verdict::default()).unwrap_err().to_string();
    assert!(said.starts_with("the json report cannot be written to "), "{said}");
}

#[test]
fn the_json_report_counts() {
    let report: Value = serde_json::from_str(&Format::Json.render(&whole())).unwrap();
    assert_eq!(report["version"], 1);
    assert_eq!(report["outcome"], "fails");
    let outcomes: Vec<_> = report["cases"].as_array().unwrap().iter().map(|case| &case["outcome"]).collect();
    for outcome in ["holds", "undecided", "fails"] {
        let count = outcomes.iter().filter(|word| **word == outcome).count();
        assert_eq!(report["counts"][outcome], count, "{outcome}");
    }
}
