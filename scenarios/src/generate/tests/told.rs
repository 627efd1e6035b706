//! The model's opinion on scenarios that people wrote, and on the demo.

use std::fs;
use std::path::Path;

use super::super::possible::possible;
use crate::demo;
use crate::format::{parse, print};
use crate::scenario::Scenario;

#[test]
fn whatever_the_catalog_tells_is_possible_to_the_model_too() {
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog");
    let mut told = 0;
    for topic in fs::read_dir(catalog).unwrap().flatten() {
        for file in fs::read_dir(topic.path()).unwrap().flatten().filter(|file| is_toml(&file.path())) {
            let scenario = parse(&fs::read_to_string(file.path()).unwrap()).unwrap().scenario;
            assert_possible(scenario, &file.path().display().to_string());
            told += 1;
        }
    }
    assert!(told > 50, "{told}");
}

#[test]
fn whatever_happens_in_the_demo_is_possible_to_the_model_too() {
    // 2024-03-05
    assert_possible(demo::centre().scenario(19_787..19_788), "a day of the demo");
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

fn assert_possible(scenario: Scenario, name: &str) {
    let left = possible(scenario.clone());
    assert!(left == scenario, "{name} loses something:\n{}", print(&left));
}
