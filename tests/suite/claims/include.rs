use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Scene, column, list, table, text};

/// Ends on the fifth at 23:52:13, which is processed on the sixth at 00:07:13.
const END_TOLD_LATE: &str = "processing/end_told_late.toml";

#[test]
fn an_include_asks_for_what_started_or_ended_or_was_processed_in_the_window() {
    let scene = Scene::of(END_TOLD_LATE);
    scene.at("2024-03-07T00:00:00Z");
    for (window, [started, started_or_ended, processed]) in [
        ("start=2024-03-05T23:40:00Z&end=2024-03-05T23:46:00Z", [0, 0, 0]),
        ("start=2024-03-05T23:46:00Z&end=2024-03-05T23:47:00Z", [1, 1, 1]),
        ("start=2024-03-05T23:52:00Z&end=2024-03-05T23:53:00Z", [0, 1, 1]),
        ("start=2024-03-06T00:00:00Z&end=2024-03-06T00:05:00Z", [0, 0, 0]),
        ("start=2024-03-06T00:07:00Z&end=2024-03-06T00:08:00Z", [0, 0, 1]),
        ("start=2024-03-06T00:08:00Z&end=2024-03-06T00:09:00Z", [0, 0, 0]),
        ("start=2024-03-05&end=2024-03-06", [1, 1, 1]),
    ] {
        for (include, count) in [("Started", started), ("StartedOrEnded", started_or_ended), ("Processed", processed)] {
            let items = scene.items(&format!("/interactions?{window}&include={include}"));
            assert_eq!(items.len(), count, "{window} {include}");
        }
    }
}

#[test]
fn what_was_processed_in_a_window_may_have_ended_before_it() {
    let scene = Scene::of(END_TOLD_LATE);
    let items = scene.items("/interactions?start=2024-03-06&end=2024-03-07&include=Processed");
    assert_eq!(
        table(&items, &["start", "duration", "status"]),
        json!([["2024-03-05T23:46:11.300Z", 362_126, "Completed"]])
    );
}

#[test]
fn a_queue_is_entered_at_its_start_and_left_at_its_end() {
    // Entered at 12:06:33.210 and left at 12:07:33.210, entered at 12:07:33.330 and left at 12:07:47.330.
    let scene = Scene::of("queue/one_call_two_queues.toml");
    for (window, include, queues) in [
        ("start=2024-03-05T12:06:00Z&end=2024-03-05T12:07:00Z", "Started", json!(["Sales"])),
        ("start=2024-03-05T12:07:00Z&end=2024-03-05T12:08:00Z", "Started", json!(["Overflow"])),
        ("start=2024-03-05T12:07:00Z&end=2024-03-05T12:08:00Z", "StartedOrEnded", json!(["Sales", "Overflow"])),
        ("start=2024-03-05T12:07:40Z&end=2024-03-05T12:08:00Z", "StartedOrEnded", json!(["Overflow"])),
        ("start=2024-03-05T12:07:48Z&end=2024-03-05T12:15:00Z", "StartedOrEnded", json!([])),
    ] {
        for path in ["/queue-times", "/wfm/queue-activity"] {
            let items = scene.items(&format!("{path}?{window}&include={include}"));
            assert_eq!(column(&items, "queue"), queues, "{path} {window} {include}");
        }
    }
}

#[test]
fn windows_side_by_side_share_no_start_but_may_share_an_item() {
    let scene = Scene::of("calendar/call_over_midnight.toml");
    scene.at("2024-03-07T00:00:00Z");
    for (include, counts) in [("Started", [1, 0]), ("StartedOrEnded", [1, 1]), ("Processed", [1, 1])] {
        let days = ["start=2024-03-05&end=2024-03-06", "start=2024-03-06&end=2024-03-07"];
        let found = days.map(|day| scene.items(&format!("/interactions?{day}&include={include}")).len());
        assert_eq!(found, counts, "{include}");
    }
}

/// What a client has got that asks at each of these instants for what was processed since it asked last: every version
/// that came, by guid.
fn polled(scene: &Scene, path: &str, instants: &[&str]) -> BTreeMap<String, Vec<Value>> {
    let mut versions: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut since = scene.start.to_string();
    for now in instants {
        let answer = scene.at(now).answer(&format!("{path}?start={since}&include=Processed&limit=5000"));
        for item in list(&answer["items"]) {
            versions.entry(text(item, "guid").to_owned()).or_default().push(item.clone());
        }
        text(&answer, "upTo").clone_into(&mut since);
    }
    versions
}

#[test]
fn a_polled_record_comes_back_more_complete_each_time_until_it_is_final() {
    let scene = Scene::of("processing/categorised_minutes_after_the_end.toml");
    let instants = ["09:02", "09:05", "09:08", "09:10:10", "09:15", "12:00"].map(|at| format!("2024-03-05T{at}Z"));
    let versions = polled(&scene, "/interactions", &instants.each_ref().map(String::as_str));
    let first = versions.values().find(|versions| versions[0]["start"] == "2024-03-05T09:01:10.006Z");
    assert_eq!(
        first.map(|versions| table(versions, &["status", "duration", "categorizedAt"])),
        Some(json!([
            ["Ongoing", null, null],
            ["Completed", 170_030, null],
            ["Completed", 170_030, "2024-03-05T09:10:00.036Z"],
        ]))
    );
}

#[test]
fn who_polls_from_up_to_by_processed_needs_no_overlap() {
    for name in [
        "processing/end_told_late.toml",
        "processing/duration_corrected_later.toml",
        "processing/categorised_minutes_after_the_end.toml",
        "ccr/channel_that_arrives_after_the_end.toml",
        "calendar/call_over_midnight.toml",
    ] {
        let scene = Scene::of(name);
        let whole = (scene.settled - scene.start).as_millis() + 1;
        let instants: Vec<String> = (1..=40)
            .map(|part| (scene.start + scenarios::time::Span::from_millis(whole * part / 40)).to_string())
            .collect();
        let versions = polled(&scene, "/interactions", &instants.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(!versions.is_empty(), "{name}");
        for (guid, versions) in versions {
            assert_eq!(versions.last(), Some(&scene.answer(&format!("/interactions/{guid}"))), "{scene}");
        }
    }
}
