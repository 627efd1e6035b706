//! The command `review`.

use std::process::{Command, Output};

use harness::golden::{Truth, Update};

use crate::{Project, refused, talk};

/// What it prints, what it complains of, and its exit code.
pub(crate) struct Reviewed {
    pub(crate) printed: String,
    pub(crate) complained: String,
    pub(crate) code: Option<i32>,
}

fn command(project: &Project, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_insights-harness"));
    command.arg("review").args(arguments).current_dir(project.0.path()).env_remove("CI");
    command
}

fn reviewed(output: Output) -> Reviewed {
    Reviewed {
        printed: String::from_utf8_lossy(&output.stdout).into_owned(),
        complained: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code(),
    }
}

pub(crate) fn review(project: &Project, arguments: &[&str]) -> Reviewed {
    reviewed(command(project, arguments).output().unwrap())
}

/// What somebody at a terminal sees, who types that.
fn at_a_terminal(project: &Project, typed: &str) -> String {
    let script = "
import os, pty, signal, sys
signal.alarm(120)
typed, seen = sys.argv[1].encode(), b''
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[2], sys.argv[2:])
for letter in typed:
    while not seen.endswith(b']uit: '):
        seen += os.read(terminal, 1)
    seen += b'|'
    os.write(terminal, bytes([letter]) + b'\\n')
try:
    while more := os.read(terminal, 1024):
        seen += more
except OSError:
    pass
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
";
    let output = Command::new("python3")
        .args(["-c", script, typed, env!("CARGO_BIN_EXE_insights-harness"), "review"])
        .current_dir(project.0.path())
        .env_remove("CI")
        .output();
    let output = output.unwrap_or_else(|error| panic!("python3 does not start: {error}; .ci/test installs it"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n")
}

/// Three goldens, of which two change in the same way, one in another that truth refuses; and a new one.
fn changed() -> Project {
    let project = Project::new();
    for case in ["faq/transfer", "hold/one", "hold/two"] {
        project.answers(Update::Always, case, &talk(1), Truth::Agrees);
    }
    project.answers(Update::New, "hold/one", &talk(2), Truth::Agrees);
    project.answers(Update::New, "faq/transfer", &talk(3), refused());
    project.answers(Update::New, "hold/two", &talk(2), Truth::Agrees);
    project.answers(Update::New, "seed 7", &talk(4), Truth::Silent);
    project
}

#[test]
fn equal_changes_are_listed_together_with_what_truth_says() {
    let listed = review(&changed(), &["--list"]);
    assert_eq!(listed.code, Some(0));
    ::insta::assert_snapshot!(listed.printed, @r#"
    the same change in 2 goldens · truth agrees
      report.py/hold__one
      report.py/hold__two
           {
             "agentId": "002",
             "hold": 0,
        -    "talk": 1
        +    "talk": 2
           },
           {
             "agentId": "01",

    a change in 1 golden · truth REFUSES it: agent 002: talk is 17.432 s too long (and 1 more)
      report.py/faq__transfer
           {
             "agentId": "002",
             "hold": 0,
        -    "talk": 1
        +    "talk": 3
           },
           {
             "agentId": "01",

    a new golden · truth was not asked
      report.py/seed_7
        +[
        +  {
        +    "agentId": "002",
        +    "hold": 0,
        +    "talk": 4
        +  },
        +  {
        +    "agentId": "01",
        +    "talk": 40889
        +  }
        +]

    4 wait, with 3 different changes
    "#);
}

#[test]
fn without_a_terminal_what_waits_is_listed_and_fails() {
    let project = changed();
    assert_eq!(review(&project, &[]).code, Some(1));
    let done = review(&project, &["--reject", "*"]);
    assert_eq!((done.code, done.printed.as_str()), (Some(0), "0 accepted, 4 rejected, 0 still wait\n"));
    let nothing = review(&project, &[]);
    assert_eq!((nothing.code, nothing.printed.as_str()), (Some(0), "nothing waits\n"));
    let files = ["report.py/faq__transfer.snap", "report.py/hold__one.snap", "report.py/hold__two.snap"];
    assert_eq!(project.files(), files);
}

#[test]
fn what_is_named_is_accepted_or_rejected_and_the_rest_waits() {
    let project = changed();
    let done = review(&project, &["--accept", "hold/*", "--reject", "report.py/seed_7"]);
    assert_eq!((done.code, done.printed.as_str()), (Some(0), "2 accepted, 1 rejected, 1 still wait\n"));
    assert!(project.read("report.py/hold__two.snap").contains("\"talk\": 2\n"));
    assert_eq!(project.answers(Update::No, "hold/one", &talk(2), Truth::Agrees), Vec::<String>::new());
}

#[test]
fn what_truth_refuses_is_not_accepted_by_mistake() {
    let project = changed();
    let done = review(&project, &["--accept", "*"]);
    assert_eq!((done.code, done.printed.as_str()), (Some(1), "3 accepted, 0 rejected, 1 still wait\n"));
    ::insta::assert_snapshot!(done.complained, @"report.py/faq__transfer is not accepted: truth refuses it (agent 002: talk is 17.432 s too long); --against-truth accepts it all the same");
    let done = review(&project, &["--accept", "*", "--against-truth"]);
    assert_eq!((done.code, done.printed.as_str()), (Some(0), "1 accepted, 0 rejected, 0 still wait\n"));
    // That it was accepted against truth stays written in the golden.
    assert!(project.read("report.py/faq__transfer.snap").contains("truth: refuses"));
}

#[test]
fn ci_accepts_nothing() {
    let project = changed();
    let before = project.files();
    let done = reviewed(command(&project, &["--accept", "hold/*"]).env("CI", "true").output().unwrap());
    assert_eq!(done.code, Some(2));
    assert_eq!(done.complained, "error: in CI nothing is accepted (the environment variable CI is set)\n");
    assert_eq!(project.files(), before);
}

#[test]
fn a_name_of_nothing_is_a_mistake() {
    let project = changed();
    let done = review(&project, &["--accept", "holt/*"]);
    assert_eq!(done.code, Some(2));
    assert_eq!(done.complained, "error: nothing waits that is called \"holt/*\"; --list shows what does\n");
    let done = review(&project, &["--accept", "hold/*", "--reject", "*"]);
    assert_eq!(done.complained, "error: report.py/hold__one is to be accepted and rejected\n");
    assert_eq!(review(&project, &["--accept", "[", "--list"]).code, Some(2));
    assert_eq!(project.files().len(), 7);
}

#[test]
fn at_a_terminal_each_change_is_asked_about() {
    let project = changed();
    let seen = at_a_terminal(&project, "oasxrq");
    assert!(seen.starts_with("the same change in 2 goldens · truth agrees\n"), "{seen}");
    assert!(seen.contains("[a]ccept all, [r]eject all, [o]ne by one, [s]kip, [q]uit: |o\n"), "{seen}");
    // One by one: the first is accepted and the second skipped; `x` is no answer, so that is asked again.
    assert_eq!(seen.matches("a change in 1 golden · truth REFUSES it").count(), 2, "{seen}");
    assert!(seen.ends_with("\n1 accepted, 1 rejected, 2 still wait\n"), "{seen}");
    assert!(project.read("report.py/hold__one.snap").contains("\"talk\": 2\n"));
    assert!(project.read("report.py/hold__two.snap").contains("\"talk\": 1\n"));
}
