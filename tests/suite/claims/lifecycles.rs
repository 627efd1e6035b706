use serde_json::{Value, json};

use super::{Scene, column, everywhere, list, number, row, table, text};
use scenarios::time::{Instant, Span};

const PRESENCES: &str = "/agent-activities?start=2024-03-04&type=Presence";

/// What an agent did about the story's interactions: the state, and for how long.
fn work(scene: &Scene, agent: &str) -> Value {
    let items = scene.items(&format!("/agent-activities/interactions{}&agentId={agent}", scene.window()));
    table(&items, &["state", "duration"])
}

#[test]
fn a_new_presence_ends_the_one_before() {
    everywhere(|scene| {
        let presences = scene.items(&format!("/agent-activities{}&type=Presence", scene.window()));
        for (agent, presences) in super::by(&presences, "agentId") {
            for pair in presences.windows(2) {
                let start = Instant::parse(text(pair[0], "start")).unwrap_or(scene.start);
                let end = start + Span::from_millis(number(pair[0], "duration"));
                assert_eq!(end.to_string(), text(pair[1], "start"), "{scene}: {agent}");
            }
            assert_eq!(presences.last().map(|last| &last["duration"]), Some(&Value::Null), "{scene}: {agent}");
        }
    });
}

#[test]
fn the_platform_sets_the_presence_that_an_agent_has_chosen_for_after_the_interaction() {
    let scene = Scene::of("presence/intended_presence_after_the_wrap.toml");
    assert_eq!(
        table(&scene.items(PRESENCES), &["name", "start"]),
        json!([["Ready", "2024-03-05T12:00:00.000Z"], ["Lunch", "2024-03-05T12:06:21.340Z"]])
    );
    let wrap = scene.items("/agent-activities/interactions?start=2024-03-05T12:05:00Z");
    assert_eq!(table(&wrap, &["state", "start", "duration"]), json!([["Wrap", "2024-03-05T12:05:53.810Z", 27_530]]));
}

#[test]
fn a_login_is_the_end_of_logged_out_whatever_follows() {
    let scene = Scene::of("faq/login_is_the_end_of_logged_out.toml");
    let presences = scene.items(PRESENCES);
    assert_eq!(
        table(&presences, &["category", "start"]),
        json!([
            ["LoggedOut", "2024-03-04T06:00:00.000Z"],
            ["ExtendedAway", "2024-03-04T08:57:12.480Z"],
            ["Ready", "2024-03-04T09:15:03.041Z"],
            ["ExtendedAway", "2024-03-04T12:30:41.775Z"],
            ["Ready", "2024-03-04T13:01:09.300Z"],
            // Until the next day.
            ["LoggedOut", "2024-03-04T17:02:55.310Z"],
            ["Ready", "2024-03-05T08:58:40.117Z"],
        ])
    );
    let is_login = |pair: &&[Value]| pair[0]["category"] == "LoggedOut" && pair[1]["category"] != "LoggedOut";
    let logins: Vec<Value> = presences.windows(2).filter(is_login).map(|pair| pair[1].clone()).collect();
    assert_eq!(column(&logins, "start"), json!(["2024-03-04T08:57:12.480Z", "2024-03-05T08:58:40.117Z"]));
}

#[test]
fn without_a_logged_out_period_no_login_can_be_told() {
    let scene = Scene::of("faq/who_never_logs_out_never_logs_in.toml");
    assert_eq!(column(&scene.items(PRESENCES), "category"), json!(["Ready", "Away", "Ready"]));
}

#[test]
fn busy_is_no_presence_but_ready_with_something_in_hand() {
    let scene = Scene::of("faq/busy_is_a_word_of_contactpad.toml");
    let anna = &scene.at("2024-03-05T09:47:30Z").items("/agent-status")[0];
    assert_eq!(anna["presence"]["name"], "Ready");
    assert_eq!(
        table(list(&anna["interaction"]), &["medium", "direction", "state"]),
        json!([["Chat", "Inbound", "Connected"], ["Phone", "Outbound", "Wrap"]])
    );
    // A call that has come to its wrap is no longer counted, the chat is.
    assert_eq!(
        anna["workload"],
        json!({ "since": "2024-03-05T09:45:53.154Z", "calls": 0, "semiLive": 1, "nonLive": 0 })
    );
    assert_eq!(table(&scene.items(PRESENCES), &["category", "duration"]), json!([["Ready", null]]));
}

