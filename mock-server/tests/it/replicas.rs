//! Servers that are started alike answer alike, byte by byte, wherever and whenever they run.

use std::collections::BTreeSet;
use std::process::Command;

use crate::drawn::{self, Bearer, Drawn};
use crate::given::{TOKEN, V3};
use crate::process::{Process, json_of, request, status_of};

const TRANSFER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios/catalog/faq/transfer.toml");
const ARGUMENTS: [&str; 3] = [TRANSFER, "--token", TOKEN];

/// Requests as they were sent to a server, and its answers.
type Recorded = Vec<(Vec<u8>, Vec<u8>)>;

/// Sends the drawn requests to a server, with the tokens that it gives.
fn recorded(server: &mut Process) -> Recorded {
    let (mut ready, mut given) = (Vec::new(), Vec::new());
    let mut recorded = Vec::new();
    for drawn in drawn::requests() {
        let Drawn { method, target, mut headers, bearer, body } = drawn;
        let token = match bearer {
            Bearer::Nobody => None,
            Bearer::Text(token) => Some(token.to_owned()),
            Bearer::Ready(world) => ready.get(world.wrapping_sub(1)).cloned(),
            Bearer::Given(back) => given.iter().rev().nth(back).cloned(),
        };
        let authorization = token.map(|token| format!("Bearer {token}"));
        headers.extend(authorization.as_deref().map(|value| ("authorization", value)));
        let sent = request(method, &target, &headers, &body);
        let answer = server.exchange(&sent);
        let told = json_of(&answer);
        if method == "POST" && target.starts_with("/__control/worlds") {
            ready.extend(told["token"].as_str().map(str::to_owned));
        }
        given.extend(told["access_token"].as_str().map(str::to_owned));
        recorded.push((sent, answer));
    }
    recorded
}

fn assert_repeated(recorded: &Recorded, server: &mut Process, how: &str) {
    for (number, (sent, expected)) in recorded.iter().enumerate() {
        let answer = server.exchange(sent);
        assert!(
            answer == *expected,
            "{how}, request {number}: {}\n\nanswered before\n{}\n\nand now\n{}",
            String::from_utf8_lossy(sent),
            String::from_utf8_lossy(expected),
            String::from_utf8_lossy(&answer)
        );
    }
}

#[test]
fn two_processes_answer_a_thousand_requests_with_the_same_bytes() {
    let [mut one, mut other] = [(); 2].map(|()| Process::serve(&ARGUMENTS));
    let recorded = recorded(&mut one);
    assert_repeated(&recorded, &mut other, "another process");

    // Of all kinds, and not a thousand refusals.
    assert_eq!(recorded.len(), 1000);
    let statuses: BTreeSet<u16> = recorded.iter().map(|(_, answer)| status_of(answer)).collect();
    for expected in [200, 201, 204, 400, 401, 403, 404, 405, 409, 422] {
        assert!(statuses.contains(&expected), "nothing was answered with {expected}, but with {statuses:?}");
    }
    let told = recorded.iter().filter(|(_, answer)| {
        let told = json_of(answer);
        told["items"].as_array().is_some_and(|items| !items.is_empty()) || told["guid"].is_string()
    });
    let paths = told.map(|(sent, _)| {
        let line = String::from_utf8_lossy(sent).lines().next().unwrap_or_default().to_owned();
        let path = line.split([' ', '?']).nth(1).unwrap_or_default().to_owned();
        path.split_once("/stats/").map(|(_, endpoint)| endpoint.to_owned()).unwrap_or(path)
    });
    let paths: BTreeSet<String> = paths.collect();
    for endpoint in [
        "interactions",
        "interactions/ongoing",
        "agent-activities",
        "agent-activities/presence",
        "agent-activities/interactions",
        "agent-status",
        "queue-times",
        "wfm/agent-states",
        "wfm/queue-metrics",
        "wfm/queue-activity",
    ] {
        assert!(paths.contains(endpoint), "nothing was told at {endpoint}, but at {paths:?}");
    }
    assert!(paths.iter().any(|path| path.starts_with("interactions/") && path.len() > 40), "{paths:?}");
}

