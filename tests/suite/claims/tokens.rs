use super::{Scene, text};

const STATUS: &str = "/agent-status";

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
        let (given, token) = scene.token("id", "secret", scope);
        assert_eq!((given, scene.answer_to_bearer(&token, STATUS).0), (200, status), "{scope}");
    }
}

#[test]
fn credentials_may_own_several_scopes_and_get_a_token_for_one_at_a_time() {
    let scene = Scene::of("access/listed_credentials.toml");
    for (scope, status) in [("stats", 200), ("agents-availability:read", 403)] {
        let (given, token) = scene.token("dashboard", "not-a-secret-2", scope);
        assert_eq!((given, scene.answer_to_bearer(&token, STATUS).0), (200, status), "{scope}");
    }
    let (status, refused) = scene.token("dashboard", "not-a-secret-2", "stats+agents-availability:read");
    assert_eq!((status, text(&refused, "error")), (400, "invalid_scope"));
    assert_eq!(text(&refused, "error_description"), "\"stats agents-availability:read\" is an invalid scope");
}

#[test]
fn only_the_accounts_own_credentials_get_a_token() {
    let scene = Scene::of("access/listed_credentials.toml");
    assert_eq!(scene.token("reporting", "not-a-secret-1", "stats").0, 200);
    for (client, secret) in [("reporting", "not-a-secret-2"), ("nobody", "not-a-secret-1"), ("", "")] {
        let (status, refused) = scene.token(client, secret, "stats");
        assert!((400..=401).contains(&status), "{client} {secret}: {status}");
        assert!(refused["error"].is_string() && refused["error_description"].is_string(), "{client} {secret}");
    }
}
