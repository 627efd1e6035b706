use std::time::Duration;

use reqwest::Response;
use scenarios::fault::{Fault, Network, Service, Status};

use crate::network::{Served, cause};

/// What a rule of the fault needs beside its word, and what is seen of three requests of which the first that it can
/// befalls is the only one; `None` of lies, which [`crate::faults`] has tables for.
///
/// There is no arm for the rest: a fault that is new has no test until it stands here.
fn seen_of(fault: Fault) -> Option<(&'static str, &'static str)> {
    Some(match fault {
        Fault::Service(Service::RateLimit { .. }) => {
            ("limit = 1\nper = \"30s\"", "200 whole, 429 test; rate-limit, in 30 s, 200 whole")
        }
        Fault::Service(Service::Refused(status, _)) => match status {
            Status::TooManyRequests => {
                ("retry_after = \"7s\"", "429 test; too-many-requests, in 7 s, 200 whole, 200 whole")
            }
            Status::InternalError => ("", "500 test; internal-error, 200 whole, 200 whole"),
            Status::NotImplemented => ("", "501 test; not-implemented, 200 whole, 200 whole"),
            Status::Unavailable => ("retry_after = \"1m\"", "503 test; unavailable, in 60 s, 200 whole, 200 whole"),
            Status::GatewayTimeout => ("", "504 test; gateway-timeout, 200 whole, 200 whole"),
            Status::Unauthorised => ("", "401 test; unauthorised, 200 whole, 200 whole"),
            Status::Forbidden => ("", "403 test; forbidden, 200 whole, 200 whole"),
        },
        Fault::Service(Service::TokenRevoked) => {
            ("", "401 test; token-revoked, 401 test; token-revoked, 401 test; token-revoked")
        }
        Fault::Service(Service::TokenExpired { .. }) => {
            ("after = \"1m\"", "401 test; token-expired, 200 whole, 200 whole")
        }
        Fault::Service(Service::Slow { .. }) => {
            ("delay = \"1h\"\nclock = \"world\"", "200 test; slow, at 10:01:00, whole, 200 whole, 200 whole")
        }
        Fault::Network(network) => match network {
            Network::Reset => ("", "reset, 200 whole, 200 whole"),
            Network::Closed => ("", "closed, 200 whole, 200 whole"),
            Network::Truncated { .. } => {
                ("bytes = 40", "200 test; truncated, breaks off after 40 bytes, 200 whole, 200 whole")
            }
            Network::WrongLength { .. } => ("more = 9", "200 test; wrong-length, waits for ever, 200 whole, 200 whole"),
            Network::Drip { .. } => ("bytes = 50\nevery = \"1ms\"", "200 test; drip, whole, 200 whole, 200 whole"),
            Network::HalfOpen => ("", "silent, 200 whole, 200 whole"),
        },
        Fault::Meaning(_) => return None,
    })
}

#[tokio::test]
async fn every_fault_of_the_service_and_the_network_is_met_at_the_socket() {
    let mut met = 0;
    for fault in Fault::EACH {
        let Some((parameters, expected)) = seen_of(fault) else { continue };
        let served = Served::start().await;
        let token = served.token("anna").await.body["access_token"].as_str().unwrap_or_default().to_owned();
        // A minute later it is old enough to be taken for one that has expired.
        let clock = format!("http://{}/__control/worlds/default/clock/advance", served.address);
        let moved = served.client.post(clock).body(r#"{"by":"1m"}"#).send().await.expect("an answer");
        assert!(moved.status().is_success());
        served.plan(&format!("name = \"test\"\n[[rule]]\nfault = \"{}\"\n{parameters}\ntimes = 1", fault.word())).await;
        let mut seen = Vec::new();
        for _ in 0..3 {
            seen.push(told(served.asks(&token, "/stats/agent-status").await).await);
        }
        assert_eq!(seen.join(", "), expected, "{}", fault.word());
        met += 1;
    }
    assert_eq!(met + Fault::lies().count(), Fault::EACH.len());
}

/// What a client sees, in a few words.
async fn told(seen: reqwest::Result<Response>) -> String {
    let answer = match seen {
        Ok(answer) => answer,
        Err(error) if error.is_timeout() => return "silent".to_owned(),
        Err(error) if cause(&error) == Some(std::io::ErrorKind::ConnectionReset) => return "reset".to_owned(),
        Err(error) if format!("{error:?}").contains("IncompleteMessage") => return "closed".to_owned(),
        Err(error) => panic!("an error of another kind: {error:?}"),
    };
    let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut told = vec![answer.status().as_u16().to_string()];
    told[0].extend(header("insights-mock-fault").map(|fault| format!(" {fault}")));
    told.extend(header("retry-after").map(|wait| format!("in {wait} s")));
    told.extend(header("date").filter(|date| !date.contains("09:01:00")).map(|date| format!("at {}", &date[17..25])));
    if answer.status().is_success() {
        let body = body(answer).await;
        match told.len() {
            1 if !told[0].contains(';') => told[0] = format!("{} {body}", told[0]),
            _ => told.push(body),
        }
    }
    told.join(", ")
}

/// What becomes of the body.
async fn body(mut answer: Response) -> String {
    let mut read = Vec::new();
    loop {
        match tokio::time::timeout(Duration::from_secs(5), answer.chunk())
            .await
            .expect("the client has its own patience")
        {
            Ok(Some(chunk)) => read.extend_from_slice(&chunk),
            Ok(None) if serde_json::from_slice::<serde_json::Value>(&read).is_ok() => return "whole".to_owned(),
            Ok(None) => return "no JSON".to_owned(),
            Err(error) if error.is_timeout() => return "waits for ever".to_owned(),
            Err(_) => return format!("breaks off after {} bytes", read.len()),
        }
    }
}
