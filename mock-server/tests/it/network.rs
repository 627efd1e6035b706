use std::error::Error as _;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use mock_server::host::{Host, Patience};
use mock_server::server::Server;
use reqwest::{Client, Response};
use serde_json::{Value, json};

use crate::given::{Answer, TOKEN, V3, told};

/// A server of a world in which little happens.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    pub(crate) client: Client,
}

/// Far longer than any answer takes, and far shorter than any test may.
const PATIENCE: Duration = Duration::from_millis(500);

impl Served {
    pub(crate) async fn start() -> Self {
        Self::of(told("start = 2024-03-05T09:00:00Z\n[[agent]]\nid = \"ann\"\npresence = \"Ready\"\n")).await
    }

    pub(crate) async fn of(host: Host) -> Self {
        let server = Server::bind("127.0.0.1:0", host).await.expect("an address is free");
        let address = server.address().expect("it has an address");
        tokio::spawn(server.run(std::future::pending()));
        Self { address, client: Client::new() }
    }

    /// A server on which the network fails the first answer so, and no other.
    async fn failing(rule: &str) -> Self {
        let served = Self::start().await;
        served.plan(&format!("name = \"test\"\n[[rule]]\n{rule}\ntimes = 1")).await;
        served
    }

    pub(crate) async fn plan(&self, plan: &str) {
        let url = format!("http://{}/__control/worlds/default/faults", self.address);
        let answer = self.client.put(url).body(plan.to_owned()).send().await.expect("an answer");
        assert_eq!(answer.status(), 200, "{plan}: {:?}", answer.text().await);
    }

    async fn ask(&self) -> reqwest::Result<Response> {
        self.asks(TOKEN, "/stats/agent-status").await
    }

    /// What somebody with that token sees who asks there.
    pub(crate) async fn asks(&self, token: &str, path: &str) -> reqwest::Result<Response> {
        let request = self.client.get(format!("http://{}{path}", self.address)).header("accept", V3);
        request.bearer_auth(token).timeout(PATIENCE).send().await
    }

    /// The whole answer to somebody who asks there.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let answer = self.asks(TOKEN, path).await.expect("an answer");
        let (status, headers) = (answer.status(), answer.headers().clone());
        Answer { status, headers, body: answer.json().await.expect("JSON") }
    }

    /// The answer to whoever asks for a token under that id.
    pub(crate) async fn token(&self, client: &str) -> Answer {
        let id = client.replace('+', "%2B");
        let form = format!("grant_type=client_credentials&scope=stats&client_id={id}&client_secret=s");
        let request = self.client.post(format!("http://{}/Auth/connect/token", self.address)).body(form);
        let answer = request.header("content-type", "application/x-www-form-urlencoded").send().await;
        let answer = answer.expect("an answer");
        let (status, headers) = (answer.status(), answer.headers().clone());
        Answer { status, headers, body: answer.json().await.expect("JSON") }
    }

    /// The faults in the journal, and what the next request, on which nothing fails, is answered with.
    async fn afterwards(&self) -> (Vec<Value>, u16) {
        let next = self.ask().await.expect("an answer").status().as_u16();
        let url = format!("http://{}/__control/worlds/default/journal", self.address);
        let journal: Value = self.client.get(url).send().await.expect("an answer").json().await.expect("JSON");
        let entries = journal["entries"].as_array().expect("a list");
        (entries.iter().map(|entry| entry["fault"].clone()).collect(), next)
    }
}

/// The error of the system that is at the bottom of it.
pub(crate) fn cause(error: &reqwest::Error) -> Option<io::ErrorKind> {
    let mut source = error.source();
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return Some(error.kind());
        }
        source = error.source();
    }
    None
}

#[tokio::test]
async fn a_connection_that_is_reset_is_so_before_any_answer() {
    let served = Served::failing("fault = \"reset\"").await;
    let error = served.ask().await.expect_err("there is no answer");
    assert_eq!(cause(&error), Some(io::ErrorKind::ConnectionReset), "{error:?}");
    assert_eq!(served.afterwards().await, (vec![json!("test; reset"), Value::Null], 200));
}

#[tokio::test]
async fn a_connection_that_is_closed_ends_before_any_answer() {
    let served = Served::failing("fault = \"closed\"").await;
    let error = served.ask().await.expect_err("there is no answer");
    assert!(error.is_request() && !error.is_timeout(), "{error:?}");
    assert!(format!("{error:?}").contains("IncompleteMessage"), "{error:?}");
    assert_eq!(served.afterwards().await, (vec![json!("test; closed"), Value::Null], 200));
}

#[tokio::test]
async fn a_body_that_is_cut_off_has_a_status_and_headers_and_no_end() {
    let served = Served::failing("fault = \"truncated\"\nbytes = 40").await;
    let mut answer = served.ask().await.expect("the head of an answer");
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["insights-mock-fault"], "test; truncated");
    let whole = answer.content_length().expect("a length");
    let mut read = 0;
    let error = loop {
        match answer.chunk().await {
            Ok(Some(chunk)) => read += chunk.len(),
            Ok(None) => panic!("it came to its end"),
            Err(error) => break error,
        }
    };
    assert!(error.is_body() || error.is_decode(), "{error:?}");
    assert!(read == 40 && whole > 40, "{read} of {whole}");
    assert_eq!(served.afterwards().await, (vec![json!("test; truncated"), Value::Null], 200));
}

