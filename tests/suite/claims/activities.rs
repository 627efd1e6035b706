use scenarios::scenario::Shape;
use serde_json::{Value, json};

use super::{Scene, everywhere, fields, table, text};

const FIELDS: [&str; 12] = [
    "agentId",
    "type",
    "category",
    "name",
    "eligibleForRouting",
    "start",
    "status",
    "duration",
    "reason",
    "interaction",
    "channel",
    "workload",
];

/// The activities that began in the story so far.
fn activities(scene: &Scene) -> Vec<Value> {
    scene.items(&format!("/agent-activities{}", scene.window()))
}

#[test]
fn three_types_share_twelve_fields_and_leave_null_what_is_not_theirs() {
    everywhere(|scene| {
        for activity in activities(scene) {
            assert_eq!(fields(&activity), FIELDS, "{scene}");
            let (told, null) = match text(&activity, "type") {
                "Presence" => (
                    &["category", "name", "eligibleForRouting"][..],
                    &["status", "reason", "interaction", "channel", "workload"][..],
                ),
                "Workload" => (
                    &["workload"][..],
                    &["category", "name", "eligibleForRouting", "status", "reason", "interaction", "channel"][..],
                ),
                "Interaction" => (
                    &["category", "status", "interaction", "channel"][..],
                    &["name", "eligibleForRouting", "reason", "workload"][..],
                ),
                other => panic!("{scene}: there is no activity of the type {other}"),
            };
            assert!(told.iter().all(|field| !activity[field].is_null()), "{scene}: {activity}");
            assert!(null.iter().all(|field| activity[field].is_null()), "{scene}: {activity}");
        }
    });
}

#[test]
fn an_activity_tells_of_its_interaction_channel_and_workload_in_objects() {
    everywhere(|scene| {
        let (_, now) = scene.served.host.world();
        scene.put(now, Some(Shape::Current));
        let interactions = scene.items(&format!("/interactions{}", scene.window()));
        for activity in activities(scene) {
            match text(&activity, "type") {
                "Workload" => {
                    assert_eq!(fields(&activity["workload"]), ["calls", "semiLive", "nonLive"], "{scene}");
                    let counts = activity["workload"].as_object().into_iter().flatten();
                    assert!(counts.into_iter().all(|(_, count)| count.is_u64()), "{scene}: {activity}");
                }
                "Interaction" => {
                    let on = &activity["interaction"];
                    assert_eq!(fields(on), ["guid", "medium", "mediumManager", "direction"], "{scene}");
                    assert_eq!(fields(&activity["channel"]), ["guid"], "{scene}");
                    let whole = interactions.iter().find(|whole| whole["guid"] == on["guid"]);
                    let whole = whole.unwrap_or_else(|| panic!("{scene}: {on} is not among the interactions"));
                    assert!(fields(on).iter().all(|field| on[field] == whole[field]), "{scene}: {on}");
                    assert_eq!(activity["status"], whole["status"], "{scene}: {activity}");
                    let channels = whole["channels"].as_array().into_iter().flatten();
                    let own = channels.into_iter().find(|channel| channel["guid"] == activity["channel"]["guid"]);
                    assert_eq!(own.map(|own| &own["party"]["id"]), Some(&activity["agentId"]), "{scene}: {activity}");
                }
                _ => {}
            }
        }
    });
}

#[test]
fn a_presence_tells_its_kind_its_label_and_whether_it_is_eligible_for_routing() {
    let scene = Scene::of("presence/every_kind_of_availability.toml");
    assert_eq!(
        table(&scene.items("/agent-activities?start=2024-03-05&type=Presence"), &["category", "name"]),
        json!([
            ["LoggedOut", "Gone home"],
            ["Ready", "Available"],
            ["Away", "Tea break"],
            ["Ready", "Campaign"],
            ["ExtendedAway", "Lunch"],
            ["Ready", "Back office"],
            ["LoggedOut", "Gone home"],
        ])
    );
    let available = scene.items("/agent-activities?start=2024-03-05T08:59:31Z&end=2024-03-05T09:00:00Z&type=Presence");
    assert_eq!(available[0]["eligibleForRouting"], true);
}

