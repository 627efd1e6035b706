//! cargo-insta, really run, on what waits.

use std::fs;
use std::process::Command;

use harness::golden::{Truth, Update};
use serde_json::Value;

use crate::review::review;
use crate::{Project, refused, talk};

/// What `cargo insta` prints in a project, which it wants to be a package.
fn cargo_insta(project: &Project, arguments: &[&str]) -> String {
    let root = project.0.path();
    fs::create_dir_all(root.join("src")).unwrap();
    fs::write(root.join("src/lib.rs"), "").unwrap();
    fs::write(root.join("Cargo.toml"), "[package]\nname = \"reports\"\nedition = \"2024\"\n[workspace]\n").unwrap();
    let mut command = Command::new("cargo");
    command.arg("insta").args(arguments).current_dir(root).env_remove("CI");
    // Whatever runs these tests may be cargo-insta itself, which tells its own settings so.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("INSTA_")) {
        command.env_remove(name);
    }
    let output = command.output();
    let output = output.unwrap_or_else(|error| panic!("cargo does not start: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo insta {arguments:?}: {said}; .ci/test installs it");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn cargo_insta_sees_what_waits_and_what_truth_says_of_it() {
    let project = Project::new();
    project.answers(Update::Always, "faq/transfer", &talk(1), Truth::Agrees);
    project.answers(Update::New, "faq/transfer", &talk(2), refused());
    let waiting = cargo_insta(&project, &["pending-snapshots", "--as-json"]);
    let lines: Vec<Value> = waiting.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [one] = &lines[..] else { panic!("{waiting}") };
    assert!(one["path"].as_str().unwrap().ends_with("report.py/faq__transfer.snap"), "{one}");
    let shown = cargo_insta(&project, &["show", "snapshots/report.py/faq__transfer.snap.new"]);
    for part in ["agent 002: talk is 17.432 s too long", "truth: refuses", "insights-harness check", "\"talk\": 2"] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
}

#[test]
fn what_cargo_insta_accepts_is_byte_for_byte_what_review_accepts() {
    let [ours, theirs] = [Project::new(), Project::new()];
    for project in [&ours, &theirs] {
        project.answers(Update::Always, "hold/one", &talk(1), Truth::Agrees);
        project.answers(Update::New, "hold/one", &talk(2), Truth::Agrees);
        project.answers(Update::New, "seed 7", &talk(3), refused());
    }
    cargo_insta(&theirs, &["accept"]);
    assert_eq!(review(&ours, &["--accept", "*", "--against-truth"]).code, Some(0));
    assert_eq!(theirs.files(), ["report.py/hold__one.snap", "report.py/seed_7.snap"]);
    assert_eq!(ours.files(), theirs.files());
    for file in ours.files() {
        assert_eq!(ours.read(&file), theirs.read(&file), "{file}");
    }
    assert_eq!(theirs.answers(Update::No, "hold/one", &talk(2), Truth::Agrees), Vec::<String>::new());
}

#[test]
fn what_cargo_insta_rejects_is_gone() {
    let project = Project::new();
    project.answers(Update::Always, "a", &talk(1), Truth::Agrees);
    project.answers(Update::New, "a", &talk(2), Truth::Agrees);
    cargo_insta(&project, &["reject"]);
    assert_eq!(project.files(), ["report.py/a.snap"]);
    assert_eq!(project.answers(Update::No, "a", &talk(1), Truth::Agrees), Vec::<String>::new());
}
