//! The chapters on the harness are true: their code is the code that is tested, and commands print what is shown.

#[path = "../../tests/support/pages.rs"]
mod pages;
#[path = "../../tests/support/shown.rs"]
mod shown;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use pages::{blocks, chapter};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(file: impl AsRef<Path>) -> String {
    let file = root().join(file);
    fs::read_to_string(&file).unwrap_or_else(|why| panic!("{}: {why}", file.display()))
}

/// The second goes on in the folder of the first.
const CHAPTERS: [&str; 2] = ["From an analysis to a verdict", "What was accepted before, and bugs that nobody knew of"];

fn chapters() -> String {
    CHAPTERS.map(chapter).join("\n")
}

#[test]
fn the_code_that_is_shown_is_the_code_that_is_tested() {
    assert_eq!(blocks(&chapters(), "python"), [read("tests/clients/handle_times.py")]);
    assert_eq!(blocks(&chapters(), "rust"), [read("harness/tests/lesson.rs")]);
}

#[test]
fn the_keys_rules_and_relations_are_all_listed() {
    let chapters = chapters();
    let rows = chapters.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let listed: Vec<&str> = rows.map(|(name, _)| name).collect();
    let rules = harness::rules::RULES.iter().map(|rule| rule.id);
    let relations = harness::metamorphic::Relation::ALL.map(harness::metamorphic::Relation::id);
    let keys = harness::config::OF_ALL.iter().chain(&harness::config::OF_ANALYSIS).map(|key| key.name);
    assert_eq!(listed, keys.chain(rules).chain(relations).collect::<Vec<_>>());
}

#[test]
fn commands_print_what_is_shown() {
    let folder = tempfile::tempdir().unwrap_or_else(|why| panic!("no folder: {why}"));
    let put = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).unwrap_or_else(|why| panic!("{name}: {why}"));
    };
    let examples = folder.path().join("python");
    fs::create_dir(&examples).unwrap_or_else(|why| panic!("no folder: {why}"));
    for name in ["insights.py", "handle_times.py", "queue_outcomes.py"] {
        put(&format!("python/{name}"), &read(format!("harness/examples/python/{name}")));
    }
    put("handle_times.py", &read("tests/clients/handle_times.py"));
    let [config] = &blocks(&chapters(), "toml")[..] else { panic!("one config file is shown") };
    put("insights.toml", config);
    let programs = Path::new(env!("CARGO_BIN_EXE_insights-harness")).parent().unwrap_or(Path::new(""));
    let path = format!("{}:{}", programs.display(), env::var("PATH").unwrap_or_default());
    let mut seen = 0;
    for block in blocks(&chapters(), "sh") {
        let commands = format!("\n{block}");
        for command in commands.split("\n$ ").skip(1) {
            let (line, shown) = command.split_once('\n').unwrap_or((command, ""));
            let run = Command::new("bash")
                .args(["-c", line])
                .current_dir(folder.path())
                .env("PATH", &path)
                .env_remove("CI")
                .output();
            let run = run.unwrap_or_else(|why| panic!("bash does not start: {why}"));
            let printed = String::from_utf8_lossy(&run.stdout);
            assert!(
                shown::is_like(printed.trim_end(), shown.trim_end()),
                "$ {line}\nshown\n{shown}\nprinted\n{printed}\nand\n{}",
                String::from_utf8_lossy(&run.stderr)
            );
            seen += 1;
        }
    }
    assert!(seen >= 6, "{seen}");
}
