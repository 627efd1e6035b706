use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use harness::conform::{self, Claim, Sure, UNSEEN};

/// Claims by their numbers in COVERAGE.md, each with what it says of where it comes from.
fn coverage() -> BTreeMap<String, String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/mock-server/COVERAGE.md");
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let rows = text.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let is_claim = cells.get(1).is_some_and(|id| id.contains('-') && id.starts_with(|c: char| c.is_ascii_digit()));
        is_claim.then(|| (cells[1].to_owned(), cells[3].to_owned()))
    });
    let rows: BTreeMap<_, _> = rows.collect();
    assert!(rows.len() >= 300, "where are the claims? There are only {}", rows.len());
    rows
}

#[test]
fn the_claims_are_these() {
    let mut list = String::new();
    for Claim { id, sure, says, numbers, .. } in conform::claims() {
        let _ = writeln!(list, "{} {id}: {says} [{}]", sure.letter(), numbers.join(", "));
    }
    list.push_str("\nnot looked for:\n");
    for (number, why) in UNSEEN {
        let _ = writeln!(list, "{number}: {why}");
    }
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/conform"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!("claims", list) });
}

#[test]
fn every_claim_of_the_coverage_is_looked_for_or_cannot_be_seen_from_outside() {
    let looked_for: BTreeSet<&str> = conform::claims().iter().flat_map(|claim| claim.numbers).copied().collect();
    let unseen: BTreeSet<&str> = UNSEEN.iter().map(|(number, _)| *number).collect();
    let coverage = coverage();
    for number in coverage.keys() {
        let places = usize::from(looked_for.contains(&**number)) + usize::from(unseen.contains(&**number));
        assert_eq!(places, 1, "{number} is to be looked for, or else to stand among the unseen");
    }
    for number in looked_for.union(&unseen) {
        assert!(coverage.contains_key(*number), "there is no claim {number}");
    }
}

#[test]
fn a_claim_is_named_by_its_section_once_and_says_something() {
    let mut ids = BTreeSet::new();
    for Claim { id, section, says, sure, numbers } in conform::claims() {
        assert!(ids.insert(id), "{id} is there twice");
        assert!(id.starts_with(&format!("{section}.")), "{id} is not of section {section}");
        assert!(!says.is_empty() && !says.ends_with('.'), "{id}: {says}");
        assert_eq!(numbers.is_empty(), sure == Sure::Choice, "{id}: what is no choice is some claim of the coverage");
    }
    assert!(ids.len() >= 300);
}
