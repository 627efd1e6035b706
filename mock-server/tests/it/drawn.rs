//! A thousand requests, drawn from a fixed seed: everything that a server can be asked that has frozen clocks.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::json;

use crate::given::{V2, V3};

/// A request, but for the token, which servers give.
#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    pub(crate) method: &'static str,
    pub(crate) target: String,
    pub(crate) headers: Vec<(&'static str, &'static str)>,
    pub(crate) bearer: Bearer,
    pub(crate) body: String,
}

/// Which token is shown.
#[derive(Clone, Debug)]
pub(crate) enum Bearer {
    Nobody,
    /// This text.
    Text(&'static str),
    /// The ready token of the world of that number, once there is one.
    Ready(usize),
    /// That of the tokens that have been asked for, counted from the last.
    Given(usize),
}

/// How many worlds are there from the beginning.
const FIRST: usize = 24;
/// Up to which number worlds are asked for: the last come later.
const WORLDS: usize = 28;

/// With every story told of the same morning: worlds in which all is over, and worlds in which it is not.
const AFTER: &str = "?rebase=2024-03-05T12:00:00Z";
const WITHIN: &str = "?rebase=2024-03-05T12:00:00Z&at=2024-03-05T11:59:00Z";

/// The same thousand requests every time. The first make worlds.
pub(crate) fn requests() -> Vec<Drawn> {
    const ALL: usize = 1000;
    let mut runner = TestRunner::deterministic();
    let mut drawn = |strategy: BoxedStrategy<Drawn>, count| {
        let drawn = proptest::collection::vec(strategy, count).new_tree(&mut runner).expect("nothing is filtered");
        drawn.current()
    };
    let mut requests = drawn(prop_oneof![made(AFTER), made(WITHIN)].boxed(), FIRST);
    requests.extend(drawn(any_request().boxed(), ALL - FIRST));
    requests
}

fn any_request() -> impl Strategy<Value = Drawn> {
    prop_oneof![
        60 => question(),
        8 => token(),
        4 => prop_oneof![made(""), made(AFTER), made(WITHIN)],
        2 => made("?rebase=2024-06-01T12:00:00Z&shape=2020"),
        1 => made("?at=noon"),
        4 => told_anew(),
        10 => clock(),
        4 => journal(),
        5 => truth(),
        6 => other(),
    ]
}

fn instant() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        12 => Just("2024-03-05"),
        2 => Just("2024-03-05T09:05:00Z"),
        2 => Just("2024-03-05T10:00:00.5%2B01:00"),
        2 => Just("2024-03-05T09:30:00.000"),
        1 => Just("2020-01-10T11:13:30Z"),
        1 => Just("2019-12-01"),
        1 => Just("yesterday"),
    ]
}

fn question() -> impl Strategy<Value = Drawn> {
    let method = prop_oneof![17 => Just("GET"), 1 => Just("HEAD"), 1 => Just("POST"), 1 => Just("OPTIONS")];
    let endpoint = prop_oneof![
        10 => select(vec![
            "/interactions",
            "/interactions/ongoing",
            "/agent-activities",
            "/agent-activities/presence",
            "/agent-activities/interactions",
            "/agent-status",
            "/queue-times",
            "/wfm/agent-states",
            "/wfm/queue-metrics",
            "/wfm/queue-activity",
        ])
        .prop_map(str::to_owned),
        2 => Just("/interactions/ongoing".to_owned()),
        4 => guid().prop_map(|guid| format!("/interactions/{guid}")),
        1 => select(vec!["/interactions/7", "/agent-status/", "/nothing"]).prop_map(str::to_owned),
    ];
    let parameters = (
        prop::option::weighted(0.95, instant().prop_map(|start| format!("start={start}"))),
        prop::option::weighted(0.2, instant().prop_map(|end| format!("end={end}"))),
        prop::option::of(
            mostly(&["Started", "StartedOrEnded", "Processed"], "All").prop_map(|what| format!("include={what}")),
        ),
        prop::option::weighted(0.3, mostly(&["1", "2", "3"], "0").prop_map(|page| format!("page={page}"))),
        prop::option::of(mostly(&["1", "2", "25", "5000"], "5001").prop_map(|limit| format!("limit={limit}"))),
        prop::option::weighted(
            0.2,
            select(vec!["queueType=All", "type=Presence", "agentId=anna", "queues=Orders"]).prop_map(str::to_owned),
        ),
    );
    let query = parameters.prop_map(|(start, end, include, page, limit, other)| {
        let given: Vec<String> = [start, end, include, page, limit, other].into_iter().flatten().collect();
        given.join("&")
    });
    let accept = prop_oneof![12 => Just(Some(V3)), 3 => Just(Some(V2)), 1 => Just(Some("*/*")), 1 => Just(None)];
    let others = prop_oneof![
        6 => Just(vec![]),
        1 => Just(vec![("accept-encoding", "gzip")]),
        1 => Just(vec![("origin", "https://wallboard.example"), ("access-control-request-method", "GET")]),
    ];
    (method, addressed(), endpoint, query, accept, others).prop_map(
        |(method, (base, bearer), endpoint, query, accept, mut headers)| {
            headers.extend(accept.map(|accept| ("accept", accept)));
            Drawn { method, target: format!("{base}/stats{endpoint}?{query}"), headers, bearer, body: String::new() }
        },
    )
}

