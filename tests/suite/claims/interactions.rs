use std::collections::BTreeSet;

use scenarios::scenario::Shape;
use serde_json::{Value, json};

use super::{Scene, column, everywhere, fields, list, row, table, text};

const FIELDS: [&str; 15] = [
    "status",
    "medium",
    "mediumManager",
    "start",
    "guid",
    "conversationGuid",
    "duration",
    "direction",
    "serviceName",
    "connectTo",
    "connectFrom",
    "categorizedAt",
    "outcome",
    "interactionPlanMapping",
    "channels",
];
const CHANNEL: [&str; 7] = ["guid", "offset", "duration", "endReason", "integrationType", "party", "events"];

/// The interactions that began in the story so far.
fn interactions(scene: &Scene) -> Vec<Value> {
    scene.items(&format!("/interactions{}", scene.window()))
}

#[test]
fn interactions_and_channels_have_the_same_fields_at_every_instant() {
    everywhere(|scene| {
        for (shape, absent) in
            [(Shape::Current, &[][..]), (Shape::Y2020, &["categorizedAt", "outcome", "integrationType"])]
        {
            let (_, now) = scene.served.host.world();
            scene.put(now, Some(shape));
            let of_shape =
                |all: &[&'static str]| all.iter().filter(|field| !absent.contains(field)).copied().collect::<Vec<_>>();
            for item in interactions(scene).iter().chain(&scene.items("/interactions/ongoing")) {
                assert_eq!(fields(item), of_shape(&FIELDS), "{scene}");
                for channel in list(&item["channels"]) {
                    assert_eq!(fields(channel), of_shape(&CHANNEL), "{scene}");
                    assert_eq!(fields(&channel["party"]), ["id", "role", "touchpoint"], "{scene}");
                }
            }
        }
    });
}

#[test]
fn every_interaction_has_a_guid_of_its_own_by_which_it_is_told_alone() {
    everywhere(|scene| {
        let items = interactions(scene);
        let guids: BTreeSet<&str> = items.iter().map(|item| text(item, "guid")).collect();
        assert_eq!(guids.len(), items.len(), "{scene}");
        for item in &items {
            assert_eq!(&scene.answer(&format!("/interactions/{}", text(item, "guid"))), item, "{scene}");
        }
    });
}

#[test]
fn a_callback_and_the_calls_around_it_share_a_conversation_and_nothing_else() {
    let items = interactions(&Scene::of("callback/call_back_is_another_interaction.toml"));
    let conversation = &items[0]["conversationGuid"];
    assert_eq!(
        table(&items, &["medium", "direction", "conversationGuid"]),
        json!([
            ["Phone", "Inbound", conversation],
            ["Phone Callback", "Inbound", conversation],
            ["Phone", "Outbound", conversation],
        ])
    );
    assert!(items[0]["guid"] != items[1]["guid"] && items[1]["guid"] != items[2]["guid"]);
    let strangers = interactions(&Scene::of("callback/callback_that_nobody_makes.toml"));
    assert_ne!(strangers[0]["conversationGuid"], strangers[1]["conversationGuid"]);
}

#[test]
fn an_interaction_goes_on_until_it_is_completed_or_broken_off_by_an_internal_error() {
    let call = Scene::of("wrap/wrap_outlasts_the_call.toml");
    for (now, status) in [
        ("2024-03-05T09:40:10Z", "Ongoing"),
        ("2024-03-05T09:44:00Z", "Ongoing"),
        ("2024-03-05T09:48:05Z", "Completed"),
    ] {
        assert_eq!(column(&interactions(call.at(now)), "status"), json!([status]), "{now}");
    }
    let broken_off = Scene::of("processing/ended_on_an_internal_error.toml");
    assert_eq!(column(&interactions(&broken_off), "status"), json!(["InternalError", "InternalError"]));
}

#[test]
fn what_goes_on_has_neither_duration_nor_category_nor_outcome() {
    everywhere(|scene| {
        let ongoing = scene.items("/interactions/ongoing");
        for item in interactions(scene) {
            let listed = ongoing.contains(&item);
            assert_eq!(item["status"] == "Ongoing", listed, "{scene}: {item}");
            assert_eq!(item["duration"].is_null(), listed, "{scene}: {item}");
            if listed {
                assert!(item["categorizedAt"].is_null() && item["outcome"].is_null(), "{scene}: {item}");
            }
        }
    });
}

#[test]
fn an_interaction_lasts_until_its_last_agent_has_wrapped() {
    let scene = Scene::of("wrap/wrap_outlasts_the_call.toml");
    let channels = |now| list(&interactions(scene.at(now))[0]["channels"]).to_vec();
    let columns = ["offset", "duration", "endReason"];
    let last = "2024-03-05T09:48:04.523Z";
    assert_eq!(column(&interactions(scene.at(last)), "duration"), json!([null]));
    assert_eq!(table(&channels(last), &columns), json!([[0, 180_950, "Released"], [3118, null, null]]));
    let over = "2024-03-05T09:48:04.524Z";
    assert_eq!(column(&interactions(scene.at(over)), "duration"), json!([481_303]));
    assert_eq!(table(&channels(over), &columns), json!([[0, 180_950, "Released"], [3118, 478_185, "Released"]]));
}

#[test]
fn media_are_spelt_phone_email_and_phone_callback() {
    for (name, medium) in [
        ("faq/transfer.toml", "Phone"),
        ("media/email_that_waited_too_long.toml", "Email"),
        ("callback/callback_that_nobody_makes.toml", "Phone Callback"),
    ] {
        assert_eq!(interactions(&Scene::of(name))[0]["medium"], medium, "{name}");
    }
}

#[test]
fn the_medium_has_a_manager_in_each_of_the_documented_spellings() {
    let items = interactions(&Scene::of("media/one_call_under_each_manager.toml"));
    assert_eq!(column(&items, "mediumManager"), json!(["CC", "VCC", "UC", "VBC"]));
}

#[test]
fn who_began_an_interaction_tells_its_direction_and_both_addresses() {
    for (name, expected) in [
        ("faq/transfer.toml", json!(["Inbound", "01256700817", "02034631242"])),
        ("outbound/customer_does_not_answer.toml", json!(["Outbound", "02079460100", "07700900473"])),
        ("internal/agent_calls_a_colleague.toml", json!(["Internal", "07700900201", "07700900202"])),
    ] {
        let items = interactions(&Scene::of(name));
        assert_eq!(table(&items, &["direction", "connectFrom", "connectTo"]), json!([expected]), "{name}");
    }
}

#[test]
fn the_service_is_the_reporting_group_or_the_plan_or_what_the_plan_says() {
    let items = interactions(&Scene::of("plan/plan_without_a_reporting_group.toml"));
    assert_eq!(column(&items, "serviceName"), json!(["Sales", "Recall 2024", "Recall, urgent", null]));
}

#[test]
fn the_mapping_leads_from_an_address_to_a_plan_and_its_reporting_group() {
    let items = interactions(&Scene::of("plan/plan_without_a_reporting_group.toml"));
    let mapping = &items[0]["interactionPlanMapping"];
    assert_eq!(fields(mapping), ["addressName", "mappingName", "interactionPlanName", "reportingGroup"]);
    assert_eq!(
        column(&items[..2], "interactionPlanMapping"),
        json!([
            {
                "addressName": "Orders",
                "mappingName": "Daytime",
                "interactionPlanName": "Order line",
                "reportingGroup": "Sales"
            },
            {
                "addressName": "02079460111",
                "mappingName": "Default",
                "interactionPlanName": "Recall 2024",
                "reportingGroup": null
            }
        ])
    );
}

#[test]
fn an_interaction_is_categorised_after_its_end() {
    let scene = Scene::of("processing/categorised_minutes_after_the_end.toml");
    let told = table(&interactions(scene.at("2024-03-05T09:20:00Z")), &["status", "categorizedAt"]);
    assert_eq!(told, json!([["Completed", "2024-03-05T09:10:00.036Z"], ["Completed", null]]));
}

#[test]
fn an_outcome_is_a_built_in_word_or_an_administrators_text() {
    for (name, outcomes) in [
        ("queue/hung_up_before_and_in_the_queue.toml", &["HangUpIVR", "HangUpInQueue", "HangUpInQueue"][..]),
        ("queue/four_ways_out_of_a_queue.toml", &["Breakout", "NoAgentsLoggedIn", "Other", "MaxEstimatedWaitTime"]),
        ("queue/declined_personal_call.toml", &["AgentRejected"]),
        ("callback/call_back_is_another_interaction.toml", &["Callback", "CallbackQueued"]),
        ("plan/outcome_in_the_administrators_words.toml", &["Delivered", "Handled by agent"]),
    ] {
        let items = interactions(&Scene::of(name));
        assert_eq!(column(&items[..outcomes.len()], "outcome"), json!(outcomes), "{name}");
    }
    let waited_too_long = Scene::told(
        r#"
        start = 2024-03-05T09:00:00Z
        queue = [{ name = "Orders" }]
        plan = [{ name = "Plan" }]
        address = [{ address = "02079460100", plan = "Plan" }]

        [[interaction]]
        name = "closed by the plan"
        medium = "phone"
        start = "1m"
        from = "07700900400"
        to = "02079460100"
        steps = [
          { at = "3s", queue = "Orders" },
          { at = "3m", breakout = "queue-duration" },
          { at = "3m2s", hangup = "platform" },
        ]
        "#,
    );
    assert_eq!(column(&interactions(&waited_too_long), "outcome"), json!(["QueueTimeout"]));
}

#[test]
fn a_callers_channel_comes_first_with_the_interactions_guid_and_the_callers_address() {
    everywhere(|scene| {
        for item in interactions(scene) {
            let first = &item["channels"][0];
            assert_eq!(row(first, &["guid", "offset"]), json!([item["guid"], 0]), "{scene}");
            if item["direction"] == "Inbound" {
                let caller = json!({ "id": null, "role": "External", "touchpoint": item["connectFrom"] });
                assert_eq!(first["party"], caller, "{scene}");
            }
        }
    });
}

#[test]
fn a_channel_tells_its_duration_and_that_it_was_released_once_it_is_closed() {
    everywhere(|scene| {
        for item in interactions(scene) {
            for channel in list(&item["channels"]) {
                let reason = if channel["duration"].is_null() { Value::Null } else { json!("Released") };
                assert_eq!(channel["endReason"], reason, "{scene}: {channel}");
                assert_eq!(channel["integrationType"], Value::Null, "{scene}");
            }
        }
    });
}

#[test]
fn a_party_is_a_customer_without_an_id_or_an_agent_or_an_outside_contact() {
    everywhere(|scene| {
        let agents = column(&scene.items("/agent-status"), "agentId");
        for item in interactions(scene) {
            for party in list(&item["channels"]).iter().map(|channel| &channel["party"]) {
                match party["id"].as_str() {
                    None | Some("CCRConnect") => assert_eq!(party["role"], "External", "{scene}"),
                    Some(_) => {
                        assert!(list(&agents).contains(&party["id"]), "{scene}: {party}");
                        assert_eq!(party["role"], "Agent", "{scene}");
                    }
                }
            }
        }
    });
}