#[test]
fn a_workload_counts_by_type_from_ringing_until_wrap() {
    let scene = Scene::of("media/chat_email_and_call_at_once.toml");
    let workloads = scene.items("/agent-activities?start=2024-03-05&type=Workload");
    assert_eq!(
        table(&workloads, &["start", "duration", "/workload/calls", "/workload/semiLive", "/workload/nonLive"]),
        json!([
            ["2024-03-05T09:30:00.000Z", 596_000, 0, 0, 0],
            ["2024-03-05T09:39:56.000Z", 239_500, 0, 0, 1],
            ["2024-03-05T09:43:55.500Z", 118_512, 0, 1, 1],
            ["2024-03-05T09:45:54.012Z", 185_988, 1, 1, 1],
            ["2024-03-05T09:49:00.000Z", 60_000, 0, 1, 1],
            ["2024-03-05T09:50:00.000Z", 180_000, 0, 0, 1],
            ["2024-03-05T09:53:00.000Z", null, 0, 0, 0],
        ])
    );
}

#[test]
fn calls_are_live_chats_semi_live_emails_and_cases_non_live() {
    let written = Scene::of("outbound/email_chat_and_case_connect_at_once.toml");
    let workload = |scene: &Scene, now| {
        row(&scene.at(now).items("/agent-status")[0]["workload"], &["calls", "semiLive", "nonLive"])
    };
    assert_eq!(workload(&written, "2024-03-05T10:05:00Z"), json!([0, 0, 1]));
    assert_eq!(workload(&written, "2024-03-05T10:13:00Z"), json!([0, 1, 0]));
    assert_eq!(workload(&written, "2024-03-05T10:25:00Z"), json!([0, 0, 1]));
    assert_eq!(workload(&Scene::of("hold/caller_held_twice.toml"), "2024-03-05T09:15:00Z"), json!([1, 0, 0]));
}

#[test]
fn an_agent_rings_talks_and_wraps() {
    let scene = Scene::of("wrap/wrap_outlasts_the_call.toml");
    assert_eq!(work(&scene, "anna"), json!([["Ringing", 5288], ["Connected", 172_544], ["Wrap", 300_353]]));
}

#[test]
fn who_does_not_answer_is_unexpected_right_after_ringing() {
    let scene = Scene::of("queue/same_agent_rung_twice.toml");
    assert_eq!(
        work(&scene, "anna"),
        json!([
            ["Ringing", 15_000],
            ["Unexpected", 10_000],
            ["Ringing", 3548],
            ["Connected", 93_911],
            ["Wrap", 22_131],
        ])
    );
}

#[test]
fn a_fault_comes_while_it_rings_or_in_the_middle_of_the_talk() {
    let scene = Scene::of("agents/line_that_fails.toml");
    assert_eq!(work(&scene, "anna"), json!([["Ringing", 4685], ["Connected", 73_426], ["Failed", 40_000]]));
    let bert = work(&scene, "bert");
    assert_eq!(list(&bert)[..2], [json!(["Ringing", 784]), json!(["Failed", 5000])]);
}

#[test]
fn parking_ends_the_talk_and_taking_back_begins_another() {
    let scene = Scene::of("media/parked_chat.toml");
    assert_eq!(
        work(&scene, "anna"),
        json!(
            [["Ringing", 3100], ["Connected", 30_000], ["Connected", 25_000], ["Connected", 35_000], ["Wrap", 9520],]
        )
    );
}

#[test]
fn a_call_that_comes_between_ends_the_work_on_an_email_until_it_is_resumed() {
    let scene = Scene::of("media/email_interrupted_by_a_call.toml");
    let work = scene.items("/agent-activities?start=2024-03-05&type=Interaction");
    let on_the_email: Vec<Value> =
        work.into_iter().filter(|activity| activity["interaction"]["medium"] == "Email").collect();
    assert_eq!(
        table(&on_the_email, &["category", "start", "duration"]),
        json!([
            ["Ringing", "2024-03-05T10:03:04.127Z", 5873],
            ["Connected", "2024-03-05T10:03:10.000Z", 182_618],
            ["Connected", "2024-03-05T10:10:12.618Z", 267_570],
            ["Wrap", "2024-03-05T10:14:40.188Z", 18_260],
        ])
    );
}

#[test]
fn an_agent_may_be_at_several_interactions_at_once() {
    let scene = Scene::of("media/chat_email_and_call_at_once.toml");
    let work = scene.at("2024-03-05T09:48:00Z").items("/agent-activities?start=2024-03-05&type=Interaction");
    let current: Vec<Value> = work.into_iter().filter(|activity| activity["duration"].is_null()).collect();
    assert_eq!(
        table(&current, &["category", "/interaction/medium"]),
        json!([["Connected", "Email"], ["Connected", "Chat"], ["Connected", "Phone"]])
    );
}