#[tokio::test]
async fn a_body_that_is_shorter_than_its_length_says_is_waited_for() {
    let served = Served::failing("fault = \"wrong-length\"\nmore = 10").await;
    let answer = served.ask().await.expect("the head of an answer");
    let error = answer.bytes().await.expect_err("it never comes to its end");
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(served.afterwards().await, (vec![json!("test; wrong-length"), Value::Null], 200));
}

#[tokio::test]
async fn a_body_that_is_longer_than_its_length_says_is_no_json() {
    let served = Served::failing("fault = \"wrong-length\"\nmore = -10").await;
    let answer = served.ask().await.expect("an answer");
    let told = answer.content_length().expect("a length");
    let body = answer.bytes().await.expect("a body of that length");
    assert_eq!(body.len() as u64, told);
    assert!(serde_json::from_slice::<Value>(&body).is_err());
}

#[tokio::test]
async fn an_answer_that_drips_comes_whole_in_the_end() {
    let served = Served::failing("fault = \"drip\"\nbytes = 50\nevery = \"1ms\"").await;
    let mut answer = served.ask().await.expect("an answer");
    let (mut body, mut pieces) = (Vec::new(), 0);
    while let Some(chunk) = answer.chunk().await.expect("a piece") {
        body.extend_from_slice(&chunk);
        pieces += 1;
    }
    let body: Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!(body["items"][0]["agentId"], "ann");
    assert!(pieces >= 2, "it came in {pieces} piece");
    assert_eq!(served.afterwards().await, (vec![json!("test; drip"), Value::Null], 200));
}

#[tokio::test]
async fn an_answer_that_drips_too_slowly_is_given_up() {
    let served = Served::failing("fault = \"drip\"\nbytes = 1\nevery = \"1h\"").await;
    let answer = served.ask().await.expect("the head of an answer");
    assert_eq!(answer.status(), 200);
    assert!(answer.bytes().await.expect_err("it takes for ever").is_timeout());
}

#[tokio::test]
async fn a_connection_that_is_half_open_says_nothing_until_the_client_gives_up() {
    let served = Served::failing("fault = \"half-open\"").await;
    let error = served.ask().await.expect_err("there is no answer");
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(served.afterwards().await, (vec![json!("test; half-open"), Value::Null], 200));
}

#[tokio::test]
async fn an_answer_that_is_too_slow_for_a_client_stands_in_the_journal_all_the_same() {
    let served = Served::failing("fault = \"slow\"\ndelay = \"10m\"").await;
    assert!(served.ask().await.expect_err("there is no answer").is_timeout());
    assert_eq!(served.afterwards().await, (vec![json!("test; slow"), Value::Null], 200));
}

#[tokio::test]
async fn an_answer_that_is_a_little_slow_comes() {
    let served = Served::failing("fault = \"slow\"\ndelay = \"1ms\"\ndeviation = \"1ms\"").await;
    let answer = served.ask().await.expect("an answer");
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["insights-mock-fault"]),
        (200, &"test; slow".parse().expect("a value"))
    );
}

/// A client id that stands for a plan, on a server that others cannot reach.
#[tokio::test]
async fn a_magic_client_id_meets_its_plan_and_nobody_else_does() {
    let served = Served::start().await;
    let ask = async |token: &Value| {
        let answer = served.asks(token["access_token"].as_str().unwrap_or_default(), "/stats/agent-status").await;
        let answer = answer.expect("an answer");
        let fault = answer.headers().get("insights-mock-fault").map(|fault| fault.to_str().expect("a text").to_owned());
        (answer.status().as_u16(), fault)
    };
    let demo = served.token("demo+rate-limit").await.body;
    let other = served.token("demo").await.body;
    let third = served.token("third+rate-limit").await.body;
    // Ten requests pass, and that for the token was the first.
    for _ in 1..10 {
        assert_eq!(ask(&demo).await, (200, None));
    }
    assert_eq!(ask(&demo).await, (429, Some("rate-limit; rate-limit".to_owned())));
    let refused = served.token("demo+rate-limit").await;
    assert_eq!((refused.status.as_u16(), refused.header("insights-mock-fault")), (429, "rate-limit; rate-limit"));
    assert_eq!(ask(&other).await, (200, None));
    assert_eq!(ask(&third).await, (200, None));
    let refused = served.token("demo+rate-limits").await;
    assert_eq!(refused.status, 400);
    assert_eq!(
        refused.body["error_description"],
        "There is no plan of faults \"rate-limits\"; perhaps \"rate-limit\" is meant"
    );
}

#[tokio::test]
async fn on_an_address_that_others_can_reach_no_client_id_is_magic() {
    let host = told("start = 2024-03-05T09:00:00Z\n");
    let host = Host::guarded((*host.world().0).clone(), Patience::default(), Some("sesame".to_owned()));
    let server = Server::bind("0.0.0.0:0", host).await.expect("an address is free");
    let port = server.address().expect("it has an address").port();
    tokio::spawn(server.run(std::future::pending()));
    let request = Client::new().post(format!("http://127.0.0.1:{port}/Auth/connect/token"));
    let form = "grant_type=client_credentials&scope=stats&client_id=demo%2Brate-limit&client_secret=s";
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
    let answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
    assert!(answer["access_token"].as_str().is_some_and(|token| token.starts_with("default.")), "{answer}");
}
