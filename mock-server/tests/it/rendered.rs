use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::Request;
use axum::http::header::{ACCEPT, AUTHORIZATION};
use mock_server::host::{Host, Patience};
use mock_server::load::Story;
use mock_server::server::app;
use mock_server::world::{Settings, World};
use scenarios::scenario::Shape;
use scenarios::time::Instant;
use scenarios::{demo, timeline};
use tower::ServiceExt as _;

use crate::given::{TOKEN, V2, V3, settings};

const QUESTIONS: [&str; 12] = [
    "/stats/interactions?start=2024-03-04&limit=5000",
    "/stats/interactions?start=2024-03-04&limit=100&page=3",
    "/stats/interactions?start=2024-03-05&limit=7&page=2&include=Processed",
    "/stats/interactions/ongoing?limit=5000",
    "/stats/agent-activities?start=2024-03-05&limit=5000&include=StartedOrEnded",
    "/stats/agent-activities?start=2024-03-05&limit=5000&agentId=1005&type=Workload",
    "/stats/agent-activities/presence?start=2024-03-04&limit=40",
    "/stats/agent-activities/interactions?start=2024-03-05&limit=5000",
    "/stats/agent-status?limit=5000",
    "/stats/queue-times?start=2024-03-04&limit=5000",
    "/stats/wfm/agent-states?start=2024-03-05&limit=1000&page=2",
    "/stats/wfm/queue-metrics?start=2024-03-04&limit=5000&queueType=ACD",
];

#[tokio::test]
async fn what_was_rendered_before_makes_no_difference() {
    let instant = |text| Instant::parse(text).expect("it is an instant");
    // From 2024-03-03 to 2024-03-06.
    let scenario = demo::centre().scenario(19_785..19_789);
    let timeline = timeline::compile(&scenario).expect("the demo is right");
    let story = Story::Told(Arc::new(scenario), Arc::new(timeline));
    let world = |at, shape| {
        let settings = Settings { at: Some(at), shape: Some(shape), ..settings() };
        World::of(story.clone(), &settings).expect("the demo is right")
    };
    let noon = instant("2024-03-05T12:00");
    let used = Host::new(world(noon, Shape::Current), Patience::default());
    // Forwards, in steps within which calls go on, and back.
    let times =
        ["2024-03-05T12:00", "2024-03-05T12:00:20", "2024-03-06T00:00", "2024-03-05T09:30", "2024-03-05T12:00:20"];
    for at in times.map(instant) {
        for shape in [Shape::Current, Shape::Y2020] {
            used.replace(world(at, shape));
            let fresh = Host::new(world(at, shape), Patience::default());
            for (question, version) in QUESTIONS.into_iter().flat_map(|question| [(question, V2), (question, V3)]) {
                let expected = answer(&fresh, question, version).await;
                assert!(answer(&used, question, version).await == expected, "{question} in {version} at {at}");
                assert!(answer(&used, question, version).await == expected, "{question} in {version} at {at}, again");
            }
        }
    }
}

async fn answer(host: &Host, question: &str, version: &str) -> Bytes {
    let request = Request::get(question).header(ACCEPT, version).header(AUTHORIZATION, format!("Bearer {TOKEN}"));
    let request = request.body(Body::empty()).expect("the request is right");
    let Ok(response) = app(host.clone()).oneshot(request).await;
    assert_eq!(response.status(), 200, "{question}");
    to_bytes(response.into_body(), usize::MAX).await.expect("the body comes")
}
