//! Programs under the harness: what they are given, what they have to keep to, and what is said when they do not.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use harness::analysis::Analysis;
use harness::case::Subject;
use harness::check::Check;
use harness::client::{Client, Error};
use harness::contract::Limits;
use harness::judge::Judges;
use harness::question::Question;
use harness::told::Told;
use harness::verdict::{Case, Outcome};
use scenarios::time::Span;

fn of_the_faq() -> Vec<Told> {
    Told::catalog().filter(|told| told.name == "faq/transfer").collect()
}

fn checked(line: &str) -> Check {
    // The contract is judged whoever else is asked.
    let nobody_else = Judges { truth: false, client: false, metamorphic: false };
    let program = Subject::new("program", None, Analysis::program(line, None));
    Check::of([program]).over(of_the_faq()).judged_by(nobody_else)
}

fn only_case(check: &Check) -> Case {
    let mut verdict = check.verdict().unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(verdict.cases.len(), 1);
    verdict.cases.remove(0)
}

/// The contract's finding, and the text of its evidence.
fn broken(check: &Check) -> (String, String) {
    let case = only_case(check);
    let [finding] = &case.findings[..] else { panic!("{case}") };
    let evidence: Vec<String> = finding.evidence.iter().map(ToString::to_string).collect();
    (format!("{}: {}", finding.id, finding.sentence), evidence.join("\n"))
}

#[test]
fn a_program_is_given_everything_that_the_contract_names() {
    let names = [
        "BASE_URL",
        "TOKEN_URL",
        "CLIENT_ID",
        "CLIENT_SECRET",
        "TOKEN",
        "WINDOW_START",
        "WINDOW_END",
        "NOW",
        "STATE_DIR",
    ];
    let all: String = names.iter().map(|name| format!(": \"$INSIGHTS_{name}\"; ")).collect();
    checked(&format!("set -eu; {all} test -d \"$INSIGHTS_STATE_DIR\"; echo '[]'")).assert();
}

#[test]
fn a_program_that_fails_is_shown_with_what_it_said() {
    let (said, shown) = broken(&checked("echo 'no such table: calls' >&2; exit 3"));
    assert_eq!(said, "failed: the analysis failed: exit code 3");
    assert_eq!(shown, "standard error:\n  no such table: calls");
    let (said, _) = broken(&checked("kill -9 $$"));
    assert_eq!(said, "failed: the analysis failed: signal 9");
}

#[test]
fn what_is_no_json_is_shown() {
    let (said, shown) = broken(&checked("echo 'rows: 3'"));
    assert!(
        said.starts_with("no-json: the analysis has to write one JSON document to standard output: expected"),
        "{said}"
    );
    assert_eq!(shown, "it wrote:\n  rows: 3");
    let (said, _) = broken(&checked("true"));
    assert_eq!(said, "no-json: the analysis has to write one JSON document to standard output: it wrote nothing");
    let (said, _) = broken(&checked("echo '[]'; echo '[]'"));
    assert!(said.contains("trailing characters"), "{said}");
}

#[test]
fn a_program_that_writes_too_much_is_ended() {
    let limits = Limits { output: 10_000, ..Limits::default() };
    let (said, _) = broken(&checked("yes").within(limits));
    assert_eq!(said, "output-limit: the analysis wrote more than 10000 bytes, and was ended");
}

#[test]
fn a_program_that_takes_too_long_is_ended_with_all_that_it_has_started() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("started");
    let line = format!("sleep 1000 & echo $! > '{}'; echo waiting >&2; wait", file.display());
    let limits = Limits { time: Duration::from_millis(1500), ..Limits::default() };
    let (said, shown) = broken(&checked(&line).within(limits));
    assert_eq!(said, "time-limit: the analysis had not ended after 1.5 s, and was ended");
    assert_eq!(shown, "standard error:\n  waiting");
    let started = fs::read_to_string(file).unwrap();
    // It may still be a name in the list of processes, without a process.
    let is_gone = || match fs::read_to_string(format!("/proc/{}/stat", started.trim())) {
        Ok(told) => told.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')),
        Err(_) => true,
    };
    while !is_gone() {
        std::thread::yield_now();
    }
}

#[test]
fn what_a_program_keeps_is_there_when_it_is_run_again_and_in_no_other_case() {
    let folder = tempfile::tempdir().unwrap();
    let seen = folder.path().join("seen");
    let line = format!(
        "if [ -e '{0}' ]; then test -e \"$INSIGHTS_STATE_DIR/kept\" || exit 3; else test ! -e \"$INSIGHTS_STATE_DIR/kept\" \
         || exit 4; fi; touch '{0}' \"$INSIGHTS_STATE_DIR/kept\"; echo '[]'",
        seen.display()
    );
    let polled = only_case(&checked(&line).every(Span::from_secs(15)));
    assert_eq!(polled.outcome(), Outcome::Holds, "{polled}");
    assert!(polled.runs > 4, "{}", polled.runs);
    let (said, _) = broken(&checked(&line));
    assert_eq!(said, "failed: the analysis failed: exit code 3");
}

