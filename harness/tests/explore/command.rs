//! The command `explore`.

use std::fs;
use std::process::{Command, Stdio};

use mock_server::host::{Host, Patience};
use mock_server::server::Server;
use mock_server::world::{Settings, World};
use serde_json::Value;
use tempfile::TempDir;

use crate::told;

const ANALYSES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/explore/wrong.py");

/// What is printed, what is said on standard error, and the exit code.
fn harness(folder: &TempDir, arguments: &[&str]) -> (String, String, Option<i32>) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_insights-harness")).args(arguments).current_dir(folder.path()).output();
    let output = output.unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

fn line(mistake: &str) -> String {
    format!("python3 {ANALYSES} '{mistake}'")
}

/// The lines of a comment under that heading.
fn commented(text: &str, heading: &str) -> Vec<Value> {
    let lines = text.lines().skip_while(|line| *line != format!("# {heading}:")).skip(1);
    lines.map_while(|line| serde_json::from_str(line.strip_prefix("#   ")?).ok()).collect()
}

/// What an analysis answers to the server that `insights-mock serve FILE` is.
fn played(file: &std::path::Path, line: &str) -> Vec<Value> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let settings = Settings { token: Some("good".to_owned()), ..Settings::default() };
    let world = World::open(&[file.to_owned()], &settings).unwrap();
    let host = Host::new(world, Patience::default());
    let (now, start) = (host.world().1, told(&fs::read_to_string(file).unwrap()).start);
    let server = runtime.block_on(Server::bind("127.0.0.1:0", host)).unwrap();
    let base = format!("http://{}", server.address().unwrap());
    runtime.spawn(server.run(std::future::pending()));
    let output = Command::new("sh")
        .args(["-c", line])
        .env("INSIGHTS_BASE_URL", &base)
        .env("INSIGHTS_TOKEN", "good")
        .env("INSIGHTS_WINDOW_START", start.to_string())
        .env("INSIGHTS_WINDOW_END", now.to_string())
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// Explores until a mistake is found; gives the text of the one file that is written.
fn find(folder: &TempDir, question: &str, mistake: &str) -> String {
    let cmd = line(mistake);
    let (printed, said, code) =
        harness(folder, &["explore", "--question", question, "--cmd", &cmd, "--judge", "truth", "--save", "found"]);
    assert_eq!(code, Some(1), "{printed}{said}");
    let files: Vec<_> = fs::read_dir(folder.path().join("found")).unwrap().collect();
    let [Ok(file)] = &files[..] else { panic!("{files:?}") };
    let (name, text) = (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap());
    assert!(printed.contains(&format!("--scenario found/{name}")), "{printed}");
    let seed: u64 = name.split('_').next_back().unwrap().trim_end_matches(".toml").parse().unwrap();
    assert!(said.contains(&format!("kept in found/{name}\n")), "{said}");
    let goes_on = format!("go on with: insights-harness explore --question {question} --cmd ");
    assert!(
        said.contains(&goes_on) && said.ends_with(&format!(" --judge truth --save found --seed {}\n", seed + 1)),
        "{said}"
    );
    assert!(told(&text).flows.len() <= 3, "{text}");

    // The file shows it still.
    let path = format!("found/{name}");
    let (again, _, code) = harness(folder, &["check", "--question", question, "--cmd", &cmd, "--scenario", &path]);
    assert_eq!(code, Some(1), "{again}");
    text
}

#[test]
fn a_login_to_something_else_is_found_and_told_without_any_interaction() {
    let folder = tempfile::tempdir().unwrap();
    let text = find(&folder, "logins", "knows of no login but to Ready");
    let scenario = told(&text);
    assert_eq!((scenario.flows.len(), scenario.centre.agents.len()), (0, 1), "{text}");
    let file = fs::read_dir(folder.path().join("found")).unwrap().next().unwrap().unwrap().path();
    let given = commented(&text, "given");
    assert_ne!(given, commented(&text, "expected"), "{text}");
    assert_eq!(played(&file, &line("knows of no login but to Ready")), given, "{text}");
    assert_eq!(played(&file, &line("none")), commented(&text, "expected"), "{text}");
    // Who is right about it is not blamed.
    let (told, _, code) =
        harness(&folder, &["check", "--question", "logins", "--cmd", &line("none"), "--scenario", "found/*"]);
    assert_eq!(code, Some(0), "{told}");
}

#[test]
fn a_transfer_that_was_none_is_found_and_told_in_one_call() {
    let folder = tempfile::tempdir().unwrap();
    let text = find(&folder, "transfers", "treats every second agent as a transfer");
    assert_eq!(told(&text).flows.len(), 1, "{text}");
}

