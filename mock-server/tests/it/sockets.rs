use std::net::SocketAddr;
use std::time::Duration;

use mock_server::host::{Host, Patience};
use mock_server::server::Server;
use mock_server::world::World;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::given::{TOKEN, V3, catalog, settings};

/// A server with an address of its own, until it is stopped.
struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Running {
    async fn start() -> Self {
        Self::with(Patience::default()).await
    }

    async fn impatient() -> Self {
        let short = Duration::from_millis(50);
        Self::with(Patience { head: short, body: short, ..Patience::default() }).await
    }

    async fn with(patience: Patience) -> Self {
        let world = World::open(&[catalog("")], &settings()).expect("the catalog is right");
        let server = Server::bind("127.0.0.1:0", Host::new(world, patience)).await.expect("an address is free");
        let address = server.address().expect("it has an address");
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(server.run(async move { drop(stopped.await) }));
        Self { address, stop, task }
    }

    fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        let request = Client::new().request(method, format!("http://{}{path}", self.address));
        request.bearer_auth(TOKEN).header("accept", V3)
    }

    /// What is answered to `sent`, byte by byte, until the server closes the connection.
    async fn raw(&self, sent: &[u8]) -> String {
        let stream = TcpStream::connect(self.address).await.expect("the server listens");
        let (mut read, mut write) = stream.into_split();
        let sent = sent.to_vec();
        // The server may stop reading in the middle.
        let writing = tokio::spawn(async move {
            let _ = write.write_all(&sent).await;
            write
        });
        let mut answer = Vec::new();
        let _ = read.read_to_end(&mut answer).await;
        drop(writing.await);
        String::from_utf8_lossy(&answer).into_owned()
    }
}

#[tokio::test]
async fn head_answers_as_get_does_but_for_the_body() {
    let server = Running::start().await;
    let get = server.ask(Method::GET, "/stats/agent-status").send().await.expect("an answer");
    let head = server.ask(Method::HEAD, "/stats/agent-status").send().await.expect("an answer");
    assert_eq!(head.status(), 200);
    for name in ["content-type", "content-length", "cache-control"] {
        assert!(head.headers().contains_key(name), "{name}");
        assert_eq!(head.headers().get(name), get.headers().get(name), "{name}");
    }
    assert_eq!(head.bytes().await.expect("a body").len(), 0);
}

#[tokio::test]
async fn other_methods_are_told_which_are_allowed() {
    let server = Running::start().await;
    for (method, path, allowed) in [
        (Method::POST, "/stats/agent-status", "GET,HEAD"),
        (Method::PUT, "/stats/interactions/016f8db7-798f-407c-9925-ef8c2b51e6b0", "GET,HEAD"),
        (Method::DELETE, "/openapi.json", "GET,HEAD"),
        (Method::GET, "/Auth/connect/token", "POST"),
    ] {
        let answer = server.ask(method.clone(), path).send().await.expect("an answer");
        assert_eq!(answer.status(), 405, "{method} {path}");
        assert_eq!(answer.headers()["allow"], allowed, "{method} {path}");
        let body: Value = answer.json().await.expect("JSON");
        let message = format!("The method \"{method}\" is not allowed here; the header Allow lists those that are.");
        assert_eq!(body["message"], message);
    }
}

#[tokio::test]
async fn pages_of_any_origin_may_ask() {
    let server = Running::start().await;
    let preflight = server.ask(Method::OPTIONS, "/stats/interactions/ongoing");
    let preflight =
        preflight.header("origin", "https://wallboard.example").header("access-control-request-method", "GET");
    let preflight = preflight.header("access-control-request-headers", "authorization,accept,x-external-id");
    let answer = preflight.send().await.expect("an answer");
    assert!(answer.status().is_success());
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    assert_eq!(answer.headers()["access-control-allow-headers"], "authorization,accept,x-external-id");
    assert_eq!(answer.headers()["access-control-allow-methods"], "GET,HEAD,POST,PUT,DELETE");

    // Refusals too: a page must be able to read why.
    let refused = Client::new().get(format!("http://{}/stats/agent-status", server.address));
    let refused = refused.header("origin", "https://wallboard.example").send().await.expect("an answer");
    assert_eq!(
        (refused.status().as_u16(), &refused.headers()["access-control-allow-origin"]),
        (401, &"*".parse().expect("a value"))
    );
}