/// What makes a process believe that it is then: the variables that `faketime` sets.
fn at_the_time(time: &str) -> Vec<(String, String)> {
    let output = Command::new("faketime").args(["-f", &format!("@{time}"), "env"]).output();
    let output = output.unwrap_or_else(|error| panic!("faketime does not start: {error}; .ci/test installs it"));
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let variables = told.lines().filter_map(|line| line.split_once('='));
    // What else it sets belongs to its own process, and is gone with that.
    let kept = variables.filter(|(name, _)| ["LD_PRELOAD", "FAKETIME"].contains(name));
    let mut variables: Vec<_> = kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    assert_eq!(variables.len(), 2, "{told}");
    // Connections time out as ever.
    variables.push(("FAKETIME_DONT_FAKE_MONOTONIC".to_owned(), "1".to_owned()));
    variables
}

#[test]
fn neither_the_time_zone_nor_the_locale_nor_the_wall_clock_changes_a_byte() {
    let recorded = recorded(&mut Process::serve(&ARGUMENTS));
    for (zone, locale, time) in [
        ("Asia/Kathmandu", "de_DE.UTF-8", "2040-02-29 12:34:56"),
        ("America/St_Johns", "tr_TR.UTF-8", "1999-12-31 12:00:00"),
        ("Pacific/Apia", "ar_EG.UTF-8", "2024-03-05 18:05:00"),
        ("nowhere", "C", "1970-06-01 12:00:00"),
    ] {
        let mut variables = at_the_time(time);
        let others = [("TZ", zone), ("LANG", locale), ("LC_ALL", locale), ("LANGUAGE", &locale[..1])];
        variables.extend(others.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let mut server = Process::serve_in(&variables, &ARGUMENTS);
        assert_repeated(&recorded, &mut server, &format!("in {zone} with {locale} at {time}"));

        // It did believe it: a clock that runs shows that day, which is the same in the zone and in UTC.
        let body = r#"{"catalog":"faq/transfer"}"#;
        let live = json_of(&server.exchange(&request("POST", "/__control/worlds?clock=live", &[], body)));
        let shown = live["clock"]["now"].as_str().unwrap_or_default();
        assert_eq!(shown.get(..10), time.get(..10), "{live}");
    }
}

#[test]
fn the_answers_at_an_instant_are_those_of_a_process_that_was_started_at_it() {
    for scenario in [
        "agents/ids_that_differ_by_leading_zeros",
        "callback/call_back_is_another_interaction",
        "calendar/call_over_midnight",
        "faq/outside_contacts_show_as_ccrconnect",
        "faq/transfer",
        "media/chat_email_and_call_at_once",
        "presence/intended_presence_overtaken",
        "processing/duration_corrected_later",
        "processing/states_rewritten",
        "queue/four_ways_out_of_a_queue",
    ] {
        let file = format!("{}/../scenarios/catalog/{scenario}.toml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&file).expect("the file is there");
        let told = scenarios::format::parse(&text).expect("the catalog is right").scenario;
        let serve = |at: &str| Process::serve(&[&file, "--token", TOKEN, "--at", at]);
        let mut stepped = serve(&told.start.to_string());
        let mut steps = 0;
        loop {
            let advance = request("POST", "/__control/worlds/default/clock/advance", &[], r#"{"toNextChange":true}"#);
            let advanced = json_of(&stepped.exchange(&advance));
            let Some(now) = advanced["now"].as_str() else { break };
            assert_ne!(advanced["due"]["count"], 0, "{scenario}: {advanced}");
            steps += 1;
            let mut fresh = serve(now);
            let authorization = format!("Bearer {TOKEN}");
            for question in crate::questions::all(&told, scenarios::time::Instant::parse(now).expect("an instant")) {
                let headers = [("accept", V3), ("authorization", authorization.as_str())];
                let asked = request("GET", &format!("/stats{question}"), &headers, "");
                let [expected, found] = [&mut fresh, &mut stepped].map(|server| server.exchange(&asked));
                let [expected, found] = [expected, found].map(|answer| String::from_utf8_lossy(&answer).into_owned());
                assert_eq!(found, expected, "{scenario} at {now}: {question}");
            }
        }
        assert!(steps > 4, "{scenario} has only {steps} steps");
    }
}
