use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::given::catalog;

const RIGHT: &str = "start = 2024-03-05T08:00:00Z\n";
const WRONG: &str = "start = 2024-03-05T08:00:00Z\n\n[[agemt]]\nid = \"1\"\n";

fn insights_mock() -> Command {
    Command::new(env!("CARGO_BIN_EXE_insights-mock"))
}

fn run(arguments: &[&str], folder: &Path) -> Output {
    insights_mock().args(arguments).current_dir(folder).output().expect("the program runs")
}

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).expect("a file can be written");
    }
    folder
}

#[test]
fn validate_tells_what_is_wrong_where() {
    let folder = folder(&[
        ("right.toml", RIGHT.as_bytes()),
        ("wrong.toml", WRONG.as_bytes()),
        ("wrong.json", b"[\n  {\"guid\": \"g\", \"channels\": []}\n]"),
        ("binary.json", b"{\"a\": \"\xff\"}"),
        ("notes.txt", b""),
        ("centre.toml", b"[[team]]\nname = \"Orders\"\nagents = 5\n"),
        ("wrong-centre.toml", b"[[team]]\nname = \"Orders\"\nagents = \"five\"\nopen = \"9h\"\n"),
        ("plan.toml", b"[[rule]]\nfault = \"reset\"\n"),
        ("wrong-plan.toml", b"name = \"mine\"\n[[rule]]\nfault = \"rest\"\n"),
    ]);
    for (arguments, code, told) in [
        (&["right.toml"][..], 0, &["1 file: nothing wrong"][..]),
        (&["wrong.toml"], 1, &["wrong.toml:3:", "1 file: 1 problem"]),
        (&["wrong.json"], 1, &["wrong.json:2:3: \"start\" is missing; every item but an agent's status tells it"]),
        (&["binary.json"], 1, &["binary.json:1:8: not UTF-8 from here on; save the file as UTF-8"]),
        (&["right.toml", "wrong.toml", "wrong.json"], 1, &["wrong.toml:3:", "wrong.json:2:3:", "3 files: 2 problems"]),
        (&["centre.toml"], 0, &["1 file: nothing wrong"]),
        (&["wrong-centre.toml"], 1, &["wrong-centre.toml:3:10: ", "wrong-centre.toml:4:1: ", "1 file: 2 problems"]),
        (&["plan.toml"], 0, &["1 file: nothing wrong"]),
        (&["wrong-plan.toml"], 1, &["wrong-plan.toml:3:9: \"rest\" is not a fault; write \"reset\""]),
        (&["."], 1, &["8 files: 6 problems"]),
        (&["missing.toml"], 2, &["missing.toml: No such file"]),
        (&["missing.toml", "wrong.toml"], 2, &["missing.toml: No such file", "wrong.toml:3:", "1 file: 2 problems"]),
        (&["notes.txt"], 2, &["notes.txt: neither a scenario, which ends in .toml, nor a recorded answer"]),
        (&[], 2, &["required"]),
    ] {
        let output = run(&[&["validate"], arguments].concat(), folder.path());
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {stderr}");
        for told in told {
            assert!(stderr.contains(told), "{arguments:?}: {stderr}");
        }
    }
}

