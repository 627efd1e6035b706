//! The server agrees with the naive model, over a socket, page by page.

use std::sync::Arc;

use mock_server::load::Story;
use mock_server::world::{Settings, World};
use proptest::prelude::*;
use scenarios::record::{Activity, ActivityKind, Body};
use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use scenarios::timeline::Row;
use scenarios::view::{Include, Paging, Window};
use serde_json::Value;

use crate::support::{Served, settings};
use crate::{drawn, model};

/// A world of this scenario at this instant.
pub(crate) fn world_at(scenario: &Scenario, now: Instant) -> World {
    let story = Story::Told(Arc::new(scenario.clone()), Arc::new(drawn::timeline(scenario)));
    match World::of(story, &Settings { at: Some(now), ..settings() }) {
        Ok(world) => world,
        Err(problems) => panic!("{}", problems[0]),
    }
}

/// How a client tells an item from others: the fields that make its key.
fn keys(page: &Value, fields: &[&str]) -> Vec<String> {
    let items = page["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    let key = |item: &Value| fields.iter().map(|field| text(&item[*field])).collect::<Vec<_>>().join(" ");
    items.iter().map(key).collect()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn told<T>(row: &Row<T>) -> &T {
    match &row.body {
        Body::Told(record) => record,
        Body::Recorded(item) => panic!("nothing was recorded, but here is {}", item.body),
    }
}

fn type_of(activity: &Activity) -> &'static str {
    match activity.kind {
        ActivityKind::Presence { .. } => "Presence",
        ActivityKind::Workload(_) => "Workload",
        ActivityKind::Work { .. } => "Interaction",
    }
}

fn duration<T>(row: &Row<T>, now: Instant) -> String {
    row.end_at(now).map_or_else(|| "null".to_owned(), |end| (end - row.start).as_millis().to_string())
}

/// The expected page of the expected rows: their keys, and the counts.
fn page_of(all: &[String], paging: Paging) -> (Vec<String>, [usize; 4]) {
    let (page, limit) = (paging.page as usize, paging.limit as usize);
    let items: Vec<String> = all.iter().skip((page - 1) * limit).take(limit).cloned().collect();
    let counts = [page, items.len(), all.chunks(limit).count(), all.len()];
    (items, counts)
}

fn counts(page: &Value) -> [usize; 4] {
    ["page", "count", "pageCount", "totalCount"].map(|field| {
        let count = page["meta"][field].as_u64().unwrap_or(u64::MAX);
        usize::try_from(count).unwrap_or(usize::MAX)
    })
}

#[test]
fn every_page_that_is_served_is_the_page_of_the_naive_model() {
    let start = Instant::from_millis(0);
    let server = Served::start(world_at(&Scenario::empty(start), start));
    let include = prop_oneof![Just(Include::Started), Just(Include::StartedOrEnded), Just(Include::Processed)];
    let limit = prop_oneof![Just(1u32), Just(3), Just(25), Just(5_000)];
    let asked = (0i64..=1_000, 0i64..=1_000, 0i64..=1_000, include, 1u32..5, limit);
    let asked = proptest::collection::vec(asked, 3);
    proptest!(ProptestConfig::with_cases(350), |(scenario in drawn::scenario(), asked in asked)| {
        let timeline = drawn::timeline(&scenario);
        let at = |permille: i64| drawn::on_the_way(&scenario, &timeline, permille);
        for (now, start, length, include, page, limit) in asked {
            let now = at(now);
            server.host.replace(world_at(&scenario, now));
            let paging = Paging { page, limit };
            let window = Window { start: at(start), end: at(start) + (at(length) - scenario.start), include };
            let query = format!("start={}&end={}&include={include}&page={page}&limit={limit}", window.start, window.end);

            let (status, answer) = server.ask(&format!("/interactions?{query}"));
            prop_assert_eq!(status, 200);
            prop_assert_eq!(&answer["upTo"], &Value::from(now.to_string()));
            let expected: Vec<String> = model::returned(timeline.interactions(), now, &window)
                .into_iter()
                .map(|row| format!("{} {}", told(row).guid, duration(row, now)))
                .collect();
            prop_assert_eq!((keys(&answer, &["guid", "duration"]), counts(&answer)), page_of(&expected, paging));

            let (_, answer) = server.ask(&format!("/agent-activities?{query}"));
            let expected: Vec<String> = model::returned(timeline.activities(), now, &window)
                .into_iter()
                .map(|row| {
                    let activity = told(row);
                    format!("{} {} {} {}", activity.agent, type_of(activity), row.start, duration(row, now))
                })
                .collect();
            let found = keys(&answer, &["agentId", "type", "start", "duration"]);
            prop_assert_eq!((found, counts(&answer)), page_of(&expected, paging));

            let (_, answer) = server.ask(&format!("/queue-times?{query}&queueType=All"));
            let expected: Vec<String> = model::returned(timeline.queue_entries(), now, &window)
                .into_iter()
                .map(|row| format!("{} {} {}", told(row).interaction, told(row).queue, duration(row, now)))
                .collect();
            let found = keys(&answer, &["interactionGuid", "queue", "duration"]);
            prop_assert_eq!((found, counts(&answer)), page_of(&expected, paging));

            let (_, answer) = server.ask(&format!("/wfm/agent-states?{query}"));
            let expected: Vec<String> = model::returned(timeline.agent_states(), now, &window)
                .into_iter()
                .map(|row| format!("{} {} {}", told(row).agent, row.start, duration(row, now)))
                .collect();
            let found = keys(&answer, &["agentId", "start", "duration"]);
            prop_assert_eq!((found, counts(&answer)), page_of(&expected, paging));
        }
    });
}
