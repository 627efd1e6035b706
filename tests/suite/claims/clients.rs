use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Scene, fields, list, number, table, text};
use crate::support::V3;

#[test]
fn a_bulk_load_asks_for_the_last_full_hour_and_keeps_states_by_agent_and_start() {
    let scene = Scene::of("wrap/next_call_rings_during_the_wrap.toml");
    scene.at("2024-03-05T10:20:00Z");
    let headers = [
        ("Accept", V3),
        ("Authorization", "Bearer good"),
        ("x-external-id", "bulk load"),
        ("x-nvm-application", "bulk load"),
    ];
    let mut rows = BTreeMap::new();
    for page in 1.. {
        let hour = "start=2024-03-05T09:00:00Z&end=2024-03-05T10:00:00Z";
        let path = format!("/wfm/agent-states?limit=5000&page={page}&{hour}&include=Processed");
        let (status, body) = scene.answer_to(&headers, &path);
        assert_eq!(status, 200, "{body}");
        for item in list(&body["items"]) {
            let row = ["agentId", "start", "duration", "state", "description"].map(|field| item[field].clone());
            rows.insert((row[0].to_string(), row[1].to_string()), row);
        }
        if number(&body["meta"], "page") >= number(&body["meta"], "pageCount") {
            break;
        }
    }
    let states: Vec<Value> = rows.into_values().map(|row| json!([row[1], row[2], row[3]])).collect();
    assert_eq!(
        states,
        [
            json!(["2024-03-05T09:00:00.000Z", 313_259, "Ready"]),
            json!(["2024-03-05T09:05:13.259Z", 156_791, "Busy"]),
            json!(["2024-03-05T09:07:50.050Z", 25_020, "Wrap"]),
            json!(["2024-03-05T09:08:15.070Z", 178_407, "Busy"]),
            json!(["2024-03-05T09:11:13.477Z", 17_783, "Wrap"]),
            json!(["2024-03-05T09:11:31.260Z", null, "Ready"]),
        ]
    );
}

#[test]
fn a_real_time_load_goes_on_from_its_last_up_to_with_six_digits() {
    let scene = Scene::of("processing/states_rewritten.toml");
    let mut rows: BTreeMap<String, Value> = BTreeMap::new();
    let mut since = "2024-03-05T10:00:00.000Z".to_owned();
    for now in ["2024-03-05T10:00:15", "2024-03-05T10:00:30", "2024-03-05T10:01:30"] {
        scene.at(&format!("{now}Z"));
        let path = format!("/wfm/agent-states?limit=100&page=1&start={since}&end={now}.000000Z&include=Processed");
        let answer = scene.answer(&path);
        for item in list(&answer["items"]) {
            rows.insert(text(item, "start").to_owned(), item["state"].clone());
        }
        text(&answer, "upTo").clone_into(&mut since);
        assert_eq!(since, format!("{now}.000Z"));
    }
    assert_eq!(rows.into_iter().collect::<Vec<_>>(), [("2024-03-05T10:00:00.000Z".to_owned(), json!("Ready"))]);
}

#[test]
fn a_warehouse_job_asks_for_plain_dates_and_gets_as_many_answers_as_there_are_pages() {
    let scene = Scene::of("queue/hung_up_before_and_in_the_queue.toml");
    scene.at("2024-03-08T00:00:00Z");
    let pages = |day: &str| {
        let first = scene.answer(&format!("/interactions?limit=5000&page=1&{day}"));
        let count = number(&first["meta"], "pageCount");
        let rest = (2..=count).map(|page| scene.answer(&format!("/interactions?limit=5000&page={page}&{day}")));
        if count == 0 { Vec::new() } else { std::iter::once(first).chain(rest).collect() }
    };
    assert_eq!(pages("start=2024-03-06&end=2024-03-07").len(), 0);
    let found = pages("start=2024-03-05&end=2024-03-06");
    assert_eq!(found.len(), 1);
    // The fields of its tables; one more, the outcome, would trip over a strict schema.
    let mut known = fields(&found[0]["items"][0]);
    known.retain(|field| *field != "outcome");
    known.sort_unstable();
    let mut expected = [
        "guid",
        "conversationGuid",
        "status",
        "medium",
        "mediumManager",
        "start",
        "duration",
        "direction",
        "serviceName",
        "connectTo",
        "connectFrom",
        "categorizedAt",
        "interactionPlanMapping",
        "channels",
    ];
    expected.sort_unstable();
    assert_eq!(known, expected);
    assert!(list(&found[0]["items"]).iter().all(|item| item["duration"].is_u64()));
}

