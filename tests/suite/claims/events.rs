use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Scene, everywhere, fields, list, number, table, text};

/// Every event of every interaction, with the channel that it stands on.
fn for_each_event(check: impl Fn(&Scene, &Value, &Value)) {
    everywhere(|scene| {
        for item in scene.items(&format!("/interactions{}", scene.window())) {
            for channel in list(&item["channels"]) {
                for event in list(&channel["events"]) {
                    check(scene, channel, event);
                }
            }
        }
    });
}

#[test]
fn each_type_of_event_tells_what_belongs_to_it() {
    let seen = RefCell::new(BTreeSet::new());
    for_each_event(|scene, _, event| {
        assert_eq!(fields(event), ["type", "offset", "name", "duration", "properties"], "{scene}");
        let kind = text(event, "type");
        let (is_named, properties) = match kind {
            "Ringing" | "Connected" | "CallRecording" | "Wrap" => (false, &[][..]),
            "InteractionPlan" => (true, &["reportingGroup"][..]),
            "Applet" => (true, &["appletType"][..]),
            "Queue" => (true, &["interactionPlan", "presentedSkills", "result"][..]),
            "Held" => (false, &["initiatingAgentId", "type"][..]),
            other => panic!("{scene}: there is no event of the type {other}"),
        };
        assert_eq!(event["name"].is_string(), is_named, "{scene}: {event}");
        assert_eq!(event["name"].is_null(), !is_named, "{scene}: {event}");
        assert_eq!(fields(&event["properties"]), properties, "{scene}: {event}");
        assert_eq!(event["properties"].is_null(), properties.is_empty(), "{scene}: {event}");
        seen.borrow_mut().insert(kind.to_owned());
    });
    assert_eq!(seen.into_inner().len(), 8);
}

#[test]
fn each_type_of_event_stands_on_the_channels_that_it_belongs_to() {
    for_each_event(|scene, channel, event| {
        let role = text(&channel["party"], "role");
        match text(event, "type") {
            "InteractionPlan" | "Applet" | "Queue" | "Held" => assert_eq!(role, "External", "{scene}: {event}"),
            "Wrap" => assert_eq!(role, "Agent", "{scene}: {event}"),
            _ => {}
        }
    });
}

#[test]
fn offsets_count_from_the_interactions_start_and_ascend() {
    everywhere(|scene| {
        for item in scene.items(&format!("/interactions{}", scene.window())) {
            for channel in list(&item["channels"]) {
                let begin = number(channel, "offset");
                let end = channel["duration"].as_i64().map_or(i64::MAX, |duration| begin + duration);
                let events = list(&channel["events"]);
                assert!(events.is_sorted_by_key(|event| number(event, "offset")), "{scene}: {channel}");
                for event in events {
                    assert!((begin..=end).contains(&number(event, "offset")), "{scene}: {event} of {channel}");
                }
            }
        }
    });
}

#[test]
fn a_plan_runs_from_its_entry_to_the_end_of_the_callers_channel() {
    for_each_event(|scene, channel, event| {
        if event["type"] == "InteractionPlan" {
            let rest = channel["duration"].as_i64().map(|whole| whole - number(event, "offset"));
            assert_eq!(event["duration"].as_i64(), rest, "{scene}: {event} of {channel}");
        }
    });
}

#[test]
fn an_applet_takes_no_time() {
    for_each_event(|scene, _, event| {
        if event["type"] == "Applet" {
            assert_eq!(event["duration"], 0, "{scene}: {event}");
        }
    });
}

/// The events of that type on a channel of the story's first interaction.
fn events(scene: &Scene, channel: usize, kind: &str) -> Vec<Value> {
    let items = scene.items(&format!("/interactions{}", scene.window()));
    let events = list(&items[0]["channels"][channel]["events"]);
    events.iter().filter(|event| event["type"] == kind).cloned().collect()
}

#[test]
fn applets_are_of_the_five_types_that_are_seen() {
    assert_eq!(
        table(&events(&Scene::of("faq/transfer.toml"), 0, "Applet"), &["name", "/properties/appletType"]),
        json!([
            ["Welcome", "Announcement"],
            ["Call Record", "CallRecording"],
            ["MainMenu1", "Menu"],
            ["SkillTag1", "SkillTagger"],
            ["ACD1", "ACD"],
        ])
    );
}

#[test]
fn a_queue_event_tells_the_plans_address_the_skills_asked_for_and_how_it_was_left() {
    let scene = Scene::of("queue/acd_and_virtual_queues_count_the_same_wait.toml");
    let queue = json!({
        "type": "Queue",
        "offset": 3001,
        "name": "Billing",
        "duration": 12_600,
        "properties": {
            "interactionPlan": "02079460103",
            "presentedSkills": ["Billing", "English"],
            "result": "Delivered"
        }
    });
    assert_eq!(events(&scene, 0, "Queue"), [queue]);
}

#[test]
fn a_caller_rings_for_no_time_and_an_agent_for_as_long_as_they_are_offered_the_call() {
    let scene = Scene::of("faq/transfer.toml");
    let ringing = [0, 1, 2].map(|channel| table(&events(&scene, channel, "Ringing"), &["offset", "duration"]));
    assert_eq!(ringing, [json!([[0, 0]]), json!([[6721, 5791]]), json!([[30_239, 4906]])]);
}

#[test]
fn a_hold_tells_who_holds_and_lasts_until_the_caller_is_taken_back() {
    let scene = Scene::of("hold/caller_held_twice.toml");
    let held = json!({ "initiatingAgentId": "anna", "type": "Held" });
    assert_eq!(
        table(&events(&scene, 0, "Held"), &["offset", "duration", "properties"]),
        json!([[48_002, 45_516, held], [130_930, 149_131, held]])
    );
}

#[test]
fn recordings_and_wraps_tell_how_long_they_took() {
    let scene = Scene::of("recording/paused_for_the_card_number.toml");
    let recorded = |channel| table(&events(&scene, channel, "CallRecording"), &["offset", "duration"]);
    assert_eq!(recorded(0), json!([[7798, 96_402], [135_200, 44_938]]));
    assert_eq!(recorded(1), json!([[7798, 96_402], [135_200, 44_866]]));
    assert_eq!(table(&events(&scene, 1, "Wrap"), &["offset", "duration"]), json!([[180_066, 15_434]]));
}
