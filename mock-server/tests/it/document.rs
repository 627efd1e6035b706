use axum::http::StatusCode;
use serde_json::Value;

use crate::given::{faq, get};

/// Every operation on the Stats API: its path, and itself.
fn questions(document: &Value) -> Vec<(&str, &Value)> {
    let paths = document["paths"].as_object().expect("the document has paths");
    let stats = paths.iter().filter(|(path, _)| path.starts_with("/stats/"));
    stats.filter_map(|(path, item)| Some((path.as_str(), item.get("get")?))).collect()
}

fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    match value["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).expect("the reference leads somewhere"),
        None => value,
    }
}

#[tokio::test]
async fn every_documented_path_is_served() {
    let document = mock_server::openapi::document().await;
    let questions = questions(&document);
    assert_eq!(questions.len(), 11);
    for (path, _) in questions {
        let path = path.replace("{guid}", "016f8db7-798f-407c-9925-ef8c2b51e6b0");
        assert_eq!(get(&faq(), &format!("{path}?start=2020-01-10")).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn documented_parameters_are_read_and_others_are_not() {
    let document = mock_server::openapi::document().await;
    for (path, operation) in questions(&document) {
        let documented: Vec<&Value> =
            operation["parameters"].as_array().expect("parameters are listed").iter().collect();
        let documented: Vec<&Value> = documented.into_iter().map(|parameter| resolved(&document, parameter)).collect();
        for name in ["start", "end", "include", "page", "limit", "agentId", "type", "queues", "queueType"] {
            let known = documented.iter().find(|parameter| parameter["name"] == name);
            // Every text is right for a parameter that is any text.
            let is_refused = known.is_some_and(|known| known["schema"] != serde_json::json!({ "type": "string" }));
            let path = path.replace("{guid}", "016f8db7-798f-407c-9925-ef8c2b51e6b0");
            let answer = get(&faq(), &format!("{path}?{name}=%3F&start=2020-01-10")).await;
            let status = if is_refused { StatusCode::BAD_REQUEST } else { StatusCode::OK };
            assert_eq!(answer.status, status, "{path} {name}: {}", answer.message());
        }
    }
}

#[tokio::test]
async fn every_example_is_an_answer() {
    let document = mock_server::openapi::document().await;
    for (path, operation) in questions(&document) {
        let answer = &operation["responses"]["200"]["content"]["application/json"]["examples"]["answer"]["value"];
        let has_items = answer["items"].as_array().is_some_and(|items| !items.is_empty());
        assert!(has_items || answer["guid"].is_string(), "{path}: {answer}");
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    fn follow(document: &Value, value: &Value) {
        resolved(document, value);
        match value {
            Value::Object(fields) => fields.values().for_each(|value| follow(document, value)),
            Value::Array(items) => items.iter().for_each(|value| follow(document, value)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let document = mock_server::openapi::document().await;
    follow(&document, &document);
}
