//! Exports are what the API tells page by page, and what truth says; `DuckDB` reads them as tables.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use mock_server::export::{Export, Exported, Format, Shard, Source, Table};
use mock_server::load::{self, Story};
use mock_server::world::{Settings, World};
use scenarios::format::parse_centre;
use scenarios::simulation::{Operation, midnight};
use scenarios::time::Instant;
use scenarios::timeline;
use serde_json::{Value, json};

use crate::coverage::root;
use crate::support::{Served, settings};

/// 2024-03-07, a Thursday.
const THURSDAY: i64 = 19_789;

/// Three days, over a midnight on which a team that works round the clock is busy, into the weekend.
const START: i64 = THURSDAY;
const END: i64 = THURSDAY + 3;

/// Two teams in which much goes another way than usual, one of them round the clock, and too small for its callers.
const CENTRE: &str = r#"
[[team]]
name = "Orders"
agents = 6
daily = 120
media = { call = 60, chat = 15, email = 15, case = 5, outbound = 8, internal = 3 }
percent = { personal = 10, unanswered = 10, fault = 3, hold = 40, consult = 25, blind_transfer = 10, requeue = 10, park = 5, internal_error = 2, late = 5, corrected = 5 }

[[team]]
name = "Night"
agents = 5
daily = 90
opens = "16h"
open_for = "24h"
closed = []
shift = [{ begins = "0s", lasts = "8h" }, { begins = "8h", lasts = "8h" }, { begins = "16h", lasts = "8h" }]
limits.waiting = 1
limits.offer_callback = "10s"
percent.handed_over = 100
"#;

fn operation() -> Operation {
    let config = parse_centre(CENTRE).unwrap_or_else(|problems| panic!("{}", problems[0]));
    Operation::new(config, 4).unwrap_or_else(|problems| panic!("{}", problems[0]))
}

fn export(source: Source, days: Option<(Instant, Instant)>, format: Format, folder: &Path) -> Exported {
    let (first, last) = source.told_of();
    let (start, end) = days.unwrap_or((first, last + scenarios::time::Span::from_millis(1)));
    let export = Export { source, start, end, shard: Shard::WHOLE, format, folder: folder.to_owned(), replace: false };
    export.run(|_| {}).unwrap_or_else(|failure| panic!("{failure}"))
}

fn twice(source: impl Fn() -> Source, days: Option<(Instant, Instant)>, folder: &Path) -> Exported {
    let lines = export(source(), days, Format::Ndjson, &folder.join("ndjson"));
    let columns = export(source(), days, Format::Parquet, &folder.join("parquet"));
    assert_eq!((&lines.rows, lines.files), (&columns.rows, columns.files));
    lines
}

/// What `DuckDB` finds in the Parquet files of a folder.
fn analysed(folder: &Path) -> Value {
    let output = Command::new(root().join("tests/duckdb/.venv/bin/python"))
        .arg(root().join("tests/duckdb/tables.py"))
        .arg(folder)
        .output();
    let output = output.unwrap_or_else(|error| panic!("DuckDB is not there, .ci/test puts it there: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}"))
}

/// The lines of a table, sorted.
fn lines(folder: &Path, table: Table) -> Vec<String> {
    let days = fs::read_dir(folder.join("ndjson").join(table.path())).into_iter().flatten().flatten();
    let files = days.flat_map(|day| fs::read_dir(day.path()).into_iter().flatten().flatten());
    let texts = files.map(|file| fs::read_to_string(file.path()).unwrap_or_else(|error| panic!("{error}")));
    sorted(texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()))
}

fn sorted(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines: Vec<String> = lines.collect();
    lines.sort_unstable();
    lines
}

/// The items of an answer, as they were written: keys stay in their order.
fn items(answer: &Value) -> Vec<Value> {
    answer["items"].as_array().cloned().unwrap_or_else(|| panic!("{answer} has no items"))
}

/// All items that the API tells of those days, page by page.
fn paged(server: &Served, endpoint: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for page in 1.. {
        let window = format!("start={}&end={}&limit=997&page={page}", midnight(START), midnight(END));
        let (status, answer) = server.ask(&format!("{endpoint}{window}"));
        assert_eq!(status, 200, "{answer}");
        all.extend(items(&answer));
        if answer["meta"]["pageCount"].as_u64().is_none_or(|pages| pages <= page) {
            break;
        }
    }
    all
}

