//! A contact centre at work is served: a story without an end.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use axum::body::Body;
use axum::http::Request;
use mock_server::host::{Bounds, Host, Patience};
use mock_server::load::Story;
use mock_server::world::{Settings, World};
use scenarios::format::parse_centre;
use scenarios::scenario::Scenario;
use scenarios::simulation::Operation;
use scenarios::time::Instant;
use scenarios::timeline::compile;
use serde_json::{Value, json};

use crate::given::{Answer, get, send, settings};

const CENTRE: &str = r#"
[[team]]
name = "Orders"
agents = 4
opens = "14h"
open_for = "16h"
closed = ["saturday", "sunday"]
daily = 30
shift = [{ begins = "0s", lasts = "8h" }, { begins = "8h", lasts = "8h" }]

[[team]]
name = "Billing"
agents = 2
daily = 15
"#;

/// 2024-03-04, a Monday.
const MONDAY: i64 = 19_786;

const TODAY: &str = "2024-03-08T20:15:00Z";

fn operation(seed: u64) -> Operation {
    let config = parse_centre(CENTRE).expect("the config is right");
    Operation::new(config, seed).expect("the config is right")
}

fn at(now: &str) -> Settings {
    Settings { at: Some(Instant::parse(now).expect("an instant")), ..settings() }
}

fn told(story: Story, now: &str, bounds: Bounds) -> Host {
    Host::bounded(World::of(story, &at(now)).expect("it is right"), Patience::default(), bounds)
}

fn endless(now: &str) -> Host {
    told(Story::Centre(operation(7).into()), now, Bounds::default())
}

/// The same centre, of which two weeks are told as one scenario.
fn whole(now: &str) -> Host {
    let scenario: Scenario = operation(7).scenario(MONDAY - 12..MONDAY + 16);
    let timeline = compile(&scenario).expect("it can have happened");
    told(Story::Told(scenario.into(), timeline.into()), now, Bounds::default())
}

const QUESTIONS: [&str; 20] = [
    "/interactions?start=2024-03-04&limit=5000",
    "/interactions?start=2024-03-04&limit=7&page=3",
    "/interactions?start=2024-03-05T17:00&end=2024-03-08T09:00&include=Processed",
    "/interactions?start=2024-03-08T20:00&include=StartedOrEnded",
    "/interactions/ongoing",
    "/agent-activities?start=2024-03-04&limit=5000",
    "/agent-activities?start=2024-03-04&limit=10&page=40",
    "/agent-activities?start=2024-03-08T19:00&include=Processed",
    "/agent-activities?start=2024-03-04&agentId=1002&type=Workload",
    "/agent-activities/presence?start=2024-03-04&limit=50&page=2",
    "/agent-activities/interactions?start=2024-03-06&limit=30",
    "/agent-status",
    "/queue-times?start=2024-03-04&queueType=All&limit=100",
    "/queue-times?start=2024-03-07T12:00&queues=Orders&include=Processed",
    "/wfm/agent-states?start=2024-03-04&limit=5000",
    "/wfm/agent-states?start=2024-03-08T19:00&include=Processed&agentId=1001",
    "/wfm/queue-metrics?start=2024-03-04&limit=100",
    "/wfm/queue-activity?start=2024-03-04&limit=20&page=3",
    "/wfm/queue-activity?start=2024-03-08T20:00&include=StartedOrEnded",
    "/interactions?start=2024-04-01",
];

async fn answers(host: &Host, questions: impl Iterator<Item = &'static str>) -> Vec<(&'static str, Value)> {
    let mut answers = Vec::new();
    for question in questions {
        let answer = get(host, &format!("/stats{question}")).await;
        assert_eq!(answer.status, 200, "{question}: {}", answer.body);
        answers.push((question, answer.body));
    }
    answers
}

