use axum::body::Body;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Method, Request};
use mock_server::host::{Host, Patience};
use mock_server::world::{Settings, World};
use scenarios::fault::{Fault, Lie, Meaning, Target};
use serde_json::{Value, json};

use crate::given::{Answer, TOKEN, V2, V3, get, send, settings, told};
use crate::network::Served;

const START: &str = "start = 2024-03-05T09:00:00Z\n[[agent]]\nid = \"ann\"\npresence = \"Ready\"\n";

async fn control(host: &Host, method: Method, path: &str, body: &str) -> Answer {
    let request = Request::builder().method(method).uri(format!("/__control/worlds/default{path}"));
    send(host, request.body(Body::from(body.to_owned())).expect("the request is one")).await
}

/// Gives the default world a plan.
async fn plan(host: &Host, plan: &str) -> Answer {
    let answer = control(host, Method::PUT, "/faults", plan).await;
    assert_eq!(answer.status, 200, "{plan}: {}", answer.body);
    answer
}

/// A host of a world in which nothing happens, that has a plan of one rule.
async fn with_rule(rule: &str) -> Host {
    let host = told(START);
    plan(&host, &format!("name = \"test\"\n[[rule]]\n{rule}")).await;
    host
}

/// What the answer says of faults.
fn fault(answer: &Answer) -> &str {
    answer.header("insights-mock-fault")
}

#[tokio::test]
async fn a_plan_is_set_looked_at_and_ended() {
    let host = told(START);
    assert_eq!(control(&host, Method::GET, "/faults", "").await.body, json!({ "plan": null }));
    let text = "name = \"mine\"\n\n[[rule]]\nfault = \"unavailable\"\npage = 2\n";
    let set = plan(&host, text).await;
    let rules = json!([{ "fault": "unavailable", "seen": 0, "struck": 0 }]);
    let began = "2024-03-05T09:00:00.001Z";
    let told = json!({ "plan": { "name": "mine", "began": began, "rules": rules, "text": text } });
    assert_eq!(set.body, told);
    assert_eq!(get(&host, "/stats/agent-status").await.status, 200);
    assert_eq!(get(&host, "/stats/agent-status?page=2").await.status, 503);
    let seen = control(&host, Method::GET, "/faults", "").await;
    assert_eq!(seen.body["plan"]["rules"], json!([{ "fault": "unavailable", "seen": 2, "struck": 1 }]));
    assert_eq!(control(&host, Method::DELETE, "/faults", "").await.status, 204);
    assert_eq!(get(&host, "/stats/agent-status?page=2").await.status, 200);
    assert_eq!(control(&host, Method::GET, "/faults", "").await.body, json!({ "plan": null }));
}