/// One of these, or once in a while what is wrong.
fn mostly(right: &'static [&'static str], wrong: &'static str) -> impl Strategy<Value = &'static str> {
    prop_oneof![19 => select(right), 1 => Just(wrong)]
}

/// The beginning of a path, and a token that mostly goes with it.
fn addressed() -> impl Strategy<Value = (String, Bearer)> {
    (0..WORLDS, any::<bool>(), 0..20usize).prop_map(|(world, is_named, who)| {
        let bearer = match who {
            0 => Bearer::Nobody,
            1 => Bearer::Text("w1.wrong"),
            2 => Bearer::Ready(world + 1),
            3..6 => Bearer::Given(who - 3),
            _ if world == 0 => Bearer::Text("good"),
            _ => Bearer::Ready(world),
        };
        // Whose token it is that was given is not known here, but tokens know their world.
        let is_named = is_named && !matches!(bearer, Bearer::Given(_));
        (if is_named { format!("/worlds/{}", id(world)) } else { String::new() }, bearer)
    })
}

fn token() -> impl Strategy<Value = Drawn> {
    let grant = prop_oneof![9 => Just("grant_type=client_credentials"), 1 => Just("grant_type=password")];
    let scope =
        prop_oneof![7 => Just("&scope=stats"), 2 => Just("&scope=users:read"), 1 => Just("&scope=all"), 1 => Just("")];
    let client = prop_oneof![5 => Just("&client_id=any-id&client_secret=any-secret"), 1 => Just("&client_id=client-w2&client_secret=guessed"), 1 => Just("")];
    (addressed(), grant, scope, client).prop_map(|((base, _), grant, scope, client)| Drawn {
        method: "POST",
        target: format!("{base}/Auth/connect/token"),
        headers: vec![("content-type", "application/x-www-form-urlencoded")],
        bearer: Bearer::Nobody,
        body: format!("{grant}{scope}{client}"),
    })
}

fn made(query: &'static str) -> impl Strategy<Value = Drawn> {
    story().prop_map(move |body| control("POST", &format!("/worlds{query}"), body))
}

fn told_anew() -> impl Strategy<Value = Drawn> {
    let change = (0..WORLDS, story())
        .prop_map(|(world, story)| control("PUT", &format!("/worlds/{}/scenario", id(world)), story));
    let look = (0..WORLDS).prop_map(|world| control("GET", &format!("/worlds/{}/scenario", id(world)), String::new()));
    prop_oneof![change, look]
}

/// What makes a world, or nearly.
fn story() -> impl Strategy<Value = String> {
    let recorded = std::fs::read_to_string(crate::given::catalog("agent-status.json")).expect("the file is there");
    prop_oneof![
        8 => select(&STORIES[..]).prop_map(|name| json!({ "catalog": name }).to_string()),
        4 => select(&STORIES[..]).prop_map(text),
        1 => Just(recorded),
        1 => select(vec!["start = noon", "", "{\"items\": 7}", "{\"catalog\": \"faq/transfr\"}", "[[agemt]]"]).prop_map(str::to_owned),
    ]
}

