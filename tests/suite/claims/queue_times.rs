use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Scene, column, everywhere, fields, number, row, table, text};

const FIELDS: [&str; 13] = [
    "start",
    "interactionGuid",
    "medium",
    "mediumManager",
    "interactionPlan",
    "queue",
    "type",
    "presentedSkills",
    "category",
    "reason",
    "duration",
    "targets",
    "party",
];

#[test]
fn an_entry_has_thirteen_fields_and_names_its_interaction() {
    everywhere(|scene| {
        scene.put(scene.served.host.world().1, Some(scenarios::scenario::Shape::Current));
        let interactions = scene.items(&format!("/interactions{}", scene.window()));
        for entry in scene.items(&format!("/queue-times{}&queueType=All", scene.window())) {
            assert_eq!(fields(&entry), FIELDS, "{scene}");
            let whole = interactions.iter().find(|whole| whole["guid"] == entry["interactionGuid"]);
            let whole = whole.unwrap_or_else(|| panic!("{scene}: {entry} is of no interaction"));
            assert!(["medium", "mediumManager"].iter().all(|field| entry[field] == whole[field]), "{scene}: {entry}");
            assert_eq!(entry["party"], json!({ "role": "External" }), "{scene}");
        }
    });
}

#[test]
fn an_acd_queue_and_its_virtual_twins_tell_of_the_same_wait() {
    let scene = Scene::of("queue/acd_and_virtual_queues_count_the_same_wait.toml");
    let entries = scene.items("/queue-times?start=2024-03-05&queueType=All");
    assert_eq!(
        table(&entries, &["queue", "type", "targets"]),
        json!([
            ["Billing", "ACD", null],
            ["Everybody", "Virtual", { "targetTimeToAnswer": 30_000 }],
            ["Gold customers", "Virtual", { "targetTimeToAnswer": 10_000 }],
        ])
    );
    let same = ["start", "duration", "interactionPlan", "presentedSkills", "category", "reason"];
    let once =
        json!(["2024-03-05T13:10:47.991Z", 12_600, "02079460103", ["Billing", "English"], "Answered", "Delivered"]);
    assert_eq!(table(&entries, &same), json!([once, once, once]));
}

#[test]
fn each_queue_that_an_interaction_enters_is_an_entry() {
    let columns = ["queue", "start", "duration", "category"];
    let moved_on = Scene::of("queue/one_call_two_queues.toml");
    assert_eq!(
        table(&moved_on.items("/queue-times?start=2024-03-05"), &columns),
        json!([
            ["Sales", "2024-03-05T12:06:33.210Z", 60_000, "Breakout"],
            ["Overflow", "2024-03-05T12:07:33.330Z", 14_000, "Answered"],
        ])
    );
    let handed_over = Scene::of("transfer/blind_transfer_into_a_queue.toml");
    assert_eq!(
        table(&handed_over.items("/queue-times?start=2024-03-05"), &columns),
        json!([
            ["Orders", "2024-03-05T09:25:51.573Z", 4063, "Answered"],
            ["Complaints", "2024-03-05T09:26:46.893Z", 48_649, "Answered"],
        ])
    );
    let never_queued = Scene::of("queue/personal_call_without_a_queue.toml");
    assert_eq!(never_queued.items("/queue-times?start=2024-03-05&queueType=All"), [Value::Null; 0]);
}

#[test]
fn skills_are_those_that_the_interaction_asked_for() {
    let scene = Scene::of("queue/skills_asked_for_are_not_skills_had.toml");
    assert_eq!(
        column(&scene.items("/queue-times?start=2024-03-05"), "presentedSkills"),
        json!([["Refunds", "Polish"], ["Refunds"]])
    );
}

#[test]
fn an_entry_is_answered_abandoned_or_broken_out_of() {
    for (name, expected) in [
        ("wrap/wrap_outlasts_the_call.toml", json!([["Answered", "Delivered", 5629]])),
        ("queue/caller_hangs_up_while_an_agent_rings.toml", json!([["Abandoned", "HangUp", 42_431]])),
    ] {
        let entries = Scene::of(name).items("/queue-times?start=2024-03-05");
        assert_eq!(table(&entries, &["category", "reason", "duration"]), expected, "{name}");
    }
    let nobody_there = &Scene::of("queue/four_ways_out_of_a_queue.toml").items("/queue-times?start=2024-03-05")[1];
    assert_eq!(row(nobody_there, &["category", "reason"]), json!(["Breakout", "NoAgentsBreakout"]));
}

#[test]
fn each_way_out_of_a_queue_has_a_reason_of_its_own() {
    let mut reasons = BTreeSet::new();
    for (name, position) in [
        ("queue/four_ways_out_of_a_queue.toml", 0),
        ("queue/four_ways_out_of_a_queue.toml", 1),
        ("queue/four_ways_out_of_a_queue.toml", 2),
        ("queue/four_ways_out_of_a_queue.toml", 3),
        ("queue/one_call_two_queues.toml", 0),
        ("queue/declined_personal_call.toml", 0),
    ] {
        let entry = Scene::of(name).items("/queue-times?start=2024-03-05").remove(position);
        assert_eq!(entry["category"], "Breakout", "{name}");
        assert!(reasons.insert(text(&entry, "reason").to_owned()), "{name}: {entry}");
    }
    let hung_up = Scene::of("queue/hung_up_before_and_in_the_queue.toml").items("/queue-times?start=2024-03-05");
    assert!(hung_up.iter().all(|entry| !reasons.contains(text(entry, "reason"))));
}

#[test]
fn only_a_wait_that_is_too_long_leads_an_email_out_of_its_queue() {
    let scene = Scene::of("media/email_that_waited_too_long.toml");
    let entries = scene.items("/queue-times?start=2024-03-04");
    assert_eq!(table(&entries, &["medium", "category"]), json!([["Email", "Breakout"], ["Email", "Answered"]]));
    assert_eq!(number(&entries[0], "duration"), 2 * 24 * 60 * 60 * 1000);
    for why in ["voluntary", "no-agents", "agent-decline", "queue-length", "estimated-wait", "queue-duration"] {
        let told = scenarios::format::parse(&format!(
            r#"
            start = 2024-03-05T09:00:00Z
            queue = [{{ name = "Emails" }}]
            plan = [{{ name = "Help" }}]
            address = [{{ address = "help@example.com", plan = "Help" }}]

            [[interaction]]
            name = "an email"
            medium = "email"
            start = "1m"
            from = "li@example.org"
            to = "help@example.com"
            steps = [{{ at = "3s", queue = "Emails" }}, {{ at = "1m", breakout = "{why}" }}]
            "#
        ));
        let told = told.unwrap_or_else(|problems| panic!("{}", problems[0]));
        assert_eq!(scenarios::timeline::compile(&told.scenario).is_ok(), why == "queue-duration", "{why}");
    }
}
