use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Scene, by, column, everywhere, fields, list, number, table, text};
use scenarios::time::{Instant, Span};

const STATES: &str = "/wfm/agent-states?start=2024-03-05";

#[test]
fn a_state_has_five_fields_and_is_known_by_its_agent_and_start() {
    everywhere(|scene| {
        let states = scene.items(&format!("/wfm/agent-states{}", scene.window()));
        let mut keys = BTreeSet::new();
        for state in &states {
            assert_eq!(fields(state), ["agentId", "start", "duration", "state", "description"], "{scene}");
            assert!(keys.insert((text(state, "agentId"), text(state, "start"))), "{scene}: {state} comes twice");
        }
    });
}

#[test]
fn an_agents_states_follow_one_another_without_gaps_up_to_the_current_one() {
    everywhere(|scene| {
        let states = scene.items(&format!("/wfm/agent-states{}", scene.window()));
        for (agent, states) in by(&states, "agentId") {
            for pair in states.windows(2) {
                let start = Instant::parse(text(pair[0], "start")).unwrap_or(scene.start);
                let end = start + Span::from_millis(number(pair[0], "duration"));
                assert_eq!(end.to_string(), text(pair[1], "start"), "{scene}: {agent}");
            }
            assert_eq!(states.last().map(|last| &last["duration"]), Some(&Value::Null), "{scene}: {agent}");
        }
    });
}

#[test]
fn who_has_nothing_in_hand_is_in_the_state_of_their_presence() {
    let scene = Scene::of("presence/every_kind_of_availability.toml");
    assert_eq!(
        table(&scene.items(STATES), &["state", "description"]),
        json!([
            ["LoggedOut", "Gone home"],
            ["Ready", "Available"],
            ["Away", "Tea break"],
            ["ReadyRFO", "Campaign"],
            ["ExtendedAway", "Lunch"],
            ["ReadyRFO", "Back office"],
            ["LoggedOut", "Gone home"],
        ])
    );
}

#[test]
fn who_is_offered_something_is_busy_then_wraps_and_is_free_again() {
    let scene = Scene::of("wrap/wrap_outlasts_the_call.toml");
    assert_eq!(
        table(&scene.items(STATES), &["agentId", "start", "duration", "state", "description"]),
        json!([
            ["anna", "2024-03-05T09:00:00.000Z", 2_406_339, "Ready", "Ready"],
            ["anna", "2024-03-05T09:40:06.339Z", 177_832, "Busy", "Live"],
            ["anna", "2024-03-05T09:43:04.171Z", 300_353, "Wrap", "Live"],
            ["anna", "2024-03-05T09:48:04.524Z", null, "Ready", "Ready"],
        ])
    );
    let while_it_rings = scene.at("2024-03-05T09:40:07Z").items(STATES);
    assert_eq!(column(&while_it_rings, "state"), json!(["Ready", "Busy"]));
}

#[test]
fn who_does_not_answer_is_unexpected_and_who_has_a_fault_is_failed() {
    let columns = ["state", "description"];
    let missed = Scene::of("queue/same_agent_rung_twice.toml");
    assert_eq!(
        table(&missed.items(STATES), &columns),
        json!([
            ["Ready", "Ready"],
            ["Busy", "Live"],
            ["Unexpected", "Live"],
            ["Ready", "Ready"],
            ["Busy", "Live"],
            ["Wrap", "Live"],
            ["Ready", "Ready"],
        ])
    );
    let fault = Scene::of("agents/line_that_fails.toml");
    assert_eq!(
        table(&fault.items(&format!("{STATES}&agentId=anna")), &columns),
        json!([["Ready", "Ready"], ["Busy", "Live"], ["Failed", "Live"], ["Ready", "Ready"]])
    );
}

#[test]
fn work_is_described_as_live_semi_live_or_non_live() {
    let scene = Scene::of("outbound/email_chat_and_case_connect_at_once.toml");
    assert_eq!(
        table(&scene.items(STATES), &["state", "description"]),
        json!([
            ["Ready", "Ready"],
            ["Busy", "Non-Live"],
            ["Wrap", "Non-Live"],
            ["Ready", "Ready"],
            ["Busy", "Semi-Live"],
            ["Ready", "Ready"],
            ["Busy", "Non-Live"],
            ["Wrap", "Non-Live"],
            ["Ready", "Ready"],
        ])
    );
}

#[test]
fn of_several_interactions_the_one_that_takes_the_agent_most_decides() {
    let scene = Scene::of("media/chat_email_and_call_at_once.toml");
    assert_eq!(
        table(&scene.items(STATES), &["start", "state", "description"]),
        json!([
            ["2024-03-05T09:30:00.000Z", "Ready", "Ready"],
            ["2024-03-05T09:39:56.000Z", "Busy", "Non-Live"],
            ["2024-03-05T09:43:55.500Z", "Busy", "Semi-Live"],
            ["2024-03-05T09:45:54.012Z", "Busy", "Live"],
            // The call is in wrap, the chat goes on; then the chat is, and the email goes on.
            ["2024-03-05T09:49:00.000Z", "Busy", "Semi-Live"],
            ["2024-03-05T09:50:00.000Z", "Busy", "Non-Live"],
            ["2024-03-05T09:53:00.000Z", "Ready", "Ready"],
        ])
    );
}

