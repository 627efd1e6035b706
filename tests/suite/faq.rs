//! The FAQ's two JSON answers come out of scenarios, told as flows, through HTTP, in the shape of their time.

use std::path::Path;

use serde_json::Value;

use crate::support::{Served, catalog, settings, world};

fn recorded(name: &str) -> Value {
    let path = catalog("recorded").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn served(scenario: &str) -> Served {
    Served::start(world(&catalog(scenario), &settings()))
}

/// Equal, with the same fields in the same order.
fn assert_same(found: &Value, expected: &Value) {
    assert_eq!(found, expected);
    assert_eq!(found.to_string(), expected.to_string(), "the order of the fields");
}

#[test]
fn the_transfer_example_is_what_its_flow_comes_to() {
    let server = served("faq/transfer.toml");
    let (status, body) = server.ask("/interactions/016f8db7-798f-407c-9925-ef8c2b51e6b0");
    assert_eq!(status, 200);
    assert_same(&body, &recorded("interaction-transfer.json"));
}

#[test]
fn the_status_example_is_what_its_presences_and_flows_come_to() {
    let server = served("faq/ready_idle_or_busy.toml");
    let (status, body) = server.ask("/agent-status");
    assert_eq!(status, 200);
    assert_same(&body, &recorded("agent-status.json"));
}

#[test]
fn recorded_answers_are_served_as_they_are() {
    let server = Served::start(world(Path::new(&catalog("recorded")), &settings()));
    assert_same(&server.ask("/agent-status").1["items"], &recorded("agent-status.json")["items"]);
    let (_, interaction) = server.ask("/interactions/016f8db7-798f-407c-9925-ef8c2b51e6b0");
    assert_same(&interaction, &recorded("interaction-transfer.json"));
    let (_, page) = server.ask("/interactions?start=2020-01-10&end=2020-01-11");
    assert_same(&page["items"][0], &recorded("interaction-transfer.json"));
}
