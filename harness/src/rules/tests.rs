//! Each rule with what a right client asks, and what a wrong one does.

use std::collections::BTreeSet;

use scenarios::time::{Instant, Span};

use super::*;

/// What a client does: it asks, or it is started.
type Step = Option<Exchange>;

use Option::{None as Run, Some as Ask};

const NOW: &str = "2024-03-05T12:00:00.000Z";
const DAY: &str = "/stats/interactions?start=2024-03-05T00:00:00Z&include=Processed";

/// A request of a good client, answered with the only page.
fn get(target: &str) -> Exchange {
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query.to_owned())));
    let at = Instant::parse(NOW).unwrap();
    let page = Page { page: 1, count: 1, page_count: 1, total_count: 1, up_to: at };
    let header = |name: &str, value: &str| [name.to_owned(), value.to_owned()];
    let exchange = Exchange {
        number: 1,
        at,
        method: "GET".to_owned(),
        path: format!("/worlds/w1{path}"),
        query,
        headers: vec![header("accept", "application/vnd.newvoicemedia.v3+json"), header("authorization", "Bearer ***")],
        status: 200,
        bytes: 100,
        token: Some(1),
        page: None,
        retry_after: None,
        fault: None,
        real: None,
    };
    let asked = Asked::of(&exchange);
    let is_page = asked.endpoint().is_some_and(|endpoint| endpoint != scenarios::view::Endpoint::Interaction);
    let page = is_page.then_some(Page { page: asked.page(), ..page });
    Exchange { page, ..exchange }
}

/// A request for a token, answered with that one.
fn token(number: u32) -> Exchange {
    Exchange {
        method: "POST".to_owned(),
        headers: vec![],
        page: None,
        token: Some(number),
        ..get("/Auth/connect/token")
    }
}

impl Exchange {
    fn of(self, pages: u32) -> Self {
        Self { page: self.page.map(|page| Page { page_count: pages, ..page }), ..self }
    }

    /// So long after the first.
    fn after(self, text: &str) -> Self {
        let at = self.at + Span::parse(text).unwrap();
        Self { at, page: self.page.map(|page| Page { up_to: at, ..page }), ..self }
    }

    /// So long after the first, by the real clock.
    fn really_after(self, text: &str) -> Self {
        let received = Instant::parse("2026-01-01").unwrap() + Span::parse(text).unwrap();
        Self { real: Some(Real { received, answered: received, others: 0 }), ..self }
    }

    fn beside(self, others: u32) -> Self {
        let real = self.really_after("0s").real.map(|real| Real { others, ..real });
        Self { real, ..get(DAY) }
    }

    fn status(self, status: u16) -> Self {
        Self { status, page: None, ..self }
    }

    fn retry_after(self, seconds: &str) -> Self {
        Self { retry_after: Some(seconds.to_owned()), ..self }
    }

    fn with(self, token: u32) -> Self {
        Self { token: Some(token), ..self }
    }

    fn saying(self, name: &str, value: Option<&str>) -> Self {
        let mut headers = self.headers;
        headers.retain(|[known, _]| known != name);
        headers.extend(value.map(|value| [name.to_owned(), value.to_owned()]));
        Self { headers, ..self }
    }
}

fn found(steps: &[Step]) -> Vec<Finding> {
    let mut watch = Watch::new();
    let mut runs = 0;
    if steps.first().is_none_or(Option::is_some) {
        watch.run_begins();
    }
    for step in steps {
        match step {
            Run => {
                if runs > 0 {
                    watch.run_ends();
                }
                watch.run_begins();
                runs += 1;
            }
            Ask(exchange) => watch.see(exchange),
        }
    }
    watch.run_ends();
    watch.findings()
}

fn poll(at: &str, query: &str) -> Step {
    Ask(get(&format!("/stats/interactions?{query}")).after(at))
}

