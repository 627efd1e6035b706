use axum::body::Body;
use axum::http::{Request, StatusCode};
use mock_server::host::Host;
use serde_json::json;

use crate::given::{Answer, V3, faq, send, told};

const FORM: &str = "application/x-www-form-urlencoded";

async fn post(host: &Host, path: &str, content_type: &str, body: impl Into<Body>) -> Answer {
    let request = Request::post(path).header("content-type", content_type).body(body.into());
    send(host, request.expect("the request is one")).await
}

#[tokio::test]
async fn a_token_is_given_for_two_hours_and_opens_the_api() {
    let host = faq();
    let form = "grant_type=client_credentials&client_id=me&client_secret=hush&scope=stats";
    for path in ["/Auth/connect/token", "/auth/connect/token"] {
        let given = post(&host, path, "Application/X-WWW-Form-UrlEncoded; charset=utf-8", form).await;
        assert_eq!(given.status, StatusCode::OK, "{path}");
        assert_eq!(given.header("cache-control"), "no-store");
        let keys: Vec<_> = given.body.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["access_token", "expires_in", "token_type"]);
        assert_eq!((&given.body["expires_in"], &given.body["token_type"]), (&json!(7200), &json!("Bearer")));

        let token = given.body["access_token"].as_str().expect("a text");
        let request = Request::get("/stats/agent-status").header("authorization", format!("Bearer {token}"));
        let request = request.header("accept", V3).body(Body::empty());
        assert_eq!(send(&host, request.expect("the request is one")).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn who_gets_no_token_is_told_why() {
    let grant = ("unsupported_grant_type", "Invalid grant_type");
    let client = ("invalid_client", "Invalid client_id or client_secret");
    let no_scope = ("invalid_scope", "You must specify a scope");
    for (form, (error, description)) in [
        ("", grant),
        ("grant_type=password&scope=stats&client_id=me&client_secret=hush", grant),
        ("grant_type=&scope=stats&client_id=me&client_secret=hush", grant),
        ("Grant_Type=client_credentials", grant),
        ("grant_type=client_credentials", no_scope),
        ("grant_type=client_credentials&scope=", no_scope),
        ("grant_type=client_credentials&scope=statistics", ("invalid_scope", "\"statistics\" is an invalid scope")),
        (
            "grant_type=client_credentials&scope=stats+users:read",
            ("invalid_scope", "\"stats users:read\" is an invalid scope"),
        ),
        ("grant_type=client_credentials&scope=stats", client),
        ("grant_type=client_credentials&scope=stats&client_id=me", client),
        ("grant_type=client_credentials&scope=stats&client_id=me&client_secret=", client),
        ("grant_type=client_credentials&scope=stats&client_secret=hush", client),
        ("%FF%FE=%FF&&&=", grant),
    ] {
        let refused = post(&faq(), "/Auth/connect/token", FORM, form).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{form}");
        assert_eq!(refused.body, json!({ "error": error, "error_description": description }), "{form}");
    }
}

#[tokio::test]
async fn a_body_that_does_not_say_that_it_is_a_form_has_no_fields() {
    let form = "grant_type=client_credentials&client_id=me&client_secret=hush&scope=stats";
    let refused = post(&faq(), "/Auth/connect/token", "text/plain", form).await;
    assert_eq!(refused.body["error"], "unsupported_grant_type");
}

#[tokio::test]
async fn only_the_clients_of_a_scenario_get_tokens_and_only_for_their_scopes() {
    let host = told(
        r#"
        start = 2024-03-05T08:00:00Z

        [[client]]
        id = "reporting"
        secret = "hush"

        [[client]]
        id = "staffing"
        secret = "quiet"
        scopes = ["users:read"]
        "#,
    );
    for (client, secret, scope, status, error) in [
        ("reporting", "hush", "stats", StatusCode::OK, None),
        ("reporting", "quiet", "stats", StatusCode::BAD_REQUEST, Some("invalid_client")),
        ("Reporting", "hush", "stats", StatusCode::BAD_REQUEST, Some("invalid_client")),
        ("staffing", "quiet", "stats", StatusCode::BAD_REQUEST, Some("invalid_scope")),
        ("staffing", "quiet", "users:read", StatusCode::OK, None),
    ] {
        let form = format!("grant_type=client_credentials&client_id={client}&client_secret={secret}&scope={scope}");
        let answer = post(&host, "/Auth/connect/token", FORM, form).await;
        assert_eq!((answer.status, answer.body["error"].as_str()), (status, error), "{client} {secret} {scope}");
    }
}

#[tokio::test]
async fn a_token_for_another_scope_is_forbidden() {
    let host = faq();
    let form = "grant_type=client_credentials&client_id=me&client_secret=hush&scope=users:read";
    let given = post(&host, "/Auth/connect/token", FORM, form).await;
    let token = given.body["access_token"].as_str().expect("a text");
    let request = Request::get("/stats/agent-status").header("authorization", format!("Bearer {token}"));
    let refused = send(&host, request.body(Body::empty()).expect("the request is one")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(refused.message(), "The token's scope is \"users:read\", this API needs the scope \"stats\".");
}
