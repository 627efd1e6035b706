use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::given::catalog;
use crate::transcript::pages::chapter;
use crate::transcript::{print_what_is_shown, transcript};

const CENTRE: &str = "[[team]]\nname = \"Orders\"\nagents = 4\ndaily = 60\n\n\
                      [[team]]\nname = \"Night\"\nagents = 3\ndaily = 30\nopens = \"20h\"\nclosed = []\n\
                      percent.handed_over = 100\nlimits.waiting = 0\n";

/// Three days of it, from noon of the first to the evening of the last.
const THREE_DAYS: [&str; 8] = [
    "export",
    "--centre",
    "centre.toml",
    "--seed",
    "5",
    "--start=2024-03-04T12:00:00Z",
    "--end=2024-03-06T18:00:00Z",
    "--format=ndjson",
];

fn insights_mock() -> Command {
    Command::new(env!("CARGO_BIN_EXE_insights-mock"))
}

fn run(folder: &Path, arguments: &[&[&str]]) -> Output {
    insights_mock().args(arguments.concat()).current_dir(folder).output().expect("the program runs")
}

/// Runs it, which succeeds.
fn export(folder: &Path, arguments: &[&[&str]]) -> Output {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("centre.toml"), CENTRE).expect("a file can be written");
    folder
}

/// All files in a folder and below it, by their paths within.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(&inside).expect("a folder can be read") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it is below").to_owned();
                found.insert(name, fs::read(&path).expect("a file can be read"));
            }
        }
    }
    found
}

/// The lines of each day of each table, whichever files they are in, sorted.
fn rows(folder: &Path) -> BTreeMap<PathBuf, Vec<String>> {
    let mut days: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
    for (path, text) in files(folder) {
        let day = days.entry(path.parent().expect("it is in a folder").to_owned()).or_default();
        day.extend(String::from_utf8(text).expect("texts").lines().map(str::to_owned));
        day.sort_unstable();
    }
    days
}

#[test]
fn shards_are_together_the_whole_without_overlap() {
    let folder = folder();
    export(folder.path(), &[&THREE_DAYS, &["--to", "whole"]]);
    let whole = rows(&folder.path().join("whole"));
    let lines = |table: &str| -> usize {
        whole.iter().filter(|(day, _)| day.starts_with(table)).map(|(_, lines)| lines.len()).sum()
    };
    assert_eq!(whole.len(), 9 * 3);
    assert!(lines("interactions") > 100 && lines("truth/ccr-channels") > 0, "{}", lines("interactions"));
    for of in [2, 4, 7] {
        let to = format!("of-{of}");
        for number in 1..=of {
            export(folder.path(), &[&THREE_DAYS, &["--to", &to, "--shard", &format!("{number}/{of}")]]);
        }
        assert_eq!(rows(&folder.path().join(&to)), whole, "{of} shards");
    }
}

#[test]
fn a_row_stands_on_the_day_on_which_it_begins_and_within_the_window() {
    let folder = folder();
    export(folder.path(), &[&THREE_DAYS]);
    let days = rows(&folder.path().join("export"));
    let mut seen = 0;
    for (day, lines) in days {
        let date = day.to_string_lossy().split_once("date=").map(|(_, date)| date.to_owned()).expect("a date");
        for line in lines {
            let row: serde_json::Value = serde_json::from_str(&line).expect("JSON");
            let begins = ["start", "at", "began", "login", "entered"].into_iter().find_map(|field| row[field].as_str());
            // How long somebody worked says nothing of when.
            let Some(begins) = begins else { continue };
            assert!(begins.starts_with(&date), "{line} on {date}");
            assert!(("2024-03-04T12:00:00.000Z".."2024-03-06T18:00:00.000Z").contains(&begins), "{line}");
            seen += 1;
        }
    }
    assert!(seen > 500, "{seen}");
}

#[test]
fn equal_exports_are_equal_byte_for_byte() {
    let folder = folder();
    for format in ["--format=ndjson", "--format=parquet"] {
        let [one, other] = ["one", "other"].map(|to| {
            let to = format!("{to}{format}");
            let arguments = [&THREE_DAYS[..7], &[format, "--to", &to]].concat();
            // Nothing but the files is written where no terminal is.
            let output = export(folder.path(), &[&arguments]);
            assert!(output.stdout.is_empty());
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(told.starts_with("interactions ") && !told.contains(['\r', '\x1b']), "{told:?}");
            files(&folder.path().join(to))
        });
        assert!(one == other && one.len() == 27, "{format}");
        let ending = format.trim_start_matches("--format=");
        let name = format!("part-00001-of-00001.{ending}");
        assert!(one.keys().all(|path| path.ends_with(&name)), "{:?}", one.keys().next());
    }
}

#[test]
fn commands_print_what_is_shown() {
    let folder = folder();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let program = Path::new(env!("CARGO_BIN_EXE_insights-mock")).parent().expect("it is in a folder");
    // The Python that has DuckDB, which .ci/test puts there.
    let python = root.join("tests/duckdb/.venv/bin");
    let paths = std::env::var("PATH").expect("there is a path");
    let paths = format!("{}:{}:{paths}", program.display(), python.display());
    let commands = transcript(&chapter("Tables for analysts"));
    assert!(commands.len() > 3);
    let clients = ("tests/clients", &*format!("{}/tests/clients", root.display()));
    print_what_is_shown(&commands, clients, Command::new("bash").env("PATH", paths).current_dir(folder.path()));
}