/// Of each rule: its name, what is right, and what is wrong.
fn table() -> Vec<(&'static str, Vec<Step>, Vec<Step>)> {
    let page = |number: u32| format!("{DAY}&limit=100&page={number}");
    vec![
        ("known-endpoint", vec![Ask(get("/stats/agent-status"))], vec![Ask(get("/wfm/agent-states").status(404))]),
        (
            "get-only",
            vec![Ask(token(1)), Ask(get(DAY))],
            vec![Ask(Exchange { method: "POST".to_owned(), ..get("/stats/agent-status").status(405) })],
        ),
        (
            "version-header",
            vec![Ask(get(DAY).saying("accept", Some("text/html, application/vnd.newvoicemedia.v2+json;q=1")))],
            vec![Ask(get(DAY).saying("accept", Some("application/json")).status(400))],
        ),
        (
            "version-header",
            vec![Ask(get(DAY))],
            vec![Ask(get(DAY).saying("accept", Some("application/vnd.newvoicemedia.v4+json")).status(400))],
        ),
        (
            "bearer-token",
            vec![Ask(get(DAY).saying("authorization", Some("bearer ***")))],
            vec![Ask(get(DAY).saying("authorization", Some("***")).status(401).with(0))],
        ),
        ("bearer-token", vec![Ask(get(DAY))], vec![Ask(get(DAY).saying("authorization", None).status(401))]),
        (
            "secrets-in-url",
            vec![Ask(token(1))],
            vec![Ask(Exchange { query: Some("client_secret=***".to_owned()), ..token(1) })],
        ),
        ("token-request", vec![Ask(token(1))], vec![Ask(Exchange { token: None, ..token(1).status(400) })]),
        ("token-scope", vec![Ask(token(1)), Ask(get(DAY))], vec![Ask(token(1)), Ask(get(DAY).status(403))]),
        (
            "token-reuse",
            // A new process has no token yet; and one that is about to expire may be renewed.
            vec![
                Ask(token(1)),
                Ask(get(DAY)),
                Run,
                Ask(token(2).after("1m")),
                Ask(get(DAY).with(2).after("1m")),
                Ask(token(3).after("1h 59m")),
                Ask(get(DAY).with(3).after("1h 59m")),
            ],
            vec![Ask(token(1)), Ask(get(&page(1)).of(2)), Ask(token(1)), Ask(get(&page(2)).of(2))],
        ),
        (
            "refused-token",
            vec![Ask(get(DAY).status(401)), Ask(token(2)), Ask(get(DAY).with(2))],
            vec![Ask(get(DAY).status(401)), Ask(get(DAY).status(401)), Ask(token(2)), Ask(get(DAY).with(2))],
        ),
        (
            "refused-token",
            vec![Ask(get(DAY).status(401))],
            vec![
                Ask(get(DAY).status(401)),
                Ask(token(2)),
                Ask(get(DAY).with(2).status(401)),
                Ask(token(3)),
                Ask(get(DAY).with(3).status(401)),
                Ask(token(4)),
            ],
        ),
        (
            "token-renewal",
            vec![Ask(token(1)), Ask(get(DAY).status(401)), Ask(token(2)), Ask(get(DAY).with(2))],
            vec![Ask(token(1)), Ask(get(DAY)), Ask(get(DAY).after("2h").status(401))],
        ),
        (
            "known-parameters",
            vec![Ask(get("/stats/wfm/queue-activity?start=2024-03-05&include=Processed&queueType=ACD"))],
            vec![Ask(get("/stats/agent-activities?start=2024-03-05&agent=7001"))],
        ),
        (
            "known-parameters",
            vec![Ask(get("/stats/agent-activities?start=2024-03-05&agentId=7001"))],
            vec![Ask(get("/stats/agent-activities?start=2024-03-05&agentID=7001"))],
        ),
        (
            "bad-request",
            vec![Ask(get("/stats/interactions?start=2024-03-05"))],
            vec![Ask(get("/stats/interactions").status(400))],
        ),
        (
            "window-length",
            vec![
                Ask(get("/stats/interactions?start=2024-01-01&end=2024-02-01")),
                Ask(get("/stats/interactions?start=2024-02-01&end=2024-03-01")),
                Ask(get("/stats/queue-times?start=2023-01-01")),
            ],
            vec![Ask(get("/stats/interactions?start=2024-01-01&end=2024-03-01").status(400))],
        ),
        (
            "times-in-utc",
            vec![Ask(get("/stats/interactions?start=2024-03-05&end=2024-03-05T11:00:00.123456Z"))],
            vec![Ask(get("/stats/interactions?start=2024-03-05T10:00:00"))],
        ),
        ("times-in-utc", vec![Ask(get(DAY))], vec![Ask(get("/stats/interactions?start=2024-03-05T10:00:00%2B01:00"))]),
        (
            "window-in-the-future",
            vec![Ask(get("/stats/interactions?start=2024-03-05T12:00:00Z&end=2024-03-06"))],
            vec![Ask(get("/stats/interactions?start=2024-03-05T13:00:00Z").of(0))],
        ),
        (
            "all-pages",
            vec![Ask(get(&page(1)).of(3)), Ask(get(&page(3)).of(3)), Ask(get(&page(2)).of(3))],
            vec![Ask(get(&page(1)).of(3)), Ask(get(&page(2)).of(3))],
        ),
        (
            "all-pages",
            // Who only wants to know how many there are; who gives up; and who asks an empty centre.
            vec![
                Ask(get(&format!("{DAY}&limit=1")).of(300)),
                Ask(get("/stats/agent-status?limit=2").of(2)),
                Ask(get("/stats/agent-status?limit=2&page=2").status(500)),
                Ask(get("/stats/interactions/ongoing").of(0)),
            ],
            vec![Ask(get("/stats/agent-status").of(2))],
        ),
        (
            "same-query-on-all-pages",
            vec![Ask(get(&page(1)).of(2)), Ask(get("/stats/agent-status")), Ask(get(&page(2)).of(2))],
            vec![
                Ask(get("/stats/interactions?start=2024-03-05T10:00:00Z&end=2024-03-05T12:00:00Z&page=1").of(2)),
                Ask(get("/stats/interactions?start=2024-03-05T10:00:00Z&end=2024-03-05T12:00:01Z&page=2").of(2)),
            ],
        ),
        (
            "invented-pages",
            vec![Ask(get(&page(1)).of(2)), Ask(get(&page(2)).of(2))],
            vec![Ask(get(&page(1)).of(1)), Ask(get(&page(2)).of(1)), Ask(get(&page(3)).of(1))],
        ),
        (
            "next-start",
            vec![
                poll("0s", "start=2024-03-05T00:00:00Z&include=Processed"),
                poll("15s", "start=2024-03-05T12:00:00Z&include=Processed"),
                // Bounded overlap is fine.
                poll("30s", "start=2024-03-05T11:00:15Z&include=Processed"),
                Run,
                poll("45s", "start=2024-03-05T12:00:30Z&include=Processed"),
            ],
            vec![
                poll("0s", "start=2024-03-05T00:00:00Z&include=Processed"),
                poll("15s", "start=2024-03-05T12:00:00.001Z&include=Processed"),
            ],
        ),
        (
            "next-start",
            // Another agent's is another question, and so is what is asked at the same time.
            vec![
                Ask(get("/stats/wfm/agent-states?start=2024-03-05T01:00:00Z&end=2024-03-05T02:00:00Z")),
                Ask(get("/stats/wfm/agent-states?start=2024-03-05T03:00:00Z&end=2024-03-05T04:00:00Z")),
                Ask(get("/stats/wfm/agent-states?start=2024-03-05T05:00:00Z&agentId=7001")),
            ],
            vec![
                poll("0s", "start=2024-03-05T00:00:00Z&end=2024-03-05T11:59:00Z&include=Processed"),
                poll("15s", "start=2024-03-05T12:00:00Z&include=Processed"),
            ],
        ),
        (
            "processed-when-polling",
            // Who asks for everything each time misses nothing.
            vec![poll("0s", "start=2024-03-05"), poll("15s", "start=2024-03-05"), poll("30s", "start=2024-03-05")],
            vec![poll("0s", "start=2024-03-05"), poll("15s", "start=2024-03-05T12:00:00Z")],
        ),
        (
            "retry-after",
            vec![
                Ask(get(DAY).status(429).retry_after("2").really_after("0s")),
                Ask(get(DAY).really_after("2s")),
                Ask(get("/stats/agent-status").status(503).retry_after("30").really_after("3s")),
                Ask(get("/stats/agent-status").after("30s").really_after("3100ms")),
            ],
            vec![
                Ask(get(DAY).status(429).retry_after("2").really_after("0s")),
                Ask(get("/stats/agent-status").really_after("1s")),
            ],
        ),
        (
            "backing-off",
            vec![
                Ask(get(DAY).status(500).really_after("0s")),
                Ask(get(DAY).status(500).really_after("500ms")),
                Ask(get(DAY).status(502).really_after("1500ms")),
                Ask(get(DAY).really_after("3500ms")),
            ],
            vec![Ask(get(DAY).status(500).really_after("0s")), Ask(get(DAY).really_after("2ms"))],
        ),
        (
            "backing-off",
            vec![Ask(get(DAY).status(500).really_after("0s")), Ask(get("/stats/agent-status").really_after("1ms"))],
            (0..14).map(|try_| Ask(get(DAY).status(503).really_after(&format!("{}s", try_ * 10)))).collect(),
        ),
        (
            "giving-up",
            vec![Ask(get("/stats/interactions/016f8db7-798f-407c-9925-ef8c2b51e6b0").status(404))],
            vec![
                Ask(get("/stats/interactions/016f8db7-798f-407c-9925-ef8c2b51e6b0").status(404)),
                Ask(get("/stats/interactions/016f8db7-798f-407c-9925-ef8c2b51e6b0").status(404)),
            ],
        ),
        (
            "busy-polling",
            // Five seconds of either clock are five seconds; and another process knows nothing.
            vec![
                Ask(get("/stats/agent-status").really_after("0s")),
                Ask(get("/stats/agent-status").after("5s").really_after("1ms")),
                Ask(get("/stats/agent-status").after("5s").really_after("5001ms")),
                Run,
                Ask(get("/stats/agent-status").after("5s").really_after("5002ms")),
            ],
            vec![Ask(get("/stats/agent-status")), Ask(get("/stats/agent-status").after("4s"))],
        ),
        ("needless-parallelism", vec![Ask(get(DAY).beside(3))], vec![Ask(get(DAY).beside(9))]),
        (
            "one-by-one",
            (0..10).map(|n| Ask(get(&format!("/stats/interactions/{n}")))).collect(),
            (0..11).map(|n| Ask(get(&format!("/stats/interactions/{n}")))).collect(),
        ),
        (
            "one-by-one",
            (0..99)
                .map(|_| Ask(get("/stats/queue-times?start=2024-03-05&queues=Orders").after("1s")))
                .take(1)
                .collect(),
            (0..11).map(|n| Ask(get(&format!("/stats/wfm/agent-states?start=2024-03-05&agentId={n}")))).collect(),
        ),
    ]
}

