//! Tests of a wallboard, each with a world of its own and its time in hand.

use std::sync::{LazyLock, mpsc};

use mock_server::host::{Host, Patience};
use mock_server::load::Story;
use mock_server::server::Server;
use mock_server::world::{self, Settings};
use reqwest::Method;
use reqwest::blocking::Client;
use serde_json::{Value, json};

const CALL: &str = include_str!("call.toml");
const GUID: &str = "0bba199a-9d88-5504-aff3-fd3518bcabd2";

/// What is tested: how many callers wait, and how many have been answered today.
fn board(base_url: &str, token: &str) -> (usize, usize) {
    let request = Client::new().get(format!("{base_url}/stats/queue-times?start=2024-03-05"));
    let request = request.bearer_auth(token).header("Accept", "application/vnd.newvoicemedia.v3+json");
    let page: Value = request.send().and_then(|answer| answer.json()).expect("a page");
    let ways: Vec<&Value> = page["items"].as_array().expect("items").iter().map(|item| &item["category"]).collect();
    let count = |way: Value| ways.iter().filter(|found| ***found == way).count();
    (count(Value::Null), count(json!("Answered")))
}

/// The address of the server that all tests of this binary share. It ends with them.
static SERVER: LazyLock<String> = LazyLock::new(|| {
    let (told, address) = mpsc::channel();
    std::thread::spawn(move || {
        tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
            let demo = world::World::of(Story::Demo, &Settings::default()).expect("the demo");
            let server = Server::bind("127.0.0.1:0", Host::new(demo, Patience::default())).await.expect("a port");
            told.send(server.address().expect("an address")).expect("somebody waits for it");
            server.run(std::future::pending()).await;
        });
    });
    format!("http://{}", address.recv().expect("the server starts"))
});

/// A world of one test.
struct World(Value);

impl World {
    fn of(scenario: &'static str) -> Self {
        Self(control(Method::POST, "?at=2024-03-05T09:00:00Z", scenario.to_owned()))
    }

    fn text(&self, field: &str) -> &str {
        self.0[field].as_str().expect("a text")
    }

    fn advance(&self, how: Value) {
        control(Method::POST, &format!("/{}/clock/advance", self.text("id")), how.to_string());
    }

    fn go_to(&self, now: &str) {
        control(Method::PUT, &format!("/{}/clock", self.text("id")), json!({ "now": now }).to_string());
    }

    fn board(&self) -> (usize, usize) {
        board(self.text("baseUrl"), self.text("token"))
    }
}

impl Drop for World {
    fn drop(&mut self) {
        control(Method::DELETE, &format!("/{}", self.text("id")), String::new());
    }
}

fn control(method: Method, path: &str, body: String) -> Value {
    let request = Client::new().request(method, format!("{}/__control/worlds{path}", *SERVER)).body(body);
    let answer = request.send().and_then(|answer| answer.error_for_status()).expect("it is done");
    answer.json().unwrap_or_default()
}

#[test]
fn a_caller_waits_until_an_agent_answers() {
    let world = World::of(CALL);
    assert_eq!(world.board(), (0, 0));
    world.advance(json!({ "to": "2024-03-05T09:05:14.511Z" }));
    assert_eq!(world.board(), (1, 0));
    world.advance(json!({ "by": "1ms" }));
    assert_eq!(world.board(), (0, 1));
}

#[test]
fn going_back_shows_what_was_shown_then() {
    let world = World::of(CALL);
    world.advance(json!({ "until": { "interaction": GUID, "status": "Completed" } }));
    assert_eq!(world.board(), (0, 1));
    world.go_to("2024-03-05T09:05:10Z");
    assert_eq!(world.board(), (1, 0));
}
