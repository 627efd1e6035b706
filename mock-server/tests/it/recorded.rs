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
