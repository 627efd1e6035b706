//! The README and its chapters are true: every choice is shown by a test or file that exists, the operations are the routes,
//! the code is tested, commands print what is shown, and links lead somewhere.

use std::collections::BTreeSet;
use std::process::Command as Bash;

use mock_server::load::Story;
use mock_server::world::{Settings, World};
use scenarios::fault::Fault;

use crate::coverage::{exists, read, root, test_names};
use crate::support::Served;
use crate::transcript::pages::{PAGES, blocks, chapter};
use crate::transcript::{Command, print_what_is_shown, transcript};

/// The cells of the rows of the table under a heading, without its first two lines.
fn table(heading: &str) -> Vec<Vec<String>> {
    let section = chapter(heading);
    let rows = section.lines().filter_map(|line| line.strip_prefix('|')?.strip_suffix('|'));
    let cells = |row: &str| row.split('|').map(|cell| cell.trim().to_owned()).collect();
    rows.skip(2).map(cells).collect()
}

#[test]
fn each_choice_is_shown_by_a_test_or_a_file_that_exists() {
    let choices = table("Our choices where the documents are silent");
    assert!(choices.len() >= 25, "{}", choices.len());
    let tests = test_names();
    for choice in choices {
        let [topic, _, shown_by] = &choice[..] else { panic!("{choice:?} has not three cells") };
        for evidence in shown_by.split(", ") {
            let name = evidence.strip_prefix('`').and_then(|name| name.strip_suffix('`'));
            let name = name.unwrap_or_else(|| panic!("{topic}: {evidence} is not in backticks"));
            assert!(exists(name, &tests), "{topic}: there is no {name}");
        }
    }
}

/// The keys of a path that are operations.
const METHODS: [&str; 4] = ["get", "put", "post", "delete"];

#[tokio::test]
async fn the_operations_are_those_of_the_openapi_document() {
    let document = mock_server::openapi::document().await.to_string();
    let document: serde_json::Value = serde_json::from_str(&document).unwrap_or_default();
    let paths = document["paths"].as_object().into_iter().flatten();
    let served: BTreeSet<String> = paths
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().into_iter().flatten();
            let methods = methods.filter(|(method, _)| METHODS.contains(&method.as_str()));
            methods.map(move |(method, _)| format!("`{} {path}`", method.to_uppercase()))
        })
        .collect();
    let listed: BTreeSet<String> = table("What it emulates").into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(listed, served);
}

#[test]
fn the_code_that_is_shown_is_the_code_that_is_tested() {
    for (heading, language, file) in [
        ("Scenario files", "toml", "call.toml"),
        (CENTRE, "toml", "centre.toml"),
        (WORLDS, "python", "own_world.py"),
        (WORLDS, "rust", "own_world.rs"),
        ("Tables for analysts", "python", "hours.py"),
        (FAULTS, "python", "retries.py"),
    ] {
        let shown = blocks(&chapter(heading), language);
        assert_eq!(shown, [read(&root().join("tests/clients").join(file))], "{file}");
    }
}

const CENTRE: &str = "A whole contact centre";

const WORLDS: &str = "A world for each test, and time in its hands";
const FAULTS: &str = "Faults on purpose: retry code, tested in one minute";

#[test]
fn the_plan_of_faults_that_is_shown_can_be_read_and_has_no_fault_that_is_not_there() {
    let [plan] = &blocks(&chapter(FAULTS), "toml")[..] else { panic!("there is one plan") };
    let plan = scenarios::format::parse_faults(plan).unwrap_or_else(|problems| panic!("{}", problems[0]));
    assert_eq!((&*plan.name, plan.rules.len()), ("a bad morning", 4));
    let known: BTreeSet<&str> = Fault::EACH.iter().map(|fault| fault.word()).collect();
    for row in table(FAULTS) {
        for name in row[1].split('`').skip(1).step_by(2).filter(|name| !name.contains(['_', '=', ' '])) {
            let is_parameter = ["delay", "deviation", "Date"].contains(&name);
            assert!(is_parameter || known.contains(name), "{name}");
        }
    }
}

#[test]
fn commands_print_what_is_shown() {
    for (heading, least) in [(WORLDS, 8), (FAULTS, 5), (CENTRE, 5)] {
        let commands = transcript(&chapter(heading));
        assert!(commands.len() > least);
        assert_printed(&commands);
    }
}

/// Types the commands into a shell, before a server of their own.
fn assert_printed(commands: &[Command]) {
    const SHOWN: &str = "127.0.0.1:8080";
    let demo = World::of(Story::Demo, &Settings::default()).unwrap_or_else(|problems| panic!("{}", problems[0]));
    let server = Served::start(demo);
    let address = server.base().replace("http://", "");
    let (here, there) = ((SHOWN, &*address), ("INSIGHTS_MOCK", server.base()));
    // The Python in whose environment `requests` is installed.
    let python = root().join("tests/requests/.venv/bin");
    let path = format!("{}:{}", python.display(), std::env::var("PATH").unwrap_or_default());
    let mut bash = Bash::new("bash");
    print_what_is_shown(commands, here, bash.env(there.0, there.1).env("PATH", path).current_dir(root()));
}

/// The anchor that a heading has on the page: its letters, digits and hyphens, small, with hyphens for spaces.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|letter| letter.is_alphanumeric() || [' ', '-', '_'].contains(letter));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// The lines of a page that are no code.
fn prose(page: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    page.lines().filter(move |line| {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

fn anchors(page: &str) -> Vec<String> {
    prose(page).filter_map(|line| Some(anchor(line.strip_prefix('#')?.trim_start_matches('#').trim()))).collect()
}

#[test]
fn links_lead_somewhere() {
    let mut seen = 0;
    for (place, page) in PAGES {
        let folder = root().join(place).parent().map(ToOwned::to_owned).unwrap_or_default();
        let text = prose(page).collect::<Vec<_>>().join("\n");
        for link in text.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0)) {
            if link.starts_with("https://") {
                continue;
            }
            let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
            let target = if path.is_empty() { root().join(place) } else { folder.join(path) };
            assert!(target.exists(), "{place}: there is no {link}");
            if let Some(anchor) = anchor {
                assert!(anchors(&read(&target)).iter().any(|known| known == anchor), "{place}: there is no {link}");
            }
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn no_two_headings_of_a_page_have_the_same_anchor() {
    for (place, page) in PAGES {
        let anchors = anchors(page);
        let different: BTreeSet<&String> = anchors.iter().collect();
        assert_eq!(different.len(), anchors.len(), "{place}: {anchors:?}");
    }
}
