//! The command `check`, with goldens and reports.

use std::fs;
use std::process::Command;

use harness::report::Format;
use serde_json::Value;

use crate::Project;

/// What it prints, what it says on standard error, and its exit code.
fn harness(project: &Project, arguments: &[&str], ci: Option<&str>) -> (String, String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_insights-harness"));
    command.args(arguments).current_dir(project.0.path()).env_remove("CI");
    if let Some(ci) = ci {
        command.env("CI", ci);
    }
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

/// An analysis with a question of its own, whose answer has no order, and a run's id in it.
const OWN: &str =
    r#"id=$(cat /proc/sys/kernel/random/uuid); echo "{\"run\": \"$id\", \"rows\": [{\"n\": 2}, {\"n\": 1}]}""#;
const OTHER: &str = r#"echo '{"run": "none", "rows": [{"n": 1.0}, {"n": 2}]}'"#;

fn check(project: &Project, line: &str, more: &[&str], ci: Option<&str>) -> (String, Option<i32>) {
    let usual = [
        "check",
        "--cmd",
        line,
        "--scenario",
        "faq/t*",
        "--judge",
        "client",
        "--goldens",
        "--order",
        "rows=n",
        "--redact",
        "run=guid",
    ];
    let (printed, said, code) = harness(project, &[&usual[..], more].concat(), ci);
    (printed + &said, code)
}

#[test]
fn what_is_accepted_once_holds_until_it_changes() {
    let project = Project::new();
    let (told, code) = check(&project, OWN, &[], None);
    assert!(told.contains("error golden/new: no answer to this has been accepted yet"), "{told}");
    assert!(told.contains(" --goldens --order rows=n --redact run=guid\n"), "{told}");
    assert_eq!(code, Some(1));
    let accepted = harness(&project, &["review", "--accept", "faq/*"], None);
    assert_eq!(accepted.2, Some(0), "{accepted:?}");
    assert_eq!(check(&project, OWN, &[], Some("true")).1, Some(0));
    assert!(project.files().iter().all(|file| file.ends_with(".snap")), "{:?}", project.files());
    let golden = project.read(&project.files()[0]);
    assert!(golden.contains("\"run\": \"[guid]\""), "{golden}");
}

#[test]
fn a_change_fails_and_waits_but_not_in_ci() {
    let project = Project::new();
    // The line is the analysis's name, so a script is changed behind it.
    fs::write(project.0.path().join("own.sh"), OWN).unwrap();
    assert_eq!(check(&project, "sh own.sh", &["--update", "always"], None).1, Some(0));
    let files = project.files();
    fs::write(project.0.path().join("own.sh"), OTHER).unwrap();
    let (told, code) = check(&project, "sh own.sh", &[], Some("1"));
    assert_eq!(code, Some(1));
    assert!(told.contains("-  \"run\": \"[guid]\"\n") && told.contains("+  \"run\": \"none\"\n"), "{told}");
    assert!(!told.contains("\"n\": 1.0"), "{told}");
    assert_eq!(project.files(), files);
    assert_eq!(check(&project, "sh own.sh", &["--update", "no"], None).1, Some(1));
    assert_eq!(project.files(), files);
    assert_eq!(check(&project, "sh own.sh", &[], None).1, Some(1));
    assert_eq!(project.files().len(), 2 * files.len());
    let (told, code) = check(&project, "sh own.sh", &["--update", "always"], Some("true"));
    assert_eq!(
        (told.as_str(), code),
        ("error: in CI nothing is accepted (the environment variable CI is set)\n", Some(2))
    );
}

#[test]
fn what_truth_says_stands_beside_what_waits() {
    let project = Project::new();
    let arguments =
        ["check", "--question", "transfers", "--cmd", "echo '[]'", "--scenario", "faq/transfer", "--goldens"];
    let (told, _, code) = harness(&project, &[&arguments[..], &["--update", "always"]].concat(), None);
    assert_eq!(code, Some(1));
    assert!(told.contains("error truth/missing-row"), "{told}");
    let (listed, _, _) = harness(&project, &["review", "--list"], None);
    assert!(listed.starts_with("a new golden · truth REFUSES it: "), "{listed}");
    assert_eq!(harness(&project, &["review", "--accept", "*"], None).2, Some(1));
    assert_eq!(harness(&project, &["review", "--accept", "*", "--against-truth"], None).2, Some(0));
    // The golden agrees now, and truth goes on saying what it says.
    let (told, _, code) = harness(&project, &arguments, None);
    assert!(told.contains("truth/missing-row") && !told.contains("golden/"), "{told}");
    assert_eq!(code, Some(1));
}

#[test]
fn goldens_of_scenarios_that_left_the_catalog_are_reported() {
    let project = Project::new();
    let all = ["check", "--question", "ccr-channels", "--cmd", "echo '[]'", "--goldens=kept", "--update", "no"];
    let some = [&all[..7], &["always", "--scenario", "faq/ready*"]].concat();
    assert_eq!(harness(&project, &some, None).2, Some(0));
    let folder = fs::read_dir(project.0.path().join("kept")).unwrap().next().unwrap().unwrap().path();
    let golden = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let gone = fs::read_to_string(&golden).unwrap().replace("faq/", "gone/");
    fs::write(folder.join("gone.snap"), gone).unwrap();
    let (told, _, _) = harness(&project, &all, None);
    assert!(told.contains("warning golden/stale: kept/"), "{told}");
    assert_eq!(told.matches("golden/stale").count(), 1, "{told}");
}

#[test]
fn several_reports_tell_one_verdict() {
    let project = Project::new();
    let arguments = ["check", "--question", "transfers", "--cmd", "echo '[]'", "--scenario", "faq/transfer"];
    let reports = ["--report", "junit=out/", "--report", "html=out/page.html", "--report", "json"];
    let (printed, said, code) = harness(&project, &[&arguments[..], &reports].concat(), None);
    assert_eq!(code, Some(1), "{said}");
    let json: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(json["counts"]["fails"], 1);
    assert!(said.contains("FAILS echo '[]' · transfers · faq/transfer\n"), "{said}");
    let sentence = json["cases"][0]["findings"][0]["sentence"].as_str().unwrap();
    let sentence = sentence.split('\'').next().unwrap();
    let out = project.0.path().join("out");
    let junit = fs::read_to_string(out.join(Format::Junit.file_name())).unwrap();
    assert!(junit.contains(&format!("<failure message=\"{sentence}")), "{junit}");
    assert!(fs::read_to_string(out.join("page.html")).unwrap().contains(sentence));

    let twice = ["--report", "md", "--report", "json"];
    let (printed, said, code) = harness(&project, &[&arguments[..], &twice].concat(), None);
    assert_eq!((printed.as_str(), code), ("", Some(2)));
    assert!(said.starts_with("error: two reports go to standard output"), "{said}");
}
