//! What the README and the chapter on scenarios have people type, from starting a server to ending it.

use std::path::Path;
use std::process::Command as Bash;

use crate::transcript::pages::{blocks, chapter};
use crate::transcript::{Command, print_what_is_shown, transcript};

const WALK: &str = "The FAQ's questions, answered by a walk through the server";
const SHOWN: &str = "127.0.0.1:8080";

/// What stands for the machine of whoever types: one port, which is another one here, so one server at a time.
const MACHINE: &str = r#"
serve() {
    [ -z "$SERVING" ] || echo 'error: the address is in use'
    coproc SERVER { exec insights-mock serve --listen 127.0.0.1:0 "$@" 2> /dev/null; }
    SERVING=$SERVER_PID
    read -r ready <&"${SERVER[0]}"
    address=${ready#listening on http://}
}
curl() { command curl "${@//127.0.0.1:8080/$address}"; }
end() { kill "$SERVING" && { wait "$SERVING"; SERVING=; } 2> /dev/null; }
trap 'kill $SERVING' EXIT
"#;

/// What is typed in the blocks of shell that show it, after those lines.
fn typed(text: &str, before: &[&str]) -> Vec<Command> {
    let shown: Vec<String> = blocks(text, "sh").into_iter().filter(|block| block.starts_with("$ ")).collect();
    let mut commands = transcript(&shown.iter().map(|block| format!("\n```sh\n{block}```\n")).collect::<String>());
    for command in &mut commands {
        if let Some(arguments) = command.line.strip_prefix("insights-mock serve") {
            let arguments = arguments.strip_suffix(" &").expect("it serves while other things are typed");
            command.line = format!("serve{arguments}");
        } else if command.line == "kill %1" {
            command.line = "end".to_owned();
        }
    }
    let first = commands.first_mut().expect("something is typed");
    first.line = format!("{MACHINE}{}\n{}", before.join("\n"), first.line);
    commands
}

/// The line of the walk that has a function stand for a client.
fn client() -> String {
    let walk = chapter(WALK);
    walk.lines().find(|line| line.starts_with("api() {")).expect("there is one").to_owned()
}

fn assert_printed(commands: &[Command], folder: &Path) {
    let program = Path::new(env!("CARGO_BIN_EXE_insights-mock")).parent().expect("it is in a folder");
    let paths = std::env::var("PATH").expect("there is a path");
    let paths = format!("{}:{paths}", program.display());
    print_what_is_shown(commands, (SHOWN, SHOWN), Bash::new("bash").env("PATH", paths).current_dir(folder));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

#[test]
fn the_demo_answers_whoever_tries_the_first_request() {
    let commands = typed(&chapter("Two commands"), &["serve"]);
    assert_eq!(commands.len(), 2);
    assert_printed(&commands, root());
}

#[test]
fn the_walk_prints_what_is_shown() {
    let commands = typed(&chapter(WALK), &[&client()]);
    assert!(commands.len() >= 12, "{}", commands.len());
    assert_printed(&commands, root());
}

#[test]
fn scenario_files_are_served_and_checked_as_is_shown() {
    let text = chapter("Scenario files");
    let folder = tempfile::tempdir().expect("a folder");
    let [call] = &blocks(&text, "toml")[..] else { panic!("one scenario is shown") };
    std::fs::write(folder.path().join("call.toml"), call).expect("a file can be written");
    let commands = typed(&text, &[&client()]);
    assert!(commands.len() >= 4, "{}", commands.len());
    assert_printed(&commands, folder.path());
}

#[test]
fn scenarios_that_nobody_wrote_are_printed_and_played_as_is_shown() {
    let text = chapter("Scenarios that nobody wrote");
    let folder = tempfile::tempdir().expect("a folder");
    let [config] = &blocks(&text, "toml")[..] else { panic!("one config is shown") };
    std::fs::write(folder.path().join("few.toml"), config).expect("a file can be written");
    assert_printed(&typed(&text, &[&client()]), folder.path());
}

#[test]
fn a_centre_is_served_as_is_shown() {
    let [command] = &blocks(&chapter("A whole contact centre"), "console")[..] else { panic!("one command is shown") };
    let block = format!("\n```sh\n{} &\n```\n", command.trim_end());
    let mut commands = typed(&block, &[]);
    commands.extend(transcript(
        "\n```sh\n$ curl -so /dev/null -w '%{http_code}' http://127.0.0.1:8080/__control/health\n200\n```\n",
    ));
    assert_printed(&commands, root());
}