#[test]
fn a_function_that_panics_or_gives_up_has_broken_the_contract_too() {
    async fn gives_up(_: Client) -> Result<Vec<()>, Error> {
        Err(Error::NoCredentials)
    }
    async fn panics(api: Client) -> Result<Vec<()>, Error> {
        let agents = api.agent_status().await?.items;
        assert!(agents.is_empty(), "there should be nobody");
        Ok(Vec::new())
    }
    let (said, _) = broken(&harness::check(Question::Logins, gives_up).over(of_the_faq()));
    assert!(said.starts_with("failed: the analysis failed: the token is refused"), "{said}");
    let (said, _) = broken(&harness::check(Question::Logins, panics).over(of_the_faq()));
    assert!(said.contains("there should be nobody"), "{said}");
}

fn harness(arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_insights-harness"));
    command.args(arguments).current_dir(folder).output().expect("it starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_failure_prints_the_line_that_does_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let arguments =
        ["check", "--question", "logins", "--cmd", "echo '[]'", "--scenario", "faq/login*", "--time-limit", "5s"];
    let first = harness(&arguments, folder.path());
    assert_eq!(first.status.code(), Some(1), "{}", text(&first.stderr));
    let told = text(&first.stdout);
    let again = told.lines().find_map(|line| line.trim().strip_prefix("again: ")).unwrap();
    assert_eq!(
        again,
        r"insights-harness check --question logins --cmd 'echo '\''[]'\''' --scenario faq/login_is_the_end_of_logged_out --time-limit 5s"
    );
    let line = again.replace("insights-harness", env!("CARGO_BIN_EXE_insights-harness"));
    let second = Command::new("sh").args(["-c", &line]).output().unwrap();
    assert_eq!(text(&second.stdout), told);
}

#[test]
fn all_analyses_of_the_config_file_are_run_in_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("answer.json"), "[]").unwrap();
    let config = "[[analysis]]\nname = \"no transfers\"\nquestion = \"transfers\"\ncmd = \"cat answer.json\"\n\
                  scenarios = [\"hold/*\", \"consult/*\"]\n\n[[analysis]]\nname = \"no logins\"\nquestion = \"logins\"\n\
                  cmd = \"cat answer.json\"\nscenarios = [\"faq/login*\"]\n";
    fs::write(folder.path().join("insights.toml"), config).unwrap();
    let all = harness(&["check"], folder.path());
    assert_eq!(all.status.code(), Some(1), "{}", text(&all.stderr));
    let told = text(&all.stdout);
    assert!(told.starts_with("FAILS no logins · logins · faq/login_is_the_end_of_logged_out\n"), "{told}");
    assert!(told.ends_with("\n5 cases: 4 hold, 1 fail\n"), "{told}");
    let one = harness(&["check", "--only", "no transfers", "--report", "junit"], folder.path());
    assert_eq!(one.status.code(), Some(0), "{}", text(&one.stderr));
    assert!(text(&one.stdout).starts_with("<?xml"), "{}", text(&one.stdout));
}

#[test]
fn what_cannot_be_used_is_told_and_is_another_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |arguments: &[&str]| {
        let output = harness(arguments, folder.path());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        text(&output.stderr)
    };
    assert!(refused(&["check"]).contains("insights.toml: No such file or directory"));
    assert!(refused(&["check", "--cmd", "x", "--question", "login"]).contains("write \"logins\""));
    assert!(refused(&["check", "--cmd", "x", "--scenario", "faq/transfr"]).contains("write \"faq/transfer\""));
    assert!(refused(&["check", "--cmd", "x", "--poll", "15s"]).contains("write it as every=15s"));
    fs::write(folder.path().join("insights.toml"), "[[analysis]]\nname = \"a\"\ncmd = \"a\"\nquestion = \"login\"\n")
        .unwrap();
    assert_eq!(
        refused(&["check"]),
        "error: insights.toml cannot be used\ninsights.toml:4:12: there is no question \"login\"; write \"logins\"\n"
    );
    let gone = harness(&["check", "--cmd", "echo []", "--target", "http://127.0.0.1:1"], folder.path());
    assert_eq!(gone.status.code(), Some(2));
    assert!(text(&gone.stderr).contains("the server does not answer"), "{}", text(&gone.stderr));
}
