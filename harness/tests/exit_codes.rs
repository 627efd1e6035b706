//! Every command ends with 0 if all is well, 1 if what it checks does not hold, and 2 if it was used wrongly or cannot read
//! what it is given: and says why.

#![expect(clippy::unwrap_used, reason = "a test that cannot write its files fails")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// What a line for the shell ends with, and says on standard output and standard error.
fn ends(line: &str, folder: &Path) -> (Option<i32>, String) {
    let programs = Path::new(env!("CARGO_BIN_EXE_insights-harness")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).current_dir(folder).env("PATH", path).env_remove("CI");
    for name in ["BASE_URL", "TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET", "TOKEN", "CONTROL_TOKEN"] {
        shell.env_remove(format!("INSIGHTS_{name}"));
    }
    let output = shell.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), text)
}

const ASKS: &str = r#"'curl -sf "$INSIGHTS_BASE_URL/stats/agent-status" -H "Authorization: Bearer $INSIGHTS_TOKEN" -H "Accept: application/vnd.newvoicemedia.v3+json"'"#;

#[test]
fn every_command_ends_with_the_code_that_was_promised() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("two.toml"),
        "[[analysis]]\nname = \"a\"\ncmd = \"a\"\n[[analysis]]\nname = \"b\"\ncmd = \"b\"\n",
    )
    .unwrap();
    fs::write(folder.path().join("wrong.toml"), "[[analysis]]\nnam = \"a\"\n").unwrap();
    fs::write(folder.path().join("known.txt"), "2.1.page-cuont\n").unwrap();
    let table = [
        // Usage.
        ("insights-harness", 2, "Usage: insights-harness <COMMAND>"),
        ("insights-harness chek", 2, "unrecognized subcommand 'chek'"),
        ("insights-harness --help", 0, "Usage: insights-harness <COMMAND>"),
        // check
        ("insights-harness check", 2, "insights.toml: No such file"),
        (
            "insights-harness check --config wrong.toml",
            2,
            "wrong.toml:2:1: `nam` is not a key of an analysis; write `name`",
        ),
        ("insights-harness check --config two.toml --only c", 2, "there is no analysis \"c\" in two.toml"),
        ("insights-harness check --cmd true --question login", 2, "there is no question \"login\"; write \"logins\""),
        ("insights-harness check --cmd true --scenario 'nope/*'", 2, "there is no scenario \"nope/*\" in the catalog"),
        ("insights-harness check --cmd true --cases 0", 2, "0 is not in 1.."),
        (
            "insights-harness check --cmd true --seed 1 --generator wrong.toml",
            2,
            "wrong.toml:1:3: `analysis` is not a key",
        ),
        ("insights-harness check --cmd true --scenario faq/transfer --update no", 2, "--update is about goldens"),
        ("insights-harness check --cmd true --judge thruth", 2, "there is no judge \"thruth\"; write \"truth\""),
        ("insights-harness check --cmd true --target localhost", 2, "one begins with http:// or https://"),
        ("insights-harness check --cmd true --target http://127.0.0.1:1", 2, "no server can be reached: "),
        ("insights-harness check --cmd true --report junti", 2, "there is no report \"junti\"; write \"junit\""),
        ("insights-harness check --cmd true --report md --report html", 2, "two reports go to standard output"),
        (
            "insights-harness check --cmd true --scenario faq/transfer --report md=wrong.toml/x",
            2,
            "the md report cannot be written",
        ),
        (
            "insights-harness check --cmd 'echo []' --question ccr-channels --scenario faq/transfer --judge truth",
            0,
            "1 hold",
        ),
        (
            "insights-harness check --cmd 'echo []' --question transfers --scenario faq/transfer --judge truth",
            1,
            "1 fail",
        ),
        // explore
        ("insights-harness explore --config two.toml", 2, "one analysis is explored at a time: tell --only NAME"),
        ("insights-harness explore --cmd true --cases 0", 2, "0 is not in 1.."),
        ("insights-harness explore --cmd true --time 0s", 2, "invalid value '0s' for '--time <SPAN>'"),
        ("insights-harness explore --cmd true --target http://127.0.0.1:1", 2, "no server can be reached: "),
        ("insights-harness explore --cmd 'sleep 60' --time 1ms", 2, "there was no time to try a single scenario"),
        (
            "insights-harness explore --cmd 'echo []' --cases 2 --judge truth",
            0,
            "go on with: insights-harness explore --cmd ",
        ),
        (
            "insights-harness explore --cmd 'echo ]' --cases 2 --judge truth --reruns 0",
            1,
            "kept in scenarios/regressions/",
        ),
        // conform
        ("insights-harness conform", 2, "there is nobody to ask"),
        ("insights-harness conform --target http://127.0.0.1:1", 2, "tell --client-id and --client-secret, or --token"),
        ("insights-harness conform --target http://127.0.0.1:1 --token x", 2, "no answer: Connection refused"),
        ("insights-harness conform --control http://127.0.0.1:1", 2, "Connection refused"),
        ("insights-harness conform --control http://127.0.0.1:1 --only 99", 2, "no claim begins with \"99\""),
        ("insights-harness conform --control http://127.0.0.1:1 --known-failing known.txt", 2, "is it 2.1.page-count?"),
        ("insights-harness conform --list --only 2.1.page", 0, "D 2.1.page-count: "),
        // mutate
        ("insights-harness mutate", 2, "--cmd <LINE>"),
        ("insights-harness mutate --cmd false", 2, "the tests do not pass when the server tells the truth"),
        ("insights-harness mutate --cmd true", 2, "the tests ask nothing of the server"),
        (
            "insights-harness mutate --cmd true --lie zone-mising",
            2,
            "there is no lie \"zone-mising\"; write \"zone-missing\"",
        ),
        ("insights-harness mutate --cmd true --scenario 'faq/*'", 2, "is more than one"),
        ("insights-harness mutate --cmd true --min-caught 101", 2, "101 is not in 0..=100"),
        ("insights-harness mutate --cmd true --target http://127.0.0.1:1", 2, "Connection refused"),
        ("insights-harness mutate --cmd ASKS --lie zone-missing", 1, "SURVIVES zone-missing"),
        ("insights-harness mutate --cmd ASKS --lie zone-missing --min-caught 0", 0, "SURVIVES zone-missing"),
        // The others.
        ("insights-harness review --goldens nowhere", 2, "nowhere: there is no such folder"),
        ("insights-harness review --list", 0, "nothing waits"),
        ("insights-harness questions --schema login", 2, "write \"logins\""),
        ("insights-harness schema confg", 2, "there is no schema of \"confg\"; write \"config\""),
        ("insights-harness schema report", 0, "\"title\": \"Verdict\""),
    ];
    for (line, code, says) in table {
        let (ended, said) = ends(&line.replace("ASKS", ASKS), folder.path());
        assert_eq!(ended, Some(code), "{line}\n{said}");
        assert!(said.contains(says), "{line} does not say {says:?}:\n{said}");
    }
}

#[test]
fn what_nobody_reads_is_no_success() {
    let folder = tempfile::tempdir().unwrap();
    // A disk on which there is no room.
    let line = "insights-harness schema report > /dev/full; echo $?";
    assert_eq!(ends(line, folder.path()).1.trim(), "2");
}