/// What truth says of those days, over the control API.
fn true_items(server: &Served, question: &str) -> Vec<Value> {
    let window = format!("start={}&end={}", midnight(START), midnight(END));
    let address = format!("{}/__control/worlds/default/truth/{question}?{window}", server.base());
    let answer = server.client.get(address).send().and_then(|answer| answer.json::<Value>());
    items(&answer.unwrap_or_else(|error| panic!("no truth about {question}: {error}")))
}

#[test]
fn tables_are_what_the_api_tells_page_by_page_and_what_truth_says() {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no folder: {error}"));
    let days = (midnight(START), midnight(END));
    let exported = twice(|| Source::Centre(Arc::new(operation())), Some(days), folder.path());
    let rows = |table| exported.rows.iter().find(|(own, _)| *own == table).map_or(0, |(_, rows)| *rows);
    for (table, least) in [(Table::Interactions, 300), (Table::Transfers, 20), (Table::CcrChannels, 1)] {
        assert!(rows(table) >= least, "{} {}", rows(table), table.path());
    }

    for world in [all_around(operation()), at_work(operation())] {
        same_as(&Served::start(world), folder.path(), &exported);
    }
}

/// Compares what was exported with what a server tells.
fn same_as(server: &Served, folder: &Path, exported: &Exported) {
    let [interactions, activities, queue_times] =
        ["/interactions?", "/agent-activities?", "/queue-times?queueType=All&"].map(|endpoint| paged(server, endpoint));
    for (table, told) in
        [(Table::Interactions, &interactions), (Table::Activities, &activities), (Table::QueueTimes, &queue_times)]
    {
        assert_eq!(lines(folder, table), sorted(told.iter().map(Value::to_string)), "{}", table.path());
    }
    for (table, question) in [
        (Table::Transfers, "transfers"),
        (Table::Consults, "consults"),
        (Table::Logins, "logins"),
        (Table::CcrChannels, "ccr-channels"),
        (Table::QueueEntries, "queue-entries"),
    ] {
        let told = true_items(server, question);
        assert_eq!(lines(folder, table), sorted(told.iter().map(Value::to_string)), "{question}");
    }

    let found = analysed(folder);
    for (table, rows) in &exported.rows {
        assert_eq!(found["tables"][table.path()], json!([rows, 0, 0]), "{}", table.path());
    }
    let per_day = sums(interactions.iter().map(|item| (vec![date(&item["start"])], number(&item["duration"]))));
    assert_eq!(found["interactions"], counted(&per_day));
    let waits = queue_times.iter().map(|item| {
        (["queue", "type", "category"].map(|field| text(&item[field])).to_vec(), number(&item["duration"]))
    });
    assert_eq!(found["waits"], counted(&sums(waits)));
    let presences = activities.iter().filter(|item| item["type"] == "Presence");
    let presences =
        presences.map(|item| (vec![text(&item["agentId"]), text(&item["name"])], number(&item["duration"])));
    assert_eq!(found["presences"], added(&sums(presences)));

    // What the records amount to is what really happened.
    let entries = true_items(server, "queue-entries");
    let entries = entries.iter().map(|item| {
        let waited = instant(&item["left"]) - instant(&item["entered"]);
        (["queue", "type", "outcome"].map(|field| text(&item[field])).to_vec(), waited.as_millis())
    });
    assert_eq!(found["queue_entries"], counted(&sums(entries)));
    assert_eq!(in_outcomes(&found["waits"]), in_outcomes(&found["queue_entries"]));
    let handled = added(&sums(interactions.iter().flat_map(handling)));
    assert_eq!(found["handled"], handled);
    let truly = found["handle_times"].as_array().into_iter().flatten().flat_map(|row| {
        let kinds = ["Ringing", "Connected", "Wrap"].into_iter().enumerate();
        kinds.map(|(position, kind)| (vec![text(&row[0]), kind.to_owned()], number(&row[position + 1])))
    });
    let recorded = handled.as_array().into_iter().flatten();
    let recorded = recorded.map(|row| (vec![text(&row[0]), text(&row[1])], number(&row[2])));
    let there = |(_, (_, sum)): &(Vec<String>, (i64, i64))| *sum > 0;
    let [recorded, truly] =
        [sums(recorded), sums(truly)].map(|sums| sums.into_iter().filter(there).collect::<Vec<_>>());
    assert_eq!(recorded, truly);
}

