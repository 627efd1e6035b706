//! Clients as people write them, unchanged, in their own languages and with the real time: against the demo centre, and
//! against a scenario that is shifted to now.

use std::process::Command;

use mock_server::load::Story;
use mock_server::world::{Rebase, Settings, World};
use serde_json::Value;

use crate::support::{Served, TOKEN, catalog, settings, world};

/// What a Python client prints.
fn python(client: &str, arguments: &[&str]) -> Value {
    let path = format!("{}/tests/clients/{client}", env!("CARGO_MANIFEST_DIR"));
    let output = Command::new("python3").arg(path).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("python3 does not start: {error}; .ci/test installs it"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{client} failed:\n{errors}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{client} prints no JSON: {error}\n{errors}"))
}

/// What a page says after its scripts have run, in a real browser.
fn browser(url: &str) -> String {
    let profile = tempfile::tempdir().unwrap_or_else(|error| panic!("no folder for the browser: {error}"));
    let output = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(["--virtual-time-budget=20000", "--dump-dom", url])
        .output();
    let output = output.unwrap_or_else(|error| panic!("chromium does not start: {error}; .ci/test installs it"));
    assert!(output.status.success(), "chromium failed:\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn demo() -> Served {
    match World::of(Story::Demo, &settings()) {
        Ok(world) => Served::start(world),
        Err(problems) => panic!("{}", problems[0]),
    }
}

/// A day of the catalog, shifted so that its last instant is now.
fn shifted(scenario: &str) -> Served {
    let settings = Settings { rebase: Some(Rebase::Now), ..settings() };
    Served::start(world(&catalog(scenario), &settings))
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or(-1)
}

#[test]
fn an_hourly_report_finds_the_states_of_the_last_full_hour() {
    let demo = demo();
    let report = python("hourly_states.py", &[&demo.base(), TOKEN]);
    // Fewer are not at work at any hour of the week.
    assert!(number(&report["agents"]) >= 5, "{report}");
    assert!(number(&report["states"]) > 2 * number(&report["agents"]), "{report}");
}

#[test]
fn a_daily_extract_by_plain_dates_finds_all_of_yesterday() {
    let demo = demo();
    assert!(number(&python("daily_extract.py", &[&demo.base()])["interactions"]) > 500);
}

#[test]
fn five_reports_are_complete_and_a_token_that_has_expired_is_renewed_once() {
    let demo = demo();
    let report = python("five_reports.py", &[&demo.base(), "expired"]);
    assert_eq!(report["renewed"], 1);
    for path in ["/stats/agent-activities", "/stats/agent-activities/presence", "/stats/agent-status"] {
        assert!(number(&report["rows"][path]) >= 36, "{report}");
    }
    assert!(number(&report["rows"]["/stats/interactions"]) > 500, "{report}");
    assert!(number(&report["rows"]["/stats/queue-times"]) > 500, "{report}");
}

#[test]
fn a_wallboard_in_a_browser_on_another_origin_shows_todays_queues() {
    let demo = demo();
    let page = format!("file://{}/tests/clients/wallboard.html?{}", env!("CARGO_MANIFEST_DIR"), demo.base());
    let shown = browser(&page);
    assert!(shown.contains("complete"), "{shown}");
    assert!(shown.contains("<td>Orders Answered</td>"), "{shown}");
}

#[test]
fn a_scenario_that_is_shifted_to_now_serves_clients_that_use_the_real_time() {
    let shifted = shifted("calendar/call_over_midnight.toml");
    let report = python("five_reports.py", &[&shifted.base(), TOKEN]);
    assert_eq!(report["renewed"], 0);
    assert!(number(&report["rows"]["/stats/agent-status"]) >= 1, "{report}");
    let now = shifted.host.world().1;
    let hour_ago = now - scenarios::time::Span::from_secs(3_600);
    let (_, page) = shifted.ask(&format!("/interactions?start={hour_ago}&include=Processed&limit=5000"));
    assert!(number(&page["meta"]["totalCount"]) >= 1, "{page}");
}

#[test]
fn a_wallboard_shows_the_caller_who_waits_in_a_shifted_scenario() {
    let shifted = shifted("queue/caller_still_waiting.toml");
    let page = format!("file://{}/tests/clients/wallboard.html?{}", env!("CARGO_MANIFEST_DIR"), shifted.base());
    let shown = browser(&page);
    assert!(shown.contains("complete"), "{shown}");
    let (_, ongoing) = shifted.ask("/interactions/ongoing");
    let caller = &ongoing["items"][0]["channels"][0]["events"];
    let last = caller.as_array().and_then(|events| events.last()).cloned().unwrap_or_default();
    let (queue, plan) = (last["name"].as_str(), last["properties"]["interactionPlan"].as_str());
    let row = format!("<td>{} {}</td>", queue.unwrap_or_default(), plan.unwrap_or_default());
    assert!(shown.contains(&row), "{row} is not in {shown}");
}

#[test]
fn the_page_for_people_says_what_time_it_is_and_what_to_ask() {
    let server = shifted("faq/transfer.toml");
    let shown = browser(&format!("{}/", server.base()));
    assert!(shown.contains("/stats/interactions"), "{shown}");
    assert!(shown.contains("openapi.json"), "{shown}");
}