#[tokio::test]
async fn it_answers_as_a_server_does_that_is_given_the_same_days_as_one_scenario() {
    for now in [TODAY, "2024-03-09T00:00:00Z", "2024-03-10T13:00:00Z"] {
        let expected = answers(&whole(now), QUESTIONS.into_iter()).await;
        let found = answers(&endless(now), QUESTIONS.into_iter()).await;
        for ((question, expected), (_, found)) in expected.iter().zip(&found) {
            assert_eq!(found["meta"], expected["meta"], "{question} at {now}");
            let items = |body: &Value| body["items"].as_array().cloned().unwrap_or_default();
            for (found, expected) in items(found).iter().zip(&items(expected)) {
                assert_eq!(found, expected, "{question} at {now}");
            }
            assert_eq!(found["upTo"], expected["upTo"]);
        }
        assert!(found[..18].iter().any(|(_, body)| body["meta"]["totalCount"].as_u64() > Some(1000)), "{found:?}");
    }
}

#[tokio::test]
async fn the_days_of_a_page_are_there_before_its_rows_are_written_on_all_cores() {
    let page = get(&endless(TODAY), "/stats/interactions?start=2024-02-06&end=2024-03-07&limit=5000").await;
    assert_eq!(page.status, 200, "{}", page.body);
    // So many that they are not written one after the other.
    assert!(page.body["meta"]["count"].as_u64() > Some(16 * 32), "{}", page.body["meta"]);
}

#[tokio::test]
async fn neither_the_order_of_questions_nor_what_is_forgotten_between_them_makes_a_difference() {
    let expected = answers(&endless(TODAY), QUESTIONS.into_iter()).await;
    let centre = || Story::Centre(operation(7).into());
    // Nothing is kept but what was asked for last.
    let forgetful = told(centre(), TODAY, Bounds { days: 1, rendered: 1, spilled: 100_000 });
    let mut backwards = answers(&forgetful, QUESTIONS.into_iter().rev()).await;
    backwards.reverse();
    assert_eq!(backwards, expected);
    // Whatever was asked before, at other instants too.
    let host = endless("2024-03-06T12:00:00Z");
    answers(&host, QUESTIONS.into_iter()).await;
    host.replace(World::of(centre(), &at("2024-03-20T12:00:00Z")).expect("it is right"));
    answers(&host, QUESTIONS.into_iter()).await;
    host.replace(World::of(centre(), &at(TODAY)).expect("it is right"));
    let evens = QUESTIONS.into_iter().step_by(2).chain(QUESTIONS.into_iter().skip(1).step_by(2));
    let again = answers(&host, evens).await;
    for answer in again {
        assert!(expected.contains(&answer), "{answer:?}");
    }
}

#[tokio::test]
async fn the_pages_of_any_cut_of_a_window_make_up_the_pages_of_the_whole() {
    let host = endless(TODAY);
    for endpoint in [
        "interactions",
        "agent-activities",
        "agent-activities/presence",
        "agent-activities/interactions",
        "queue-times",
        "wfm/agent-states",
        "wfm/queue-metrics",
        "wfm/queue-activity",
    ] {
        let items = async |start: &str, end: &str, limit: usize| {
            let mut items = Vec::new();
            for page in 1.. {
                let asked = format!("/stats/{endpoint}?start={start}&end={end}&limit={limit}&page={page}");
                let answer = get(&host, &asked).await.body;
                let total = answer["meta"]["totalCount"].as_u64();
                items.extend(answer["items"].as_array().cloned().unwrap_or_default());
                if answer["items"].as_array().is_none_or(Vec::is_empty) {
                    assert_eq!(total, Some(items.len() as u64), "{asked}");
                    break;
                }
            }
            items
        };
        let whole = items("2024-03-04", "2024-03-09", 5000).await;
        assert!(whole.len() > 50, "{endpoint}");
        for cuts in [
            vec!["2024-03-04", "2024-03-06", "2024-03-09"],
            vec!["2024-03-04", "2024-03-04T23:59:59.999", "2024-03-05", "2024-03-07T15:12:13.141", "2024-03-09"],
        ] {
            let mut parts = Vec::new();
            for cut in cuts.windows(2) {
                parts.extend(items(cut[0], cut[1], 61).await);
            }
            assert_eq!(parts, whole, "{endpoint} cut at {cuts:?}");
        }
    }
}