#[test]
fn each_rule_catches_the_wrong_client_and_lets_the_right_one_be() {
    for (id, right, wrong) in table() {
        let alarms: Vec<String> = found(&right).iter().map(ToString::to_string).collect();
        assert!(alarms.is_empty(), "{id}: a right client is blamed: {alarms:?}");
        let caught: Vec<Finding> = found(&wrong);
        let ids: Vec<&str> = caught.iter().map(|finding| &*finding.id).collect();
        assert_eq!(ids, [id], "{caught:?}");
        assert!(caught[0].severity >= Severity::Warning, "{id}");
    }
}

#[test]
fn every_rule_is_in_the_table_once_and_has_a_test() {
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    let distinct: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(distinct.len(), ids.len());
    let tested: BTreeSet<&str> = table().into_iter().map(|(id, ..)| id).collect();
    assert_eq!(distinct, tested);
}

#[test]
fn a_page_behind_the_last_is_worth_a_note_as_some_clients_stop_there() {
    let steps = [Ask(get(&format!("{DAY}&page=1"))), Ask(get(&format!("{DAY}&page=2")))];
    let found = found(&steps);
    assert_eq!((&*found[0].id, found[0].severity, found.len()), ("invented-pages", Severity::Note, 1));
}

#[test]
fn what_was_on_its_way_when_the_limit_was_reached_did_not_disregard_it() {
    let sent_before = get("/stats/agent-status").really_after("0s");
    let refused = get(DAY).status(429).retry_after("2").really_after("10ms");
    assert_eq!(found(&[Ask(refused), Ask(sent_before)]), []);
}