#[test]
fn serve_refuses_what_makes_no_world() {
    let folder = folder(&[
        ("one.toml", RIGHT.as_bytes()),
        ("two.toml", RIGHT.as_bytes()),
        ("wrong.toml", WRONG.as_bytes()),
        ("centre.toml", b"[[team]]\nname = \"Orders\"\nagents = 5\nopens = \"25h\"\n"),
    ]);
    let transfer = catalog("interaction-transfer.json");
    let transfer = transfer.to_str().expect("a path of texts");
    for (arguments, told) in [
        (&["one.toml", "two.toml"][..], "one.toml and two.toml are two scenarios; a world tells of one"),
        (&["one.toml", transfer], "a world tells of one scenario or of recorded answers"),
        (&["wrong.toml"], "wrong.toml:3:"),
        (&["one.toml", "--listen", "nowhere"], "cannot listen on nowhere"),
        (&["one.toml", "--clock", "slow"], "a clock is \"live\", \"frozen\" or"),
        (&["one.toml", "--at", "noon"], "not a date-time"),
        (&["--rebase", "now"], "required"),
        (&["--watch"], "required"),
        (&["--config", "one.toml"], "required"),
        (&["one.toml", "--generate", "3"], "cannot be used with"),
        (&["--generate", "three"], "invalid value 'three'"),
        (&["--generate", "3", "--config", "one.toml"], "one.toml:1:1: `start` is not a key of a config"),
        (&["--generate", "3", "--config", "missing.toml"], "missing.toml: No such file"),
        (&["centre.toml"], "centre.toml is the config of a centre at work, not a scenario; serve it with --centre"),
        (&["--centre", "centre.toml"], "centre.toml:4:"),
        (&["--centre", "one.toml"], "one.toml:1:1: `start` is not a key of"),
        (&["--centre", "missing.toml"], "missing.toml: No such file"),
        (&["--centre", "centre.toml", "one.toml"], "cannot be used with"),
        (&["--centre", "centre.toml", "--rebase", "now"], "required"),
        (&["--centre", "centre.toml", "--seed", "x"], "invalid value 'x'"),
        (&["--generate", "3", "--seed", "4"], "cannot be used with"),
        (&["one.toml", "--seed", "4"], "cannot be used with"),
        (&["--seed", "7"], "required"),
        (&["one.toml", "--listen", "0.0.0.0:0"], "give it a --control-token, or listen on 127.0.0.1"),
    ] {
        let output = run(&[&["serve"], arguments].concat(), folder.path());
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains(told), "{arguments:?}: {stderr}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn serve_prints_where_it_listens_and_then_answers() {
    let mut server = insights_mock()
        .args(["serve", "--listen", "127.0.0.1:0", "--token", "letmein"])
        .arg(catalog("agent-status.json"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    let mut first = String::new();
    BufReader::new(server.stdout.take().expect("it is piped")).read_line(&mut first).expect("a line");
    let base = first.trim_end().strip_prefix("listening on ").map(str::to_owned);
    let answer = base.map(|base| {
        let request = reqwest::blocking::Client::new().get(format!("{base}/stats/agent-status"));
        request.bearer_auth("letmein").header("accept", crate::given::V3).send().and_then(|answer| answer.text())
    });
    server.kill().and_then(|()| server.wait()).expect("the program ends");
    assert!(first.starts_with("listening on http://127.0.0.1:"), "{first}");
    let answer = answer.expect("an address").expect("an answer");
    assert!(answer.contains("\"upTo\":\"2019-12-23T09:39:07.012Z\""), "{answer}");
}

#[test]
fn results_go_to_standard_output() {
    let folder = folder(&[]);
    for command in ["openapi", "schema"] {
        let output = run(&[command], folder.path());
        assert_eq!(output.status.code(), Some(0), "{command}");
        let printed: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert!(printed.is_object(), "{command}");
    }
}

#[test]
fn faults_are_listed_and_ready_made_plans_printed() {
    let folder = folder(&[
        ("mine.toml", b"[[rule]]\nfault = \"reset\"\n"),
        ("wrong.toml", b"[[rule]]\nfault = \"rest\"\n"),
        ("wrong.json", b"{\"rule\": [{\"fault\": \"rest\"}]}\n"),
    ]);
    let run = |arguments: &[&str]| {
        let output = run(arguments, folder.path());
        (
            output.status.code(),
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)),
        )
    };
    let (code, all) = run(&["faults"]);
    assert_eq!(code, Some(0));
    let begins = |word: &str| all.lines().any(|line| line.split_once("  ").is_some_and(|(first, _)| first == word));
    for fault in scenarios::fault::Fault::EACH {
        assert!(begins(fault.word()), "{fault:?}: {all}");
    }
    let schema = scenarios::format::faults_schema();
    let keys = schema["properties"]["rule"]["items"]["properties"].as_object().expect("the keys of a rule");
    assert!(keys.keys().all(|key| key == "fault" || begins(key)), "{keys:?}: {all}");
    for line in [
        "reset                    The connection is reset before the answer.",
        "rate-limit               429 to requests beyond so many in a span of the world's time. Needs limit, per. Takes hint.",
        "endpoint                 the path of the endpoint whose requests count (without it: all, that for tokens included)",
    ] {
        assert!(all.lines().any(|told| told == line), "{line}: {all}");
    }
    let document: serde_json::Value = serde_json::from_str(&run(&["openapi"]).1).expect("JSON");
    let body = &document["paths"]["/__control/worlds/{world}/faults"]["put"]["requestBody"];
    assert_eq!(body["content"]["application/json"]["schema"], schema);
    let (code, plan) = run(&["faults", "outage"]);
    assert_eq!((code, scenarios::format::parse_faults(&plan).is_ok()), (Some(0), true), "{plan}");
    let (code, told) = run(&["faults", "outages"]);
    assert_eq!((code, told.contains("there are rate-limit, ")), (Some(2), true), "{told}");
    for (plan, right) in [
        ("outages", "--faults: \"outages\" is no plan; there are rate-limit, "),
        ("wrong.toml", "wrong.toml:2:9: \"rest\" is not a fault; write \"reset\""),
        ("wrong.json", "wrong.json:1:21: \"rest\" is not a fault; write \"reset\""),
        ("missing.toml", "missing.toml: No such file"),
    ] {
        let (code, told) = run(&["serve", "--listen", "127.0.0.1:0", "--faults", plan]);
        assert_eq!((code, told.contains(right)), (Some(2), true), "{told}");
    }
}
