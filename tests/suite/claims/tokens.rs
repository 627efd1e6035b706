use serde_json::Value;

use super::{Scene, text};
use crate::support::V3;

/// The status and body of the answer to a token request.
fn asked(scene: &Scene, client: &str, secret: &str, scope: &str) -> (u16, Value) {
    let form = format!("grant_type=client_credentials&client_id={client}&client_secret={secret}&scope={scope}");
    let request = scene.served.client.post(format!("{}/Auth/connect/token", scene.served.base())).body(form);
    let answer = request.header("Content-Type", "application/x-www-form-urlencoded").send();
    let answer = answer.unwrap_or_else(|error| panic!("no answer: {error}"));
    let status = answer.status().as_u16();
    (status, answer.json().unwrap_or_else(|error| panic!("no JSON: {error}")))
}

/// The status of the answer to who has that token.
fn opened(scene: &Scene, given: &Value) -> u16 {
    let request = scene.served.client.get(format!("{}/stats/agent-status", scene.served.base())).header("Accept", V3);
    let answer = request.bearer_auth(text(given, "access_token")).send();
    answer.unwrap_or_else(|error| panic!("no answer: {error}")).status().as_u16()
}

#[test]
fn tokens_of_the_neighbouring_apis_are_given_and_open_nothing_here() {
    let scene = Scene::of("order/empty_centre.toml");
    for (scope, status) in [
        ("stats", 200),
        ("agents-availability:read", 403),
        ("users:read", 403),
        ("users:write", 403),
        ("interaction-content:read", 403),
        ("interaction-content:delete", 403),
        ("interactions:write", 403),
        ("globalpci", 403),
    ] {
        let (given, token) = asked(&scene, "id", "secret", scope);
        assert_eq!((given, opened(&scene, &token)), (200, status), "{scope}");
    }
}

#[test]
fn credentials_may_own_several_scopes_and_get_a_token_for_one_at_a_time() {
    let scene = Scene::of("access/listed_credentials.toml");
    for (scope, status) in [("stats", 200), ("agents-availability:read", 403)] {
        let (given, token) = asked(&scene, "dashboard", "not-a-secret-2", scope);
        assert_eq!((given, opened(&scene, &token)), (200, status), "{scope}");
    }
    let (status, refused) = asked(&scene, "dashboard", "not-a-secret-2", "stats+agents-availability:read");
    assert_eq!((status, text(&refused, "error")), (400, "invalid_scope"));
    assert_eq!(text(&refused, "error_description"), "\"stats agents-availability:read\" is an invalid scope");
}

#[test]
fn only_the_accounts_own_credentials_get_a_token() {
    let scene = Scene::of("access/listed_credentials.toml");
    assert_eq!(asked(&scene, "reporting", "not-a-secret-1", "stats").0, 200);
    for (client, secret) in [("reporting", "not-a-secret-2"), ("nobody", "not-a-secret-1"), ("", "")] {
        let (status, refused) = asked(&scene, client, secret, "stats");
        assert!((400..=401).contains(&status), "{client} {secret}: {status}");
        assert!(refused["error"].is_string() && refused["error_description"].is_string(), "{client} {secret}");
    }
}
