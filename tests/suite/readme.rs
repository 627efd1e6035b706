//! The README is true: every choice is shown by a test or file that exists, the operations are the routes, the code is
//! tested, and commands print what is shown.

use std::collections::BTreeSet;

use mock_server::load::Story;
use mock_server::world::{Settings, World};

use crate::coverage::{exists, read, root, test_names};
use crate::support::Served;

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

/// The text of a chapter.
fn chapter(heading: &str) -> String {
    let readme = read(&root().join("README.md"));
    let section = readme.split(&format!("\n## {heading}\n")).nth(1).and_then(|rest| rest.split("\n## ").next());
    section.unwrap_or_else(|| panic!("there is no section {heading:?}")).to_owned()
}

/// The blocks of code in that language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let begins = format!("\n```{language}\n");
    text.split(&begins).skip(1).filter_map(|rest| Some(rest.split_once("\n```\n")?.0.to_owned() + "\n")).collect()
}

#[test]
fn the_code_that_is_shown_is_the_code_that_is_tested() {
    for (heading, language, file) in [
        ("Scenarios", "toml", "call.toml"),
        (CENTRE, "toml", "centre.toml"),
        (WORLDS, "python", "own_world.py"),
        (WORLDS, "rust", "own_world.rs"),
    ] {
        let shown = blocks(&chapter(heading), language);
        assert_eq!(shown, [read(&root().join("tests/clients").join(file))], "{file}");
    }
}

const CENTRE: &str = "A whole contact centre";

const WORLDS: &str = "A world for each test, and time in its hands";

/// A command of a transcript, and what it prints; `…` stands for anything.
struct Command {
    line: String,
    prints: String,
}

/// What is typed and printed in blocks of shell: a command follows a dollar, and goes on after a backslash.
fn transcript(text: &str) -> Vec<Command> {
    let mut commands: Vec<Command> = Vec::new();
    for block in blocks(text, "sh") {
        for line in block.lines() {
            match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(line), _) => commands.push(Command { line: line.to_owned(), prints: String::new() }),
                (None, Some(command)) if command.line.ends_with('\\') && command.prints.is_empty() => {
                    command.line = format!("{}\n{line}", command.line);
                }
                (None, Some(command)) => command.prints.push_str(&format!("{line}\n")),
                (None, None) => panic!("{line} is printed by no command"),
            }
        }
    }
    commands
}

fn is_like(printed: &str, shown: &str) -> bool {
    let mut rest = printed;
    let mut parts = shown.split('…').peekable();
    while let Some(part) = parts.next() {
        match (rest.find(part), parts.peek()) {
            (Some(at), Some(_)) => rest = &rest[at + part.len()..],
            (Some(_), None) => return rest.ends_with(part),
            (None, _) => return false,
        }
    }
    true
}

#[test]
fn commands_print_what_is_shown() {
    for (heading, least) in [(WORLDS, 8), (CENTRE, 5)] {
        let commands = transcript(&chapter(heading));
        assert!(commands.len() > least);
        assert_printed(&commands);
    }
}

/// Types the commands into a shell, before a server of their own.
fn assert_printed(commands: &[Command]) {
    const SHOWN: &str = "127.0.0.1:8080";
    const END: &str = "\n-- that was it --\n";
    let demo = World::of(Story::Demo, &Settings::default()).unwrap_or_else(|problems| panic!("{}", problems[0]));
    let server = Served::start(demo);
    let address = server.base().replace("http://", "");
    let script: String = commands.iter().map(|command| format!("{}\nprintf '%s' '{END}'\n", command.line)).collect();
    let output = std::process::Command::new("bash")
        .args(["-c", &script.replace(SHOWN, &address)])
        .env("INSIGHTS_MOCK", server.base())
        .current_dir(root())
        .output();
    let output = output.unwrap_or_else(|error| panic!("bash does not start: {error}"));
    // Python's tests tell what they do on standard error.
    let printed = String::from_utf8_lossy(&output.stdout).replace(&address, SHOWN);
    let parts: Vec<&str> = printed.split(END).collect();
    for (command, printed) in commands.iter().zip(&parts) {
        assert!(
            is_like(printed.trim_end(), command.prints.trim_end()),
            "$ {}\nshown\n{}\nprinted\n{printed}\nand\n{}",
            command.line,
            command.prints,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    assert_eq!(parts.len(), commands.len() + 1);
}
