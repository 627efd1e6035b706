//! The catalog: scenario files to learn from. Each must be told properly, and together they must leave nothing out.

#![expect(clippy::unwrap_used, reason = "a file that cannot be read fails the test that reads it")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use scenarios::centre::Availability;
use scenarios::flow::{Action, AppletKind, Breakout, Medium};
use scenarios::format::{parse, print, schema};
use scenarios::scenario::Scenario;
use scenarios::timeline::compile;
use serde_json::Value as Json;
use toml::de::{DeTable, DeValue};

#[test]
fn every_file_opens_with_what_it_teaches() {
    for File { path, text, .. } in catalog() {
        let mut lines = text.lines();
        let directive = lines.next().and_then(|line| line.strip_prefix("#:schema ")).unwrap_or_default();
        assert!(path.with_file_name(directive).is_file(), "{}: the first line names no schema", path.display());
        let comment = lines.take_while(|line| line.starts_with("# ")).count();
        assert!((2..=6).contains(&comment), "{}: opens with {comment} lines of comment", path.display());
    }
}

#[test]
fn every_file_is_named_by_a_sentence() {
    let mut stems = BTreeSet::new();
    for File { path, .. } in catalog() {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        assert!(stem.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{}", path.display());
        assert!(stems.insert(stem), "{}: another file has this name", path.display());
    }
}

#[test]
fn every_file_tells_what_can_have_happened() {
    for File { path, text, scenario } in catalog() {
        let Err(problems) = compile(&scenario) else { continue };
        let source = parse(&text).unwrap();
        let told: Vec<_> = problems.into_iter().map(|problem| source.locate(problem).to_string()).collect();
        panic!("{}:\n{}", path.display(), told.join("\n"));
    }
}

#[test]
fn what_is_printed_reads_as_the_same_scenario() {
    for File { path, scenario, .. } in catalog() {
        let printed = print(&scenario);
        let again = parse(&printed).map(|source| source.scenario);
        assert_eq!(again, Ok(scenario), "{}, printed as:\n{printed}", path.display());
    }
}

#[test]
fn together_they_tell_of_all_that_can_happen() {
    let files = catalog();
    let flows = || files.iter().flat_map(|file| &file.scenario.flows);
    let actions = || flows().flat_map(|flow| &flow.steps).map(|step| &step.action);

    let media: BTreeSet<_> = flows().map(|flow| flow.medium).collect();
    assert_eq!(media, Medium::ALL.into());

    let applets =
        actions().filter_map(|action| if let Action::Applet { kind, .. } = action { Some(*kind) } else { None });
    assert_eq!(applets.collect::<BTreeSet<_>>(), AppletKind::ALL.into());

    let breakouts =
        actions().filter_map(|action| if let Action::BreakOut { why } = action { Some(*why) } else { None });
    assert_eq!(breakouts.collect::<BTreeSet<_>>(), Breakout::ALL.into());

    let presences = files.iter().flat_map(|File { scenario: Scenario { centre, presences, .. }, .. }| {
        let from_start = centre.agents.iter().map(|agent| &agent.presence);
        let labels = from_start.chain(presences.iter().map(|change| &change.presence));
        labels.filter_map(|label| Some(centre.presence(label)?.availability))
    });
    assert_eq!(presences.collect::<BTreeSet<_>>(), Availability::ALL.into());

    let schema = schema();
    let kinds = schema["$defs"]["step"]["oneOf"].as_array().into_iter().flatten();
    let kinds: BTreeSet<_> = kinds.filter_map(|kind| kind["title"].as_str()).collect();
    assert_eq!(actions().map(Action::word).collect::<BTreeSet<_>>(), kinds);
}

/// Whoever looks for how a key is used finds a file that uses it.
#[test]
fn together_they_use_every_key_and_every_word_of_the_format() {
    let schema = schema();
    let mut used = BTreeSet::new();
    for File { text, .. } in catalog() {
        use_of("scenario", &schema, &schema, DeTable::parse(&text).unwrap().get_ref(), &mut used);
    }
    let unused: Vec<_> = vocabulary(&schema).difference(&used).cloned().collect();
    assert_eq!(unused, Vec::<String>::new());
}

/// A number that somebody has would be called. Those of the FAQ's own example have long been published.
#[test]
fn numbers_are_nobodys() {
    for File { path, scenario, .. } in catalog().iter().filter(|file| !file.path.ends_with("faq/transfer.toml")) {
        let printed = print(scenario);
        let words = printed.split(|letter: char| !letter.is_ascii_alphanumeric());
        let is_number = |word: &&str| word.len() >= 10 && word.bytes().all(|byte| byte.is_ascii_digit());
        for number in words.filter(is_number) {
            let reserved_for_fiction = number.starts_with("07700900") || number.starts_with("0207946");
            assert!(reserved_for_fiction && number.len() == 11, "{}: {number}", path.display());
        }
    }
}

/// A file of the catalog.
struct File {
    path: PathBuf,
    text: String,
    scenario: Scenario,
}

fn catalog() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog");
    let topics = paths_in(&root).into_iter().filter(|path| path.is_dir());
    // Recorded answers stand in the catalog too; they are not told, and the server's tests look at them.
    let is_told = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "toml");
    let files: Vec<_> = topics.flat_map(|topic| paths_in(&topic)).filter(is_told).map(read).collect();
    assert!(files.len() >= 30, "the catalog has only {} files", files.len());
    files
}

fn paths_in(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn read(path: PathBuf) -> File {
    let text = fs::read_to_string(&path).unwrap();
    match parse(&text) {
        Ok(source) => File { path, text, scenario: source.scenario },
        Err(problems) => {
            let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
            panic!("{}:\n{}", path.display(), told.join("\n"));
        }
    }
}

/// Every key, as `table.key`, and of closed choices every word, as `table.key = word`.
fn vocabulary(schema: &Json) -> BTreeSet<String> {
    let tables = schema["$defs"].as_object().into_iter().flatten().map(|(name, table)| (name.as_str(), table));
    let entries = tables.chain([("scenario", schema)]).flat_map(|(name, table)| {
        let properties = table["properties"].as_object().into_iter().flatten();
        properties.flat_map(move |(key, property)| {
            let words = property["enum"].as_array().into_iter().flatten().filter_map(Json::as_str);
            let words = words.map(move |word| format!("{name}.{key} = {word}"));
            std::iter::once(format!("{name}.{key}")).chain(words)
        })
    });
    entries.collect()
}

/// Adds what a table of a file uses of the vocabulary.
fn use_of(name: &str, table: &Json, schema: &Json, written: &DeTable<'_>, used: &mut BTreeSet<String>) {
    for (key, value) in written {
        let (key, value) = (key.get_ref().as_ref(), value.get_ref());
        let property = &table["properties"][key];
        used.insert(format!("{name}.{key}"));
        if let (Some(_), Some(word)) = (property.get("enum"), value.as_str()) {
            used.insert(format!("{name}.{key} = {word}"));
        }
        let reference = property.get("$ref").or_else(|| property.pointer("/items/$ref")).and_then(Json::as_str);
        let Some(inner) = reference.and_then(|reference| reference.strip_prefix("#/$defs/")) else { continue };
        let several = value.as_array().into_iter().flat_map(|values| values.iter()).map(|value| value.get_ref());
        for value in several.chain([value]).filter_map(DeValue::as_table) {
            use_of(inner, &schema["$defs"][inner], schema, value, used);
        }
    }
}
