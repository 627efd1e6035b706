use serde_json::json;

use super::{OF_NOW, Scene, WINDOWED, column, everywhere, table, text};

const TRANSFER: &str = "/interactions/016f8db7-798f-407c-9925-ef8c2b51e6b0";

#[test]
fn there_are_three_questions_about_interactions_three_about_activities_and_no_others_beside_the_five() {
    let scene = Scene::of("faq/transfer.toml");
    let windowed = WINDOWED.iter().map(|path| format!("{path}{}", scene.window()));
    let all = windowed.chain(OF_NOW.map(str::to_owned)).chain([TRANSFER.to_owned()]);
    let answered: Vec<String> = all.filter(|path| scene.served.ask(path).0 == 200).collect();
    assert_eq!(answered.len(), 11);
    assert_eq!(answered.iter().filter(|path| path.starts_with("/interactions")).count(), 3);
    assert_eq!(answered.iter().filter(|path| path.starts_with("/agent-activities")).count(), 3);
    for path in [
        "/agent-activities/workload?start=2020-01-10",
        "/interactions/conversation/0044a6da-f741-4a9f-ad74-2b0fff6d052a",
        "/queue-status",
        "/queue-activities?start=2020-01-10",
        "/wfm/intervals?start=2020-01-10",
    ] {
        assert_eq!(scene.refusal(path).0, 404, "{path}");
    }
}

#[test]
fn a_token_of_the_scope_stats_opens_every_endpoint() {
    let scene = Scene::of("faq/transfer.toml");
    let (_, token) = scene.token("id", "secret", "stats");
    for path in scene.collections().iter().map(String::as_str).chain([TRANSFER]) {
        assert_eq!(scene.answer_to_bearer(&token, path).0, 200, "{path}");
    }
}

#[test]
fn every_collection_is_sorted_as_documented() {
    const TYPES: [&str; 3] = ["Presence", "Workload", "Interaction"];
    everywhere(|scene| {
        for (path, keys) in [
            ("/interactions", &["start"][..]),
            ("/agent-activities", &["start", "agentId", "type"]),
            ("/queue-times", &["start", "queue"]),
            ("/wfm/agent-states", &["start", "agentId"]),
            ("/wfm/queue-activity", &["start", "queue"]),
        ] {
            let items = scene.items(&format!("{path}{}&include=Processed", scene.window()));
            let key = |item: &serde_json::Value| -> Vec<String> {
                let part = |key: &&str| match TYPES.iter().position(|kind| *key == "type" && item["type"] == **kind) {
                    Some(place) => place.to_string(),
                    None => text(item, key).to_owned(),
                };
                keys.iter().map(part).collect()
            };
            assert!(items.is_sorted_by_key(key), "{path} of {scene}");
        }
        assert!(scene.items("/interactions/ongoing").is_sorted_by_key(|item| text(item, "start").to_owned()));
        assert!(scene.items("/agent-status").is_sorted_by_key(|item| text(item, "agentId").to_owned()));
    });
}

#[test]
fn at_equal_starts_the_agents_id_decides_and_then_presence_workload_interaction() {
    let scene = Scene::of("order/equal_starts.toml");
    let instant = "?start=2024-03-05T09:10:01.200Z&end=2024-03-05T09:10:01.201Z";
    assert_eq!(
        table(&scene.items(&format!("/agent-activities{instant}")), &["agentId", "type"]),
        json!(
            [["10", "Presence"], ["10", "Workload"], ["10", "Interaction"], ["9", "Workload"], ["9", "Interaction"],]
        )
    );
    assert_eq!(column(&scene.items(&format!("/wfm/agent-states{instant}")), "agentId"), json!(["10", "9"]));
}

