use axum::body::Body;
use axum::http::{Request, StatusCode};
use mock_server::host::{Host, Hosted};
use mock_server::world::{Settings, World};
use serde_json::json;

use crate::given::{Answer, TOKEN, V3, faq, send, story};

fn scenario(agent: &str) -> String {
    format!("start = 2024-03-05T08:00:00Z\n[[agent]]\nid = \"{agent}\"\n")
}

fn world(agent: &str) -> World {
    World::of(story(&scenario(agent)), &Settings::default()).expect("the scenario is right")
}

async fn ask(host: &Host, path: &str, token: &str) -> Answer {
    let request = Request::get(path).header("authorization", format!("Bearer {token}")).header("accept", V3);
    send(host, request.body(Body::empty()).expect("the request is one")).await
}

async fn token(host: &Host, path: &str, (id, secret): (&str, &str)) -> Answer {
    let form = format!("grant_type=client_credentials&scope=stats&client_id={id}&client_secret={secret}");
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    send(host, request.body(form.into()).expect("the request is one")).await
}

/// The client id and secret of a world.
fn client(hosted: &Hosted) -> (String, String) {
    let (world, _) = hosted.now();
    let (id, secret) = world.credentials().example().expect("it has a client");
    (id.to_owned(), secret.to_owned())
}

fn text(answer: &Answer, pointer: &str) -> String {
    answer.body.pointer(pointer).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_token_leads_to_its_world_and_is_no_good_in_another() {
    let host = faq();
    let [ann, bob] = ["ann", "bob"].map(|agent| host.add(world(agent)));
    assert_eq!([ann.id(), bob.id()], ["w1", "w2"]);
    for (hosted, agent, other) in [(&ann, "ann", &bob), (&bob, "bob", &ann)] {
        let (id, secret) = client(hosted);
        let own = format!("/worlds/{}", hosted.id());
        for path in ["/Auth/connect/token", &format!("{own}/Auth/connect/token")] {
            let given = token(&host, path, (&id, &secret)).await;
            let token = text(&given, "/access_token");
            for base in ["", &own] {
                let answer = ask(&host, &format!("{base}/stats/agent-status"), &token).await;
                assert_eq!(text(&answer, "/items/0/agentId"), agent, "{base}: {:?}", answer.body);
            }
            for base in [format!("/worlds/{}", other.id()), "/worlds/default".to_owned()] {
                let refused = ask(&host, &format!("{base}/stats/agent-status"), &token).await;
                assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{base}");
            }
        }
        let refused = ask(&host, &format!("{own}/stats/agent-status"), TOKEN).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        let wrong = token(&host, "/Auth/connect/token", (&id, "guessed")).await;
        assert_eq!((wrong.status, text(&wrong, "/error").as_str()), (StatusCode::BAD_REQUEST, "invalid_client"));
    }
    let default = ask(&host, "/worlds/default/stats/agent-status", TOKEN).await;
    assert_eq!((default.status, text(&default, "/items/0/agentId").as_str()), (StatusCode::OK, "002"));
}

#[tokio::test]
async fn below_its_path_a_world_answers_all_that_the_api_does() {
    let host = faq();
    let guid = "016f8db7-798f-407c-9925-ef8c2b51e6b0";
    let single = ask(&host, &format!("/worlds/default/stats/interactions/{guid}/"), TOKEN).await;
    assert_eq!((single.status, text(&single, "/guid").as_str()), (StatusCode::OK, guid));
    for (path, status) in [
        ("/worlds/default/auth/connect/token", StatusCode::METHOD_NOT_ALLOWED),
        ("/worlds/default/stats/interactions/%FF", StatusCode::BAD_REQUEST),
        ("/worlds/default/stats/nothing", StatusCode::NOT_FOUND),
        ("/worlds/nowhere/stats/agent-status", StatusCode::NOT_FOUND),
        ("/worlds/w01/stats/agent-status", StatusCode::NOT_FOUND),
        ("/worlds/%FF/stats/agent-status", StatusCode::NOT_FOUND),
        ("/worlds/default", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(ask(&host, path, TOKEN).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn deleting_a_world_ends_its_tokens_and_its_id_is_never_given_again() {
    let host = faq();
    let first = host.add(world("ann"));
    let (id, secret) = client(&first);
    let token_of_first = text(&token(&host, "/Auth/connect/token", (&id, &secret)).await, "/access_token");
    assert_eq!(ask(&host, "/stats/agent-status", &token_of_first).await.status, StatusCode::OK);
    assert!(host.delete("w1"));
    assert!(!host.delete("w1"));
    assert_eq!(host.add(world("ann")).id(), "w2");
    for (path, status) in [
        ("/stats/agent-status", StatusCode::UNAUTHORIZED),
        ("/worlds/w1/stats/agent-status", StatusCode::NOT_FOUND),
        ("/worlds/w2/stats/agent-status", StatusCode::UNAUTHORIZED),
    ] {
        assert_eq!(ask(&host, path, &token_of_first).await.status, status, "{path}");
    }
    // Unless the default world lists clients, any will do; whoever was w1's client is now nobody's.
    assert_eq!(token(&host, "/Auth/connect/token", (&id, &secret)).await.status, StatusCode::OK);
    assert!(!host.delete("default"));
    let ids: Vec<String> = host.worlds().iter().map(|hosted| hosted.id().to_owned()).collect();
    assert_eq!(json!(ids), json!(["default", "w2"]));
}
