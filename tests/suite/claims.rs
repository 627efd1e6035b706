//! What the API reference claims, asked of a real server over a real socket.
//!
//! `mock-server/COVERAGE.md` lists the claims, and for each the test that shows it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use mock_server::load::{self, Story};
use mock_server::world::{Settings, World};
use scenarios::format;
use scenarios::scenario::Shape;
use scenarios::time::{Instant, Span};
use scenarios::timeline;
use serde_json::Value;

use crate::support::{Served, V3, catalog, settings};

/// What all answers have in common: headers, dates, lengths of time.
mod answers;
/// Which scopes open what.
mod tokens;
/// How version 2 differs.
mod versions;
/// Which paths there are, what each parameter selects, and in which order items come.
mod endpoints;
/// The envelope and its arithmetic.
mod paging;
/// Where windows begin and end.
mod windows;
/// What lies in a window, and what a client that polls gets.
mod include;
/// Interactions and their channels.
mod interactions;
/// What happens on channels.
mod events;
/// Agents' activities.
mod activities;
/// What agents are at.
mod status;
/// Interactions in queues.
mod queue_times;
/// Agents' states and queues for workforce management.
mod wfm;
/// How presences, workloads and work on interactions follow one another.
mod lifecycles;
/// How what happens in a call shows.
mod calls;
/// What is said of requests that cannot be answered.
mod errors;
/// What clients of the real API do.
mod clients;

/// The eight questions that have a window.
const WINDOWED: [&str; 8] = [
    "/interactions",
    "/agent-activities",
    "/agent-activities/presence",
    "/agent-activities/interactions",
    "/queue-times",
    "/wfm/agent-states",
    "/wfm/queue-metrics",
    "/wfm/queue-activity",
];

/// The two collections that tell of now.
const OF_NOW: [&str; 2] = ["/interactions/ongoing", "/agent-status"];

/// A story that is being served, with a clock that stands where it is put.
struct Scene {
    name: String,
    story: Story,
    start: Instant,
    /// The first instant at which an open window holds all of it: where the clock stands at first.
    settled: Instant,
    served: Served,
}

impl Scene {
    /// A scenario of the catalog.
    fn of(name: &str) -> Self {
        Self::playing(name, story(name))
    }

    /// A scenario that is told here.
    fn told(toml: &str) -> Self {
        let source = format::parse(toml).unwrap_or_else(|problems| panic!("{}", problems[0]));
        let timeline = timeline::compile(&source.scenario).unwrap_or_else(|problems| panic!("{}", problems[0]));
        Self::playing("the scenario told here", Story::Told(Arc::new(source.scenario), Arc::new(timeline)))
    }

    fn playing(name: &str, story: Story) -> Self {
        let (start, settled) = times(&story);
        let served = Served::start(world(&story, Settings { at: Some(settled), ..settings() }));
        Self { name: name.to_owned(), story, start, settled, served }
    }

    /// Another story on the same server.
    fn turn_to(&mut self, name: &str, story: &Story) {
        (self.start, self.settled) = times(story);
        (self.name, self.story) = (name.to_owned(), story.clone());
        self.put(self.settled, None);
    }

    /// The same, asked at that instant.
    fn at(&self, instant: &str) -> &Self {
        self.put(Instant::parse(instant).unwrap_or_else(|_| panic!("{instant} is no instant")), None)
    }

    fn put(&self, instant: Instant, shape: Option<Shape>) -> &Self {
        self.served.host.replace(world(&self.story, Settings { at: Some(instant), shape, ..settings() }));
        self
    }

    /// The body of an answer that is right.
    fn answer(&self, path: &str) -> Value {
        let (status, body) = self.served.ask(path);
        assert_eq!(status, 200, "{path} of {self}: {body}");
        body
    }

    /// The items of a collection; all of them, unless `path` tells a limit.
    fn items(&self, path: &str) -> Vec<Value> {
        let path = match (path.contains("limit="), path.contains('?')) {
            (true, _) => path.to_owned(),
            (false, true) => format!("{path}&limit=5000"),
            (false, false) => format!("{path}?limit=5000"),
        };
        list(&self.answer(&path)["items"]).to_vec()
    }

    /// The status and message of a refusal.
    fn refusal(&self, path: &str) -> (u16, String) {
        let (status, body) = self.served.ask(path);
        (status, text(&body, "message").to_owned())
    }

    /// The status and body of the answer to who asks for a token.
    fn token(&self, client: &str, secret: &str, scope: &str) -> (u16, Value) {
        let form = format!("grant_type=client_credentials&client_id={client}&client_secret={secret}&scope={scope}");
        let request = self.served.client.post(format!("{}/Auth/connect/token", self.served.base())).body(form);
        received(request.header("Content-Type", "application/x-www-form-urlencoded"))
    }