#[test]
fn an_agents_id_is_a_text_that_selects_that_agent_alone() {
    let scene = Scene::of("agents/ids_that_differ_by_leading_zeros.toml");
    for path in ["/agent-activities", "/wfm/agent-states"] {
        for agent in ["1", "01", "001"] {
            let own = scene.items(&format!("{path}?start=2024-03-05&agentId={agent}"));
            let all = scene.items(&format!("{path}?start=2024-03-05"));
            let expected: Vec<_> = all.into_iter().filter(|item| item["agentId"] == agent).collect();
            assert!(!own.is_empty() && own == expected, "{path} of {agent}");
        }
        assert!(scene.items(&format!("{path}?start=2024-03-05&agentId=0001")).is_empty(), "{path}");
    }
    // As an old appendix spells it.
    let spelt_otherwise = scene.items("/agent-activities?start=2024-03-05&agentID=01");
    assert_eq!(spelt_otherwise, scene.items("/agent-activities?start=2024-03-05&agentId=01"));
}

#[test]
fn a_type_selects_activities_of_that_type_alone() {
    let scene = Scene::of("faq/busy_is_a_word_of_contactpad.toml");
    let mut found = 0;
    for kind in ["Presence", "Workload", "Interaction"] {
        let items = scene.items(&format!("/agent-activities?start=2024-03-05&type={kind}"));
        assert!(!items.is_empty() && items.iter().all(|item| item["type"] == kind), "{kind}");
        found += items.len();
    }
    assert_eq!(scene.items("/agent-activities?start=2024-03-05").len(), found);
}

#[test]
fn queues_are_named_with_commas_between_and_blanks_behind_them() {
    let scene = Scene::told(
        r#"
        start = 2024-03-05T09:00:00Z
        queue = [{ name = "Sales" }, { name = "Support line" }, { name = "Complaints" }]
        plan = [{ name = "Plan" }]
        address = [{ address = "02079460100", plan = "Plan" }]

        [[interaction]]
        name = "through three queues"
        medium = "phone"
        start = "1m"
        from = "07700900400"
        to = "02079460100"
        steps = [
          { at = "3s", queue = "Sales" },
          { at = "1m", breakout = "voluntary" },
          { at = "1m1s", queue = "Support line" },
          { at = "2m", breakout = "voluntary" },
          { at = "2m1s", queue = "Complaints" },
          { at = "3m", hangup = "customer" },
        ]
        "#,
    );
    for path in ["/queue-times", "/wfm/queue-activity"] {
        for (queues, expected) in [
            ("Complaints", json!(["Complaints"])),
            ("Support%20line,%20Complaints", json!(["Support line", "Complaints"])),
            ("Complaints,+Sales", json!(["Sales", "Complaints"])),
            ("Sales,Complaints", json!(["Sales", "Complaints"])),
            ("Overflow", json!([])),
        ] {
            let items = scene.items(&format!("{path}?start=2024-03-05&queues={queues}"));
            assert_eq!(column(&items, "queue"), expected, "{path} {queues}");
        }
        assert_eq!(scene.items(&format!("{path}?start=2024-03-05")).len(), 3);
    }
}

#[test]
fn queue_times_are_those_of_acd_queues_and_wfm_tells_of_all_unless_asked_otherwise() {
    let scene = Scene::of("queue/acd_and_virtual_queues_count_the_same_wait.toml");
    let (acd, twins) = (json!(["ACD"]), json!(["Virtual", "Virtual"]));
    let all = json!(["ACD", "Virtual", "Virtual"]);
    for (path, default) in [("/queue-times", &acd), ("/wfm/queue-metrics", &all), ("/wfm/queue-activity", &all)] {
        for (filter, expected) in
            [("", default), ("&queueType=ACD", &acd), ("&queueType=Virtual", &twins), ("&queueType=All", &all)]
        {
            let items = scene.items(&format!("{path}?start=2024-03-05{filter}"));
            assert_eq!(&column(&items, "type"), expected, "{path} {filter}");
        }
    }
}

#[test]
fn queue_activity_takes_an_include_although_it_is_not_among_its_parameters() {
    // Its only call entered the queue in the minute before the window, and left it in the window.
    let scene = Scene::of("queue/unanswered_by_one_and_taken_by_another.toml");
    let left = "/wfm/queue-activity?start=2024-03-05T14:09:40Z&end=2024-03-05T14:10:00Z";
    assert_eq!(scene.items(left).len(), 0);
    assert_eq!(scene.items(&format!("{left}&include=Processed")).len(), 1);
}
