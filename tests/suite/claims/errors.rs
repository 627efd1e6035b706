use super::{OF_NOW, Scene, WINDOWED};
use crate::support::{TOKEN, V3};

#[test]
fn a_date_in_a_wrong_format_is_refused_with_a_message() {
    let scene = Scene::of("faq/transfer.toml");
    for path in WINDOWED {
        for dates in ["start=yesterday", "start=10.01.2020", "start=2020-01-10&end=noon", "start=2020-02-30"] {
            let (status, message) = scene.refusal(&format!("{path}?{dates}"));
            assert_eq!((status, message.is_empty()), (400, false), "{path}?{dates}: {message}");
        }
    }
}

#[test]
fn a_number_outside_its_limits_is_refused_with_a_message() {
    let scene = Scene::of("faq/transfer.toml");
    let windowed = WINDOWED.iter().map(|path| format!("{path}?start=2020-01-10"));
    for path in windowed.chain(OF_NOW.iter().map(|path| format!("{path}?now"))) {
        for number in ["page=0", "page=-1", "page=one", "limit=0", "limit=-25", "limit=1e9"] {
            let (status, message) = scene.refusal(&format!("{path}&{number}"));
            assert_eq!((status, message.is_empty()), (400, false), "{path}&{number}: {message}");
        }
    }
}

#[test]
fn a_window_of_more_than_31_days_is_refused_in_the_documented_words() {
    let scene = Scene::of("faq/transfer.toml");
    for path in ["/interactions", "/agent-activities", "/wfm/agent-states"] {
        let (status, body) = scene.served.ask(&format!("{path}?start=2020-01-01&end=2020-02-02"));
        assert_eq!(status, 400, "{path}");
        assert_eq!(body.to_string(), r#"{"message":"Request window size limit exceeded 31 days"}"#, "{path}");
    }
}

#[test]
fn every_answer_is_json_and_every_refusal_has_a_message() {
    let scene = Scene::of("faq/transfer.toml");
    let client = &scene.served.client;
    for (path, accept, token, status) in [
        ("/agent-status", V3, TOKEN, 200),
        ("/interactions?start=2020-01-10", V3, TOKEN, 200),
        ("/interactions/016f8db7-798f-407c-9925-ef8c2b51e6b0", V3, TOKEN, 200),
        ("/interactions", V3, TOKEN, 400),
        ("/interactions/016f8db7", V3, TOKEN, 400),
        ("/agent-status", "*/*", TOKEN, 400),
        ("/agent-status", V3, "a token of somebody", 401),
        ("/agents", V3, TOKEN, 404),
    ] {
        let request = client.get(format!("{}/stats{path}", scene.served.base())).header("Accept", accept);
        let answer = request.bearer_auth(token).send().unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(answer.status().as_u16(), status, "{path}");
        let kind = answer.headers().get("Content-Type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        assert!(kind.starts_with("application/json"), "{path}: {kind}");
        let body: serde_json::Value = answer.json().unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(body["message"].is_string(), status != 200, "{path}: {body}");
    }
}
