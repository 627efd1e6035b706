//! The format as JSON Schema, for editors.

use serde_json::{Map, Value as Json, json};

use super::faults::keys::faults;
use super::keys;
use super::kind;
use super::table::{AnyKey, Case, Need, StepKind, Table};

/// The format as a JSON Schema (2020-12).
///
/// An editor that knows JSON Schema for TOML completes keys by it and shows what they mean. It does not judge all that
/// [`parse`](super::parse) does: names that come twice, and the order of steps, are beyond it.
pub fn schema() -> Json {
    let mut definitions = Map::new();
    define(&keys::SCENARIO, &mut definitions);
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    if let Some(Json::Object(root)) = definitions.shift_remove(&keys::SCENARIO.definition()) {
        schema.extend(root);
    }
    definitions.extend(kind::definitions().map(|(name, definition)| (name.to_owned(), definition)));
    schema.insert("$defs".to_owned(), Json::Object(definitions));
    Json::Object(schema)
}

/// A plan of faults as a JSON Schema (2020-12), for other documents: it refers to nothing outside itself.
pub fn faults_schema() -> Json {
    let mut definitions = Map::new();
    define(&faults::TABLE, &mut definitions);
    definitions.extend(kind::definitions().map(|(name, definition)| (name.to_owned(), definition)));
    let mut schema = definitions.get(&faults::TABLE.definition()).cloned().unwrap_or_default();
    refer_to_nothing(&mut schema, &definitions);
    schema
}

/// Puts definitions in the place of whatever refers to them.
fn refer_to_nothing(schema: &mut Json, definitions: &Map<String, Json>) {
    let name = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/"));
    let definition = name.and_then(|name| definitions.get(name)).and_then(Json::as_object).cloned();
    match schema {
        Json::Object(entries) => {
            if let Some(definition) = definition {
                entries.shift_remove("$ref");
                definition.into_iter().for_each(|(key, value)| {
                    entries.entry(key).or_insert(value);
                });
            }
            entries.values_mut().for_each(|value| refer_to_nothing(value, definitions));
        }
        Json::Array(elements) => elements.iter_mut().for_each(|value| refer_to_nothing(value, definitions)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

/// Adds the definition of a table, and of those that stand in it.
fn define(table: &'static Table, definitions: &mut Map<String, Json>) {
    definitions.insert(table.definition(), object(table));
    for inner in table.keys.iter().filter_map(|key| key.table()) {
        define(inner, definitions);
    }
}

fn object(table: &Table) -> Json {
    let properties: Map<_, _> = table.keys.iter().map(|key| (key.entry().name.to_owned(), property(*key))).collect();
    let required = table.keys.iter().filter(|key| key.entry().need == Need::Required);
    let mut object = json!({
        "title": sentence(table.noun, ""),
        "description": sentence(table.about, "."),
        "type": "object",
        "properties": properties,
        "required": names(required),
        "additionalProperties": false,
    });
    if !table.kinds.is_empty() {
        object["oneOf"] = table.kinds.iter().map(|kind| alternative(table, kind)).collect();
    }
    // In a word of its own, `dependentRequired`, the schema could say this too, but taplo does not know that word.
    let both_ways = table.pairs.iter().flat_map(|[one, other]| [(one, other), (other, one)]);
    let pairs = both_ways
        .map(|(one, other)| json!({ "if": { "required": names([one]) }, "then": { "required": names([other]) } }));
    let cases = table.cases.iter().enumerate().map(|(at, case)| consequence(case, at == 0));
    let companions = table.companions().map(|key| companion(table, key));
    let consequences: Vec<_> = pairs.chain(cases).chain(companions).collect();
    if !consequences.is_empty() {
        object["allOf"] = Json::Array(consequences);
    }
    object
}

fn property(key: &dyn AnyKey) -> Json {
    let mut property = key.schema();
    let default = match key.entry().need {
        Need::Required | Need::Optional => String::new(),
        Need::Default(default) => format!(" Default: {default}."),
    };
    property["description"] = json!(sentence(key.entry().about, ".") + &default);
    property
}

/// A step of this kind: its key, and beside it only what goes with it or with every kind.
fn alternative(table: &Table, kind: &StepKind) -> Json {
    let told = |key: &dyn AnyKey| key.entry().name == kind.key.entry().name || kind.goes_with(key);
    let chosen =
        |key: &dyn AnyKey| table.kinds.iter().any(|k| k.key.entry().name == key.entry().name || k.goes_with(key));
    json!({
        "title": kind.key.entry().name,
        "required": names(std::iter::once(&kind.key).chain(kind.needs)),
        "propertyNames": { "enum": names(table.keys.iter().filter(|key| told(**key) || !chosen(**key))) },
    })
}

/// What a word asks of the other keys.
fn consequence(case: &Case, is_default: bool) -> Json {
    let name = case.key.entry().name;
    let refused: Map<_, _> = case.refuses.iter().map(|(key, _)| (key.entry().name.to_owned(), json!(false))).collect();
    let mut condition = json!({ "properties": { name: { "const": (case.word)() } } });
    if !is_default {
        condition["required"] = json!([name]);
    }
    let mut then = json!({ "required": names(case.needs) });
    if !refused.is_empty() {
        then["properties"] = Json::Object(refused);
    }
    json!({ "if": condition, "then": then })
}

/// With which words a key stands.
fn companion(table: &Table, key: &dyn AnyKey) -> Json {
    let hosts = table.cases.iter().filter(|case| case.goes_with(key));
    let words: Vec<_> = hosts.clone().map(|case| (case.word)()).collect();
    let beside: Map<_, _> = hosts.map(|case| (case.key.entry().name.to_owned(), json!({ "enum": words }))).collect();
    json!({ "if": { "required": [key.entry().name] }, "then": { "properties": beside } })
}

fn names<'k>(keys: impl IntoIterator<Item = &'k &'static dyn AnyKey>) -> Json {
    keys.into_iter().map(|key| key.entry().name).collect()
}

fn sentence(fragment: &str, stop: &str) -> String {
    let mut rest = fragment.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + rest.as_str() + stop)
}
