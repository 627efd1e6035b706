//! The README's tables are true: every choice is shown by a test or file that exists, and the operations are the routes.

use std::collections::BTreeSet;

use crate::coverage::{exists, read, root, test_names};

/// The cells of the rows of the table under a heading, without its first two lines.
fn table(heading: &str) -> Vec<Vec<String>> {
    let readme = read(&root().join("README.md"));
    let section = readme.split(&format!("\n## {heading}\n")).nth(1).and_then(|rest| rest.split("\n## ").next());
    let section = section.unwrap_or_else(|| panic!("there is no section {heading:?}"));
    let rows = section.lines().filter_map(|line| line.strip_prefix('|')?.strip_suffix('|'));
    let cells = |row: &str| row.split('|').map(|cell| cell.trim().to_owned()).collect();
    rows.skip(2).map(cells).collect()
}

#[test]
fn each_choice_is_shown_by_a_test_or_a_file_that_exists() {
    let choices = table("Our choices where the documents are silent");
    assert!(choices.len() >= 25, "{}", choices.len());
    let tests = test_names();
    for choice in choices {
        let [topic, _, shown_by] = &choice[..] else { panic!("{choice:?} has not three cells") };
        for evidence in shown_by.split(", ") {
            let name = evidence.strip_prefix('`').and_then(|name| name.strip_suffix('`'));
            let name = name.unwrap_or_else(|| panic!("{topic}: {evidence} is not in backticks"));
            assert!(exists(name, &tests), "{topic}: there is no {name}");
        }
    }
}

/// The keys of a path that are operations.
const METHODS: [&str; 4] = ["get", "put", "post", "delete"];

#[tokio::test]
async fn the_operations_are_those_of_the_openapi_document() {
    let document = mock_server::openapi::document().await.to_string();
    let document: serde_json::Value = serde_json::from_str(&document).unwrap_or_default();
    let paths = document["paths"].as_object().into_iter().flatten();
    let served: BTreeSet<String> = paths
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().into_iter().flatten();
            let methods = methods.filter(|(method, _)| METHODS.contains(&method.as_str()));
            methods.map(move |(method, _)| format!("`{} {path}`", method.to_uppercase()))
        })
        .collect();
    let listed: BTreeSet<String> = table("What it emulates").into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(listed, served);
}
