//! Commands in the README and its chapters, and what they are said to print.

#[path = "pages.rs"]
pub(crate) mod pages;
#[path = "shown.rs"]
mod shown;

use std::process::Command as Bash;

use pages::blocks;

/// A command of a transcript, and what it prints; `…` stands for anything.
pub(crate) struct Command {
    pub(crate) line: String,
    prints: String,
}

/// What is typed and printed in blocks of shell: a command follows a dollar, and goes on after a backslash
/// and until its quotes are closed.
pub(crate) fn transcript(text: &str) -> Vec<Command> {
    let mut commands: Vec<Command> = Vec::new();
    for block in blocks(text, "sh") {
        for line in block.lines() {
            match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(line), _) => commands.push(Command { line: line.to_owned(), prints: String::new() }),
                (None, Some(command)) if command.prints.is_empty() && goes_on(&command.line) => {
                    command.line = format!("{}\n{line}", command.line);
                }
                (None, Some(command)) => command.prints.push_str(&format!("{line}\n")),
                (None, None) => panic!("{line} is printed by no command"),
            }
        }
    }
    commands
}

fn goes_on(command: &str) -> bool {
    command.ends_with('\\') || command.matches('\'').count() % 2 == 1
}

/// Runs all of them, one after the other in one shell, and fails unless they print what they are said to. Something that is
/// called otherwise here than there is told as shown and as it really is.
pub(crate) fn print_what_is_shown(commands: &[Command], (shown, real): (&str, &str), bash: &mut Bash) {
    const END: &str = "\n-- that was it --\n";
    let script: String = commands.iter().map(|command| format!("{}\nprintf '%s' '{END}'\n", command.line)).collect();
    let output = bash.args(["-c", &script.replace(shown, real)]).output();
    let output = output.unwrap_or_else(|error| panic!("bash does not start: {error}"));
    let printed = String::from_utf8_lossy(&output.stdout).replace(real, shown);
    let parts: Vec<&str> = printed.split(END).collect();
    for (command, printed) in commands.iter().zip(&parts) {
        assert!(
            shown::is_like(printed.trim_end(), command.prints.trim_end()),
            "$ {}\nshown\n{}\nprinted\n{printed}\nand\n{}",
            command.line,
            command.prints,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    assert_eq!(parts.len(), commands.len() + 1);
}
