//! Rows compared, field by field.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::question::Rows;

/// A field that is not what it should be.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Difference {
    /// Where: the field, or its path, such as `channel of agent 01: event Wrap: duration`.
    pub(super) place: String,
    /// The name of the field itself.
    pub(super) field: String,
    /// What it should have been; null where it should not be there.
    pub(super) expected: Value,
    /// What it is; null where it is missing.
    pub(super) given: Value,
}

/// The values of the key's fields.
pub(super) fn key_of(key: &[&str], row: &Value) -> Vec<String> {
    key.iter().map(|field| text(&row[*field])).collect()
}

/// A value as people write it.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// The fields in which rows of one key differ by more than is allowed.
pub(super) fn differences(rows: &Rows, expected: &Value, given: &Value) -> Vec<Difference> {
    let mut comparing = Comparing { rows, found: Vec::new() };
    comparing.compare("", "", expected, given);
    comparing.found
}

struct Comparing<'r> {
    rows: &'r Rows,
    found: Vec<Difference>,
}

impl Comparing<'_> {
    fn compare(&mut self, place: &str, field: &str, expected: &Value, given: &Value) {
        match (expected, given) {
            (Value::Object(fields), Value::Object(given)) => {
                // What may be left out and is, is not judged; what has to be there has been read.
                for (field, expected) in fields {
                    if let Some(given) = given.get(field) {
                        self.compare(&below(place, field), field, expected, given);
                    }
                }
            }
            (Value::Array(expected), Value::Array(given)) => self.compare_lists(place, field, expected, given),
            _ if self.is_near_enough(field, expected, given) => {}
            _ => self.found.push(Difference {
                place: place.to_owned(),
                field: field.to_owned(),
                expected: expected.clone(),
                given: given.clone(),
            }),
        }
    }

    /// Compares lists whose elements have labels: the first of a label with the first of it, and so on.
    fn compare_lists(&mut self, place: &str, field: &str, expected: &[Value], given: &[Value]) {
        let mut by_label: BTreeMap<String, (Vec<&Value>, Vec<&Value>)> = BTreeMap::new();
        expected.iter().for_each(|one| by_label.entry(label(one)).or_default().0.push(one));
        given.iter().for_each(|one| by_label.entry(label(one)).or_default().1.push(one));
        let one = field.strip_suffix('s').unwrap_or(field);
        let outer = place.strip_suffix(field).unwrap_or(place);
        for (label, (expected, given)) in by_label {
            for position in 0..expected.len().max(given.len()) {
                let which = if position == 0 { String::new() } else { format!(" ({})", position + 1) };
                let place = format!("{outer}{one} {label}{which}");
                let none = Value::Null;
                let expected = expected.get(position).copied().unwrap_or(&none);
                self.compare(&place, one, expected, given.get(position).copied().unwrap_or(&none));
            }
        }
    }

    fn is_near_enough(&self, field: &str, expected: &Value, given: &Value) -> bool {
        let allowed = self.rows.tolerance.iter().find(|(name, _)| *name == field).map_or(0, |(_, allowed)| *allowed);
        match (expected.as_i64(), given.as_i64()) {
            (Some(expected), Some(given)) => expected.abs_diff(given) <= allowed.unsigned_abs(),
            (_, _) => expected == given,
        }
    }
}

fn below(place: &str, field: &str) -> String {
    if place.is_empty() { field.to_owned() } else { format!("{place}: {field}") }
}

/// What tells an element of a list from the others.
fn label(element: &Value) -> String {
    match (element.get("party"), element.get("type"), element.get("name")) {
        (Some(party), _, _) => party["id"].as_str().map_or("of the customer".to_owned(), |id| format!("of {id}")),
        (None, Some(kind), Some(Value::String(name))) => format!("{} {name}", text(kind)),
        (None, Some(kind), _) => text(kind),
        (None, None, _) => String::new(),
    }
}