#[test]
fn a_pipeline_walks_five_endpoints_until_the_total_is_in() {
    let scene = Scene::of("faq/transfer.toml");
    scene.at("2020-01-11T06:00:00Z");
    let yesterday = "&start=2020-01-10T00:00:00.000Z&end=2020-01-10T23:59:59.999Z&include=Processed";
    for (path, window, total) in [
        // Of each agent a presence, three workloads, and ringing, connected, wrap.
        ("/agent-activities", yesterday, 14),
        ("/agent-activities/presence", yesterday, 2),
        ("/agent-status", "", 2),
        ("/interactions", yesterday, 1),
        ("/queue-times", yesterday, 1),
    ] {
        let mut rows = Vec::new();
        for page in 1.. {
            let answer = scene.answer(&format!("{path}?limit=500&page={page}{window}"));
            rows.extend_from_slice(list(&answer["items"]));
            if list(&answer["items"]).is_empty() || rows.len() as i64 >= number(&answer["meta"], "totalCount") {
                break;
            }
        }
        assert_eq!(rows.len(), total, "{path}");
    }
}

#[test]
fn who_is_refused_after_two_hours_gets_another_token_and_goes_on() {
    let scene = Scene::of("order/empty_centre.toml");
    scene.at("2024-03-05T10:00:00Z");
    let ask = |token: &Value| scene.answer_to_bearer(token, "/agent-status").0;
    let (_, old) = scene.token("id", "secret", "stats");
    scene.at("2024-03-05T11:59:59.999Z");
    assert_eq!(ask(&old), 200);
    scene.at("2024-03-05T12:00:00Z");
    assert_eq!(ask(&old), 401);
    let (_, new) = scene.token("id", "secret", "stats");
    assert_eq!(ask(&new), 200);
}

#[test]
fn a_dashboard_may_fetch_a_token_for_every_refresh() {
    let scene = Scene::of("order/empty_centre.toml");
    let mut tokens = Vec::new();
    for now in ["2024-03-05T10:00:00Z", "2024-03-05T10:00:05Z", "2024-03-05T10:00:10Z"] {
        scene.at(now);
        tokens.push(scene.token("id", "secret", "stats").1);
        for token in &tokens {
            assert_eq!(scene.answer_to_bearer(token, "/interactions/ongoing?limit=5000").0, 200, "{now}");
        }
    }
}

#[test]
fn a_dashboard_finds_who_waits_and_who_talks_by_the_last_event_of_the_caller() {
    let scene = Scene::of("queue/caller_still_waiting.toml");
    let shown = |now| {
        let ongoing = scene.at(now).items("/interactions/ongoing?limit=5000");
        let callers = ongoing.iter().filter(|item| item["direction"] == "Inbound" && item["status"] == "Ongoing");
        let rows = callers.map(|item| {
            let channels = list(&item["channels"]);
            let caller = channels.iter().find(|channel| channel["party"]["touchpoint"] == item["connectFrom"]);
            let caller = caller.unwrap_or_else(|| panic!("{item} has no caller"));
            let last = list(&caller["events"]).last().cloned().unwrap_or_default();
            let is_queued = caller["endReason"].is_null() && last["type"] == "Queue" && last["duration"].is_null();
            let agents = channels.iter().filter(|channel| channel["party"]["role"] == "Agent");
            let agents: Vec<&Value> = agents.map(|channel| &channel["party"]["id"]).collect();
            json!([item["serviceName"], is_queued, last["properties"]["interactionPlan"], last["offset"], agents])
        });
        rows.collect::<Value>()
    };
    assert_eq!(shown("2024-03-05T11:22:20Z"), json!([["Complaints line", true, "02079460101", 3080, []]]));
    assert_eq!(shown("2024-03-05T11:24:00Z"), json!([["Complaints line", false, "02079460101", 3080, ["bert"]]]));
    let today = "/queue-times?include=Processed&start=2024-03-05T00:00:00Z";
    assert_eq!(
        table(
            list(&scene.at("2024-03-05T12:00:00Z").answer(today)["items"]),
            &["start", "interactionPlan", "queue", "category", "duration"]
        ),
        json!([["2024-03-05T11:21:05.180Z", "02079460101", "Complaints", "Answered", 92_938]])
    );
}
