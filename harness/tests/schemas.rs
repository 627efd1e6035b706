//! The published schemas are those of the program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use harness::config;
use harness::question::Question;

fn here(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// What a program prints, and whether it is content.
fn run(program: &str, arguments: &[&str]) -> (String, bool) {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{program} does not start: {error}; .ci/test installs it"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (said, output.status.success())
}

#[test]
fn every_schema_that_the_program_prints_is_in_a_file() {
    let questions = Question::ALL.map(|question| (question.name(), format!("schemas/{question}.json")));
    let others = [("config", "insights.schema.json".to_owned()), ("report", "report.schema.json".to_owned())];
    for (what, file) in questions.into_iter().chain(others) {
        let (printed, is_content) = run(env!("CARGO_BIN_EXE_insights-harness"), &["schema", what]);
        assert!(is_content, "{printed}");
        let written = fs::read_to_string(here(&file)).unwrap_or_default();
        assert!(written == printed, "harness/{file} is old: insights-harness schema {what} prints the new one");
    }
}

#[test]
fn config_files_are_valid_by_the_schema_and_what_is_misspelt_is_not() {
    let folder = tempfile::tempdir().unwrap_or_else(|why| panic!("no folder: {why}"));
    let file = folder.path().join("config.json");
    let (file, schema, validator) = (
        file.display().to_string(),
        here("insights.schema.json").display().to_string(),
        here("../tests/openapi/valid.js").display().to_string(),
    );
    let valid = |text: &str| {
        let to_json = "import json, sys, tomllib; json.dump(tomllib.loads(sys.argv[1]), open(sys.argv[2], 'w'))";
        let (said, is_content) = run("python3", &["-c", to_json, text, &file]);
        assert!(is_content, "{said}");
        run("node", &[&validator, &schema, &file]).1
    };
    let text = "goldens = \"snapshots\"\nreport = [\"junit=out/\", \"github\"]\njobs = 2\ntarget = \"http://127.0.0.1:1\"\n\
                [[analysis]]\nname = \"b\"\nquestion = \"logins\"\ncmd = \"./b\"\nscenarios = [\"faq/*\"]\nseed = 7\n\
                cases = 3\ngenerator = \"nasty.toml\"\npoll = \"1m 30s\"\nbusy = \"wrap\"\njudges = [\"truth\"]\n\
                time_limit = \"1500ms\"\noutput_limit = 1000\ngoldens = false\norder = [\"rows=n\"]\n\
                redact = [\"**.id=guid\"]\n";
    let keys = config::OF_ALL.iter().chain(&config::OF_ANALYSIS);
    for config::Key { name, .. } in keys {
        assert!(text.contains(&format!("{name} = ")), "{name} is not tried");
    }
    assert!(valid(text));
    for (right, wrong) in
        [("jobs = 2", "jobs = 0"), ("logins", "login"), ("\"truth\"", "\"thruth\""), ("busy =", "bussy =")]
    {
        let text = text.replacen(right, wrong, 1);
        assert!(!valid(&text), "{text}");
        assert!(config::parse(&text, Path::new("insights.toml")).is_err(), "{text}");
    }
    assert!(config::parse(text, Path::new("insights.toml")).is_ok());
}