#[test]
fn the_status_is_the_interactions_and_the_duration_the_activitys() {
    let scene = Scene::of("wrap/wrap_outlasts_the_call.toml");
    let path = "/agent-activities?start=2024-03-05&type=Interaction";
    let columns = ["category", "duration", "status"];
    // The talking is over, the interaction is not.
    assert_eq!(
        table(&scene.at("2024-03-05T09:44:00Z").items(path), &columns),
        json!([["Ringing", 5288, "Ongoing"], ["Connected", 172_544, "Ongoing"], ["Wrap", null, "Ongoing"]])
    );
    assert_eq!(
        table(&scene.at("2024-03-05T09:48:05Z").items(path), &columns),
        json!([["Ringing", 5288, "Completed"], ["Connected", 172_544, "Completed"], ["Wrap", 300_353, "Completed"],])
    );
    let broken_off = Scene::of("processing/ended_on_an_internal_error.toml");
    assert_eq!(
        table(&broken_off.items(path), &["category", "status"]),
        json!([["Ringing", "InternalError"], ["Connected", "InternalError"]])
    );
}

#[test]
fn only_what_goes_on_has_no_duration() {
    everywhere(|scene| {
        let (_, now) = scene.served.host.world();
        let now = now.to_string();
        for path in ["/agent-activities", "/agent-activities/presence", "/agent-activities/interactions"] {
            let ending = scene.items(&format!("{path}{}&include=StartedOrEnded", scene.window()));
            for item in &ending {
                let over = item["duration"].is_u64();
                assert_eq!(item["duration"].is_null(), !over, "{scene}: {item}");
                assert!(text(item, "start") <= now.as_str(), "{scene}: {item}");
            }
        }
        let statuses = scene.items("/agent-status");
        for status in &statuses {
            let of_agent = |kind: &str| {
                let agent = text(status, "agentId");
                scene.items(&format!("/agent-activities{}&agentId={agent}&type={kind}", scene.window()))
            };
            for (kind, current) in [("Presence", &status["presence"]), ("Workload", &status["workload"])] {
                let open: Vec<Value> =
                    of_agent(kind).into_iter().filter(|activity| activity["duration"].is_null()).collect();
                assert_eq!(table(&open, &["start"]), json!([[current["since"]]]), "{scene}: {kind}");
            }
        }
    });
}

#[test]
fn interaction_activities_begin_with_five_fields_that_say_what_all_activities_say() {
    everywhere(|scene| {
        let all = scene.items(&format!("/agent-activities{}&type=Interaction", scene.window()));
        let detailed = scene.items(&format!("/agent-activities/interactions{}", scene.window()));
        for item in &detailed {
            assert_eq!(fields(item)[..5], ["agentId", "start", "status", "duration", "state"], "{scene}");
            assert!(item.get("category").is_none() && item.get("type").is_none(), "{scene}");
        }
        let same = ["agentId", "start", "status", "duration"];
        assert_eq!(
            table(&detailed, &[&same[..], &["state"]].concat()),
            table(&all, &[&same[..], &["category"]].concat()),
            "{scene}"
        );
    });
}

#[test]
fn presence_activities_are_periods_with_a_start_and_once_they_are_over_a_duration() {
    let scene = Scene::of("presence/set_twice_at_one_instant.toml");
    assert_eq!(
        table(&scene.items("/agent-activities/presence?start=2024-03-05"), &["agentId", "start", "duration"]),
        json!([
            ["bert", "2024-03-05T09:00:00.000Z", 3_600_000],
            ["bert", "2024-03-05T10:00:00.000Z", 1_800_250],
            ["bert", "2024-03-05T10:30:00.250Z", null],
        ])
    );
}
