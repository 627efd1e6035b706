use harness::conform::{Conform, Known, Standing};

use super::{control, fails, run, served, target, undecided};
use crate::support::{Served, settings};
use mock_server::load::Story;
use mock_server::world::World;

#[test]
fn our_server_keeps_to_every_claim_and_choice_in_worlds_made_for_them() {
    let served = served();
    let report = run(&Conform { control: Some(control(&served)), choices: true, ..Conform::default() });
    assert_eq!((fails(&report), undecided(&report)), (vec![], vec![]), "{report}");
    assert_eq!(report.claims.len(), harness::conform::claims().len());
}

#[test]
fn our_server_keeps_to_every_claim_in_every_scenario_of_the_catalog() {
    let served = served();
    let folder = crate::support::catalog("");
    let mut worlds = Vec::new();
    for topic in std::fs::read_dir(&folder).expect("the catalog").flatten() {
        for file in std::fs::read_dir(topic.path()).expect("a topic").flatten() {
            let (topic, file) = (topic.file_name(), file.file_name());
            if let (Some(topic), Some(name)) =
                (topic.to_str(), file.to_str().and_then(|name| name.strip_suffix(".toml")))
            {
                worlds.push(format!("{topic}/{name}"));
            }
        }
    }
    assert!(worlds.len() >= 50, "{worlds:?}");
    let report = run(&Conform { control: Some(control(&served)), worlds, ..Conform::default() });
    assert_eq!((fails(&report), undecided(&report)), (vec![], vec![]), "{report}");
}

#[test]
fn the_demo_keeps_to_every_claim_that_can_be_decided_there() {
    let demo = World::of(Story::Demo, &settings()).unwrap_or_else(|problems| panic!("{}", problems[0]));
    let now = demo.clock().now();
    let served = Served::start(demo);
    let hour = scenarios::time::Span::from_secs(3600);
    let (start, end) = (now - hour - hour - hour, now - hour);
    let target = target(&served, &start.to_string(), &end.to_string());
    let report = run(&Conform { target: Some(target), ..Conform::default() });
    assert_eq!(fails(&report), Vec::<&str>::new(), "{report}");
    // What takes a clock that can be moved, and what goes on only now and then.
    assert!(undecided(&report).len() <= 40, "{report}");
}

#[test]
fn what_is_known_to_fail_is_still_looked_for_and_told_when_it_holds() {
    let served = served();
    let known = Known::parse("# a list\n2.1.page-count  # off by one\n\n6.transfer\n").expect("a list");
    let only = vec!["2.1".to_owned(), "6.transfer".to_owned()];
    let report = run(&Conform { control: Some(control(&served)), known, only, ..Conform::default() });
    let holds: Vec<&str> = report
        .claims
        .iter()
        .filter(|judged| judged.is_known && matches!(judged.standing, Standing::Holds { .. }))
        .map(|judged| judged.claim.id)
        .collect();
    assert_eq!(holds, ["2.1.page-count", "6.transfer"]);
    assert!(report.to_string().contains("it is on the list of what is known to fail, and need not be any more"));
    let misspelt = Known::parse("2.1.page-cuont\n").map(drop).map_err(|not| not.to_string());
    assert_eq!(misspelt, Err("line 1: there is no claim \"2.1.page-cuont\"; is it 2.1.page-count?".to_owned()));
}

#[test]
fn where_nothing_happens_much_is_undecided_and_says_why() {
    let served = served();
    let target = target(&served, "2020-01-09T00:00:00Z", "2020-01-09T01:00:00Z");
    let report = run(&Conform { target: Some(target), only: vec!["6".to_owned()], ..Conform::default() });
    assert_eq!(fails(&report), Vec::<&str>::new());
    assert_eq!(undecided(&report).len(), report.claims.len());
    let text = report.to_string();
    assert!(text.contains("it takes a queue that delivered, and there is none"), "{text}");
    assert!(text.contains("it takes worlds whose clocks can be moved (--control)"), "{text}");
}
