//! Answers, compared as far as they have to be the same.

use scenarios::time::{Instant, Span};
use serde_json::Value;

/// How two answers differ.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Difference {
    /// What only the first has: rows, or all of it.
    pub(super) only_first: Vec<Value>,
    /// What only the second has.
    pub(super) only_second: Vec<Value>,
}

/// How they differ; `None` if they do not. The order of rows does not matter.
pub(super) fn difference(first: &Value, second: &Value) -> Option<Difference> {
    let (first, mut second) = (rows(first), rows(second));
    let mut only_first = Vec::new();
    for row in first {
        match second.iter().position(|other| *other == row) {
            Some(position) => drop(second.swap_remove(position)),
            None => only_first.push(row.clone()),
        }
    }
    let only_second: Vec<Value> = second.into_iter().cloned().collect();
    (!only_first.is_empty() || !only_second.is_empty()).then_some(Difference { only_first, only_second })
}

/// The rows of all these answers, each once.
pub(super) fn merged<'a>(answers: impl IntoIterator<Item = &'a Value>) -> Value {
    let mut merged: Vec<Value> = Vec::new();
    for row in answers.into_iter().flat_map(rows) {
        if !merged.contains(row) {
            merged.push(row.clone());
        }
    }
    Value::Array(merged)
}

/// The same answer with each instant that it tells so much later.
pub(super) fn shifted(answer: &Value, later: Span) -> Value {
    match answer {
        Value::String(text) => match instant(text) {
            Some(instant) => Value::String((instant + later).to_string()),
            None => answer.clone(),
        },
        Value::Array(items) => items.iter().map(|item| shifted(item, later)).collect(),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(name, value)| (name.clone(), shifted(value, later))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => answer.clone(),
    }
}

/// An instant, if the text tells one: a date and a time in UTC.
fn instant(text: &str) -> Option<Instant> {
    let is_instant = text.len() > "2024-03-05".len() && text.as_bytes().get(10) == Some(&b'T') && text.ends_with('Z');
    is_instant.then(|| Instant::parse(text).ok()).flatten()
}

fn rows(answer: &Value) -> Vec<&Value> {
    match answer {
        Value::Array(rows) => rows.iter().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => vec![answer],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_order_of_rows_does_not_matter_and_how_many_there_are_does() {
        assert_eq!(difference(&json!([1, 2, 2]), &json!([2, 1, 2])), None);
        assert_eq!(
            difference(&json!([1, 2, 2]), &json!([2, 3])),
            Some(Difference { only_first: vec![json!(1), json!(2)], only_second: vec![json!(3)] })
        );
        assert_eq!(difference(&json!({"a": 1, "b": 2}), &json!({"b": 2, "a": 1})), None);
    }

    #[test]
    fn parts_are_put_together_and_what_is_in_both_is_there_once() {
        assert_eq!(merged([&json!([1, 2]), &json!([2, 3])]), json!([1, 2, 3]));
    }

    #[test]
    fn instants_are_shifted_and_nothing_else_is() {
        let week = Span::from_secs(7 * 24 * 60 * 60);
        let answer =
            json!([{ "at": "2024-02-27T09:00:00.000Z", "on": "2024-02-27", "no": 5, "who": "TZ", "to": null }]);
        let expected =
            json!([{ "at": "2024-03-05T09:00:00.000Z", "on": "2024-02-27", "no": 5, "who": "TZ", "to": null }]);
        assert_eq!(shifted(&answer, week), expected);
    }
}
