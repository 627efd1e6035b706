//! Exploring finds what is wrong with an analysis, and tells it in a small scenario.

#![expect(clippy::unwrap_used, reason = "a test that cannot write its files fails")]

// The command, with analyses in Python.
mod command;

use std::fs;

use harness::client::{Client, Error};
use harness::explore::{Explore, Explored, Step};
use harness::question::{HandleTime, Question};
use harness::reference;
use harness::verdict::Outcome;
use scenarios::format::parse;
use scenarios::scenario::Scenario;

/// Counts the wrap as talk.
async fn wrap_as_talk(api: Client) -> Result<Vec<HandleTime>, Error> {
    let mut rows = reference::handle_times(api).await?;
    for row in &mut rows {
        row.talk += std::mem::take(&mut row.wrap);
    }
    Ok(rows)
}

fn explored(explore: &Explore) -> (Explored, Vec<Step>) {
    let mut steps = Vec::new();
    let explored = explore.run(|step| steps.push(step)).unwrap();
    (explored, steps)
}

/// The scenario that a file tells.
pub(crate) fn told(text: &str) -> Scenario {
    parse(text).map(|source| source.scenario).unwrap_or_else(|problems| panic!("{}\n{text}", problems[0]))
}

#[test]
fn a_function_that_is_wrong_is_shown_so_in_one_interaction() {
    let explore = harness::explore(Question::HandleTimes, wrap_as_talk);
    let (explored, steps) = explored(&explore);
    let found = explored.found.as_ref().unwrap();
    assert!(found.is_steady());
    assert_eq!(explored.next, found.seed + 1);
    assert!(steps.contains(&Step::Found { seed: found.seed }));
    assert!(matches!(steps.last(), Some(Step::Again { interactions: 1, .. })), "{steps:?}");
    assert_eq!(explored.verdict().outcome(), Outcome::Fails);
    let text = found.text();
    let scenario = told(&text);
    assert_eq!((scenario.flows.len(), scenario.centre.agents.len()), (1, 1), "{text}");
    assert!(
        text.starts_with(
            "# a_function_that_is_wrong_is_shown_so_in_one_interaction is wrong about handle-times. Seed "
        )
    );
    for line in ["# expected:\n#   {\"agent\":", "# given:\n#   {\"agent\":", "# truth/wrong-value: "] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}

#[test]
fn the_same_seed_shows_the_same_however_many_are_tried_at_a_time() {
    let explore = harness::explore(Question::HandleTimes, wrap_as_talk);
    let text = |explore: &Explore| explored(explore).0.found.unwrap().text();
    let [one, many] = [1, 5].map(|jobs| text(&explore.clone().jobs(jobs)));
    assert_eq!(one, many);
    let seed = explored(&explore).0.found.unwrap().seed;
    assert_eq!(text(&explore.from_seed(seed).cases(1)), one);
}

#[test]
fn a_right_function_is_never_blamed_and_exploring_goes_on_where_it_ended() {
    let explore = harness::explore(Question::HandleTimes, reference::handle_times).cases(30);
    let (first, steps) = explored(&explore);
    assert!(first.found.is_none());
    assert_eq!((first.first, first.next), (1, 31));
    assert_eq!(steps.last(), Some(&Step::Tried { next: 31 }));
    assert_eq!(first.verdict().cases[0].name, "seeds 1 to 30");
    let (second, _) = explored(&explore.from_seed(first.next));
    assert_eq!((second.first, second.next), (31, 61));
    harness::explore(Question::Transfers, reference::transfers).cases(10).assert();
}

#[test]
fn what_is_kept_replaces_nothing() {
    let (explored, _) = explored(&harness::explore(Question::HandleTimes, wrap_as_talk).reruns(0));
    let mut found = explored.found.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let first = found.save(folder.path()).unwrap();
    assert_eq!(first.file_name().unwrap().to_str().unwrap(), format!("handle-times_seed_{}.toml", found.seed));
    assert_eq!(found.save(folder.path()).unwrap(), first);
    fs::write(&first, "# another one").unwrap();
    let second = found.save(folder.path()).unwrap();
    assert_ne!(first, second);
    assert_eq!(fs::read_to_string(first).unwrap(), "# another one");
    assert_eq!(fs::read_to_string(second).unwrap(), found.text());
}

#[test]
#[should_panic(expected = "truth/wrong-value")]
fn in_a_test_what_is_wrong_ends_it() {
    // What is found is kept below the current folder, which nobody has to tidy up.
    let folder = tempfile::tempdir().unwrap();
    harness::explore(Question::HandleTimes, wrap_as_talk).save_to(folder.path()).assert();
}
