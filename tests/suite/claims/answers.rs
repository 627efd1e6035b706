use serde_json::Value;

use super::{Scene, everywhere};
use crate::support::{TOKEN, V3};

#[test]
fn every_endpoint_answers_in_both_versions_with_json_that_may_be_kept_for_five_seconds() {
    let scene = Scene::of("faq/transfer.toml");
    let single = "/interactions/016f8db7-798f-407c-9925-ef8c2b51e6b0".to_owned();
    for path in scene.collections().into_iter().chain([single]) {
        for accept in [V3, "application/vnd.newvoicemedia.v2+json"] {
            let request = scene.served.client.get(format!("{}/stats{path}", scene.served.base()));
            let answer = request.header("Accept", accept).bearer_auth(TOKEN).send();
            let answer = answer.unwrap_or_else(|error| panic!("{path}: {error}"));
            assert_eq!(answer.status().as_u16(), 200, "{path} {accept}");
            let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
            assert!(header("Content-Type").starts_with("application/json"), "{path} {accept}");
            assert_eq!(header("Cache-Control"), "max-age=5, must-revalidate, private", "{path} {accept}");
        }
    }
}

/// Calls `check` with the name and value of every field of `value`, however deep.
fn for_each_field(value: &Value, check: &impl Fn(&str, &Value)) {
    for item in value.as_array().into_iter().flatten() {
        for_each_field(item, check);
    }
    for (name, value) in value.as_object().into_iter().flatten() {
        check(name, value);
        for_each_field(value, check);
    }
}

#[test]
fn every_date_time_is_utc_and_every_length_of_time_whole_milliseconds() {
    everywhere(|scene| {
        for path in scene.collections() {
            for_each_field(&scene.answer(&format!("{path}&limit=5000")), &|name, value| match name {
                "start" | "since" | "categorizedAt" | "upTo" => {
                    let Some(text) = value.as_str() else {
                        return assert!(
                            name == "categorizedAt" && value.is_null(),
                            "{path} of {scene}: {name} {value}"
                        );
                    };
                    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
                    assert_eq!(shape, "0000-00-00T00:00:00.000Z", "{path} of {scene}: {name}");
                }
                "duration" | "offset" | "targetTimeToAnswer" => {
                    let is_open = name == "duration" && value.is_null();
                    assert!(is_open || value.is_u64(), "{path} of {scene}: {name} {value}");
                }
                _ => {}
            });
        }
    });
}