#[test]
fn an_analysis_that_falls_over_is_found_with_what_it_said() {
    let folder = tempfile::tempdir().unwrap();
    let text = find(&folder, "ccr-channels", "falls over a party without a name");
    assert!(text.contains("# contract/failed: the analysis failed: exit code 1\n"), "{text}");
    assert!(text.contains("AttributeError: 'NoneType' object has no attribute 'startswith'\n"), "{text}");
    assert!(text.contains("\n# given: no answer\n"), "{text}");
}

#[test]
fn an_analysis_that_is_different_each_time_is_told_so_and_no_scenario_is_blamed() {
    let folder = tempfile::tempdir().unwrap();
    let cmd = line("is not the same twice");
    let (printed, said, code) = harness(&folder, &["explore", "--question", "logins", "--cmd", &cmd, "--seed", "1"]);
    assert_eq!(code, Some(1));
    assert!(printed.contains("error metamorphic/not-deterministic: asked the same in an equal world"), "{printed}");
    assert!(!printed.contains("truth/"), "{printed}");
    assert!(said.starts_with("go on with: insights-harness explore ") && said.ends_with(" --seed 2\n"), "{said}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_right_analysis_is_explored_to_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = [
        "explore",
        "--question",
        "logins",
        "--cmd",
        &line("none"),
        "--cases",
        "6",
        "--judge",
        "truth",
        "--report",
        "json=out.json",
    ];
    let (_, said, code) = harness(&folder, &arguments);
    assert!(said.ends_with(" --judge truth --cases 6 --seed 7\n"), "{said}");
    assert_eq!(code, Some(0));
    let report: Value = serde_json::from_str(&fs::read_to_string(folder.path().join("out.json")).unwrap()).unwrap();
    assert_eq!((&report["outcome"], &report["cases"][0]["runs"]), (&"holds".into(), &6.into()));
    let (_, said, code) = harness(&folder, &["explore", "--cmd", "true", "--time", "soon"]);
    assert!(said.contains("invalid value 'soon' for '--time <SPAN>'"), "{said}");
    assert_eq!(code, Some(2));
}

#[test]
fn a_right_answer_that_a_busy_server_prevents_is_found_too() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["explore", "--question", "logins", "--cmd", &line("none"), "--cases", "1", "--reruns", "0"];
    let (printed, _, code) = harness(&folder, &arguments);
    assert!(printed.contains("error metamorphic/retry: "), "{printed}");
    assert!(printed.contains(" --judge all\n"), "{printed}");
    assert_eq!(code, Some(1));
}

/// A command that is interrupted when its analysis has made the file `started`; what it says then, and its exit code.
fn interrupted(folder: &TempDir, arguments: &[&str]) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_insights-harness"));
    let command = command.args(arguments).current_dir(folder.path());
    let running = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while !folder.path().join("started").exists() {
        std::thread::yield_now();
    }
    let sent = Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let output = running.wait_with_output().unwrap();
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (text, output.status.code())
}

/// Whether a program that told its number in that file has ended; it may still be a name in the list of processes.
fn has_ended(folder: &TempDir) -> bool {
    let number = fs::read_to_string(folder.path().join("started")).unwrap();
    fs::read_to_string(format!("/proc/{}/stat", number.trim()))
        .map_or(true, |told| told.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')))
}

#[test]
fn exploring_that_is_interrupted_tells_what_it_knows_and_how_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let cmd = "if [ -e ran ]; then echo $$ > told; mv told started; exec sleep 1000; fi; touch ran; echo '[]'";
    let (said, code) = interrupted(&folder, &["explore", "--cmd", cmd, "--judge", "truth", "--jobs", "1"]);
    assert!(said.starts_with("1 scenario tried (seed 1): nothing is wrong with it\ngo on with: "), "{said}");
    assert!(said.ends_with(" --judge truth --seed 2\n"), "{said}");
    assert_eq!(code, Some(0));
    while !has_ended(&folder) {
        std::thread::yield_now();
    }
}

#[test]
fn a_check_that_is_interrupted_ends_what_it_has_started() {
    let folder = tempfile::tempdir().unwrap();
    let cmd = "echo $$ > told; mv told started; exec sleep 1000";
    let (said, code) = interrupted(&folder, &["check", "--cmd", cmd, "--scenario", "faq/transfer"]);
    assert_eq!((said.as_str(), code), ("error: it was interrupted\n", Some(2)));
    while !has_ended(&folder) {
        std::thread::yield_now();
    }
}
