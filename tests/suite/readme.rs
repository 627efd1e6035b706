//! The README and its chapters are true: every choice is shown by a test or file that exists, the operations are the routes,
//! the code is tested, commands print what is shown, and links lead somewhere.

use std::collections::{BTreeMap, BTreeSet};
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
    let tables = [table("What it emulates"), table("The control API")];
    let listed: BTreeSet<String> = tables.into_iter().flatten().map(|row| row[0].clone()).collect();
    assert_eq!(listed, served);
}

#[test]
fn the_code_that_is_shown_is_the_code_that_is_tested() {
    for (heading, language, file) in [
        (FILES, "toml", "call.toml"),
        (NOBODY, "rust", "any_story.rs"),
        (CENTRE, "toml", "centre.toml"),
        (WORLDS, "python", "own_world.py"),
        (WORLDS, "rust", "own_world.rs"),
        (TABLES, "python", "hours.py"),
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

#[test]
fn what_the_readme_shows_of_its_chapters_stands_in_them() {
    let parts = chapter(PARTS);
    for (language, place) in [("toml", PAGES[1]), ("python", PAGES[2]), ("sh", PAGES[3])] {
        let [shown] = &blocks(&parts, language)[..] else { panic!("one block of {language} is shown") };
        assert!(place.1.contains(shown), "{} has no such lines:\n{shown}", place.0);
    }
}

#[test]
fn the_config_of_a_generator_that_is_shown_can_be_read() {
    let [config] = &blocks(&chapter(NOBODY), "toml")[..] else { panic!("there is one config") };
    let config = scenarios::format::parse_config(config);
    assert!(config.is_ok(), "{config:?}");
}

/// Of each chapter the blocks of code in a language, how many they are, and what holds them to the program: a test, or why
/// there is none. Shell that shows what is printed has a language of its own.
const HELD: [(&str, &str, usize, Held); 32] = [
    ("Two commands", "sh", 2, Held::Not("one does not end, and the other runs this test")),
    ("Two commands", SHOWN, 1, Held::By(TYPED, "the_demo_answers_whoever_tries_the_first_request")),
    (WALK, "sh", 1, Held::Not("it builds; the function in it is used by the tests of what is typed after it")),
    (WALK, SHOWN, 5, Held::By(TYPED, "the_walk_prints_what_is_shown")),
    (PARTS, "toml", 1, Held::By(HERE, "what_the_readme_shows_of_its_chapters_stands_in_them")),
    (PARTS, "python", 1, Held::By(HERE, "what_the_readme_shows_of_its_chapters_stands_in_them")),
    (PARTS, SHOWN, 1, Held::By(HERE, "what_the_readme_shows_of_its_chapters_stands_in_them")),
    ("Code map", "", 1, Held::By(HERE, "the_code_map_names_what_is_there")),
    (FILES, "toml", 1, Held::By(HERE, "the_code_that_is_shown_is_the_code_that_is_tested")),
    (FILES, SHOWN, 2, Held::By(TYPED, "scenario_files_are_served_and_checked_as_is_shown")),
    (NOBODY, "toml", 1, Held::By(HERE, "the_config_of_a_generator_that_is_shown_can_be_read")),
    (NOBODY, "rust", 1, Held::By(HERE, "the_code_that_is_shown_is_the_code_that_is_tested")),
    (NOBODY, SHOWN, 1, Held::By(TYPED, "scenarios_that_nobody_wrote_are_printed_and_played_as_is_shown")),
    (CENTRE, "console", 1, Held::By(TYPED, "a_centre_is_served_as_is_shown")),
    (CENTRE, "toml", 1, Held::By(HERE, "the_code_that_is_shown_is_the_code_that_is_tested")),
    (CENTRE, SHOWN, 1, Held::By(HERE, "commands_print_what_is_shown")),
    (WORLDS, "python", 1, Held::By(HERE, "the_code_that_is_shown_is_the_code_that_is_tested")),
    (WORLDS, "rust", 1, Held::By(HERE, "the_code_that_is_shown_is_the_code_that_is_tested")),
    (WORLDS, SHOWN, 6, Held::By(HERE, "commands_print_what_is_shown")),
    (FAULTS, "toml", 1, Held::By(HERE, PLAN)),
    (FAULTS, "python", 1, Held::By(HERE, "the_code_that_is_shown_is_the_code_that_is_tested")),
    (FAULTS, SHOWN, 3, Held::By(HERE, "commands_print_what_is_shown")),
    (TABLES, "python", 1, Held::By(HERE, "the_code_that_is_shown_is_the_code_that_is_tested")),
    (TABLES, SHOWN, 3, Held::By("mock-server/tests/it/export.rs", "commands_print_what_is_shown")),
    (VERDICT, "python", 1, Held::By(VERDICTS, "the_code_that_is_shown_is_the_code_that_is_tested")),
    (VERDICT, "rust", 1, Held::By(VERDICTS, "the_code_that_is_shown_is_the_code_that_is_tested")),
    (VERDICT, "toml", 1, Held::By(VERDICTS, "commands_print_what_is_shown")),
    (VERDICT, SHOWN, 7, Held::By(VERDICTS, "commands_print_what_is_shown")),
    (ACCEPTED, SHOWN, 4, Held::By(VERDICTS, "commands_print_what_is_shown")),
    (CONFORM, "sh", 1, Held::Not("it asks the real API, with somebody's credentials")),
    (CONFORM, SHOWN, 2, Held::By("harness/tests/servers.rs", "commands_print_what_is_shown")),
    (MUTATE, SHOWN, 1, Held::By("harness/tests/servers.rs", "commands_print_what_is_shown")),
];

/// What holds a block of code to the program.
enum Held {
    /// A test, in that file.
    By(&'static str, &'static str),
    /// Nothing does, and why.
    Not(&'static str),
}

const SHOWN: &str = "sh, and what is printed";
const HERE: &str = "tests/suite/readme.rs";
const TYPED: &str = "mock-server/tests/it/typed.rs";
const VERDICTS: &str = "harness/tests/readme.rs";
const PLAN: &str = "the_plan_of_faults_that_is_shown_can_be_read_and_has_no_fault_that_is_not_there";

const WALK: &str = "The FAQ's questions, answered by a walk through the server";
const PARTS: &str = "Three parts";
const FILES: &str = "Scenario files";
const NOBODY: &str = "Scenarios that nobody wrote";
const TABLES: &str = "Tables for analysts";
const VERDICT: &str = "From an analysis to a verdict";
const ACCEPTED: &str = "What was accepted before, and bugs that nobody knew of";
const CONFORM: &str = "Does a server keep to what is known?";
const MUTATE: &str = "Would your tests notice a lie?";

/// The chapter and language of each block of code of a page.
fn code(page: &str) -> Vec<(String, String)> {
    let (mut heading, mut language, mut found) = (String::new(), None::<String>, Vec::new());
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        match (line.strip_prefix("```"), &language) {
            (Some(_), Some(_)) => language = None,
            (Some(begins), None) => {
                let is_shown = begins == "sh" && lines.peek().is_some_and(|line| line.starts_with("$ "));
                let begins = if is_shown { SHOWN } else { begins };
                language = Some(begins.to_owned());
                found.push((heading.clone(), begins.to_owned()));
            }
            (None, None) => heading = line.strip_prefix("## ").map_or(heading, ToOwned::to_owned),
            (None, Some(_)) => {}
        }
    }
    found
}

#[test]
fn every_block_of_code_is_held_to_the_program_or_is_said_not_to_be() {
    let mut shown: BTreeMap<(String, String), usize> = BTreeMap::new();
    for block in PAGES.iter().flat_map(|(_, page)| code(page)) {
        *shown.entry(block).or_default() += 1;
    }
    let held = HELD.map(|(heading, language, count, _)| ((heading.to_owned(), language.to_owned()), count));
    assert_eq!(shown, BTreeMap::from(held));
    for (heading, language, _, by) in HELD {
        match by {
            Held::Not(why) => assert!(!why.is_empty(), "{heading}, {language}"),
            Held::By(file, test) => {
                let tests = read(&root().join(file));
                assert!(tests.contains(&format!("fn {test}()")), "{heading}, {language}: {file} has no test {test}");
            }
        }
    }
}

#[test]
fn the_code_map_names_what_is_there() {
    let mut crate_folder = String::new();
    let mut seen = 0;
    for line in chapter("Code map").lines() {
        let Some(name) = line.split("  ").map(str::trim).find(|word| !word.is_empty()) else { continue };
        let name = name.split(' ').next().unwrap_or_default();
        if !(name.ends_with('/') || name.ends_with(".rs")) || line.starts_with('-') {
            continue;
        }
        if !line.starts_with(' ') {
            crate_folder = name.to_owned();
        }
        let path = if line.starts_with(' ') { root().join(&crate_folder).join(name) } else { root().join(name) };
        assert!(path.exists(), "there is no {}", path.display());
        seen += 1;
    }
    assert!(seen > 35, "{seen}");
}
