//! `mock-server/COVERAGE.md` is well formed, what it points to exists, and it points to every test of a claim.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The sections of the API reference that make claims, in their order.
const SECTIONS: [&str; 28] = [
    "1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "2.3", "2.4", "2.5", "3", "3.1", "4", "4.1", "4.2", "4.3", "4.4",
    "4.5", "4.6", "4.7", "4.8", "4.9", "5", "6", "7", "8", "9", "10",
];

/// Where a claim may come from.
const SURE: [&str; 3] = ["D", "E", "C"];

/// A section of the file.
struct Section {
    /// Its number in the reference.
    number: String,
    /// Everything between the heading and the table.
    introduction: String,
    rows: Vec<Row>,
}

/// A claim.
struct Row {
    id: String,
    claim: String,
    sure: String,
    shown_by: String,
}

impl Row {
    /// Why nothing is shown; `None` if something is.
    fn excuse(&self) -> Option<&str> {
        self.shown_by.strip_prefix("not:")
    }

    /// The tests and files that show it.
    fn evidence(&self) -> Vec<&str> {
        if self.excuse().is_some() { Vec::new() } else { self.shown_by.split(", ").collect() }
    }
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn sections() -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in read(&root().join("mock-server/COVERAGE.md")).lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let number = heading.split(' ').next().unwrap_or_default().to_owned();
            sections.push(Section { number, introduction: String::new(), rows: Vec::new() });
        } else if let Some(section) = sections.last_mut() {
            match line.strip_prefix('|') {
                None => section.introduction.push_str(line),
                Some(" --- | --- | --- | --- |" | " id | claim | sure | shown by |") => {}
                Some(row) => section.rows.push(cells(row)),
            }
        }
    }
    sections
}

fn cells(row: &str) -> Row {
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let [id, claim, sure, shown_by, ""] = cells[..] else { panic!("this row has not four cells: {row}") };
    let [id, claim, sure, shown_by] = [id, claim, sure, shown_by].map(str::to_owned);
    Row { id, claim, sure, shown_by }
}

fn rows() -> Vec<Row> {
    let rows: Vec<Row> = sections().into_iter().flat_map(|section| section.rows).collect();
    assert!(rows.len() >= 200, "where are the claims? There are only {}", rows.len());
    rows
}

/// The names of the tests in each source file below a folder.
fn tests_below(folder: &Path) -> BTreeMap<PathBuf, BTreeSet<String>> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found = BTreeMap::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() && !path.ends_with("node_modules") {
            found.append(&mut tests_below(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = read(&path);
            let after_attribute = text.split("#[test]").skip(1).chain(text.split("#[tokio::test]").skip(1));
            let names = after_attribute.filter_map(|text| {
                let (before, name) = text.split_once("fn ")?;
                let is_next = before.trim().is_empty() || before.trim() == "async";
                is_next.then(|| name.split('(').next().unwrap_or_default().to_owned())
            });
            found.insert(path, names.collect());
        }
    }
    found
}

/// The names of all tests of the workspace.
pub(crate) fn test_names() -> BTreeSet<String> {
    let folders = ["tests", "mock-server", "scenarios"].map(|folder| tests_below(&root().join(folder)));
    folders.into_iter().flat_map(BTreeMap::into_values).flatten().collect()
}

/// Whether there is a test, or a file below `scenarios/`, of that name.
pub(crate) fn exists(name: &str, tests: &BTreeSet<String>) -> bool {
    if name.contains('/') { root().join("scenarios").join(name).is_file() } else { tests.contains(name) }
}

#[test]
fn each_section_has_its_heading_a_word_of_introduction_and_its_claims() {
    let sections = sections();
    let numbers: Vec<&str> = sections.iter().map(|section| section.number.as_str()).collect();
    assert_eq!(numbers, SECTIONS);
    for Section { number, introduction, rows } in &sections {
        assert!(introduction.ends_with('.'), "section {number} has no sentence of introduction");
        assert!(!rows.is_empty(), "section {number} has no claims");
    }
}

#[test]
fn claims_are_numbered_upwards_in_their_section() {
    for section in sections() {
        let numbers = section.rows.iter().map(|row| {
            let number = row.id.strip_prefix(&section.number).and_then(|rest| rest.strip_prefix('-')?.parse().ok());
            number.unwrap_or_else(|| panic!("{} stands in section {}", row.id, section.number))
        });
        let numbers: Vec<u32> = numbers.collect();
        assert!(numbers.is_sorted_by(|one, next| one < next), "section {}: {numbers:?}", section.number);
    }
}

#[test]
fn each_claim_is_a_sentence_with_its_sources() {
    for Row { id, claim, sure, .. } in rows() {
        assert!(claim.ends_with('.') || claim.ends_with(".\""), "{id} is no sentence: {claim}");
        let places: Option<Vec<usize>> =
            sure.split(", ").map(|mark| SURE.iter().position(|known| *known == mark)).collect();
        let places = places.unwrap_or_else(|| panic!("{id} is marked {sure}; the marks are {SURE:?}"));
        assert!(places.is_sorted_by(|one, next| one < next), "{id}: the marks {sure} are not in the order of {SURE:?}");
    }
}

#[test]
fn each_claim_is_shown_by_tests_and_files_that_exist_or_says_why_not() {
    let tests = test_names();
    let mut wrong = Vec::new();
    for row in rows() {
        if row.excuse().is_some_and(|reason| reason.trim().is_empty()) {
            wrong.push(format!("{}: it does not say why nothing is shown", row.id));
        }
        for evidence in row.evidence() {
            let name = evidence.strip_prefix('`').and_then(|evidence| evidence.strip_suffix('`'));
            if !name.is_some_and(|name| exists(name, &tests)) {
                wrong.push(format!("{}: there is no test or file {evidence}", row.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_test_of_a_claim_is_named_by_one() {
    let rows = rows();
    let named: BTreeSet<&str> = rows.iter().flat_map(Row::evidence).map(|name| name.trim_matches('`')).collect();
    for (path, tests) in tests_below(&root().join("tests/suite/claims")) {
        assert!(!tests.is_empty(), "{} has no tests", path.display());
        for test in tests {
            assert!(named.contains(test.as_str()), "no claim names {test} of {}", path.display());
        }
    }
}
