use std::fs;

use mock_server::host::{Host, Patience};
use mock_server::world::{Settings, World};
use scenarios::scenario::Shape;
use serde_json::{Value, json};

use crate::given::{V2, V3, catalog, get, get_in, settings, told};

const TRANSFER: &str = include_str!("transfer.toml");
const ORDERS: &str = include_str!("../../src/openapi/example.toml");

fn told_in(shape: Shape, toml: &str) -> Host {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("told.toml");
    fs::write(&file, toml).expect("a file can be written");
    let settings = Settings { shape: Some(shape), ..settings() };
    Host::new(World::open(&[file], &settings).expect("the scenario is right"), Patience::default())
}

#[tokio::test]
async fn the_transfer_of_the_faq_told_as_a_flow_is_what_the_faq_shows() {
    let answer = get(&told(TRANSFER), "/stats/interactions/016f8db7-798f-407c-9925-ef8c2b51e6b0").await;
    let recorded = fs::read_to_string(catalog("interaction-transfer.json")).expect("the catalog can be read");
    let recorded: Value = serde_json::from_str(&recorded).expect("the catalog is right");
    // Compared as text: the order of the fields counts.
    assert_eq!(answer.body.to_string(), recorded.to_string());
}

/// The fields of an object, in their order; none if it is no object.
fn fields(value: &Value) -> Vec<&str> {
    value.as_object().into_iter().flat_map(|fields| fields.keys()).map(String::as_str).collect()
}

#[tokio::test]
async fn fields_that_came_later_are_not_in_the_shape_of_2020() {
    let [current, of_2020] = [Shape::Current, Shape::Y2020].map(|shape| told_in(shape, ORDERS));
    for (path, pointer, later) in [
        ("interactions?start=2024-03-05", "/items/0", &["categorizedAt", "outcome"][..]),
        ("interactions?start=2024-03-05", "/items/0/interactionPlanMapping", &["reportingGroup"]),
        ("interactions?start=2024-03-05", "/items/0/channels/0", &["integrationType"]),
        ("interactions?start=2024-03-05", "/items/0/channels/0/events/2/properties", &[]),
        ("agent-status", "/items/0", &[]),
        ("agent-status", "/items/0/workload", &["semiLive", "nonLive"]),
        ("queue-times?start=2024-03-05", "/items/0", &["party"]),
        ("agent-activities?start=2024-03-05", "/items/0", &[]),
    ] {
        let path = format!("/stats/{path}");
        let (now, then) = (get(&current, &path).await.body, get(&of_2020, &path).await.body);
        let now = fields(now.pointer(pointer).expect("the answer has it"));
        let then = fields(then.pointer(pointer).expect("the answer has it"));
        assert!(!then.is_empty(), "{path} {pointer}");
        let without_later: Vec<_> = now.into_iter().filter(|field| !later.contains(field)).collect();
        assert_eq!(then, without_later, "{path} {pointer}");
    }
}

#[tokio::test]
async fn every_item_has_the_documented_fields_in_their_order() {
    let host = told(ORDERS);
    for (path, pointer, expected) in [
        (
            "interactions?start=2024-03-05",
            "/items/0",
            "status medium mediumManager start guid conversationGuid duration direction serviceName connectTo connectFrom \
             categorizedAt outcome interactionPlanMapping channels",
        ),
        (
            "interactions?start=2024-03-05",
            "/items/0/interactionPlanMapping",
            "addressName mappingName interactionPlanName reportingGroup",
        ),
        (
            "interactions?start=2024-03-05",
            "/items/0/channels/0",
            "guid offset duration endReason integrationType party events",
        ),
        ("interactions?start=2024-03-05", "/items/0/channels/0/party", "id role touchpoint"),
        ("interactions?start=2024-03-05", "/items/0/channels/0/events/0", "type offset name duration properties"),
        (
            "agent-activities?start=2024-03-05",
            "/items/0",
            "agentId type category name eligibleForRouting start status duration reason interaction channel workload",
        ),
        (
            "agent-activities?start=2024-03-05&type=Interaction",
            "/items/0/interaction",
            "guid medium mediumManager direction",
        ),
        ("agent-activities?start=2024-03-05&type=Workload", "/items/0/workload", "calls semiLive nonLive"),
        (
            "agent-activities/interactions?start=2024-03-05",
            "/items/0",
            "agentId start status duration state reason interactionGuid channelGuid medium mediumManager direction",
        ),
        (
            "agent-activities/presence?start=2024-03-05",
            "/items/0",
            "agentId start duration category name eligibleForRouting",
        ),
        ("agent-status", "/items/0", "agentId presence workload interaction"),
        ("agent-status", "/items/0/presence", "since name description eligibleForRouting"),
        ("agent-status", "/items/0/workload", "since calls semiLive nonLive"),
        (
            "queue-times?start=2024-03-05",
            "/items/0",
            "start interactionGuid medium mediumManager interactionPlan queue type presentedSkills category reason duration \
             targets party",
        ),
        ("wfm/agent-states?start=2024-03-05", "/items/0", "agentId start duration state description"),
    ] {
        let answer = get(&host, &format!("/stats/{path}")).await.body;
        assert_eq!(fields(answer.pointer(pointer).expect("the answer has it")).join(" "), expected, "{path} {pointer}");
    }
}

#[tokio::test]
async fn version_2_tells_agent_activities_in_its_own_shape() {
    let host = told(ORDERS);
    let path = "/stats/agent-activities?start=2024-03-05&type=Interaction&limit=1";
    let v2 = get_in(V2, &host, path).await;
    let expected = json!([{
        "agentId": "7001", "type": "Interaction", "category": "Ringing", "name": null,
        "start": "2024-03-05T10:15:06.120Z", "duration": 6000, "reason": null,
        "interaction": { "guid": "018e0e2a-1111-4c3d-8a01-3f2d5c7b9a10", "type": "Call", "direction": "Inbound" },
        "workload": null,
    }]);
    assert_eq!(v2.body["items"].to_string(), expected.to_string());
}

#[tokio::test]
async fn a_fault_is_called_failure_in_version_2_and_failed_in_version_3() {
    let host = told(
        r#"
        start = 2024-03-05T08:00:00Z
        agent = [{ id = "1", presence = "Ready" }]
        plan = [{ name = "Sales" }]
        address = [{ address = "100", plan = "Sales" }]

        [[interaction]]
        name = "a line that fails"
        medium = "phone"
        start = "1m"
        from = "07700900123"
        to = "100"
        steps = [
            { at = "5s", ring = "1" },
            { at = "9s", fault = "1", lasts = "1m" },
        ]
        "#,
    );
    for (path, pointer) in [
        ("agent-activities?start=2024-03-05&type=Interaction", "/items/1/category"),
        ("agent-activities/interactions?start=2024-03-05", "/items/1/state"),
    ] {
        for (version, word) in [(V2, "Failure"), (V3, "Failed")] {
            let answer = get_in(version, &host, &format!("/stats/{path}")).await;
            assert_eq!(answer.body.pointer(pointer), Some(&json!(word)), "{path} {version}: {}", answer.body);
        }
    }
    let states = get_in(V2, &host, "/stats/wfm/agent-states?start=2024-03-05").await;
    let failed = states.body["items"].as_array().into_iter().flatten().find(|state| state["state"] == "Failed");
    assert_eq!(failed.map(|state| &state["description"]), Some(&json!("Live")), "{}", states.body);
}