fn clock() -> impl Strategy<Value = Drawn> {
    let advance = prop_oneof![
        4 => Just(json!({ "toNextChange": true })),
        2 => select(vec!["250ms", "15s", "1h 30m", "soon"]).prop_map(|by| json!({ "by": by })),
        1 => Just(json!({ "until": { "settled": true } })),
        1 => guid().prop_map(|guid| json!({ "until": { "interaction": guid, "status": "Completed" } })),
        1 => instant().prop_map(|to| json!({ "to": to.replace("%2B", "+") })),
    ];
    let set = instant().prop_map(|now| json!({ "now": now.replace("%2B", "+") }));
    prop_oneof![
        3 => (0..WORLDS, advance)
            .prop_map(|(world, by)| control("POST", &format!("/worlds/{}/clock/advance", id(world)), by.to_string())),
        1 => (0..WORLDS, set)
            .prop_map(|(world, to)| control("PUT", &format!("/worlds/{}/clock", id(world)), to.to_string())),
        1 => (0..WORLDS).prop_map(|world| control("GET", &format!("/worlds/{}/clock", id(world)), String::new())),
    ]
}

fn journal() -> impl Strategy<Value = Drawn> {
    let asked = prop_oneof![4 => Just(("GET", "")), 1 => Just(("GET", "?after=3&limit=2")), 1 => Just(("DELETE", ""))];
    (0..WORLDS, asked).prop_map(|(world, (method, query))| {
        control(method, &format!("/worlds/{}/journal{query}", id(world)), String::new())
    })
}

fn truth() -> impl Strategy<Value = Drawn> {
    const QUESTIONS: [&str; 10] = [
        "transfers",
        "consults",
        "logins",
        "ccr-channels",
        "queue-entries",
        "queue-outcomes",
        "handle-times",
        "availability",
        "contactpad",
        "moods",
    ];
    let query = prop_oneof![3 => Just(""), 1 => Just("?end=2024-03-05T09:30:00Z"), 1 => Just("?start=2024-03-05")];
    (0..WORLDS, select(QUESTIONS.to_vec()), query).prop_map(|(world, question, query)| {
        control("GET", &format!("/worlds/{}/truth/{question}{query}", id(world)), String::new())
    })
}

fn other() -> impl Strategy<Value = Drawn> {
    let plain = |path: &str| Drawn { target: path.to_owned(), ..control("GET", "", String::new()) };
    prop_oneof![
        1 => (0..4usize).prop_map(|world| control("DELETE", &format!("/worlds/{}", id(world)), String::new())),
        2 => (0..WORLDS).prop_map(|world| control("GET", &format!("/worlds/{}", id(world)), String::new())),
        1 => Just(control("GET", "/worlds", String::new())),
        1 => Just(control("GET", "/health", String::new())),
        1 => select(vec!["/", "/openapi.json", "/nothing", "/stats"]).prop_map(plain),
    ]
}

fn control(method: &'static str, path: &str, body: String) -> Drawn {
    Drawn { method, target: format!("/__control{path}"), headers: Vec::new(), bearer: Bearer::Nobody, body }
}

fn id(world: usize) -> String {
    if world == 0 { "default".to_owned() } else { format!("w{world}") }
}

/// The GUIDs of those stories' interactions, and one that none has.
fn guid() -> impl Strategy<Value = String> {
    let scenarios = STORIES.map(|name| scenarios::format::parse(&text(name)).expect("the catalog is right").scenario);
    let flows = scenarios.into_iter().flat_map(|scenario| scenario.flows);
    let guids = flows.map(|flow| flow.guid.to_string()).chain(["018e0e2a-0000-4000-8000-000000000000".to_owned()]);
    select(guids.collect::<Vec<_>>())
}

/// The scenarios of the catalog that worlds tell of.
const STORIES: [&str; 8] = [
    "access/listed_credentials",
    "callback/call_back_is_another_interaction",
    "faq/ready_idle_or_busy",
    "faq/transfer",
    "media/chat_email_and_call_at_once",
    "processing/states_rewritten",
    "queue/caller_still_waiting",
    "transfer/call_through_four_hands",
];

fn text(name: &str) -> String {
    let file = format!("{}/../scenarios/catalog/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"))
}