/// The same centre, told as one scenario of some weeks, of which all has been processed.
fn all_around(operation: Operation) -> World {
    let scenario = operation.scenario(START - 10..END + 10);
    let timeline = timeline::compile(&scenario).unwrap_or_else(|problems| panic!("{}", problems[0]));
    let story = Story::Told(Arc::new(scenario), Arc::new(timeline));
    World::of(story, &settings()).unwrap_or_else(|problems| panic!("{}", problems[0]))
}

/// The same centre, served as it is, long after those days.
fn at_work(operation: Operation) -> World {
    let settings = Settings { at: Some(midnight(END + 10)), ..settings() };
    World::of(Story::Centre(Arc::new(operation)), &settings).unwrap_or_else(|problems| panic!("{}", problems[0]))
}

/// Of each key how many there are, and their sum.
fn sums(items: impl Iterator<Item = (Vec<String>, i64)>) -> BTreeMap<Vec<String>, (i64, i64)> {
    let mut sums: BTreeMap<Vec<String>, (i64, i64)> = BTreeMap::new();
    for (key, number) in items {
        let sum = sums.entry(key).or_default();
        *sum = (sum.0 + 1, sum.1 + number);
    }
    sums
}

/// The rows of an answer with counts and sums.
fn counted(sums: &BTreeMap<Vec<String>, (i64, i64)>) -> Value {
    sums.iter().map(|(key, (count, sum))| row(key, &[*count, *sum])).collect()
}

/// The rows of an answer with sums alone.
fn added(sums: &BTreeMap<Vec<String>, (i64, i64)>) -> Value {
    sums.iter().map(|(key, (_, sum))| row(key, &[*sum])).collect()
}

fn row(key: &[String], numbers: &[i64]) -> Value {
    key.iter().map(|text| json!(text)).chain(numbers.iter().map(|number| json!(number))).collect()
}

/// By queue, type and outcome how many and how long, in the words of the records.
fn in_outcomes(rows: &Value) -> BTreeMap<Vec<String>, (i64, i64)> {
    let rows = rows.as_array().into_iter().flatten();
    let word = |outcome: &str| if outcome == "Error" { "Abandoned".to_owned() } else { outcome.to_owned() };
    let mut sums: BTreeMap<Vec<String>, (i64, i64)> = BTreeMap::new();
    for row in rows {
        let sum = sums.entry(vec![text(&row[0]), text(&row[1]), word(&text(&row[2]))]).or_default();
        *sum = (sum.0 + number(&row[3]), sum.1 + number(&row[4]));
    }
    sums
}

/// How long agents were at what in an interaction.
fn handling(interaction: &Value) -> Vec<(Vec<String>, i64)> {
    let channels = interaction["channels"].as_array().into_iter().flatten();
    let of_agents = channels.filter(|channel| channel["party"]["role"] == "Agent");
    let events = of_agents.flat_map(|channel| {
        let events = channel["events"].as_array().into_iter().flatten();
        events.map(move |event| (text(&channel["party"]["id"]), event))
    });
    let kinds = ["Ringing", "Connected", "Wrap"];
    let events = events.filter(|(_, event)| kinds.iter().any(|kind| event["type"] == *kind));
    events.map(|(agent, event)| (vec![agent, text(&event["type"])], number(&event["duration"]))).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn date(value: &Value) -> String {
    text(value).split('T').next().unwrap_or_default().to_owned()
}

fn instant(value: &Value) -> Instant {
    Instant::parse(&text(value)).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_scenario_of_the_catalog_is_the_same_in_both_formats() {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no folder: {error}"));
    let mut rows: BTreeMap<Table, u64> = BTreeMap::new();
    let mut scenarios = 0;
    for file in load::files(&[root().join("scenarios/catalog")]).unwrap_or_else(|trouble| panic!("{trouble}")) {
        // Recorded answers are none.
        let Ok(Story::Told(scenario, timeline)) = load::story(std::slice::from_ref(&file)) else { continue };
        let source = || Source::Scenario(Arc::clone(&scenario), Arc::clone(&timeline));
        for (table, count) in twice(source, None, &folder.path().join(scenarios.to_string())).rows {
            *rows.entry(table).or_default() += count;
        }
        scenarios += 1;
    }
    assert!(scenarios > 60, "{scenarios}");
    let found = analysed(folder.path());
    for (table, rows) in rows {
        assert!(rows > 0, "no {}", table.path());
        assert_eq!(found["tables"][table.path()], json!([rows, 0, 0]), "{}", table.path());
    }
    let columns = format!("{:#}", found["columns"]);
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/export"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!("columns", columns) });
}