async fn control(host: &Host, method: &str, path: &str, body: impl Into<Body>) -> Answer {
    let request = Request::builder().method(method).uri(format!("/__control/worlds{path}")).header("host", "test");
    send(host, request.body(body.into()).expect("the request is one")).await
}

async fn made(host: &Host, query: &str) -> Value {
    let made = control(host, "POST", query, CENTRE).await;
    assert_eq!(made.status, 201, "{}", made.body);
    made.body
}

#[tokio::test]
async fn a_world_is_made_of_a_centre_and_its_clock_shows_any_instant() {
    let host = endless(TODAY);
    let world = made(&host, "?seed=5&at=2031-07-01T15:00:00Z").await;
    assert_eq!(
        world["story"],
        json!({ "kind": "centre", "name": null, "start": null, "agents": 6, "interactions": null, "seed": 5 })
    );
    assert_eq!((&world["settled"], &world["clock"]["clock"]), (&Value::Null, &json!("frozen")));
    for now in ["1999-12-31T16:00:00Z", "2031-07-01T16:00:00Z", "9000-01-01T15:00:00Z"] {
        let set = control(&host, "PUT", "/w1/clock", json!({ "now": now }).to_string()).await;
        assert_eq!(set.status, 200, "{}", set.body);
        let token = world["token"].as_str().unwrap_or_default();
        let request = Request::get("/worlds/w1/stats/agent-status").header("authorization", format!("Bearer {token}"));
        let request = request.header("accept", crate::given::V3).body(Body::empty()).expect("the request is one");
        let answer = send(&host, request).await;
        assert_eq!(answer.body["meta"]["totalCount"], 6, "{}", answer.body);
    }
    let live = made(&host, "").await;
    assert_eq!((&live["clock"]["clock"], &live["story"]["seed"]), (&json!("live"), &json!(0)));
}

#[tokio::test]
async fn its_clock_is_moved_to_the_next_change_and_until_something_holds() {
    let host = endless(TODAY);
    made(&host, "?at=2024-03-08T12:00:00Z").await;
    let advance = async |how: Value| control(&host, "POST", "/w1/clock/advance", how.to_string()).await;
    let next = advance(json!({ "toNextChange": true })).await.body;
    assert!(next["due"]["count"].as_u64() > Some(0), "{next}");
    // Over a weekend.
    control(&host, "PUT", "/w1/clock", json!({ "now": "2024-03-09T23:00:00Z" }).to_string()).await;
    let monday = advance(json!({ "toNextChange": true })).await.body;
    assert_eq!(monday["now"].as_str().map(|now| &now[..10]), Some("2024-03-11"), "{monday}");

    let flow = &operation(0).day(MONDAY + 7).flows[3];
    let guid = flow.guid.to_string();
    let until = advance(json!({ "until": { "interaction": guid, "status": "Completed" } })).await.body;
    let due = until["due"]["changes"].as_array().expect("changes");
    assert!(due.iter().any(|change| change["guid"] == guid), "{until}");
    for (how, told) in [
        (json!({ "until": { "settled": true } }), "does not hold"),
        (
            json!({ "until": { "interaction": "016f8db7-798f-407c-9925-ef8c2b51e6b0", "status": "Completed" } }),
            "does not hold",
        ),
        (json!({ "by": "32d" }), "31 days at most"),
        (json!({ "to": "2024-03-01T00:00:00Z" }), "PUT it to an earlier instant"),
    ] {
        let refused = advance(how.clone()).await;
        assert_eq!(refused.status, 409, "{how}");
        assert!(refused.message().contains(told), "{}", refused.message());
    }
}