#[tokio::test]
async fn every_answer_is_dated_by_the_clock_of_the_world_that_gives_it() {
    let server = Running::start().await;
    for (method, path) in [
        (Method::GET, "/stats/agent-status"),
        (Method::POST, "/stats/agent-status"),
        (Method::OPTIONS, "/stats/agent-status"),
        (Method::GET, "/stats/interactions"),
        (Method::GET, "/worlds/nowhere/stats/interactions"),
        (Method::GET, "/__control/health"),
        (Method::GET, "/nothing"),
    ] {
        let answer = server.ask(method.clone(), path).send().await.expect("an answer");
        assert_eq!(answer.headers()["date"], "Fri, 10 Jan 2020 11:14:32 GMT", "{method} {path}");
    }
    let world =
        server.ask(Method::POST, "/__control/worlds?at=2024-03-05T09:05:00Z").body("start = 2024-03-05T08:00:00Z");
    let world: Value = world.send().await.expect("an answer").json().await.expect("JSON");
    let asked = Client::new().get(format!("http://{}/stats/agent-status", server.address));
    let asked = asked.bearer_auth(world["token"].as_str().unwrap_or_default()).header("accept", V3);
    let answer = asked.send().await.expect("an answer");
    assert_eq!(answer.headers()["date"], "Tue, 05 Mar 2024 09:05:00 GMT");
}

#[tokio::test]
async fn answers_are_compressed_when_asked_for() {
    let server = Running::start().await;
    let request = server.ask(Method::GET, "/stats/interactions?start=2020-01-10").header("accept-encoding", "gzip");
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    assert_eq!(answer.bytes().await.expect("a body")[..2], [0x1f, 0x8b]);
    let plain = server.ask(Method::GET, "/stats/interactions?start=2020-01-10").send().await.expect("an answer");
    assert!(!plain.headers().contains_key("content-encoding"));
}

