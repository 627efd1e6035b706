use std::net::SocketAddr;

use mock_server::host::{Host, Patience};
use mock_server::server::Server;
use mock_server::world::World;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::given::{V3, catalog, settings};

/// A server on a socket of its own, which ends with the test.
struct Controlled {
    address: SocketAddr,
    client: Client,
    token: Option<&'static str>,
}

impl Controlled {
    async fn start() -> Self {
        Self::guarded(None).await
    }

    async fn guarded(token: Option<&'static str>) -> Self {
        let world = World::open(&[catalog("")], &settings()).expect("the catalog is right");
        let host = Host::guarded(world, Patience::default(), token.map(str::to_owned));
        let server = Server::bind("127.0.0.1:0", host).await.expect("an address is free");
        let address = server.address().expect("it has an address");
        tokio::spawn(server.run(std::future::pending()));
        Self { address, client: Client::new(), token }
    }

    async fn control(&self, method: Method, path: &str, body: impl Into<reqwest::Body>) -> (u16, Value) {
        let mut request = self.client.request(method, format!("http://{}/__control{path}", self.address));
        if let Some(token) = self.token {
            request = request.bearer_auth(token);
        }
        let answer = request.body(body).send().await.expect("an answer");
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }

    async fn make(&self, query: &str, body: impl Into<reqwest::Body>) -> Value {
        let (status, made) = self.control(Method::POST, &format!("/worlds{query}"), body).await;
        assert_eq!(status, 201, "{made}");
        made
    }

    async fn advance(&self, world: &Value, by: Value) -> (u16, Value) {
        let path = format!("/worlds/{}/clock/advance", text(world, "id"));
        self.control(Method::POST, &path, by.to_string()).await
    }

    /// The answer to a question below `/stats`, at the world's own address, with its own token.
    async fn ask(&self, world: &Value, question: &str) -> (u16, String) {
        let request = self.client.get(format!("{}/stats{question}", text(world, "baseUrl")));
        let answer = request.bearer_auth(text(world, "token")).header("accept", V3).send().await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("a body"))
    }
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_default()
}

const TRANSFER: &str = r#"{"catalog":"faq/transfer"}"#;
const GUID: &str = "016f8db7-798f-407c-9925-ef8c2b51e6b0";

const QUESTIONS: [&str; 6] = [
    "/interactions?start=2020-01-10&include=Processed",
    "/interactions/ongoing",
    "/agent-activities?start=2020-01-10&include=Processed",
    "/agent-status",
    "/queue-times?start=2020-01-10&queueType=All&include=Processed",
    "/wfm/agent-states?start=2020-01-10&include=Processed",
];

#[tokio::test]
async fn a_world_is_made_asked_and_deleted() {
    let server = Controlled::start().await;
    let made = server.make("?at=2020-01-10T11:13:30Z", TRANSFER).await;
    assert_eq!((text(&made, "id"), text(&made, "clientId")), ("w1", "client-w1"));
    assert_eq!(made["clock"], json!({ "now": "2020-01-10T11:13:30.000Z", "clock": "frozen" }));
    assert_eq!(text(&made, "baseUrl"), format!("http://{}/worlds/w1", server.address));
    assert_eq!(text(&made, "tokenUrl"), format!("http://{}/worlds/w1/Auth/connect/token", server.address));
    let story = json!({ "kind": "scenario", "name": "faq/transfer", "start": "2020-01-10T11:00:00.000Z", "agents": 2, "interactions": 1 });
    assert_eq!((&made["story"], text(&made, "shape")), (&story, "2020"));
    let (status, answer) = server.ask(&made, "/interactions/ongoing").await;
    assert!(status == 200 && answer.contains(GUID) && answer.contains("2020-01-10T11:13:30.000Z"), "{answer}");

    let (_, worlds) = server.control(Method::GET, "/worlds", "").await;
    let ids: Vec<&str> = worlds["worlds"].as_array().expect("a list").iter().map(|world| text(world, "id")).collect();
    assert_eq!(ids, ["default", "w1"]);
    let [default, _] = worlds["worlds"].as_array().expect("a list").as_slice() else { panic!("{worlds}") };
    assert_eq!(default["story"]["kind"], "recorded");
    assert!(text(&default["story"], "name").ends_with("scenarios/catalog/recorded/"), "{default}");
    assert_eq!(server.control(Method::GET, "/worlds/w1", "").await, (200, made.clone()));
    assert_eq!(server.control(Method::GET, "/health", "").await, (200, json!({ "status": "ok", "worlds": 2 })));

    assert_eq!(server.control(Method::DELETE, "/worlds/w1", "").await.0, 204);
    assert_eq!(server.control(Method::DELETE, "/worlds/w1", "").await.0, 404);
    assert_eq!(server.control(Method::DELETE, "/worlds/default", "").await.0, 409);
    assert_eq!(server.ask(&made, "/agent-status").await.0, 404);
    let plain = json!({ "baseUrl": format!("http://{}", server.address), "token": made["token"] });
    assert_eq!(server.ask(&plain, "/agent-status").await.0, 401);
}

