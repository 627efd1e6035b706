use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::mpsc;
use std::time::Duration;

use harness::conform::{Conform, Credentials, Manners, Target, Unable, Window};
use scenarios::time::Span;

use super::{run, served, target, undecided};

/// A server that gives these answers, one for each request, and tells what was asked.
fn scripted(answers: Vec<String>) -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let (told, asked) = mpsc::channel();
    std::thread::spawn(move || {
        for answer in answers {
            let Ok((stream, _)) = listener.accept() else { return };
            let mut lines = BufReader::new(&stream).lines();
            let first = lines.next().and_then(Result::ok).unwrap_or_default();
            // The body of a GET is empty: the request ends with the first empty line.
            while lines.next().and_then(Result::ok).is_some_and(|line| !line.is_empty()) {}
            let _ = told.send(first);
            let _ = (&stream).write_all(answer.as_bytes());
        }
    });
    (address, asked)
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}")
}

/// The server at that address, whose window follows from its own time.
fn stranger(base: String) -> Target {
    let credentials = Credentials { client: None, token: Some("a-token".to_owned()) };
    let token_url = format!("{base}/Auth/connect/token");
    let hour = Span::from_secs(3600);
    Target { base, token_url, credentials, window: Window::Settled { length: hour, ago: hour } }
}

const PAGE: &str =
    r#"{"meta":{"page":1,"count":0,"pageCount":0,"totalCount":0},"items":[],"upTo":"2024-03-05T12:00:00.000Z"}"#;

#[test]
fn who_is_told_to_wait_waits_and_asks_again_and_nothing_is_asked_twice() {
    let (base, asked) = scripted(vec![
        answer("429 Too Many Requests", "Retry-After: 0\r\n", "{}"),
        answer("200 OK", "Content-Type: application/json\r\n", PAGE),
        answer("503 Service Unavailable", "Retry-After: 0\r\n", "{}"),
        answer("200 OK", "Content-Type: application/json\r\n", PAGE),
    ]);
    let only = vec!["3.interactions".to_owned(), "3.order-of-interactions".to_owned()];
    let report = run(&Conform { target: Some(stranger(base)), only, ..Conform::default() });
    // The window is told by the server's own time: an hour long, and over for an hour.
    let window = "start=2024-03-05T10:00:00.000Z&end=2024-03-05T11:00:00.000Z";
    let expected = [
        "GET /stats/agent-status?limit=1 HTTP/1.1".to_owned(),
        "GET /stats/agent-status?limit=1 HTTP/1.1".to_owned(),
        format!("GET /stats/interactions?{window} HTTP/1.1"),
        format!("GET /stats/interactions?{window} HTTP/1.1"),
    ];
    assert_eq!(asked.iter().take(4).collect::<Vec<_>>(), expected);
    // The list itself is asked for with a limit; there is nobody any more to answer that.
    assert_eq!(undecided(&report), ["3.order-of-interactions"], "{report}");
}

#[test]
fn no_more_is_asked_than_may_be() {
    let served = served();
    let target = target(&served, "2020-01-10T11:00:00Z", "2020-01-10T12:00:00Z");
    let manners = Manners { most: 20, ..Manners::default() };
    let report = run(&Conform { target: Some(target), manners, ..Conform::default() });
    assert_eq!(report.requests, 20);
    assert!(report.to_string().contains("20 requests have been made, and no more may be"));
    assert_eq!(report.failures().count(), 0);
}

#[test]
fn a_whole_run_asks_a_real_service_a_few_hundred_things() {
    let served = served();
    let target = target(&served, "2020-01-10T11:00:00Z", "2020-01-10T12:00:00Z");
    let report = run(&Conform { target: Some(target), ..Conform::default() });
    assert!(report.requests < 500, "{} requests are too many", report.requests);
}

#[test]
fn secrets_are_in_no_report() {
    let served = served();
    let mut target = target(&served, "2020-01-10T11:00:00Z", "2020-01-10T12:00:00Z");
    target.credentials = Credentials { client: Some(("the-id".to_owned(), "the-secret".to_owned())), token: None };
    // Nothing answers there, so that all that is asked for is told.
    target.token_url = format!("{}/nowhere", served.base());
    let report = Conform { target: Some(target), only: vec!["1.2".to_owned()], ..Conform::default() }.run();
    let text = report.map_or_else(|unable| unable.to_string(), |report| report.to_string());
    assert!(!text.contains("the-secret") && !text.contains("the-id"), "{text}");
    assert!(text.contains("client_secret=***"), "{text}");
}

#[test]
fn who_cannot_be_asked_is_said_so() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let manners = Manners { patience: Duration::ZERO, ..Manners::default() };
    let unable = Conform { target: Some(stranger(base)), manners, ..Conform::default() }.run();
    assert!(matches!(&unable, Err(Unable::NoServer(why)) if why.contains("no answer")), "{unable:?}");
    let nobody = Conform { only: vec!["11".to_owned()], ..Conform::default() }.run();
    assert!(matches!(nobody, Err(Unable::NoClaim(_))));
}