    /// The answer to who sends these headers and no others.
    fn answer_to(&self, headers: &[(&str, &str)], path: &str) -> (u16, Value) {
        let request = self.served.client.get(format!("{}/stats{path}", self.served.base()));
        received(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)))
    }

    /// The answer to who has that token.
    fn answer_to_bearer(&self, token: &Value, path: &str) -> (u16, Value) {
        let authorization = format!("bearer {}", text(token, "access_token"));
        self.answer_to(&[("Accept", V3), ("Authorization", &authorization)], path)
    }

    /// `?start=` with the instant at which the story begins.
    fn window(&self) -> String {
        format!("?start={}", self.start)
    }

    /// The path of each collection, with a window that holds the whole story.
    fn collections(&self) -> Vec<String> {
        let windowed = WINDOWED.iter().map(|path| format!("{path}{}", self.window()));
        windowed.chain(OF_NOW.iter().map(|path| format!("{path}?"))).collect()
    }
}

impl fmt::Display for Scene {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, now) = self.served.host.world();
        write!(f, "{} at {now}", self.name)
    }
}

/// The status and body of the answer to a request.
fn received(request: reqwest::blocking::RequestBuilder) -> (u16, Value) {
    let answer = request.send().unwrap_or_else(|error| panic!("no answer: {error}"));
    let status = answer.status().as_u16();
    (status, answer.json().unwrap_or_else(|error| panic!("no JSON: {error}")))
}

/// When a story begins, and the first instant at which an open window holds all of it.
fn times(story: &Story) -> (Instant, Instant) {
    let Story::Told(scenario, timeline) = story else { panic!("this is no scenario: {story:?}") };
    // A window up to now does not hold what starts now.
    (scenario.start, timeline.settled().unwrap_or(scenario.start) + Span::from_millis(1))
}

fn world(story: &Story, settings: Settings) -> World {
    World::of(story.clone(), &settings).unwrap_or_else(|problems| panic!("{}", problems[0]))
}

/// Every scenario of the catalog, by its name; read once for all tests.
static CATALOG: LazyLock<Vec<(String, Story)>> = LazyLock::new(|| {
    let root = catalog("");
    let names = files(&root).into_iter().flat_map(|topic| {
        let inside = files(&root.join(&topic)).into_iter().filter(|file| file.ends_with(".toml"));
        inside.map(move |file| format!("{topic}/{file}"))
    });
    names.map(|name| (name.clone(), story(&name))).collect()
});

fn story(name: &str) -> Story {
    load::story(&[catalog(name)]).unwrap_or_else(|troubles| panic!("{name}: {troubles:?}"))
}

/// Calls `check` with each scenario of the catalog, after each quarter of its time.
fn everywhere(check: impl Fn(&Scene)) {
    assert!(CATALOG.len() >= 50, "where is the catalog? It has only {} scenarios", CATALOG.len());
    let mut scene = Scene::of("order/empty_centre.toml");
    for (name, story) in CATALOG.iter() {
        scene.turn_to(name, story);
        let whole = (scene.settled - scene.start).as_millis();
        for quarter in 1..=4 {
            check(scene.put(scene.start + Span::from_millis(1 + whole * quarter / 4), None));
        }
    }
}

/// The names of what is in a folder, in order.
fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The named columns of each item, to compare with a table; a name that begins with a slash is a JSON pointer.
fn table(items: &[Value], columns: &[&str]) -> Value {
    items.iter().map(|item| row(item, columns)).collect()
}

/// The named columns of one item.
fn row(item: &Value, columns: &[&str]) -> Value {
    let cell = |column: &&str| {
        let value = if column.starts_with('/') { item.pointer(column) } else { item.get(*column) };
        value.cloned().unwrap_or_else(|| panic!("there is no {column} in {item}"))
    };
    columns.iter().map(cell).collect()
}

/// One column of the items.
fn column(items: &[Value], name: &str) -> Value {
    items.iter().map(|item| row(item, &[name])[0].clone()).collect()
}

/// The names of an object's fields, in order; none of what is no object.
fn fields(value: &Value) -> Vec<&str> {
    value.as_object().into_iter().flat_map(|fields| fields.keys()).map(String::as_str).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("{value} is no array"))
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_else(|| panic!("{field} is no text in {value}"))
}

fn number(value: &Value, field: &str) -> i64 {
    value[field].as_i64().unwrap_or_else(|| panic!("{field} is no whole number in {value}"))
}

/// Items by the text of one of their fields, each group in order.
fn by<'v>(items: &'v [Value], field: &str) -> BTreeMap<&'v str, Vec<&'v Value>> {
    let mut groups: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for item in items {
        groups.entry(text(item, field)).or_default().push(item);
    }
    groups
}
