use serde_json::{Value, json};

use super::{Scene, column, everywhere, list, row, table, text};

/// The channels of the story's first interaction.
fn channels(scene: &Scene) -> Vec<Value> {
    list(&scene.items(&format!("/interactions{}", scene.window()))[0]["channels"]).to_vec()
}

#[test]
fn a_transfer_is_a_second_agent_in_and_then_the_first_one_out() {
    let scene = Scene::of("faq/transfer.toml");
    let columns = ["/party/id", "offset", "duration"];
    // The call began at 11:13:05.836; the consult came after 30.239 seconds, the transfer after 53.401, wrap until 58.618.
    for (now, expected) in [
        ("2020-01-10T11:13:36.074Z", json!([[null, 0, null], ["01", 6721, null]])),
        ("2020-01-10T11:13:36.075Z", json!([[null, 0, null], ["01", 6721, null], ["002", 30_239, null]])),
        ("2020-01-10T11:14:04.453Z", json!([[null, 0, null], ["01", 6721, null], ["002", 30_239, null]])),
        ("2020-01-10T11:14:04.454Z", json!([[null, 0, null], ["01", 6721, 51_897], ["002", 30_239, null]])),
    ] {
        assert_eq!(table(&channels(scene.at(now)), &columns), expected, "{now}");
    }
    let connected = |now| {
        let first = &channels(scene.at(now))[1]["events"];
        let connected = list(first).iter().find(|event| event["type"] == "Connected");
        connected.map(|event| event["duration"].clone())
    };
    assert_eq!(connected("2020-01-10T11:13:59.236Z"), Some(Value::Null));
    assert_eq!(connected("2020-01-10T11:13:59.237Z"), Some(json!(40_889)));
}

#[test]
fn a_consult_holds_the_caller_and_rings_the_colleague_six_milliseconds_later() {
    for name in ["faq/transfer.toml", "consult/consult_that_is_no_transfer.toml"] {
        let scene = Scene::of(name);
        let channels = channels(&scene);
        let held = list(&channels[0]["events"]).iter().find(|event| event["type"] == "Held");
        let held = held.unwrap_or_else(|| panic!("{name}: nobody is held"));
        assert_eq!(held["properties"]["initiatingAgentId"], channels[1]["party"]["id"], "{name}");
        assert_eq!(super::number(held, "offset") + 6, super::number(&channels[2], "offset"), "{name}");
    }
}

#[test]
fn a_hold_that_a_transfer_ends_ends_as_the_first_agent_leaves() {
    let scene = Scene::of("faq/transfer.toml");
    let channels = channels(&scene);
    let end = |event: &Value| super::number(event, "offset") + super::number(event, "duration");
    let of_kind = |channel: &Value, kind: &str| {
        list(&channel["events"]).iter().find(|event| event["type"] == kind).map(end).unwrap_or_default()
    };
    let (hold, talk) = (of_kind(&channels[0], "Held"), of_kind(&channels[1], "Connected"));
    assert_eq!((hold, talk), (53_402, 53_401));
}

#[test]
fn an_outside_contacts_channel_is_named_ccrconnect_and_absent_until_it_has_completed() {
    let scene = Scene::of("faq/outside_contacts_show_as_ccrconnect.toml");
    let parties = |now| table(&channels(scene.at(now)), &["/party/id", "duration"]);
    assert_eq!(parties("2024-03-05T10:05:00.000Z"), json!([[null, null]]));
    assert_eq!(parties("2024-03-05T10:07:31.228Z"), json!([[null, null]]));
    assert_eq!(parties("2024-03-05T10:07:31.229Z"), json!([[null, 331_229], ["CCRConnect", 321_617]]));
}

#[test]
fn an_outside_contacts_channel_is_reported_at_its_end_however_late_that_is_processed() {
    let scene = Scene::of("ccr/channel_that_arrives_after_the_end.toml");
    let told = |now| (column(&scene.at(now).items("/interactions?start=2024-03-05"), "status"), channels(&scene).len());
    assert_eq!(told("2024-03-05T10:12:13Z"), (json!(["Completed"]), 1));
    assert_eq!(told("2024-03-05T10:27:10.003Z"), (json!(["Completed"]), 1));
    assert_eq!(told("2024-03-05T10:27:10.004Z"), (json!(["Completed"]), 2));
}

#[test]
fn a_caller_waits_while_their_open_channel_ends_in_a_queue_event() {
    let scene = Scene::of("queue/caller_still_waiting.toml");
    let last_event = |now| {
        let ongoing = scene.at(now).items("/interactions/ongoing");
        let caller = ongoing[0]["channels"][0].clone();
        assert_eq!(caller["endReason"], Value::Null, "{now}");
        let last = list(&caller["events"]).last().cloned().unwrap_or_default();
        (text(&last, "type").to_owned(), last["duration"].clone())
    };
    assert_eq!(last_event("2024-03-05T11:21:05.100Z"), ("Applet".to_owned(), json!(0)));
    assert_eq!(last_event("2024-03-05T11:21:05.180Z"), ("Queue".to_owned(), Value::Null));
    // While Bert's phone rings, the caller still waits.
    assert_eq!(last_event("2024-03-05T11:22:29.500Z"), ("Queue".to_owned(), Value::Null));
}

#[test]
fn of_what_goes_on_open_channels_have_no_end_and_closed_ones_have() {
    everywhere(|scene| {
        for item in scene.items("/interactions/ongoing") {
            assert_eq!(row(&item, &["status", "duration"]), json!(["Ongoing", null]), "{scene}");
            for channel in list(&item["channels"]) {
                assert_eq!(channel["duration"].is_null(), channel["endReason"].is_null(), "{scene}: {channel}");
            }
            let is_open = |channel: &Value| channel["duration"].is_null();
            let wraps = scene.items("/agent-status").iter().any(|status| {
                list(&status["interaction"]).iter().any(|work| work["guid"] == item["guid"] && work["state"] == "Wrap")
            });
            assert!(wraps || list(&item["channels"]).iter().any(is_open), "{scene}: {item}");
        }
    });
}
