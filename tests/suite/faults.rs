//! Faults on purpose, as clients meet them that were not written here, and as they come again.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;

use mock_server::world::{Faults, Settings};
use scenarios::fault::{Fault, ReadyMade};
use serde_json::{Value, json};

use crate::coverage::root;
use crate::support::{Served, TOKEN, V3, catalog, settings, world};

/// What a script prints that uses Python's `requests`.
fn requests(script: &str, arguments: &[&str]) -> Value {
    let folder = root().join("tests/requests");
    let output = Command::new(folder.join(".venv/bin/python")).arg(folder.join(script)).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("no Python with requests: {error}; .ci/test installs it"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script} failed:\n{errors}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{script} prints no JSON: {error}\n{errors}"))
}

/// A server of a day with seven calls, on which nothing goes wrong yet.
fn served() -> Served {
    Served::start(world(&catalog("faults/page_that_fails_at_first.toml"), &settings()))
}

#[test]
fn what_pythons_requests_sees_of_each_failure_of_the_network() {
    let server = served();
    let seen = requests("network.py", &[&server.base(), TOKEN]);
    let right = "200, 2 agents";
    let expected = [
        ("reset", "reset", "ConnectionError: ConnectionResetError"),
        ("closed", "closed", "ConnectionError: RemoteDisconnected"),
        ("truncated", "truncated", "ChunkedEncodingError: IncompleteRead"),
        ("longer than announced", "wrong-length", "200, JSONDecodeError"),
        ("shorter than announced", "wrong-length", "ConnectionError: TimeoutError"),
        ("drip", "drip", right),
        ("drip for ever", "drip", "ConnectionError: TimeoutError"),
        ("half-open", "half-open", "ReadTimeout: TimeoutError"),
    ];
    let network = Fault::EACH.into_iter().filter(|fault| matches!(fault, Fault::Network(_))).map(Fault::word);
    assert_eq!(network.collect::<BTreeSet<_>>(), expected.iter().map(|(_, fault, _)| *fault).collect());
    let expected = expected
        .map(|(failure, fault, first)| json!({ "failure": failure, "fault": fault, "first": first, "then": right }));
    assert_eq!(seen, Value::from(expected.to_vec()));
}

#[test]
fn each_ready_made_plan_is_stood_by_one_client_and_not_by_another() {
    let server = served();
    let found = requests("readers.py", &[&server.base()]);
    let states = |count: u32, states: &[&str]| json!([count, states]);
    let expected = [
        ("rate-limit", json!([7, 7]), json!([2, 7])),
        ("token-expiry", json!(7), json!(1)),
        ("flaky-page", json!(7), json!(1)),
        ("outage", json!(7), json!(6)),
        ("late-data", json!(7), json!(0)),
        ("rewritten-states", states(23, &["Busy", "Ready", "Wrap"]), states(44, &["Away", "Busy", "Ready", "Wrap"])),
        ("chaos", json!(7), json!(4)),
    ];
    assert_eq!(expected.each_ref().map(|(plan, ..)| *plan), ReadyMade::ALL.map(ReadyMade::name));
    for (plan, right, simple) in expected {
        assert_ne!(simple, right, "{plan}: the simple client gets it right");
        let expected = json!({
            "right": right,
            "sturdy": right,
            "struck sturdy": true,
            "simple": simple,
            "struck simple": true,
        });
        assert_eq!(found[plan], expected, "{plan}");
    }
}

/// All that comes back over a connection of its own, and what is seen of its end.
fn answer(server: &Served, request: &str) -> String {
    let address = server.base().replace("http://", "");
    let mut stream = TcpStream::connect(address).unwrap_or_else(|error| panic!("nobody listens: {error}"));
    let request = format!("{request}Host: mock\r\nConnection: close\r\n");
    let request = if request.starts_with("POST") { request } else { format!("{request}\r\n") };
    let form = "grant_type=client_credentials&scope=stats&client_id=replay&client_secret=s";
    let body =
        format!("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}", form.len());
    let sent = if request.starts_with("POST") { format!("{request}{body}") } else { request };
    stream.write_all(sent.as_bytes()).unwrap_or_else(|error| panic!("the request does not go: {error}"));
    let mut bytes = Vec::new();
    let ended = stream.read_to_end(&mut bytes);
    let mut told = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
    match ended {
        Ok(_) if told.is_empty() => told.push_str("(the connection is closed)"),
        Ok(_) => {}
        Err(error) => write!(told, "({})", error.kind()).unwrap_or_default(),
    }
    told
}

/// A hundred requests under the plan that has a little of everything, and every byte that comes back.
fn replayed() -> String {
    let faults = Faults::parse("chaos").unwrap_or_else(|error| panic!("{error}"));
    let settings = Settings { faults, ..settings() };
    let server = Served::start(world(&catalog("faults/every_way_in_which_the_network_fails.toml"), &settings));
    let (mut told, mut before) = (String::new(), HashMap::new());
    let mut token = String::new();
    for number in 1..=100 {
        let request = match (token.is_empty(), number % 4) {
            (true, _) => "POST /Auth/connect/token HTTP/1.1\r\n".to_owned(),
            (false, 0) => format!(
                "GET /stats/queue-times?start=2024-03-05&limit=1&page=2 HTTP/1.1\r\nAccept: {V3}\r\nAuthorization: Bearer {token}\r\n"
            ),
            (false, _) => format!(
                "GET /stats/agent-status?limit=1&page={} HTTP/1.1\r\nAccept: {V3}\r\nAuthorization: Bearer {token}\r\n",
                number % 4
            ),
        };
        let answer = answer(&server, &request);
        if answer.starts_with("HTTP/1.1 401") {
            token.clear();
        } else if request.starts_with("POST") {
            let given = answer.split_once("\"access_token\":\"").and_then(|(_, rest)| rest.split_once('"'));
            token = given.map(|(token, _)| token.to_owned()).unwrap_or_default();
        }
        let line = request.lines().next().unwrap_or_default();
        match before.get(&answer) {
            Some(first) => writeln!(told, "## {number}: {line}: as {first}"),
            None => writeln!(told, "## {number}: {line}\n{answer}"),
        }
        .unwrap_or_default();
        before.entry(answer).or_insert(number);
        if number % 25 == 0 {
            // The rate limit lets some pass again.
            let clock = format!("{}/__control/worlds/default/clock/advance", server.base());
            let moved = server.client.post(clock).body(r#"{"by":"1m"}"#).send();
            assert!(moved.is_ok_and(|answer| answer.status().is_success()));
        }
    }
    told
}

#[test]
fn a_plan_that_is_replayed_gives_the_same_bytes_in_the_same_order() {
    let told = replayed();
    assert_eq!(told, replayed());
    for fault in ["unavailable", "token-revoked", "row-repeated", "slow", "(the connection is closed)"] {
        assert!(told.contains(fault), "{fault} does not come up");
    }
    insta::with_settings!({
        snapshot_path => "../../snapshots/faults",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("chaos", told);
    });
}