#[tokio::test]
async fn what_happened_in_it_is_told_of_a_window() {
    let host = endless(TODAY);
    let text = async |query: &str| {
        let request = Request::get(format!("/__control/worlds/default/scenario{query}")).body(Body::empty());
        let Ok(response) =
            tower::ServiceExt::oneshot(mock_server::server::app(host.clone()), request.expect("one")).await;
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        String::from_utf8(bytes.to_vec()).expect("text")
    };
    let read = |text: &str| scenarios::format::parse(text).expect("it is right").scenario;
    assert_eq!(read(&text("").await).flows.len(), operation(7).day(MONDAY + 4).flows.len());
    let days = read(&text("?start=2024-03-04&end=2024-03-06").await);
    assert_eq!(days, operation(7).scenario(MONDAY..MONDAY + 2));

    let truth = async |asked: &str| control(&host, "GET", &format!("/default/truth/{asked}"), "").await;
    // As a world says that is made of the whole of it.
    let other = whole(TODAY);
    for asked in ["transfers", "consults", "logins", "queue-entries", "ccr-channels"] {
        let asked = format!("{asked}?start=2024-03-06T12:00:00Z&end=2024-03-08T09:00:00Z");
        let expected = control(&other, "GET", &format!("/default/truth/{asked}"), "").await.body;
        assert_eq!(truth(&asked).await.body, expected, "{asked}");
    }
    for asked in ["availability", "contactpad", "availability?end=2024-03-10T12:00:00Z"] {
        let expected = control(&other, "GET", &format!("/default/truth/{asked}"), "").await.body;
        assert_eq!(truth(asked).await.body, expected, "{asked}");
        assert_eq!(expected["items"].as_array().map(Vec::len), Some(6));
    }
    let outcomes = truth("queue-outcomes?start=2024-03-04&end=2024-03-05").await.body;
    let offered: u64 =
        outcomes["items"].as_array().into_iter().flatten().filter_map(|item| item["offered"].as_u64()).sum();
    assert!((20..120).contains(&offered), "{outcomes}");
    for (asked, told) in [
        ("transfers?start=2024-01-01", "31 days"),
        ("availability?start=2024-03-08", "as of an instant"),
        ("transfers?start=2024-03-08&end=2024-03-07", "before"),
    ] {
        let refused = truth(asked).await;
        assert_eq!(refused.status, 400, "{asked}");
        assert!(refused.message().contains(told), "{}", refused.message());
    }
    let refused = control(&host, "GET", "/default/scenario?start=2024-02-01", "").await;
    assert!(refused.status == 400 && refused.message().contains("7 days"), "{}", refused.message());
}

#[tokio::test]
async fn windows_without_a_documented_limit_have_one_where_there_is_no_end() {
    let host = endless(TODAY);
    let refused = get(&host, "/stats/queue-times?start=2022-03-08").await;
    assert!(refused.status == 400 && refused.message().contains("366 days"), "{}", refused.message());
    let refused = get(&host, "/stats/interactions?start=2024-01-08").await;
    assert_eq!((refused.status.as_u16(), refused.message()), (400, "Request window size limit exceeded 31 days"));
    let future = get(&host, "/stats/queue-times?start=2024-03-08&end=2024-12-08").await;
    assert_eq!(future.status, 200);
}

#[tokio::test]
async fn a_mistake_in_its_config_is_answered_with_its_place() {
    let wrong = CENTRE.replace("daily = 30", "dayly = 30").replace("agents = 2", "agents = \"two\"");
    let answer = control(&endless(TODAY), "POST", "", wrong).await;
    assert_eq!(answer.status, 422);
    let problems = answer.body["problems"].as_array().cloned().unwrap_or_default();
    let lines: BTreeSet<u64> = problems.iter().filter_map(|problem| problem["line"].as_u64()).collect();
    assert_eq!(lines, BTreeSet::from([8, 13]), "{problems:?}");
}

#[test]
fn a_server_on_a_clock_that_runs_works_out_its_days_before_anybody_asks() {
    let file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a file");
    std::fs::write(file.path(), CENTRE).expect("it is written");
    let mut server = Command::new(env!("CARGO_BIN_EXE_insights-mock"))
        .args(["serve", "--listen", "127.0.0.1:0", "--clock", "live", "--at", TODAY, "--centre"])
        .arg(file.path())
        .env("RUST_LOG", "mock_server=debug")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let log = BufReader::new(server.stderr.take().expect("it is piped"));
    let is_ahead = log.lines().map_while(Result::ok).any(|line| line.contains("worked out ahead"));
    server.kill().and_then(|()| server.wait()).expect("it runs until it is ended");
    assert!(is_ahead);
}