#[test]
fn a_rule_that_is_broken_often_is_told_once_with_how_often() {
    let steps: Vec<Step> = (0..5).map(|_| Ask(get("/stats/agent-status"))).collect();
    let found = found(&steps);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].to_string(),
        "  warning client/busy-polling: what request #1 was answered with is asked for again within five seconds, and so \
         3 times more\n      \
         #1 2024-03-05T12:00:00.000Z GET /stats/agent-status 200\n      \
         the documentation: an answer may be used again for five seconds, as its header Cache-Control says; known \
         clients poll every 5 to 15 seconds (sections 1.1 and 2.5)\n      \
         hint: keep what was answered, and ask the same again after five seconds at the earliest\n"
    );
}

#[test]
fn what_is_kept_in_mind_does_not_grow_with_the_requests() {
    const REQUESTS: u32 = 20_000;
    let mut watch = Watch::new();
    watch.run_begins();
    let start = Instant::parse(NOW).unwrap();
    let mut kept = Vec::new();
    for number in 0..REQUESTS {
        let window = start + Span::from_secs(i64::from(number) * 15);
        let target = format!("/stats/interactions?start={window}&include=Processed");
        let asked = get(&target).after(&format!("{}s", (u64::from(number) + 1) * 15));
        watch.see(&asked);
        if number == REQUESTS / 10 || number == REQUESTS - 1 {
            // What rules keep is shown by their debugging texts.
            kept.push(format!("{watch:?}").len());
        }
    }
    assert!(kept[1] < kept[0] + kept[0] / 20, "{kept:?}");
    watch.run_ends();
    let found = watch.findings();
    assert_eq!(found, []);
}