#[tokio::test]
async fn a_body_that_makes_no_world_is_answered_with_all_that_is_wrong() {
    let server = Controlled::start().await;
    let wrong = "start = 2024-03-05T08:00:00Z\n\n[[agemt]]\nid = \"1\"\n";
    let (status, answer) = server.control(Method::POST, "/worlds", wrong).await;
    assert_eq!((status, &answer["problems"][0]["line"], &answer["problems"][0]["column"]), (422, &json!(3), &json!(3)));
    for (query, body, status, told) in [
        ("", r#"{"catalog":"faq/transfr"}"#, 404, "perhaps \"faq/transfer\" is meant"),
        ("", r#"{"items":7}"#, 422, "1 place"),
        ("", "", 422, "1 place"),
        ("?at=noon", TRANSFER, 400, "\"at\" is \"noon\""),
        ("?clock=slow", TRANSFER, 400, "\"clock\" is \"slow\""),
        ("?shape=2021", TRANSFER, 400, "\"shape\" is \"2021\""),
        ("?rebase=then", TRANSFER, 400, "\"rebase\" is \"then\""),
    ] {
        let (answered, answer) = server.control(Method::POST, &format!("/worlds{query}"), body).await;
        assert_eq!(answered, status, "{query} {body}: {answer}");
        assert!(text(&answer, "message").contains(told), "{query} {body}: {answer}");
    }
    let recorded = std::fs::read_to_string(catalog("agent-status.json")).expect("the file is there");
    let made = server.make("", recorded).await;
    assert!(server.ask(&made, "/agent-status").await.1.contains("\"agentId\":\"002\""));
}

#[tokio::test]
async fn a_world_tells_its_scenario_as_text_that_makes_the_same_world() {
    let server = Controlled::start().await;
    let world = server.make("?rebase=2024-03-05T12:00:00Z", TRANSFER).await;
    let told = server.client.get(format!("http://{}/__control/worlds/w1/scenario", server.address));
    let told = told.send().await.expect("an answer");
    assert_eq!(told.headers()["content-type"], "application/toml");
    let told = told.text().await.expect("a body");
    assert!(told.starts_with("start = 2024-03-05T"), "{told}");
    let again = server.make("", told).await;
    for question in QUESTIONS.map(|question| question.replace("2020-01-10", "2024-03-05")) {
        assert_eq!(server.ask(&world, &question).await, server.ask(&again, &question).await, "{question}");
    }
    assert_eq!(server.control(Method::GET, "/worlds/default/scenario", "").await.0, 409, "it has recorded answers");
}

#[tokio::test]
async fn a_world_is_told_another_story_and_stays_where_and_when_it_is() {
    let server = Controlled::start().await;
    let first = "start = 2024-03-05T08:00:00Z\n[[agent]]\nid = \"ann\"\n";
    let second = "start = 2024-03-05T08:00:00Z\n[[agent]]\nid = \"bob\"\n[[client]]\nid = \"bob\"\nsecret = \"hush\"\n";
    let world = server.make("?at=2024-03-05T09:00:00Z", first).await;
    let token = async |id: &str, secret: &str| {
        let form = format!("grant_type=client_credentials&scope=stats&client_id={id}&client_secret={secret}");
        let request = server.client.post(text(&world, "tokenUrl")).body(form);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
        answer["access_token"].as_str().map(str::to_owned)
    };
    let given = token("whoever", "whatever").await.expect("a scenario without clients lets anybody in");
    let put = async |query: &str, body: &str| {
        server.control(Method::PUT, &format!("/worlds/w1/scenario{query}"), body.to_owned()).await
    };
    let (status, told) = put("", second).await;
    assert_eq!(status, 200, "{told}");
    for field in ["id", "clientId", "clientSecret", "token", "baseUrl", "tokenUrl", "clock"] {
        assert_eq!(told[field], world[field], "{field}");
    }
    for token in [text(&world, "token"), &given] {
        let asker = json!({ "baseUrl": world["baseUrl"], "token": token });
        let (_, answer) = server.ask(&asker, "/agent-status").await;
        assert!(answer.contains("\"agentId\":\"bob\"") && answer.contains("2024-03-05T09:00:00.000Z"), "{answer}");
    }
    let own = (text(&world, "clientId"), text(&world, "clientSecret"));
    for ((id, secret), gets) in [(("bob", "hush"), true), (own, true), (("whoever", "whatever"), false)] {
        assert_eq!(token(id, secret).await.is_some(), gets, "{id}");
    }
    let (_, journal) = server.control(Method::GET, "/worlds/w1/journal", "").await;
    assert_eq!(journal["kept"], 6);

    let (_, told) = put("?at=2020-01-10T11:13:30Z", TRANSFER).await;
    assert_eq!(told["clock"], json!({ "now": "2020-01-10T11:13:30.000Z", "clock": "frozen" }));
    let (_, told) = put("?clock=x60", TRANSFER).await;
    assert_eq!(told["clock"]["clock"], "x60");
    let recorded = std::fs::read_to_string(catalog("agent-status.json")).expect("the file is there");
    assert_eq!(put("", &recorded).await.1["story"]["kind"], "recorded");
    let before = server.ask(&world, "/agent-status?limit=1").await;
    for (query, body, status) in
        [("", "[[agemt]]", 422), ("", "{\"catalog\":\"no\"}", 404), ("?at=noon", TRANSFER, 400)]
    {
        assert_eq!(put(query, body).await.0, status, "{query} {body}");
    }
    assert_eq!(before.0, 200);
    assert_eq!(server.control(Method::GET, "/worlds/w1/scenario", "").await.0, 409, "the story that was right stays");
    assert_eq!(server.control(Method::PUT, "/worlds/w9/scenario", TRANSFER).await.0, 404);
    let (status, default) = server.control(Method::PUT, "/worlds/default/scenario", TRANSFER).await;
    assert_eq!(status, 200);
    assert!(server.ask(&default, "/agent-status").await.1.contains("\"agentId\":\"002\""));
}

#[tokio::test]
async fn a_clock_is_set_forwards_and_back() {
    let server = Controlled::start().await;
    let world = server.make("?at=2020-01-10T11:13:30Z", TRANSFER).await;
    let put = async |body: &str| server.control(Method::PUT, "/worlds/w1/clock", body.to_owned()).await;
    let before = server.ask(&world, QUESTIONS[1]).await;
    let later = json!({ "now": "2020-01-10T12:00:00.000Z", "clock": "frozen" });
    assert_eq!(put(r#"{"now":"2020-01-10T12:00:00Z"}"#).await, (200, later.clone()));
    assert_eq!(server.control(Method::GET, "/worlds/w1/clock", "").await, (200, later));
    assert!(server.ask(&world, QUESTIONS[1]).await.1.contains("\"totalCount\":0"));
    assert_eq!(put(r#"{"now":"2020-01-10T11:13:30Z"}"#).await.0, 200);
    assert_eq!(server.ask(&world, QUESTIONS[1]).await, before);
    assert_eq!(text(&put(r#"{"clock":"x60"}"#).await.1, "clock"), "x60");
    for wrong in ["", "{", r#"{"now":"noon"}"#, r#"{"clock":"slow"}"#, r#"{"then":"2020-01-10"}"#] {
        assert_eq!(put(wrong).await.0, 400, "{wrong}");
    }
}

#[tokio::test]
async fn a_clock_that_advances_tells_what_fell_due() {
    let server = Controlled::start().await;
    let world = server.make("?at=2020-01-10T11:13:30Z", TRANSFER).await;
    let (_, none) = server.advance(&world, json!({ "by": "0s" })).await;
    assert_eq!((text(&none, "now"), &none["due"]["count"]), ("2020-01-10T11:13:30.000Z", &json!(0)));
    let completed = json!({ "until": { "interaction": GUID, "status": "Completed" } });
    let (status, ended) = server.advance(&world, completed.clone()).await;
    assert_eq!(status, 200, "{ended}");
    let changes = ended["due"]["changes"].as_array().expect("a list");
    assert_eq!(ended["due"]["count"], changes.len());
    let last = changes.iter().rfind(|change| change["endpoint"] == "/stats/interactions").expect("it has changed");
    assert_eq!((text(last, "guid"), text(last, "at")), (GUID, text(&ended, "now")));
    assert!(server.ask(&world, QUESTIONS[1]).await.1.contains("\"totalCount\":0"));

    let (_, again) = server.advance(&world, completed).await;
    assert_eq!((&again["now"], &again["due"]["count"]), (&ended["now"], &json!(0)), "it holds already");
    assert_eq!(server.advance(&world, json!({ "until": { "settled": true } })).await.0, 200);
    for (advance, status) in [
        (json!({ "toNextChange": true }), 409),
        (json!({ "to": "2020-01-10" }), 409),
        (json!({ "until": { "interaction": GUID, "status": "InternalError" } }), 409),
        (json!({ "until": { "interaction": "g", "status": "Completed" } }), 400),
        (json!({ "by": "soon" }), 400),
        (json!({ "by": "1s", "to": "2020-01-11" }), 400),
        (json!({}), 400),
    ] {
        assert_eq!(server.advance(&world, advance.clone()).await.0, status, "{advance}");
    }
}

#[tokio::test]
async fn a_server_with_a_control_token_is_controlled_by_who_shows_it() {
    let server = Controlled::guarded(Some("sesame")).await;
    let world = server.make("", TRANSFER).await;
    assert_eq!(server.ask(&world, "/agent-status").await.0, 200);
    for token in [None, Some("simsim")] {
        let other = Controlled { address: server.address, client: Client::new(), token };
        for (method, path) in [
            (Method::POST, "/worlds"),
            (Method::GET, "/worlds"),
            (Method::GET, "/worlds/w1"),
            (Method::DELETE, "/worlds/w1"),
            (Method::GET, "/worlds/w1/scenario"),
            (Method::PUT, "/worlds/w1/scenario"),
            (Method::PUT, "/worlds/w1/clock"),
            (Method::POST, "/worlds/w1/clock/advance"),
        ] {
            assert_eq!(other.control(method.clone(), path, TRANSFER).await.0, 401, "{method} {path}");
        }
        assert_eq!(other.control(Method::GET, "/health", "").await.0, 200);
    }
}

#[tokio::test]
async fn a_world_can_have_smaller_pages_than_clients_ask_for() {
    let server = Controlled::start().await;
    let world = server.make("?largestPage=1", TRANSFER).await;
    let agents = |page: Value| (page["meta"]["pageCount"].clone(), page["items"][0]["agentId"].clone());
    for (query, expected) in [("", "002"), ("?limit=500", "002"), ("?limit=500&page=2", "01")] {
        let (_, page) = server.ask(&world, &format!("/agent-status{query}")).await;
        let page = serde_json::from_str(&page).expect("JSON");
        assert_eq!(agents(page), (json!(2), json!(expected)), "{query}");
    }
    assert_eq!(server.control(Method::POST, "/worlds?largestPage=0", TRANSFER).await.0, 400);
}

#[tokio::test]
async fn a_journal_tells_which_requests_share_a_token_and_which_token_was_given() {
    let server = Controlled::start().await;
    let mut world = server.make("", TRANSFER).await;
    let form = |secret: &str| {
        format!(
            "grant_type=client_credentials&scope=stats&client_id={}&client_secret={secret}",
            text(&world, "clientId")
        )
    };
    let ask_token = |form: String| {
        let request = server.client.post(text(&world, "tokenUrl"));
        request.header("content-type", "application/x-www-form-urlencoded").body(form).send()
    };
    server.ask(&world, "/agent-status").await;
    assert_eq!(ask_token(form("guessed")).await.expect("an answer").status(), 400);
    let given = ask_token(form(text(&world, "clientSecret"))).await.expect("an answer").json::<Value>().await;
    let ready = world["token"].clone();
    world["token"] = given.expect("JSON")["access_token"].clone();
    server.ask(&world, "/agent-status").await;
    world["token"] = ready;
    server.ask(&world, "/agent-status").await;
    let (_, journal) = server.control(Method::GET, "/worlds/w1/journal?real=true", "").await;
    let entries = journal["entries"].as_array().expect("a list");
    let tokens: Vec<_> = entries.iter().map(|entry| entry["token"].clone()).collect();
    assert_eq!(tokens, [json!(1), json!(null), json!(2), json!(2), json!(1)]);
    for entry in entries {
        let real = &entry["real"];
        assert!(text(real, "received") <= text(real, "answered") && real["others"] == 0, "{real}");
    }
}

#[tokio::test]
async fn a_journal_tells_what_was_asked_of_its_world_and_of_no_other() {
    let server = Controlled::start().await;
    let [one, other] = [server.make("?at=2020-01-10T11:13:30Z", TRANSFER).await, server.make("", TRANSFER).await];
    server.ask(&one, "/agent-status?limit=1").await;
    server.ask(&one, "/interactions").await;
    server.ask(&one, "/nothing").await;
    // Through the common address: the token, or the client's id, tells whose request it is.
    let plain = json!({ "baseUrl": format!("http://{}", server.address), "token": one["token"] });
    let (_, body) = server.ask(&plain, "/interactions/ongoing").await;
    let form = format!("grant_type=client_credentials&scope=stats&client_id=client-w1&client_secret={}", "guessed");
    let request = server.client.post(format!("http://{}/Auth/connect/token", server.address));
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
    assert_eq!(request.send().await.expect("an answer").status(), 400);

    let (_, journal) = server.control(Method::GET, "/worlds/w1/journal", "").await;
    let entries = journal["entries"].as_array().expect("a list");
    let told = entries.iter().map(|entry| format!("{} {} {}", entry["method"], entry["path"], entry["status"]));
    let expected = [
        r#""GET" "/worlds/w1/stats/agent-status" 200"#,
        r#""GET" "/worlds/w1/stats/interactions" 400"#,
        r#""GET" "/worlds/w1/stats/nothing" 404"#,
        r#""GET" "/stats/interactions/ongoing" 200"#,
        r#""POST" "/Auth/connect/token" 400"#,
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
    assert_eq!((&entries[0]["query"], &entries[0]["at"]), (&json!("limit=1"), &json!("2020-01-10T11:13:30.000Z")));
    assert_eq!(entries[3]["bytes"], body.len());
    assert!(!journal.to_string().contains(text(&one, "token")) && journal.to_string().contains("Bearer ***"));

    let page = json!({ "page": 1, "count": 1, "pageCount": 2, "totalCount": 2, "upTo": "2020-01-10T11:13:30.000Z" });
    assert_eq!((&entries[0]["page"], &entries[1]["page"]), (&page, &json!(null)));
    assert!(entries[0].get("real").is_none(), "equal worlds have equal journals");

    let (_, part) = server.control(Method::GET, "/worlds/w1/journal?after=1&limit=2", "").await;
    assert_eq!((&part["entries"][0]["number"], &part["next"], &part["kept"]), (&json!(2), &json!(3), &json!(5)));
    for wrong in ["limit=0", "real=perhaps"] {
        assert_eq!(server.control(Method::GET, &format!("/worlds/w1/journal?{wrong}"), "").await.0, 400);
    }
    assert_eq!(server.control(Method::DELETE, "/worlds/w1/journal", "").await.0, 204);
    let empty = json!({ "kept": 0, "dropped": 0, "entries": [], "next": null });
    for world in [&one, &other] {
        let path = format!("/worlds/{}/journal", text(world, "id"));
        assert_eq!(server.control(Method::GET, &path, "").await, (200, empty.clone()));
    }
}

#[tokio::test]
async fn truth_tells_what_happened_up_to_an_instant() {
    let server = Controlled::start().await;
    server.make("", TRANSFER).await;
    let ask = async |question: &str| server.control(Method::GET, &format!("/worlds/w1/truth/{question}"), "").await;
    let (status, transfers) = ask("transfers").await;
    assert_eq!(status, 200, "{transfers}");
    let [transfer] = transfers["items"].as_array().expect("a list").as_slice() else { panic!("{transfers}") };
    assert_eq!((text(transfer, "interaction"), text(transfer, "from"), text(transfer, "to")), (GUID, "01", "002"));
    let at = text(transfer, "at");
    for (question, count) in [(format!("transfers?end={at}"), 0), (format!("transfers?start={at}"), 1)] {
        assert_eq!(ask(&question).await.1["items"].as_array().map(Vec::len), Some(count), "{question}");
    }
    let others = ["consults", "logins", "availability", "contactpad", "ccr-channels", "handle-times"];
    for question in others.into_iter().chain(["queue-entries", "queue-outcomes"]) {
        assert_eq!(ask(question).await.0, 200, "{question}");
    }
    assert_eq!(ask("moods").await.0, 404);
    assert_eq!(ask("transfers?start=noon").await.0, 400);
    assert_eq!(ask("contactpad?start=2020-01-10").await.0, 400);
    let recorded = server.control(Method::GET, "/worlds/default/truth/transfers", "").await;
    assert_eq!(recorded.0, 409);
}
