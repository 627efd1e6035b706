//! Each scenario of the catalog is two tests: what every endpoint answers at a few instants equals its golden, and what is
//! answered at an instant does not depend on how the clock got there.
//!
//! The instants of goldens are the scenario's start, four spread over everything that changes, the millisecond before the
//! last change, and that change. `cargo insta review` shows what a change alters.

#[path = "../support/questions.rs"]
mod questions;
mod stepping;
#[path = "../support/mod.rs"]
mod support;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use mock_server::world::Settings;
use scenarios::format;
use scenarios::time::{Instant, Span};
use scenarios::timeline::{self, Timeline};
use serde_json::Value;
use stepping::stepping_answers_as_a_fresh_world_does;
use support::{Served, catalog, settings, world};

datatest_stable::harness! {
    { test = answers_equal_their_golden, root = "scenarios/catalog", pattern = r"\.toml$" },
    { test = stepping_answers_as_a_fresh_world_does, root = "scenarios/catalog", pattern = r"\.toml$" },
}

/// What is asked at each instant; `START` stands for the scenario's start.
const QUESTIONS: [&str; 11] = [
    "/interactions?start=START&include=Processed&limit=5000",
    "/interactions/ongoing",
    "/interactions/GUID",
    "/agent-activities?start=START&limit=5000",
    "/agent-activities/presence?start=START&include=StartedOrEnded&limit=5000",
    "/agent-activities/interactions?start=START&limit=5000",
    "/agent-status",
    "/queue-times?start=START&queueType=All",
    "/wfm/agent-states?start=START&include=Processed&limit=5000",
    "/wfm/queue-metrics?start=START",
    "/wfm/queue-activity?start=START",
];

fn answers_equal_their_golden(path: &Path) -> datatest_stable::Result<()> {
    let text = std::fs::read_to_string(path)?;
    let scenario = match format::parse(&text) {
        Ok(source) => source.scenario,
        Err(problems) => return Err(format!("{}", problems[0]).into()),
    };
    let timeline = timeline::compile(&scenario).map_err(|problems| problems[0].to_string())?;
    let guid = scenario.flows.first().map_or_else(|| "0".repeat(36), |flow| flow.guid.to_string());

    let mut served: Option<Served> = None;
    let mut before = vec![String::new(); QUESTIONS.len()];
    let mut golden = String::new();
    for now in instants(scenario.start, &timeline) {
        let world = world(path, &Settings { at: Some(now), ..settings() });
        let server = match served.take() {
            Some(server) => {
                server.host.replace(world);
                server
            }
            None => Served::start(world),
        };
        writeln!(golden, "## {now}")?;
        let mut told_already = HashSet::new();
        for (question, before) in QUESTIONS.iter().zip(&mut before) {
            let asked = question.replace("START", &scenario.start.to_string()).replace("GUID", &guid);
            let (status, body) = server.ask(&asked);
            let answer = told(status, &body);
            if answer == *before {
                writeln!(golden, "{question}: as before")?;
            } else {
                write!(golden, "{question}: ")?;
                for line in answer.lines() {
                    let is_new = !line.starts_with("  ") || told_already.insert(line.to_owned());
                    writeln!(golden, "{}", if is_new { line } else { "  (an item as above)" })?;
                }
                *before = answer;
            }
        }
        served = Some(server);
    }
    let whole = path.canonicalize()?;
    let name = whole.with_extension("").strip_prefix(catalog(""))?.to_string_lossy().replace('/', "__");
    insta::with_settings!({
        snapshot_path => "../../snapshots/catalog",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, golden);
    });
    Ok(())
}

fn instants(start: Instant, timeline: &Timeline) -> Vec<Instant> {
    let changes: Vec<Instant> = std::iter::successors(Some(start), |now| timeline.next_change(*now)).collect();
    let last = changes[changes.len() - 1];
    let mut instants: Vec<Instant> = (0..5).map(|fifth| changes[changes.len() * fifth / 5]).collect();
    instants.extend([last - Span::from_millis(1), last]);
    instants.retain(|instant| *instant >= start);
    instants.sort_unstable();
    instants.dedup();
    instants
}

/// An answer without its `upTo`, which is the clock's: the status, the counts, and each item on a line of its own.
fn told(status: u16, body: &Value) -> String {
    let Some(items) = body.get("items").and_then(Value::as_array) else { return format!("{status}\n  {body}") };
    let mut told = format!("{status} {}", body["meta"]);
    for item in items {
        told.push_str("\n  ");
        told.push_str(&item.to_string());
    }
    told
}
