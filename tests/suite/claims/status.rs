use serde_json::json;

use super::{Scene, column, everywhere, fields, list, row, table, text};

#[test]
fn a_status_is_a_presence_a_workload_and_a_list_of_interactions() {
    everywhere(|scene| {
        for status in scene.items("/agent-status") {
            assert_eq!(fields(&status), ["agentId", "presence", "workload", "interaction"], "{scene}");
            assert_eq!(fields(&status["presence"]), ["since", "name", "description", "eligibleForRouting"], "{scene}");
            assert!(status["presence"]["eligibleForRouting"].is_boolean(), "{scene}: {status}");
            for in_hand in list(&status["interaction"]) {
                assert_eq!(
                    fields(in_hand),
                    ["guid", "channelGuid", "since", "medium", "mediumManager", "direction", "state", "reason"],
                    "{scene}"
                );
                assert_eq!(row(in_hand, &["channelGuid", "reason"]), json!([null, null]), "{scene}");
            }
        }
    });
}

#[test]
fn everything_in_hand_is_listed_and_the_workload_counts_it_by_type() {
    let scene = Scene::of("media/chat_email_and_call_at_once.toml");
    let status = &scene.at("2024-03-05T09:48:00Z").items("/agent-status")[0];
    assert_eq!(
        status["workload"],
        json!({ "since": "2024-03-05T09:45:54.012Z", "calls": 1, "semiLive": 1, "nonLive": 1 })
    );
    assert_eq!(
        table(list(&status["interaction"]), &["medium", "mediumManager", "direction", "state"]),
        json!([
            ["Email", "CC", "Inbound", "Connected"],
            ["Chat", "CC", "Inbound", "Connected"],
            ["Phone", "CC", "Inbound", "Connected"],
        ])
    );
    let guids = column(&scene.items("/interactions/ongoing"), "guid");
    assert_eq!(column(list(&status["interaction"]), "guid"), guids);
    let idle = &scene.at("2024-03-05T10:00:00Z").items("/agent-status")[0];
    assert_eq!(idle["interaction"], json!([]));
    assert_eq!(
        idle["workload"],
        json!({ "since": "2024-03-05T09:53:00.000Z", "calls": 0, "semiLive": 0, "nonLive": 0 })
    );
}

#[test]
fn a_presence_tells_since_when_it_holds_and_what_it_is() {
    let scene = Scene::of("presence/intended_presence_after_the_wrap.toml");
    for (now, expected) in [
        (
            "2024-03-05T12:04:00Z",
            json!({
                "since": "2024-03-05T12:00:00.000Z",
                "name": "Ready",
                "description": "Ready",
                "eligibleForRouting": true
            }),
        ),
        (
            "2024-03-05T12:10:00Z",
            json!({
                "since": "2024-03-05T12:06:21.340Z",
                "name": "ExtendedAway",
                "description": "Lunch",
                "eligibleForRouting": false
            }),
        ),
    ] {
        assert_eq!(scene.at(now).items("/agent-status")[0]["presence"], expected, "{now}");
    }
}

#[test]
fn work_is_in_one_of_five_states_and_counts_from_when_the_agent_began_it() {
    let call = Scene::of("queue/same_agent_rung_twice.toml");
    for (now, expected) in [
        ("2024-03-05T14:03:43Z", json!([["Ringing", "2024-03-05T14:03:36.510Z"]])),
        ("2024-03-05T14:03:53Z", json!([["Unexpected", "2024-03-05T14:03:36.510Z"]])),
        ("2024-03-05T14:04:03Z", json!([])),
        ("2024-03-05T14:04:06Z", json!([["Ringing", "2024-03-05T14:04:04.763Z"]])),
        ("2024-03-05T14:04:33Z", json!([["Connected", "2024-03-05T14:04:04.763Z"]])),
        ("2024-03-05T14:05:53Z", json!([["Wrap", "2024-03-05T14:04:04.763Z"]])),
        ("2024-03-05T14:07:00Z", json!([])),
    ] {
        let status = &call.at(now).items("/agent-status")[0];
        assert_eq!(table(list(&status["interaction"]), &["state", "since"]), expected, "{now}");
    }
    let fault = Scene::of("agents/line_that_fails.toml");
    let anna = &fault.at("2024-03-05T15:32:00Z").items("/agent-status")[0];
    assert_eq!(table(list(&anna["interaction"]), &["state"]), json!([["Failed"]]));
}

#[test]
fn every_agent_is_listed_at_every_instant() {
    everywhere(|scene| {
        let first = scene.items(&format!("/agent-activities/presence{}", scene.window()));
        let mut agents: Vec<&str> = first.iter().map(|presence| text(presence, "agentId")).collect();
        agents.sort_unstable();
        agents.dedup();
        assert_eq!(column(&scene.items("/agent-status"), "agentId"), json!(agents), "{scene}");
    });
    // Nobody is logged in yet.
    let before_work = Scene::of("faq/login_is_the_end_of_logged_out.toml");
    assert_eq!(column(&before_work.at("2024-03-04T07:00:00Z").items("/agent-status"), "agentId"), json!(["anna"]));
}
