use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Scene, fields, list, number};

/// One agent who changes presence so often that there are two hundred of them.
fn two_hundred_presences() -> Scene {
    let mut toml = "start = 2024-05-01T08:00:00Z\nagent = [{ id = \"7001\", presence = \"Ready\" }]\n".to_owned();
    for change in 1..200 {
        let presence = if change % 2 == 0 { "Ready" } else { "Away" };
        let told = write!(toml, "[[presence]]\nat = \"{change}m\"\nagent = \"7001\"\nset = \"{presence}\"\n");
        assert!(told.is_ok());
    }
    Scene::told(&toml)
}

const PRESENCES: &str = "/agent-activities/presence?start=2024-05-01";

#[test]
fn a_collection_is_its_meta_then_its_items_then_up_to() {
    let scene = Scene::of("media/chat_email_and_call_at_once.toml");
    scene.at("2024-03-05T09:48:00Z");
    for path in scene.collections() {
        let answer = scene.answer(&path);
        assert_eq!(fields(&answer), ["meta", "items", "upTo"], "{path}");
        assert_eq!(fields(&answer["meta"]), ["page", "count", "pageCount", "totalCount"], "{path}");
        assert!(!list(&answer["items"]).is_empty(), "{path}");
    }
}

#[test]
fn counts_tell_this_page_all_pages_and_all_items() {
    let scene = two_hundred_presences();
    for (paging, [page, count, page_count]) in [
        // The documents' own example: a full page of 25 of 200 items in 8 pages.
        ("limit=25", [1, 25, 8]),
        ("limit=25&page=8", [8, 25, 8]),
        ("limit=30&page=7", [7, 20, 7]),
        ("limit=199&page=2", [2, 1, 2]),
        ("limit=200", [1, 200, 1]),
        ("limit=1&page=200", [200, 1, 200]),
        ("limit=100&page=2", [2, 100, 2]),
        ("limit=500", [1, 200, 1]),
        ("limit=5000", [1, 200, 1]),
    ] {
        let answer = scene.answer(&format!("{PRESENCES}&{paging}"));
        let meta = json!({ "page": page, "count": count, "pageCount": page_count, "totalCount": 200 });
        assert_eq!(answer["meta"], meta, "{paging}");
        assert_eq!(list(&answer["items"]).len(), usize::try_from(count).unwrap_or_default(), "{paging}");
    }
}

#[test]
fn the_first_page_is_page_one_and_the_default() {
    let scene = two_hundred_presences();
    let first = scene.answer(&format!("{PRESENCES}&limit=25&page=1"));
    assert_eq!(scene.answer(&format!("{PRESENCES}&limit=25")), first);
    assert_eq!(first["items"][0]["start"], "2024-05-01T08:00:00.000Z");
    let second = scene.answer(&format!("{PRESENCES}&limit=25&page=2"));
    assert_eq!(second["items"][0]["start"], "2024-05-01T08:25:00.000Z");
}

#[test]
fn nothing_is_on_no_page_at_all() {
    let scene = Scene::of("order/empty_centre.toml");
    scene.at("2024-03-05T12:00:00Z");
    for path in scene.collections() {
        let answer = scene.answer(&path);
        assert_eq!(answer["meta"], json!({ "page": 1, "count": 0, "pageCount": 0, "totalCount": 0 }), "{path}");
        assert_eq!(answer["items"], json!([]), "{path}");
    }
}

#[test]
fn pages_hold_every_item_once_however_a_client_finds_the_last_one() {
    let scene = two_hundred_presences();
    let all = scene.items(PRESENCES);
    let page = |number: i64| scene.answer(&format!("{PRESENCES}&limit=30&page={number}"));
    for is_last in [
        |answer: &Value, _: usize| number(&answer["meta"], "page") >= number(&answer["meta"], "pageCount"),
        |answer: &Value, _: usize| list(&answer["items"]).is_empty(),
        |answer: &Value, seen: usize| i64::try_from(seen) == Ok(number(&answer["meta"], "totalCount")),
    ] {
        let mut seen = Vec::new();
        for number in 1.. {
            let answer = page(number);
            seen.extend_from_slice(list(&answer["items"]));
            if is_last(&answer, seen.len()) {
                break;
            }
        }
        assert_eq!(seen, all);
    }
}

#[test]
fn every_collection_comes_in_pages() {
    let scene = Scene::told(
        r#"
        start = 2024-03-05T09:00:00Z
        agent = [{ id = "7001", presence = "Ready" }, { id = "7002", presence = "Ready" }]
        queue = [{ name = "Orders" }]
        plan = [{ name = "Plan" }]
        address = [{ address = "02079460100", plan = "Plan" }]

        [[interaction]]
        name = "one"
        medium = "phone"
        start = "1m"
        from = "07700900400"
        to = "02079460100"
        steps = [{ at = "3s", queue = "Orders" }, { at = "4s", ring = "7001" }, { at = "9s", answer = "7001" }]

        [[interaction]]
        name = "the other"
        medium = "phone"
        start = "2m"
        from = "07700900401"
        to = "02079460100"
        steps = [{ at = "3s", queue = "Orders" }, { at = "4s", ring = "7002" }, { at = "9s", answer = "7002" }]
        "#,
    );
    for path in scene.collections() {
        let all = scene.items(&path);
        assert!(all.len() >= 2, "{path}");
        let second = scene.answer(&format!("{path}&limit=1&page=2"));
        let meta = json!({ "page": 2, "count": 1, "pageCount": all.len(), "totalCount": all.len() });
        assert_eq!((&second["meta"], &second["items"]), (&meta, &json!([all[1]])), "{path}");
    }
}

#[test]
fn up_to_is_the_time_of_the_request_on_every_page() {
    let scene = two_hundred_presences();
    for now in ["2024-05-01T11:19:00.000Z", "2024-05-01T11:19:00.007Z", "2025-01-01T00:00:00.000Z"] {
        scene.at(now);
        for page in [1, 2, 8] {
            assert_eq!(scene.answer(&format!("{PRESENCES}&limit=25&page={page}"))["upTo"], now);
        }
        assert_eq!(scene.answer("/agent-status")["upTo"], now);
    }
}

#[test]
fn a_single_interaction_is_told_bare() {
    let scene = Scene::of("faq/transfer.toml");
    let listed = scene.items("/interactions?start=2020-01-10");
    let single = scene.answer("/interactions/016f8db7-798f-407c-9925-ef8c2b51e6b0");
    assert_eq!(single.to_string(), listed[0].to_string());
    assert!(["meta", "items", "upTo"].iter().all(|field| single.get(field).is_none()));
}