#[tokio::test]
async fn a_plan_is_told_in_json_too() {
    let host = told(START);
    plan(&host, r#"{"name":"mine","rule":[{"fault":"unavailable","page":2}]}"#).await;
    assert_eq!(get(&host, "/stats/agent-status?page=2").await.status, 503);
    let ready = plan(&host, r#"{"ready":"rate-limit"}"#).await;
    assert_eq!(
        (&ready.body["plan"]["name"], &ready.body["plan"]["text"]),
        (&json!("rate-limit"), &json!("ready = \"rate-limit\"\n"))
    );
}

#[tokio::test]
async fn a_wrong_plan_is_refused_with_its_position_and_what_would_be_right() {
    let host = told(START);
    let toml = "name = \"mine\"\n\n[[rule]]\nfault = \"unavailble\"\npage = 0\n";
    let refused = control(&host, Method::PUT, "/faults", toml).await;
    assert_eq!(refused.status, 422);
    let problem = |line, column, what: &str, advice: &str| json!({ "line": line, "column": column, "what": what, "advice": advice });
    assert_eq!(
        refused.body["problems"],
        json!([
            problem(4, 9, "\"unavailble\" is not a fault", "write \"unavailable\""),
            problem(5, 8, "0 is out of range", "write a number from 1 to 1000000"),
        ])
    );
    for (body, problem) in [
        (
            "{\n  \"rule\": [{\"fault\": \"unavailble\"}]\n}",
            problem(2, 22, "\"unavailble\" is not a fault", "write \"unavailable\""),
        ),
        (r#"{"rule":[{"fault":"reset","page":null}]}"#, problem(1, 34, "null tells nothing", "leave the key out")),
        (r#"[{"fault":"reset"}]"#, problem(1, 1, "a plan is an object", "write {\"ready\": \"rate-limit\"}")),
        ("{", problem(1, 1, "this is no JSON: EOF while parsing an object", "")),
    ] {
        let refused = control(&host, Method::PUT, "/faults", body).await;
        assert_eq!((refused.status.as_u16(), &refused.body["problems"]), (422, &json!([problem])), "{body}");
    }
    assert_eq!(control(&host, Method::GET, "/faults", "").await.body, json!({ "plan": null }));
}

#[tokio::test]
async fn what_a_plan_alters_names_it_in_a_header_and_in_the_journal_and_nothing_else_does() {
    let host = with_rule("fault = \"unavailable\"\nrequest = 2\ntimes = 1").await;
    let mut told = Vec::new();
    for _ in 0..3 {
        let answer = get(&host, "/stats/agent-status").await;
        told.push((answer.status.as_u16(), fault(&answer).to_owned()));
    }
    assert_eq!(told, [(200, String::new()), (503, "test; unavailable".to_owned()), (200, String::new())]);
    let journal = control(&host, Method::GET, "/journal", "").await;
    let entries = journal.body["entries"].as_array().expect("a list");
    let told: Vec<_> = entries.iter().map(|entry| (&entry["status"], entry.get("fault"))).collect();
    assert_eq!(told, [(&json!(200), None), (&json!(503), Some(&json!("test; unavailable"))), (&json!(200), None)]);
}

#[tokio::test]
async fn a_name_that_no_header_can_hold_is_escaped() {
    let host = told(START);
    plan(&host, "name = \"a bad\\nday; müde\"\n[[rule]]\nfault = \"forbidden\"").await;
    assert_eq!(fault(&get(&host, "/stats/agent-status").await), "a bad%0Aday%3B m%C3%BCde; forbidden");
}

#[tokio::test]
async fn each_refusal_has_its_status_and_a_message() {
    for (rule, status, message, retry_after) in [
        ("fault = \"too-many-requests\"", 429, "Too Many Requests", ""),
        ("fault = \"too-many-requests\"\nretry_after = \"1m\"", 429, "Too Many Requests", "60"),
        ("fault = \"internal-error\"", 500, "An internal server error occurred", ""),
        ("fault = \"not-implemented\"", 501, "Not Implemented", ""),
        ("fault = \"unavailable\"\nretry_after = \"1500ms\"", 503, "Service Unavailable", "2"),
        ("fault = \"gateway-timeout\"", 504, "Gateway Timeout", ""),
        ("fault = \"unauthorised\"", 401, "Authorization has been denied for this request.", ""),
        ("fault = \"forbidden\"", 403, "Forbidden", ""),
    ] {
        let host = with_rule(rule).await;
        let answer = get(&host, "/stats/agent-status").await;
        assert_eq!((answer.status.as_u16(), answer.message()), (status, message), "{rule}");
        assert_eq!(answer.header("retry-after"), retry_after, "{rule}");
        assert_eq!(answer.header("cache-control"), "no-store", "{rule}");
        assert_eq!(answer.headers.contains_key("www-authenticate"), status == 401, "{rule}");
    }
}

#[tokio::test]
async fn the_journal_tells_the_up_to_that_was_sent() {
    for (rule, up_to) in [
        ("fault = \"up-to-stale\"\nby = \"1h\"", "2024-03-05T08:00:00.001Z"),
        ("fault = \"zone-missing\"", "2024-03-05T09:00:00.001"),
        ("fault = \"late-data\"\nby = \"1h\"", "2024-03-05T09:00:00.001Z"),
    ] {
        let host = with_rule(rule).await;
        assert_eq!(get(&host, "/stats/agent-status").await.body["upTo"], up_to, "{rule}");
        let journal = control(&host, Method::GET, "/journal", "").await.body;
        assert_eq!(journal["entries"][0]["page"]["upTo"], up_to, "{rule}");
        assert_eq!(journal["entries"][0]["at"], "2024-03-05T09:00:00.001Z", "{rule}");
    }
}

/// The answer to a request for a token.
async fn token(host: &Host, client: &str) -> Answer {
    let form = format!("grant_type=client_credentials&scope=stats&client_id={client}&client_secret=s");
    let request = Request::post("/Auth/connect/token").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    send(host, request.body(Body::from(form)).expect("the request is one")).await
}

/// The answer to a question by whoever has that token.
async fn ask(host: &Host, token: &str, path: &str) -> Answer {
    let request = Request::get(path).header(ACCEPT, V3).header(AUTHORIZATION, format!("Bearer {token}"));
    send(host, request.body(Body::empty()).expect("the request is one")).await
}

#[tokio::test]
async fn a_rate_limit_counts_all_endpoints_together_and_passes_with_the_worlds_time() {
    let host = with_rule("fault = \"rate-limit\"\nlimit = 3\nper = \"30s\"").await;
    assert_eq!(token(&host, "c").await.status, 200);
    assert_eq!(get(&host, "/stats/agent-status").await.status, 200);
    assert_eq!(get(&host, "/stats/interactions/ongoing").await.status, 200);
    for path in ["/stats/agent-status", "/stats/queue-times?start=2024-03-05"] {
        let refused = get(&host, path).await;
        assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "10"), "{path}");
    }
    assert_eq!(token(&host, "c").await.status, 429);
    control(&host, Method::POST, "/clock/advance", r#"{"by":"10s"}"#).await;
    assert_eq!(get(&host, "/stats/agent-status").await.status, 200);
    assert_eq!(get(&host, "/stats/agent-status").await.status, 429);

    let host = with_rule("fault = \"rate-limit\"\nlimit = 1\nper = \"30s\"\nhint = false").await;
    assert_eq!(get(&host, "/stats/agent-status").await.status, 200);
    let refused = get(&host, "/stats/agent-status").await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, ""));
    assert_eq!(fault(&refused), "test; rate-limit");
}

#[tokio::test]
async fn a_rule_of_one_client_befalls_its_requests_for_tokens_too_and_nobody_elses() {
    let host =
        with_rule("fault = \"unavailable\"\nclient = \"c\"\nendpoint = \"/Auth/connect/token\"\nattempt = 1").await;
    let refused = token(&host, "c").await;
    assert_eq!((refused.status.as_u16(), fault(&refused)), (503, "test; unavailable"));
    assert_eq!(refused.body["access_token"], Value::Null);
    assert_eq!(token(&host, "d").await.status, 200);
    let given = token(&host, "c").await;
    assert_eq!(given.status, 200);
    let given = given.body["access_token"].as_str().unwrap_or_default();
    assert_eq!(ask(&host, given, "/stats/agent-status").await.status, 200);
    let journal = control(&host, Method::GET, "/journal", "").await.body;
    let told: Vec<_> = (0..4).map(|at| journal["entries"][at]["token"].clone()).collect();
    assert_eq!(told, [Value::Null, json!(1), json!(2), json!(2)], "what was refused gave no token");
}

#[tokio::test]
async fn a_request_for_a_token_meets_the_plan_of_the_world_whose_client_asks() {
    let host = told(START);
    let request = Request::post("/__control/worlds?faults=none").body(Body::from(START));
    let made = send(&host, request.expect("the request is one")).await.body;
    plan(&host, "name = \"default's\"\n[[rule]]\nfault = \"unavailable\"").await;
    let own = "name = \"own\"\n[[rule]]\nfault = \"forbidden\"\nrequest = 2";
    let request = Request::put("/__control/worlds/w1/faults").body(Body::from(own)).expect("the request is one");
    assert_eq!(send(&host, request).await.status, 200);
    let (id, secret) =
        (made["clientId"].as_str().unwrap_or_default(), made["clientSecret"].as_str().unwrap_or_default());
    let mut seen = Vec::new();
    for (path, id, secret) in [
        ("/Auth/connect/token", id, secret),
        ("/Auth/connect/token", id, secret),
        ("/worlds/w1/auth/connect/token", "anybody", "s"),
        ("/Auth/connect/token", "anybody", "s"),
    ] {
        let form = format!("grant_type=client_credentials&scope=stats&client_id={id}&client_secret={secret}");
        let request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = send(&host, request.body(Body::from(form)).expect("the request is one")).await;
        seen.push((answer.status.as_u16(), fault(&answer).to_owned()));
    }
    let (own, defaults) = ("own; forbidden".to_owned(), "default's; unavailable".to_owned());
    assert_eq!(seen, [(200, String::new()), (403, own.clone()), (403, own), (503, defaults)]);
}

#[tokio::test]
async fn a_revoked_token_opens_nothing_until_its_client_has_fetched_one_again() {
    let host = with_rule("fault = \"token-revoked\"\npage = 2\ntimes = 1").await;
    let given = token(&host, "c").await.body["access_token"].as_str().unwrap_or_default().to_owned();
    let other = token(&host, "d").await.body["access_token"].as_str().unwrap_or_default().to_owned();
    for (page, status) in [(1, 200), (2, 401), (2, 401), (1, 401)] {
        assert_eq!(ask(&host, &given, &format!("/stats/agent-status?page={page}")).await.status, status, "{page}");
    }
    assert_eq!(ask(&host, &other, "/stats/agent-status").await.status, 200);
    // The clock stands still, so it is the same token.
    assert_eq!(token(&host, "c").await.body["access_token"], given);
    assert_eq!(ask(&host, &given, "/stats/agent-status?page=2").await.status, 200);
}

#[tokio::test]
async fn tokens_expire_sooner_than_was_said() {
    let host = with_rule("fault = \"token-expired\"\nafter = \"5m\"").await;
    let given = token(&host, "c").await;
    assert_eq!(given.body["expires_in"], 7200);
    let given = given.body["access_token"].as_str().unwrap_or_default().to_owned();
    control(&host, Method::POST, "/clock/advance", r#"{"by":"4m 59.999s"}"#).await;
    assert_eq!(ask(&host, &given, "/stats/agent-status").await.status, 200);
    control(&host, Method::POST, "/clock/advance", r#"{"by":"1ms"}"#).await;
    let refused = ask(&host, &given, "/stats/agent-status").await;
    assert_eq!((refused.status.as_u16(), fault(&refused)), (401, "test; token-expired"));
    let given = token(&host, "c").await.body["access_token"].as_str().unwrap_or_default().to_owned();
    assert_eq!(ask(&host, &given, "/stats/agent-status").await.status, 200);
}

#[tokio::test]
async fn windows_that_are_too_large_are_not_implemented() {
    let host = with_rule("fault = \"not-implemented\"\nwindow_over = \"7d\"").await;
    for (path, status) in [
        ("/stats/interactions?start=2024-03-01&end=2024-03-08", 200),
        ("/stats/interactions?start=2024-03-01&end=2024-03-08T00:00:00.001Z", 501),
        ("/stats/queue-times?start=2024-02-01", 501),
        ("/stats/agent-status?start=2024-02-01", 200),
    ] {
        assert_eq!(get(&host, path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn what_is_slow_by_a_clock_that_stands_still_is_dated_later_and_tells_what_was_so_when_it_was_asked_for() {
    let host = with_rule("fault = \"slow\"\ndelay = \"90s\"\nclock = \"world\"").await;
    let answer = get(&host, "/stats/agent-status").await;
    assert_eq!(answer.header("date"), "Tue, 05 Mar 2024 09:01:30 GMT");
    assert_eq!(answer.body["upTo"], "2024-03-05T09:00:00.001Z");
    assert_eq!(fault(&answer), "test; slow");
}

#[tokio::test]
async fn the_date_can_be_wrong_while_up_to_is_right() {
    for (word, date) in
        [("date-behind", "Tue, 05 Mar 2024 08:50:00 GMT"), ("date-ahead", "Tue, 05 Mar 2024 09:10:00 GMT")]
    {
        let host = with_rule(&format!("fault = \"{word}\"\nby = \"10m\"")).await;
        let answer = get(&host, "/stats/agent-status").await;
        assert_eq!((answer.header("date"), fault(&answer)), (date, &*format!("test; {word}")));
        assert_eq!(answer.body["upTo"], "2024-03-05T09:00:00.001Z");
    }
}

#[tokio::test]
async fn a_scenario_tells_its_plan_which_goes_with_it() {
    let told_plan =
        format!("{START}[faults]\nname = \"told\"\n[[faults.rule]]\nfault = \"forbidden\"\nuntil = \"1m\"\n");
    let host = told(&told_plan);
    let answer = get(&host, "/stats/agent-status").await;
    assert_eq!((answer.status.as_u16(), fault(&answer)), (403, "told; forbidden"));
    let text = control(&host, Method::GET, "/scenario", "").await;
    assert_eq!(text.status, 200);
    control(&host, Method::PUT, "/scenario", START).await;
    assert_eq!(get(&host, "/stats/agent-status").await.status, 200, "the new story has no plan");
    control(&host, Method::PUT, "/scenario", &told_plan).await;
    assert_eq!(get(&host, "/stats/agent-status").await.status, 403);
    control(&host, Method::PUT, "/clock", r#"{"now":"2024-03-05T09:01:00Z"}"#).await;
    assert_eq!(get(&host, "/stats/agent-status").await.status, 200, "its offsets count from the scenario's start");

    plan(&host, "[[rule]]\nfault = \"unavailable\"").await;
    control(&host, Method::PUT, "/scenario", START).await;
    assert_eq!(get(&host, "/stats/agent-status").await.status, 503, "what was set stays");
}

#[tokio::test]
async fn a_world_is_made_with_a_ready_made_plan_or_without_that_of_its_scenario() {
    let host = told(START);
    let made = async |query: &str, body: &str| {
        let request = Request::post(format!("/__control/worlds{query}")).body(Body::from(body.to_owned()));
        let made = send(&host, request.expect("the request is one")).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let id = made.body["id"].as_str().unwrap_or_default().to_owned();
        let faults = Request::get(format!("/__control/worlds/{id}/faults")).body(Body::empty());
        send(&host, faults.expect("the request is one")).await.body["plan"]["name"].clone()
    };
    assert_eq!(made("?faults=outage", START).await, "outage");
    let catalog = r#"{"catalog":"faults/page_that_fails_at_first"}"#;
    assert_eq!(made("", catalog).await, "flaky-page");
    assert_eq!(made("?faults=none", catalog).await, Value::Null);
    let request = Request::post("/__control/worlds?faults=outages").body(Body::from(START));
    let refused = send(&host, request.expect("the request is one")).await;
    assert_eq!((refused.status.as_u16(), refused.message().contains("\"outages\"")), (400, true));
}

#[tokio::test]
async fn without_a_socket_no_client_id_is_magic() {
    let host = told(START);
    let given = token(&host, "demo%2Brate-limit").await;
    let given = given.body["access_token"].as_str().unwrap_or_default();
    assert!(given.starts_with("default."), "{given}");
}

#[test]
fn every_target_is_at_its_endpoints_path() {
    let document = include_str!("../../src/router.rs");
    for target in Target::ALL {
        assert!(document.contains(&format!("\"{}\"", target.path())) || target == Target::Token, "{target:?}");
    }
}

/// Worlds of the catalog in which, together, there is something to every lie, and instants to ask them at.
const WORLDS: [(&str, &str); 9] = [
    ("ccr/contact_hands_back_to_the_plan", "2024-03-05T11:00:00Z"),
    ("faq/busy_is_a_word_of_contactpad", "2024-03-05T09:47:30Z"),
    ("agents/line_that_fails", "2024-03-05T18:00:00Z"),
    ("queue/acd_and_virtual_queues_count_the_same_wait", "2024-03-05T18:00:00Z"),
    ("processing/duration_corrected_later", "2024-03-05T18:00:00Z"),
    ("faults/page_that_fails_at_first", "2024-03-05T10:04:00Z"),
    ("presence/every_kind_of_availability", "2024-03-05T23:00:00Z"),
    ("hold/caller_held_twice", "2024-03-05T18:00:00Z"),
    ("agents/ids_that_differ_by_leading_zeros", "2024-03-05T18:00:00Z"),
];

const QUESTIONS: [&str; 17] = [
    "/stats/interactions?start=2024-03-05&limit=2",
    "/stats/interactions?start=2024-03-05&limit=2&page=2",
    "/stats/interactions?start=2024-03-05T09:12:00Z&end=2024-03-05T09:58:00Z",
    "/stats/interactions?start=2024-03-05&end=2024-03-05T09:33:00Z&limit=5000",
    "/stats/interactions?start=2024-03-05T16:00:00Z&include=StartedOrEnded",
    "/stats/interactions?start=PROCESSED&include=Processed",
    "/stats/interactions?start=2023-03-05&end=2023-03-06",
    "/stats/interactions/ongoing",
    "/stats/agent-activities?start=2024-03-05&limit=5000",
    "/stats/agent-activities?start=2024-03-05&agentId=nobody",
    "/stats/agent-activities?start=2024-03-05&type=Workload",
    "/stats/queue-times?start=2024-03-05&queues=nobody's",
    "/stats/agent-status",
    "/stats/queue-times?start=2024-03-05",
    "/stats/wfm/agent-states?start=2024-03-05&include=Processed&limit=50",
    "/stats/wfm/queue-metrics?start=2024-03-05",
    "/stats/wfm/queue-activity?start=2024-03-05&limit=1",
];

/// A request, whoever asks.
struct Question {
    path: String,
    token: Option<String>,
    accept: Option<&'static str>,
    /// What is posted, if it is for a token.
    form: Option<&'static str>,
}

impl Question {
    /// As documented.
    fn good(path: impl Into<String>) -> Self {
        Self { path: path.into(), token: Some(TOKEN.to_owned()), accept: Some(V3), form: None }
    }

    /// Whether it is one that everybody may ask.
    fn is_documented(&self) -> bool {
        self.token.as_deref() == Some(TOKEN) && self.accept == Some(V3) && self.form.is_none()
    }

    async fn answer(&self, host: &Host) -> Answer {
        let request = match self.form {
            Some(_) => Request::post(&self.path).header(CONTENT_TYPE, "application/x-www-form-urlencoded"),
            None => Request::get(&self.path),
        };
        let request = self.accept.iter().fold(request, |request, accept| request.header(ACCEPT, *accept));
        let bearer = self.token.iter().map(|token| format!("Bearer {token}"));
        let request = bearer.fold(request, |request, bearer| request.header(AUTHORIZATION, bearer));
        send(host, request.body(Body::from(self.form.unwrap_or_default())).expect("the request is one")).await
    }
}

/// Questions that are refused, and such about tokens and versions, at the instant at which the world's clock stands.
async fn refused(host: &Host, at: scenarios::time::Instant) -> Vec<Question> {
    let clock = async |now: scenarios::time::Instant| {
        control(host, Method::PUT, "/clock", &json!({ "now": now.to_string() }).to_string()).await
    };
    let status = || Question::good("/stats/agent-status");
    clock(at - scenarios::time::Span::from_secs(3 * 3600)).await;
    let expired = token(host, "c").await.body["access_token"].as_str().map(str::to_owned);
    clock(at).await;
    let form = "grant_type=client_credentials&scope=users:read&client_id=c&client_secret=s";
    let other = Question { form: Some(form), ..Question::good("/Auth/connect/token") }.answer(host).await;
    let other = other.body["access_token"].as_str().map(str::to_owned);
    assert!(expired.is_some() && other.is_some());
    let v2 = Question { accept: Some(V2), ..Question::good("/stats/agent-activities?start=2024-03-05") };
    vec![
        Question::good("/stats/interactions?start=2023-12-05"),
        Question::good("/stats/interactions?start=2024-03-05&limit=0"),
        Question::good("/stats/queue-times"),
        Question::good("/stats/interactions/00000000-0000-4000-8000-000000000000"),
        Question { token: None, ..status() },
        Question { token: expired, ..status() },
        Question { token: other, ..status() },
        Question { accept: None, ..status() },
        Question { form: Some("grant_type=client_credentials&scope=stats"), ..Question::good("/Auth/connect/token") },
        Question { form: Some(form), ..Question::good("/Auth/connect/token") },
        v2,
    ]
}

/// Whether a lie is about who is refused, and how.
fn is_about_refusals(lie: Meaning) -> bool {
    let of_refusals = [
        Lie::WindowCut,
        Lie::WrongValuesIgnored,
        Lie::StartOptional,
        Lie::TokenUnchecked,
        Lie::TokenNeverExpires,
        Lie::ScopeUnchecked,
        Lie::VersionUnchecked,
        Lie::MissingAsEmpty,
        Lie::ClientUnchecked,
    ];
    of_refusals.iter().any(|one| lie == Meaning::Lie(*one))
}

#[tokio::test]
async fn every_lie_is_told_somewhere_and_names_itself_only_where_it_makes_a_difference() {
    let mut untold: Vec<Meaning> = Fault::lies().collect();
    for (name, at) in WORLDS {
        let file = format!("{}/../scenarios/catalog/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let at = scenarios::time::Instant::parse(at).expect("an instant");
        let settings = Settings { at: Some(at), faults: mock_server::world::Faults::None, ..settings() };
        let world = World::open(&[file.into()], &settings).expect("the catalog is right");
        let host = Host::new(world, Patience::default());
        let served = Served::of(host.clone()).await;
        // The last that was processed was that by itself.
        let processed =
            control(&host, Method::GET, "", "").await.body["settled"].as_str().unwrap_or_default().to_owned();
        let good = QUESTIONS.map(|question| Question::good(question.replace("PROCESSED", &processed)));
        let mut questions = Vec::from(good);
        // Who is refused does not depend on what is told.
        if name == WORLDS[0].0 {
            questions.extend(refused(&host, at).await);
        }
        let mut truths = Vec::new();
        for question in &questions {
            truths.push(question.answer(&host).await);
        }
        for lie in Fault::lies() {
            let word = Fault::Meaning(lie).word();
            let parameters = match lie {
                Meaning::RowMissing { .. } => "row = 1",
                Meaning::TotalChanged { .. } => "rows = 1",
                Meaning::UpToStale { .. }
                | Meaning::DateBehind { .. }
                | Meaning::DateAhead { .. }
                | Meaning::LateData { .. } => "by = \"1h\"",
                Meaning::Lie(_) => "",
            };
            plan(&host, &format!("name = \"a lie\"\n[[rule]]\nfault = \"{word}\"\n{parameters}")).await;
            for (question, truth) in questions.iter().zip(&truths) {
                let (answer, is_documented) = (question.answer(&host).await, question.is_documented());
                let question = &question.path;
                let is_as_good = answer.status == truth.status;
                assert!(is_as_good || is_about_refusals(lie) && answer.status == 200, "{name}: {word}: {question}");
                let differs = answer.body != truth.body || answer.header("date") != truth.header("date");
                let named = if differs { format!("a lie; {word}") } else { String::new() };
                assert_eq!(fault(&answer), named, "{name}: {word}: {question}");
                let is_json = lie != Meaning::Lie(Lie::RefusalsAsPages);
                if differs && untold.contains(&lie) && is_documented && is_json {
                    // Once for each it is looked at what comes out of a socket, if it is JSON.
                    let seen = served.get(question).await;
                    assert_eq!((fault(&seen), &seen.body), (&*named, &answer.body), "{name}: {word}: {question}");
                    assert_eq!(seen.header("date"), answer.header("date"), "{name}: {word}: {question}");
                }
                if differs {
                    untold.retain(|untold| *untold != lie);
                }
            }
        }
    }
    let words: Vec<_> = untold.iter().map(|lie| Fault::Meaning(*lie).word()).collect();
    assert_eq!(words, Vec::<&str>::new(), "nothing in these worlds shows them");
}

/// The first column of each page of two interactions, read under a lie from the second page on, and what the last told of
/// the total.
async fn pages(lie: Option<Lie>) -> (Vec<Vec<String>>, Vec<Value>) {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios/catalog/faults/page_that_fails_at_first.toml");
    let settings = Settings { faults: mock_server::world::Faults::None, ..settings() };
    let host = Host::new(World::open(&[file.into()], &settings).expect("the catalog is right"), Patience::default());
    if let Some(lie) = lie {
        plan(&host, &format!("[[rule]]\nfault = \"{}\"", lie.word())).await;
    }
    let (mut pages, mut totals) = (Vec::new(), Vec::new());
    for number in 1.. {
        let page = get(&host, &format!("/stats/interactions?start=2024-03-05&limit=2&page={number}")).await;
        let items = page.body["items"].as_array().expect("a list");
        assert_eq!(page.body["meta"]["count"], items.len());
        pages.push(items.iter().map(|item| item["start"].as_str().unwrap_or_default()[11..16].to_owned()).collect());
        totals.push(json!([page.body["meta"]["totalCount"], page.body["meta"]["pageCount"]]));
        if page.body["meta"]["pageCount"].as_u64().is_none_or(|count| number >= count) {
            break;
        }
    }
    (pages, totals)
}

#[tokio::test]
async fn a_row_comes_twice_or_never_when_pages_move_while_they_are_read() {
    let (truth, totals) = pages(None).await;
    assert_eq!(truth, [vec!["09:05", "09:12"], vec!["09:21", "09:33"], vec!["09:47", "09:58"], vec!["10:19"]]);
    assert_eq!(totals[3], json!([7, 4]));
    let (repeated, totals) = pages(Some(Lie::RowRepeated)).await;
    assert_eq!(
        repeated,
        [vec!["09:05", "09:12"], vec!["09:12", "09:21"], vec!["09:33", "09:47"], vec!["09:58", "10:19"]]
    );
    assert_eq!(totals, [json!([7, 4]), json!([8, 4]), json!([8, 4]), json!([8, 4])]);
    let (moved, totals) = pages(Some(Lie::RowMoved)).await;
    assert_eq!(moved, [vec!["09:05", "09:12"], vec!["09:33", "09:47"], vec!["09:58", "10:19"]]);
    assert_eq!(totals, [json!([7, 4]), json!([6, 3]), json!([6, 3])]);
}
