use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use scenarios::format::{parse, print};
use scenarios::generate::{Config, seeded, smallest};
use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use scenarios::truth;
use serde_json::Value;

use crate::given::{TOKEN, V3};

fn insights_mock(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_insights-mock"));
    command.args(arguments);
    command
}

/// What the program prints for these arguments.
fn generated(arguments: &[&str]) -> String {
    let output = insights_mock(&[&["generate"], arguments].concat()).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("a text")
}

/// The program while it serves; it ends with this value.
struct Serving {
    program: Child,
    base: String,
}

impl Serving {
    fn start(arguments: &[&str]) -> Self {
        let mut command = insights_mock(&["serve", "--listen", "127.0.0.1:0", "--token", TOKEN]);
        let mut program =
            command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program runs");
        let mut first = String::new();
        BufReader::new(program.stdout.take().expect("it is piped")).read_line(&mut first).expect("a line");
        let base = first.trim_end().strip_prefix("listening on ").map(str::to_owned);
        Self { program, base: base.unwrap_or_else(|| panic!("it does not listen: {first:?}")) }
    }

    fn ask(&self, path_and_query: &str) -> Value {
        let request = reqwest::blocking::Client::new().get(format!("{}{path_and_query}", self.base));
        let answer = request.bearer_auth(TOKEN).header("accept", V3).send().expect("an answer");
        assert_eq!(answer.status().as_u16(), 200, "{path_and_query}");
        answer.json().expect("JSON")
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.program.kill().and_then(|()| self.program.wait()).expect("the program ends");
    }
}

#[test]
fn generate_prints_the_scenario_of_the_seed_and_validate_finds_nothing_wrong_in_it() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for seed in [1, 2, 18_446_744_073_709_551_615] {
        let text = generated(&["--seed", &seed.to_string()]);
        let scenario = seeded(seed, &Config::default());
        assert_eq!(text, print(&scenario), "{seed}");
        assert_eq!(parse(&text).map(|source| source.scenario), Ok(scenario), "{seed}");
        let file = folder.path().join(format!("{seed}.toml"));
        std::fs::write(&file, text).expect("a file can be written");
        let judged = insights_mock(&["validate"]).arg(file).output().expect("the program runs");
        assert_eq!(judged.status.code(), Some(0), "{}", String::from_utf8_lossy(&judged.stderr));
    }
}

#[test]
fn a_config_says_how_large_it_is_and_how_often_what_happens() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("chats.toml");
    let text = "agents = 2\ninteractions = 40\nlocale = \"fr_fr\"\n[media]\nphone = 0\nphone_callback = 0\nemail = 0\ncase = 0\n";
    std::fs::write(&file, text).expect("a file can be written");
    let text = generated(&["--seed", "5", "--config", file.to_str().expect("a path of text")]);
    let scenario = parse(&text).expect("it reads back").scenario;
    assert!(scenario.flows.len() > 5 && scenario.centre.agents.len() <= 2, "{text}");
    assert!(scenario.flows.iter().all(|flow| flow.medium == scenarios::flow::Medium::Chat), "{text}");
}

#[test]
fn serve_plays_the_scenario_of_the_seed() {
    let scenario = seeded(4, &Config::default());
    let serving = Serving::start(&["--generate", "4"]);
    let page = serving.ask("/stats/interactions?start=2024-01-01&end=2024-01-31&limit=5000");
    assert_eq!(page["meta"]["totalCount"], 0);
    let start = scenario.start;
    let page = serving.ask(&format!("/stats/interactions?start={start}&include=Processed&limit=5000"));
    let guids = page["items"].as_array().expect("items").iter().map(|item| item["guid"].as_str().expect("a text"));
    let mut guids: Vec<_> = guids.map(str::to_owned).collect();
    let mut told: Vec<_> = scenario.flows.iter().map(|flow| flow.guid.to_string()).collect();
    guids.sort_unstable();
    told.sort_unstable();
    assert_eq!(guids, told);
}

/// An agent was consulted and left without the customer: two agents were connected, and nothing was transferred.
fn has_a_consult_only(scenario: &Scenario) -> bool {
    let consults = truth::consults_without_transfer(scenario, Instant::LATEST);
    consults.iter().any(|consult| consult.answered.is_some()) && truth::transfers(scenario, Instant::LATEST).is_empty()
}

#[test]
fn a_small_scenario_shows_the_bug_of_an_analysis_that_asks_the_program() {
    let found = (0..500).map(|seed| seeded(seed, &Config::default())).find(has_a_consult_only);
    let small = smallest(found.expect("one of them has one"), has_a_consult_only, 10_000);
    assert!(small.flows.len() == 1 && small.centre.agents.len() == 2, "{}", print(&small));
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("small.toml");
    std::fs::write(&file, print(&small)).expect("a file can be written");

    let serving = Serving::start(&[file.to_str().expect("a path of text")]);
    let page = serving.ask(&format!("/stats/interactions?start={}", small.start));
    let channels = page["items"][0]["channels"].as_array().expect("channels");
    let agents = channels.iter().filter(|channel| channel["party"]["role"] == "Agent").count();
    let transfers_found = agents - 1;
    let truth = serving.ask(&format!("/__control/worlds/default/truth/transfers?start={}", small.start));
    assert_eq!((transfers_found, &truth["items"]), (1, &Value::Array(Vec::new())), "{truth}");
}

#[test]
fn the_program_plays_what_planted_bugs_shrink_to() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let goldens = Path::new(env!("CARGO_MANIFEST_DIR")).join("../snapshots/planted");
    let mut played = 0;
    for golden in std::fs::read_dir(goldens).expect("the goldens are there").flatten() {
        let text = std::fs::read_to_string(golden.path()).expect("a text");
        let Some((_, text)) = text.trim_start_matches("---").split_once("\n---\n") else { continue };
        let file = folder.path().join("planted.toml");
        std::fs::write(&file, text).expect("a file can be written");
        let serving = Serving::start(&[file.to_str().expect("a path of text")]);
        let page = serving.ask("/stats/interactions?start=2024-03-01&limit=5000");
        let told = text.matches("[[interaction]]").count();
        assert_eq!(page["meta"]["totalCount"], told, "{text}");
        played += 1;
    }
    assert!(played >= 10, "{played}");
}