#[tokio::test]
async fn a_body_on_get_makes_no_difference() {
    let server = Running::start().await;
    let answer = server.ask(Method::GET, "/stats/agent-status").body("{\"a\":1}").send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn a_header_of_ten_megabytes_is_refused() {
    let server = Running::start().await;
    let answer = server.raw(format!("GET / HTTP/1.1\r\nx: {}\r\n\r\n", "x".repeat(10_000_000)).as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer:.80}");
    assert!(answer.ends_with("{\"message\":\"The headers of the request are too large, or too many.\"}"), "{answer}");
}

#[tokio::test]
async fn a_query_of_ten_megabytes_is_refused() {
    let server = Running::start().await;
    let request = format!("GET /stats/interactions?start={} HTTP/1.1\r\n\r\n", "x".repeat(10_000_000));
    let answer = server.raw(request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 414 "), "{answer:.80}");
    assert!(answer.ends_with("{\"message\":\"The path and query of the request are too long.\"}"), "{answer}");
}

#[tokio::test]
async fn a_body_of_a_gigabyte_is_refused_before_it_is_sent() {
    let server = Running::start().await;
    let head = "POST /Auth/connect/token HTTP/1.1\r\nhost: here\r\ncontent-type: application/x-www-form-urlencoded\r\n";
    let announced = server.raw(format!("{head}content-length: 1000000000\r\n\r\ngrant_type=").as_bytes()).await;
    assert!(announced.starts_with("HTTP/1.1 413 "), "{announced:.80}");
    assert!(announced.contains("{\"message\":\"The body of the request is larger than 16384 bytes.\"}"), "{announced}");

    let chunks = "1000\r\n".to_owned() + &"x".repeat(0x1000) + "\r\n";
    let unannounced = format!("{head}transfer-encoding: chunked\r\n\r\n{}", chunks.repeat(1000));
    let answer = server.raw(unannounced.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer:.80}");
}

#[tokio::test]
async fn who_does_not_finish_a_request_is_not_waited_for() {
    let server = Running::impatient().await;
    let answer = server.raw(b"GET /stats/agent-status HTT").await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer:.80}");
    assert!(answer.ends_with("{\"message\":\"The head of the request took too long to arrive.\"}"), "{answer}");
    let head = "POST /Auth/connect/token HTTP/1.1\r\nhost: here\r\ncontent-length: 100\r\n\r\ngrant";
    let answer = server.raw(head.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer:.80}");
    assert!(answer.contains("{\"message\":\"The body of the request took too long to arrive.\"}"), "{answer}");
}

#[tokio::test]
async fn bytes_that_are_no_text_are_answered_too() {
    let server = Running::start().await;
    for request in [
        &b"GET /stats/\xff\xfe HTTP/1.1\r\nconnection: close\r\n\r\n"[..],
        b"GET /stats/interactions?\xff=\xfe HTTP/1.1\r\nconnection: close\r\n\r\n",
        b"GET /stats/interactions HTTP/1.1\r\nauthorization: \xff\r\nconnection: close\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01",
        b"GET  HTTP/1.1\r\n\r\n",
    ] {
        let answer = server.raw(request).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{}: {answer:.80}", String::from_utf8_lossy(request));
        assert!(answer.contains("{\"message\":"), "{}: {answer}", String::from_utf8_lossy(request));
    }
    assert_eq!(server.ask(Method::GET, "/stats/agent-status").send().await.expect("an answer").status(), 200);
}

#[tokio::test]
async fn a_base_url_that_ends_in_a_slash_is_as_good_as_one_that_does_not() {
    let server = Running::start().await;
    for path in ["//stats/agent-status", "/stats/agent-status/", "/worlds/default//stats/agent-status"] {
        assert_eq!(server.ask(Method::GET, path).send().await.expect("an answer").status(), 200, "{path}");
    }
    for path in ["//Auth/connect/token", "/Auth/connect/token/"] {
        let form = "grant_type=client_credentials&scope=stats&client_id=a&client_secret=b";
        let request = server.ask(Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
        assert_eq!(request.body(form).send().await.expect("an answer").status(), 200, "{path}");
    }
    let journal = server.ask(Method::GET, "/__control/worlds/default/journal").send().await.expect("an answer");
    let journal: Value = journal.json().await.expect("JSON");
    assert_eq!(journal["entries"][0]["path"], "//stats/agent-status", "it tells what was sent");
}

#[tokio::test]
async fn who_has_sent_half_a_head_does_not_keep_a_server_from_stopping() {
    // If the server waited for it, this test would not end.
    let server = Running::with(Patience { stop: Duration::MAX, ..Patience::default() }).await;
    let mut fresh = TcpStream::connect(server.address).await.expect("the server listens");
    fresh.write_all(b"GET /stats/agent-status HTT").await.expect("it reads");
    let mut kept = TcpStream::connect(server.address).await.expect("the server listens");
    kept.write_all(b"GET /__control/health HTTP/1.1\r\nhost: here\r\n\r\nGET /stats").await.expect("it reads");
    let mut answer = [0; 15];
    kept.read_exact(&mut answer).await.expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
    server.stop.send(()).expect("the server waits for this");
    server.task.await.expect("the server ends");
}

#[tokio::test]
async fn a_request_that_is_being_answered_is_answered_before_the_server_stops() {
    let server = Running::with(Patience { stop: Duration::MAX, ..Patience::default() }).await;
    let mut client = TcpStream::connect(server.address).await.expect("the server listens");
    let form = "grant_type=client_credentials&scope=stats&client_id=a&client_secret=b";
    let head = "POST /Auth/connect/token HTTP/1.1\r\nhost: here\r\nexpect: 100-continue\r\n\
                content-type: application/x-www-form-urlencoded\r\n";
    let head = format!("{head}content-length: {}\r\n\r\n", form.len());
    client.write_all(head.as_bytes()).await.expect("it reads");
    // The server asks for the body, so it has the head.
    let mut asked = [0; 25];
    client.read_exact(&mut asked).await.expect("it asks");
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    server.stop.send(()).expect("the server waits for this");
    client.write_all(form.as_bytes()).await.expect("it reads");
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains("access_token"), "{answer}");
    server.task.await.expect("the server ends");
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_stops() {
    let server = Running::start().await;
    let client = Client::new();
    let url = format!("http://{}/", server.address);
    let page = client.get(&url).send().await.expect("an answer").text().await.expect("a page");
    assert!(page.contains("Insights Stats API, mocked"), "{page}");
    server.stop.send(()).expect("the server waits for this");
    server.task.await.expect("the server ends");
    assert!(client.get(&url).send().await.is_err());
}
