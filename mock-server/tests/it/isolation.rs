use std::thread;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use mock_server::journal::MOST;
use mock_server::server::app;
use serde_json::{Value, json};
use tower::Service as _;

use crate::given::{TOKEN, V3, faq, get};
use crate::process::{Connection, Process, json_of, request, status_of};

const TRANSFER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios/catalog/faq/transfer.toml");

/// How many tests share the server.
const TESTS: usize = 100;

/// A test that has a world of its own on a server that others use at the same time.
struct Test {
    number: usize,
    connection: Connection,
    world: Value,
    /// What was asked of its world: method, path, query and status, in this order.
    asked: Vec<[String; 4]>,
}

/// One agent, and one call: rung at 09:05:08, answered at 09:05:12 and over at 09:07.
fn scenario(number: usize) -> String {
    format!(
        r#"
        start = 2024-03-05T09:00:00Z
        [[agent]]
        id = "agent-{number}"
        presence = "Ready"
        [[plan]]
        name = "plan-{number}"
        [[address]]
        address = "02079460100"
        plan = "plan-{number}"
        [[interaction]]
        name = "the call of {number}"
        guid = "{guid}"
        medium = "phone"
        start = "5m"
        from = "07700900411"
        to = "02079460100"
        steps = [
          {{ at = "8s", ring = "agent-{number}" }},
          {{ at = "12s", answer = "agent-{number}" }},
          {{ at = "2m", hangup = "customer" }},
        ]
        "#,
        guid = guid(number)
    )
}

fn guid(number: usize) -> String {
    format!("018e0e2a-0000-4000-8000-{number:012}")
}

/// Where the clocks are moved to, back and forth, and how the call stands then.
const STANDS: [(&str, Option<&str>, &str); 7] = [
    ("2024-03-05T09:01:00.000Z", None, "Idle"),
    ("2024-03-05T09:05:10.000Z", Some("Ongoing"), "Ringing"),
    ("2024-03-05T09:08:00.000Z", Some("Completed"), "Idle"),
    ("2024-03-05T09:06:00.000Z", Some("Ongoing"), "Connected"),
    ("2024-03-05T09:00:30.000Z", None, "Idle"),
    ("2024-03-05T09:05:11.000Z", Some("Ongoing"), "Ringing"),
    ("2024-03-05T09:30:00.000Z", Some("Completed"), "Idle"),
];

impl Test {
    fn begin(number: usize, mut connection: Connection) -> Self {
        let made = connection.exchange(&request("POST", "/__control/worlds", &[], &scenario(number)));
        assert_eq!(status_of(&made), 201);
        Self { number, connection, world: json_of(&made), asked: Vec::new() }
    }

    fn id(&self) -> &str {
        self.world["id"].as_str().unwrap_or_default()
    }

    fn own_token(&self) -> String {
        self.world["token"].as_str().unwrap_or_default().to_owned()
    }

    fn control(&mut self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let answer =
            self.connection.exchange(&request(method, &format!("/__control/worlds/{}{path}", self.id()), &[], body));
        (status_of(&answer), json_of(&answer))
    }

    /// Asks a question of its own world, or with a token that is of no world of none, and keeps in mind that it did.
    fn ask(&mut self, target: &str, token: &str) -> (u16, Value) {
        let authorization = format!("Bearer {token}");
        let headers = [("accept", V3), ("authorization", authorization.as_str())];
        let answer = self.connection.exchange(&request("GET", target, &headers, ""));
        self.noted("GET", target, status_of(&answer));
        (status_of(&answer), json_of(&answer))
    }

    fn noted(&mut self, method: &str, target: &str, status: u16) {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        self.asked.push([method, path, query, &status.to_string()].map(str::to_owned));
    }

    /// A token for the client of its world, by the common address.
    fn token(&mut self) -> String {
        let [id, secret] = ["clientId", "clientSecret"].map(|field| self.world[field].as_str().unwrap_or_default());
        let form = format!("grant_type=client_credentials&scope=stats&client_id={id}&client_secret={secret}");
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let answer = self.connection.exchange(&request("POST", "/Auth/connect/token", &headers, &form));
        self.noted("POST", "/Auth/connect/token", status_of(&answer));
        json_of(&answer)["access_token"].as_str().unwrap_or_default().to_owned()
    }

    /// Moves the clock there, in one of the ways that there are.
    fn go(&mut self, step: usize, to: &str) {
        let set = json!({ "now": to }).to_string();
        let (status, _) = match (step + self.number) % 2 {
            0 => self.control("PUT", "/clock", &set),
            _ => match self.control("POST", "/clock/advance", &json!({ "to": to }).to_string()) {
                // There is no advancing to what lies behind.
                (409, _) => self.control("PUT", "/clock", &set),
                advanced => advanced,
            },
        };
        assert_eq!(status, 200, "{}: {to}", self.id());
    }

