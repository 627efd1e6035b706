use std::fs;

use mock_server::host::{Host, Patience};
use mock_server::world::{Rebase, Settings, World};
use scenarios::time::Instant;
use serde_json::Value;

use crate::given::{catalog, faq, get, host, settings};

fn recorded(name: &str) -> Value {
    let text = fs::read_to_string(catalog(name)).expect("the catalog can be read");
    serde_json::from_str(&text).expect("the catalog is right")
}

#[tokio::test]
async fn a_recorded_interaction_comes_back_as_it_was() {
    let answer = get(&faq(), "/stats/interactions/016f8db7-798f-407c-9925-ef8c2b51e6b0").await;
    // Compared as text: the order of the fields counts.
    assert_eq!(answer.body.to_string(), recorded("interaction-transfer.json").to_string());
}

#[tokio::test]
async fn a_recorded_page_comes_back_as_it_was() {
    let host = host(&[catalog("agent-status.json")]);
    let answer = get(&host, "/stats/agent-status").await;
    assert_eq!(answer.body.to_string(), recorded("agent-status.json").to_string());
}

#[tokio::test]
async fn a_recorded_interaction_without_a_duration_goes_on() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("monday.json");
    let text = r#"[
        {"guid": "first", "start": "2024-03-05T10:00:00Z", "duration": 60000, "channels": [], "extra": 1.50},
        {"guid": "second", "start": "2024-03-05T10:00:30Z", "duration": null, "channels": []}
    ]"#;
    fs::write(&file, text).expect("a file can be written");
    let host = host(&[file]);
    let ongoing = get(&host, "/stats/interactions/ongoing").await;
    assert_eq!(ongoing.body["items"][0]["guid"], "second");
    assert_eq!(ongoing.body["meta"]["totalCount"], 1);
    let all = get(&host, "/stats/interactions?start=2024-03-05").await;
    assert_eq!(all.body["meta"]["totalCount"], 2);
    assert_eq!(all.body["upTo"], "2024-03-05T10:01:00.001Z");
    // A text that is no GUID may still be that of a recorded interaction.
    assert_eq!(get(&host, "/stats/interactions/first").await.body["extra"], 1.5);
}

#[tokio::test]
async fn recorded_answers_can_be_told_as_if_they_were_of_another_time() {
    let rebase = Some(Rebase::At(Instant::parse("2026-01-01T00:00:00Z").expect("an instant")));
    let world = World::open(&[catalog("")], &Settings { rebase, ..settings() }).expect("the catalog is right");
    let host = Host::new(world, Patience::default());
    let status = get(&host, "/stats/agent-status").await;
    assert_eq!(status.body["upTo"], "2026-01-01T00:00:00.000Z");
    // As long before the end of what is recorded as it was.
    let transfer = get(&host, "/stats/interactions?start=2025-12-31").await;
    assert_eq!(transfer.body["items"][0]["start"], "2025-12-31T23:58:32.971Z");
}

#[tokio::test]
async fn of_an_item_that_was_polled_twice_the_completed_version_is_served() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let state = |duration: &str| {
        format!(
            r#"{{"agentId":"1","start":"2024-03-05T10:00:00Z","duration":{duration},"state":"Busy","description":"Live"}}"#
        )
    };
    for (name, duration) in [("wfm-agent-states-1.json", "null"), ("wfm-agent-states-2.json", "60000")] {
        fs::write(folder.path().join(name), format!("[{}]", state(duration))).expect("a file can be written");
    }
    let host = host(&[folder.path().to_owned()]);
    let states = get(&host, "/stats/wfm/agent-states?start=2024-03-05").await;
    assert_eq!(states.body["meta"]["totalCount"], 1);
    assert_eq!(states.body["items"][0]["duration"], 60_000);
}

/// A host of the answers in a file of that name, which stands at that instant.
fn recorded_at(name: &str, json: &str, now: &str) -> Host {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join(name);
    fs::write(&file, json).expect("a file can be written");
    let at = Some(Instant::parse(now).expect("an instant"));
    Host::new(World::open(&[file], &Settings { at, ..settings() }).expect("the file is right"), Patience::default())
}

async fn total(host: &Host, path: &str) -> Value {
    get(host, path).await.body["meta"]["totalCount"].clone()
}

#[tokio::test]
async fn a_recorded_interaction_that_is_over_is_so_for_a_clock_that_stands_before_its_end_too() {
    let over =
        r#"[{"guid":"first","status":"Completed","start":"2024-03-05T10:00:00Z","duration":60000,"channels":[]}]"#;
    let host = recorded_at("monday.json", over, "2024-03-05T10:00:30Z");
    assert_eq!(total(&host, "/stats/interactions/ongoing").await, 0);
    let listed = get(&host, "/stats/interactions?start=2024-03-05").await;
    assert_eq!(listed.body["items"][0]["status"], "Completed", "it is served as it is");
}

#[tokio::test]
async fn recorded_items_are_found_by_ids_that_are_numbers_and_whatever_their_type_where_they_tell_none() {
    let activities = r#"[{"agentId":7,"start":"2024-03-05T10:00:00Z","duration":null},
                         {"agentId":"8","start":"2024-03-05T10:00:00Z","duration":null}]"#;
    let host = recorded_at("agent-activities.json", activities, "2024-03-06");
    for (query, found) in [("", 2), ("&agentId=7", 1), ("&agentId=8", 1), ("&agentId=9", 0), ("&type=Workload", 2)] {
        assert_eq!(total(&host, &format!("/stats/agent-activities?start=2024-03-05{query}")).await, found, "{query}");
    }
    let waits = r#"[{"queue":"Orders","interactionGuid":"g","start":"2024-03-05T10:00:00Z","duration":null},
                    {"queue":"Orders","interactionGuid":"h","start":"2024-03-05T10:00:00Z","duration":null,"type":"Virtual"}]"#;
    let host = recorded_at("queue-times.json", waits, "2024-03-06");
    for (query, found) in [("", 1), ("&queueType=Virtual", 2), ("&queueType=All", 2), ("&queues=orders", 0)] {
        assert_eq!(total(&host, &format!("/stats/queue-times?start=2024-03-05{query}")).await, found, "{query}");
    }
}