const REWRITTEN: &str = "processing/states_rewritten.toml";

#[test]
fn states_of_the_past_may_be_rewritten() {
    let scene = Scene::of(REWRITTEN);
    let states = |now| table(&scene.at(now).items(STATES), &["start", "duration", "state"]);
    assert_eq!(
        states("2024-03-05T10:03:00Z"),
        json!([["2024-03-05T10:00:00.000Z", 120_000, "Ready"], ["2024-03-05T10:02:00.000Z", null, "Away"]])
    );
    assert_eq!(
        states("2024-03-05T10:05:00Z"),
        json!([["2024-03-05T10:00:00.000Z", 63_400, "Ready"], ["2024-03-05T10:01:03.400Z", null, "Busy"]])
    );
}

#[test]
fn who_replaces_an_agents_states_from_the_first_returned_one_on_has_the_right_ones() {
    let scene = Scene::of(REWRITTEN);
    let mut stored: BTreeMap<(String, String), Value> = BTreeMap::new();
    let mut since = scene.start.to_string();
    for now in ["10:01", "10:02:30", "10:03", "10:05", "10:05:30", "10:07"] {
        let path = format!("/wfm/agent-states?start={since}&include=Processed&limit=5000");
        let answer = scene.at(&format!("2024-03-05T{now}Z")).answer(&path);
        for (agent, states) in by(list(&answer["items"]), "agentId") {
            let first = text(states[0], "start");
            stored.retain(|(owner, start), _| owner != agent || start.as_str() < first);
            for state in states {
                stored.insert((agent.to_owned(), text(state, "start").to_owned()), state.clone());
            }
        }
        text(&answer, "upTo").clone_into(&mut since);
        assert_eq!(stored.values().cloned().collect::<Vec<_>>(), scene.items(STATES), "{scene}");
    }
}

/// Queue, wait, and what agents did afterwards: talked, wrapped.
fn handled(scene: &Scene) -> Value {
    let columns = ["queue", "duration", "connectedDuration", "wrapDuration"];
    table(&scene.items("/wfm/queue-metrics?start=2024-03-05&queueType=ACD"), &columns)
}

#[test]
fn a_queue_is_told_with_why_it_was_left() {
    for name in ["queue/one_call_two_queues.toml", "queue/hung_up_before_and_in_the_queue.toml"] {
        let scene = Scene::of(name);
        let why = ["start", "queue", "duration", "category", "reason"];
        let expected = table(&scene.items("/queue-times?start=2024-03-05"), &why);
        for path in ["/wfm/queue-metrics", "/wfm/queue-activity"] {
            let entries = scene.items(&format!("{path}?start=2024-03-05&queueType=ACD"));
            assert_eq!(table(&entries, &why), expected, "{path} of {name}");
        }
    }
}

#[test]
fn a_queue_is_told_with_all_that_agents_did_until_the_next_queue_or_the_end() {
    assert_eq!(
        handled(&Scene::of("transfer/blind_transfer_into_a_queue.toml")),
        json!([["Orders", 4063, 51_257, 6440], ["Complaints", 48_649, 265_425, 47_816]])
    );
    assert_eq!(
        handled(&Scene::of("queue/one_call_two_queues.toml")),
        json!([["Sales", 60_000, 0, 0], ["Overflow", 14_000, 165_261, 27_627]])
    );
    // Four agents, one after the other.
    let connected = (90_207 - 9452) + (167_070 - 49_320) + (246_845 - 118_115) + (502_750 - 193_209);
    let wrapped = (121_660 - 90_207) + (175_531 - 167_070) + (255_002 - 246_845) + (541_366 - 502_750);
    assert_eq!(
        handled(&Scene::of("transfer/call_through_four_hands.toml")),
        json!([["Orders", 6352, connected, wrapped]])
    );
}

#[test]
fn only_queue_activity_tells_of_who_still_waits() {
    let scene = Scene::of("queue/caller_still_waiting.toml");
    let queues = |now, path: &str| column(&scene.at(now).items(&format!("{path}?start=2024-03-05")), "queue");
    for (now, metrics, activity) in [
        ("2024-03-05T11:22:29.500Z", json!([]), json!(["Complaints"])),
        ("2024-03-05T11:23:00.000Z", json!(["Complaints"]), json!(["Complaints"])),
    ] {
        assert_eq!(queues(now, "/wfm/queue-metrics"), metrics, "{now}");
        assert_eq!(queues(now, "/wfm/queue-activity"), activity, "{now}");
    }
}

#[test]
fn queued_callbacks_have_no_handle_times() {
    let scene = Scene::of("callback/call_back_is_another_interaction.toml");
    for path in ["/wfm/queue-metrics", "/wfm/queue-activity"] {
        assert_eq!(
            table(
                &scene.items(&format!("{path}?start=2024-03-05")),
                &["medium", "duration", "connectedDuration", "wrapDuration"]
            ),
            json!([["Phone", 87_482, 0, 0], ["Phone Callback", 660_000, null, null]]),
            "{path}"
        );
    }
}