    /// Moves through its story, and asks at each place by the world's own address and by the common one.
    fn run(&mut self, token_of_other: &str) {
        let (own, call) = (format!("/worlds/{}", self.id()), guid(self.number));
        let given = self.token();
        for (step, (now, status, work)) in STANDS.into_iter().enumerate() {
            self.go(step, now);
            // Issued by a clock that was elsewhere, and good for two hours of it.
            for (base, token) in [(own.as_str(), self.own_token()), ("", self.own_token()), ("", given.clone())] {
                let (_, agents) = self.ask(&format!("{base}/stats/agent-status"), &token);
                assert_eq!(agents["upTo"], now);
                assert_eq!(agents["meta"]["totalCount"], 1, "{agents}");
                assert_eq!(agents["items"][0]["agentId"], format!("agent-{}", self.number));
                let found = agents["items"][0]["interaction"][0]["state"].as_str().unwrap_or("Idle");
                assert_eq!(found, work, "{} at {now}", self.number);

                let (_, calls) = self.ask(&format!("{base}/stats/interactions?start=2024-03-05"), &token);
                assert_eq!(calls["meta"]["totalCount"], u32::from(status.is_some()), "{calls}");
                assert_eq!(calls["items"][0]["status"].as_str(), status, "{} at {now}", self.number);
                let (found, _) = self.ask(&format!("{base}/stats/interactions/{call}"), &token);
                assert_eq!(found, if status.is_some() { 200 } else { 404 });
                let neighbours = guid((self.number + 1) % TESTS);
                assert_eq!(self.ask(&format!("{base}/stats/interactions/{neighbours}"), &token).0, 404);
            }
            assert_eq!(self.ask(&format!("{own}/stats/agent-status"), token_of_other).0, 401);
            assert_eq!(self.ask(&format!("{own}/stats/agent-status"), TOKEN).0, 401);
        }
    }

    /// Finds what it has asked, and nothing else, in the journal of its world.
    fn read_journal(&mut self) {
        let (_, journal) = self.control("GET", "/journal", "");
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let told = journal["entries"].as_array().expect("a list").iter().map(|entry| {
            let query = entry["query"].as_str().unwrap_or_default().to_owned();
            [text(&entry["method"]), text(&entry["path"]), query, text(&entry["status"])]
        });
        assert_eq!(told.collect::<Vec<_>>(), self.asked, "{}", self.id());
        assert_eq!((&journal["kept"], &journal["dropped"]), (&json!(self.asked.len()), &json!(0)));
    }

    /// Deletes its world, and is nobody from then on.
    fn end(mut self) {
        let (given, own) = (self.token(), self.own_token());
        assert_eq!(self.control("DELETE", "", "").0, 204);
        for token in [given, own] {
            assert_eq!(self.ask("/stats/agent-status", &token).0, 401);
            assert_eq!(self.ask(&format!("/worlds/{}/stats/agent-status", self.id()), &token).0, 404);
        }
    }
}

#[test]
fn a_hundred_tests_on_one_server_never_see_each_others_worlds_tokens_or_journals() {
    let mut server = Process::serve(&[TRANSFER, "--token", TOKEN]);
    let tests: Vec<Test> = at_once((0..TESTS).map(|number| (number, server.connect())), |(number, connection)| {
        Test::begin(number, connection)
    });
    let tokens: Vec<String> = tests.iter().map(Test::own_token).collect();
    let tests = at_once(tests, |mut test| {
        test.run(&tokens[(test.number + 1) % TESTS]);
        test
    });
    at_once(tests, |mut test| {
        test.read_journal();
        test.end();
    });
    // What is asked with a token of a world that is gone is asked of the default world, by nobody that it knows.
    let journal = json_of(&server.exchange(&request("GET", "/__control/worlds/default/journal", &[], "")));
    let entries = journal["entries"].as_array().expect("a list");
    assert_eq!(entries.len(), 2 * TESTS);
    assert!(entries.iter().all(|entry| entry["path"] == "/stats/agent-status" && entry["status"] == 401), "{journal}");
    let worlds = json_of(&server.exchange(&request("GET", "/__control/worlds", &[], "")));
    assert_eq!(worlds["worlds"].as_array().map(Vec::len), Some(1));
}

/// What `done` makes of each, all at the same time.
fn at_once<T: Send, R: Send>(each: impl IntoIterator<Item = T>, done: impl Fn(T) -> R + Sync) -> Vec<R> {
    let done = &done;
    thread::scope(|threads| {
        let threads: Vec<_> = each.into_iter().map(|one| threads.spawn(move || done(one))).collect();
        threads.into_iter().map(|thread| thread.join().expect("it holds")).collect()
    })
}

/// Without a socket, which makes no difference to journals: in a debug build, sockets would make it last minutes.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_journal_of_a_million_requests_is_bounded_and_says_what_it_dropped() {
    const REQUESTS: usize = 1_000_000;
    const CLIENTS: usize = 4;
    let host = faq();
    let clients = (0..CLIENTS).map(|client| {
        let mut app = app(host.clone());
        tokio::spawn(async move {
            for number in 0..REQUESTS / CLIENTS {
                let question = format!("/stats/agent-status?client={client}&number={number}");
                let request = Request::get(question).header("accept", V3).body(Body::empty()).expect("a request");
                let Ok(answer) = app.call(request).await;
                assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.expect("it is answered");
    }

    let (mut entries, mut after) = (Vec::new(), 0);
    loop {
        let part = get(&host, &format!("/__control/worlds/default/journal?after={after}")).await.body;
        assert_eq!(
            part["kept"].as_u64().zip(part["dropped"].as_u64()).map(|(kept, dropped)| kept + dropped),
            Some(REQUESTS as u64)
        );
        entries.extend(part["entries"].as_array().expect("a list").iter().cloned());
        match part["next"].as_u64() {
            Some(next) => after = next,
            None => break,
        }
    }
    let numbers = entries.iter().map(|entry| entry["number"].as_u64().expect("a number"));
    assert!(numbers.eq((REQUESTS - entries.len()) as u64 + 1..=REQUESTS as u64), "the last are kept");
    let told: usize =
        entries.iter().map(|entry| entry["path"].to_string().len() + entry["query"].to_string().len()).sum();
    assert!(told < MOST && told > MOST / 8, "{told} bytes in {} entries", entries.len());
}
