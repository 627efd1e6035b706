use serde_json::{Value, json};

use super::{Scene, everywhere, fields, list, row};

const V2: &str = "application/vnd.newvoicemedia.v2+json";

#[test]
fn version_2_lacks_three_fields_of_activities_and_tells_the_type_of_interactions() {
    everywhere(|scene| {
        let path = format!("/agent-activities{}&limit=5000", scene.window());
        let (status, v2) = scene.served.ask_as(V2, &path);
        assert_eq!(status, 200, "{scene}");
        let v3 = scene.answer(&path);
        for (old, new) in list(&v2["items"]).iter().zip(list(&v3["items"])) {
            let mut expected = fields(new);
            expected.retain(|field| !["eligibleForRouting", "status", "channel"].contains(field));
            assert_eq!(fields(old), expected, "{scene}");
            if new["interaction"].is_object() {
                assert_eq!(fields(&old["interaction"]), ["guid", "type", "direction"], "{scene}");
                assert_eq!(old["interaction"]["guid"], new["interaction"]["guid"], "{scene}");
                let (kind, medium) = (&old["interaction"]["type"], &new["interaction"]["medium"]);
                assert_eq!(*kind == "Call", *medium == "Phone", "{scene}: {kind} {medium}");
            }
        }
    });
}

#[test]
fn what_version_3_calls_failed_version_2_calls_failure() {
    let scene = Scene::of("agents/line_that_fails.toml");
    // Anna's line has just failed.
    scene.at("2024-03-05T15:32:00Z");
    let words = |answer: &Value, column: &str| -> Vec<Value> {
        let all = list(&answer["items"]).iter().map(|item| row(item, &[column])[0].clone());
        all.filter(|word| word.as_str().is_some_and(|word| word.starts_with("Fail"))).collect()
    };
    for (path, column) in [
        ("/agent-activities?start=2024-03-05&type=Interaction", "category"),
        ("/agent-activities/interactions?start=2024-03-05", "state"),
    ] {
        assert_eq!(words(&scene.answer(path), column), [json!("Failed"), json!("Failed")], "{path}");
        assert_eq!(words(&scene.served.ask_as(V2, path).1, column), [json!("Failure"), json!("Failure")], "{path}");
    }
    let state = |answer: &Value| answer["items"][0]["interaction"][0]["state"].clone();
    assert_eq!(state(&scene.answer("/agent-status")), "Failed");
    assert_eq!(state(&scene.served.ask_as(V2, "/agent-status").1), "Failure");
    assert_eq!(words(&scene.answer("/wfm/agent-states?start=2024-03-05"), "state")[0], "Failed");
}