#[test]
fn on_a_terminal_a_bar_shows_how_far_it_is() {
    let folder = folder();
    let command = format!("{} {}", env!("CARGO_BIN_EXE_insights-mock"), THREE_DAYS.join(" "));
    // Python's standard library has a terminal to write to.
    let python = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(['sh', '-c', sys.argv[1]])))";
    let output = Command::new("python3")
        .args(["-c", python, &format!("stty columns 100; {command}")])
        .env("TERM", "xterm")
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output();
    let output = output.expect("python3 runs");
    let told = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("/6 team's days") && told.contains('\r'), "{told:?}");
}

#[test]
fn what_is_there_already_is_neither_mixed_with_nor_lost() {
    let folder = folder();
    let refused = |arguments: &[&str], told: &str| {
        let before = files(folder.path());
        let output = run(folder.path(), &[&THREE_DAYS, arguments]);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains(told), "{stderr}");
        assert!(files(folder.path()) == before, "{arguments:?} changed something");
    };
    export(folder.path(), &[&THREE_DAYS, &["--shard", "1/2"]]);
    let there = "export/interactions/date=2024-03-04/part-00001-of-00002.ndjson is there already: --replace puts";
    refused(&["--shard", "1/2"], there);
    // Other shards of the same export are no hindrance, but one that was divided otherwise is.
    refused(&[], there);
    refused(&["--shard", "1/3"], there);
    export(folder.path(), &[&THREE_DAYS, &["--shard", "2/2"]]);
    let in_two = files(&folder.path().join("export"));
    export(folder.path(), &[&THREE_DAYS, &["--shard", "1/2", "--replace"]]);
    assert!(files(&folder.path().join("export")) == in_two);
    export(folder.path(), &[&THREE_DAYS, &["--replace"]]);
    let in_one = files(&folder.path().join("export"));
    assert!(in_one.keys().all(|path| path.ends_with("part-00001-of-00001.ndjson")));

    // A file that no export wrote is never deleted; what nobody reads as part of a table does not matter.
    let day = folder.path().join("export/queue-times/date=2024-03-05");
    fs::write(day.join("_SUCCESS"), "").expect("a file can be written");
    export(folder.path(), &[&THREE_DAYS, &["--replace"]]);
    fs::write(day.join("mine.ndjson"), "{}").expect("a file can be written");
    for arguments in [&[][..], &["--replace"], &["--shard", "2/2", "--replace"]] {
        let told = if arguments.is_empty() { "is there already" } else { "mine.ndjson is no file of an export" };
        refused(arguments, told);
    }
}

#[test]
fn a_scenario_is_exported_whole_unless_a_window_says_otherwise() {
    let folder = folder();
    let scenario = catalog("../faq/transfer.toml");
    let scenario = scenario.to_str().expect("a path of texts");
    export(folder.path(), &[&["export", scenario, "--format=ndjson"]]);
    let rows = rows(&folder.path().join("export"));
    let count = |table: &str| rows.get(&Path::new(table).join("date=2020-01-10")).map(Vec::len);
    assert_eq!(
        (count("interactions"), count("truth/transfers"), count("truth/logins")),
        (Some(1), Some(1), Some(2)),
        "{:?}",
        rows.keys()
    );
    let other = export(
        folder.path(),
        &[&["export", scenario, "--format=ndjson", "--start=2020-01-10T20:00Z", "--end=2020-01-11", "--to=other"]],
    );
    let told = String::from_utf8_lossy(&other.stderr).into_owned();
    assert!(told.contains("interactions                      0 rows"), "{told}");
}

#[test]
fn what_cannot_be_exported_is_told() {
    let folder = folder();
    fs::write(folder.path().join("wrong.toml"), "[[team]]\nname = \"A\"\n").expect("a file can be written");
    fs::write(folder.path().join("occupied"), "").expect("a file can be written");
    let recorded = catalog("interaction-transfer.json");
    let recorded = recorded.to_str().expect("a path of texts");
    let scenario = catalog("../faq/transfer.toml");
    let scenario = scenario.to_str().expect("a path of texts");
    let day = ["--start=2024-03-05", "--end=2024-03-06"];
    for (arguments, told) in [
        (&["--format=csv", day[0], day[1]][..], "a format is \"ndjson\" or \"parquet\""),
        (&[day[0], day[1]], "--format"),
        (&["--format=ndjson", day[0]], "--end"),
        (
            &["--format=ndjson", day[0], "--end=2024-03-05"],
            "the end, 2024-03-05T00:00:00.000Z, has to come after the start",
        ),
        (&["--format=ndjson", day[0], day[1], "--shard=3/2"], "there is no shard 3 of 2"),
        (&["--format=ndjson", day[0], day[1], "--centre=wrong.toml"], "wrong.toml:1:"),
        (&["--format=ndjson", day[0], day[1], "--centre=missing.toml"], "missing.toml: No such file"),
        (&["--format=ndjson", day[0], day[1], "--to=occupied"], "occupied/interactions/date=2024-03-05"),
        (&["--format=ndjson", recorded], "recorded answers are not exported"),
        (&["--format=ndjson", scenario, "--seed=3"], "cannot be used with"),
    ] {
        let output = run(folder.path(), &[&["export"], arguments]);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains(told), "{arguments:?}: {stderr}");
    }
}
